//! The form that declares an incident, filled in by hand or by a link. Nothing is declared before the button is pressed.

use super::edit::{local, moment};
use crate::{
    domain::severity::Severity,
    incident::{
        draft::{Draft, services},
        event::Kind,
        policy::Policy,
    },
    place::zone_named,
    ui::{
        browser,
        incidents::Incidents,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{RwSignal, effect},
    },
};
use leptos::{ev, prelude::*};

/// What the handbook and the configuration promise for a severity.
pub fn policy(portal: Portal, severity: Severity) -> Option<Policy> {
    let (zone, calendar) = portal
        .config
        .with_value(|config| (config.zone.clone(), config.calendar.clone()));
    let zone = zone_named(&zone);
    portal.handbook.with_value(|handbook| {
        Policy::freeze(
            severity,
            &handbook.sla,
            &handbook.escalation.ladder,
            &zone,
            &calendar,
        )
    })
}

/// The form.
#[component]
pub fn DeclareForm(draft: Draft) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let zone = portal.zone.get_untracked();
    // What was half written for the same alert is there again after a reload, or when the page is come back to.
    let about = draft.services.first().map_or("", String::as_str);
    let key = StoredValue::new(format!("portal.declare.{}/{about}", draft.alert));
    let left = key.with_value(|key| browser::stored_for_session(key));
    let is_left = left.is_some();
    let draft = left.map_or(draft, |text| Draft::from_text(&text));
    let started = draft.start.unwrap_or_else(|| portal.clock.read());
    let (alert, service) = (draft.alert.clone(), draft.services.first().cloned());
    let same = move || {
        let state = incidents.about(&alert, service.as_deref())?;
        let words = format!(
            "An incident for {alert} is open: {} {}. ",
            state.severity, state.title
        );
        let href = portal.url.to(&format!("/incidents/{}", state.id.short()));
        Some(view! {
            <p class="strip">{symbol("flag")}<strong>{words}</strong><a href=href>"Join it"</a>" instead of a second one."</p>
        })
    };
    let draft = RwSignal::new(Draft {
        start: Some(started),
        ..draft
    });
    effect(move |again| {
        let text = draft.with(Draft::to_text);
        if again {
            key.with_value(|key| browser::store_for_session(key, &text));
        }
    });
    let forget = move || key.with_value(|key| browser::forget_for_session(key));
    // What a field shows is typed text; the draft holds what could be understood of it.
    let start = RwSignal::new(local(&zone, started));
    let name = RwSignal::new(incidents.author.get_untracked());
    let problems = RwSignal::new(Vec::<&'static str>::new());
    let set_start = move |event: ev::Event| {
        start.set(event_target_value(&event));
        let found = moment(&portal.zone.get_untracked(), &start.get_untracked());
        draft.update(|draft| draft.start = found);
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let mut wrong = draft.with_untracked(|draft| draft.problems(portal.clock.read()));
        if name.with_untracked(|name| name.trim().is_empty()) {
            wrong.push("Your name is missing.");
        }
        if wrong.is_empty() {
            match declare(
                portal,
                incidents,
                &draft.get_untracked(),
                &name.get_untracked(),
            ) {
                Some(()) => forget(),
                None => wrong.push("The handbook's SLA table has no row for this severity."),
            }
        }
        problems.set(wrong);
    };
    let definitions = portal
        .handbook
        .with_value(|handbook| handbook.severities.clone());
    let severities = definitions.into_iter().map(|definition| {
        let severity = definition.severity;
        let chosen = move || draft.with(|draft| draft.severity == Some(severity));
        let choose = move |_| draft.update(|draft| draft.severity = Some(severity));
        let words = format!("{}. Acknowledge: {}. Such as: {}.", definition.definition, definition.response_time, definition.examples.join("; "));
        view! {
            <label class="choice">
                <input type="radio" name="severity" value=severity.name() prop:checked=chosen on:change=choose/>
                <strong>{format!("{severity} {}", definition.name)}</strong><span>{words}</span>
            </label>
        }
    });
    let (sources, runbooks) = portal.handbook.with_value(|handbook| {
        let runbooks = handbook
            .runbooks()
            .map(|page| (page.id.clone(), format!("{} {}", page.id, page.title)));
        (
            handbook.workflow.sources.clone(),
            runbooks.collect::<Vec<_>>(),
        )
    });
    let options = |options: Vec<(String, String)>, chosen: String| {
        let options = options.into_iter().map(move |(value, name)| {
            let selected = value.eq_ignore_ascii_case(&chosen);
            view! { <option value=value selected=selected>{name}</option> }
        });
        options.collect_view()
    };
    let source_options = options(
        sources
            .into_iter()
            .map(|source| (source.clone(), source))
            .collect(),
        draft.with_untracked(|draft| draft.source.clone()),
    );
    let runbook_options = options(
        runbooks,
        draft.with_untracked(|draft| draft.runbook.clone()),
    );
    let text = move |label: &'static str, value: String, set: fn(&mut Draft, String)| {
        view! { <label>{label}<input prop:value=value on:input=move |event| draft.update(|draft| set(draft, event_target_value(&event)))/></label> }
    };
    let first = draft.get_untracked();
    view! {
        <section class="panel declare" aria-label="Declare an incident">
            <header><h2>"Declare an incident"</h2><span class="note">{is_left.then_some("as you left it; ")}"nothing is declared before you press the button"</span></header>
            {same}
            <form on:submit=submit>
                {text("Title", first.title, |draft, text| draft.title = text)}
                <fieldset><legend>"Severity"</legend>{severities.collect_view()}</fieldset>
                <div class="fields-row">
                    <label>{format!("Start, in {}", zone.name())}<input type="datetime-local" step="1" prop:value=move || start.get() on:input=set_start/></label>
                    {text("Affected services, by commas", first.services.join(", "), |draft, text| draft.services = services(&text))}
                    <label>"Source"<select on:change=move |event| draft.update(|draft| draft.source = event_target_value(&event))><option value="">"not said"</option>{source_options}</select></label>
                    <label>"Runbook"<select on:change=move |event| draft.update(|draft| draft.runbook = event_target_value(&event))><option value="">"none"</option>{runbook_options}</select></label>
                    {text("Ticket", first.ticket, |draft, text| draft.ticket = text)}
                    {text("Owner", first.owner, |draft, text| draft.owner = text)}
                    <label>"Your name"<input autocomplete="name" maxlength="80" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/></label>
                    <label class="switch"><input type="checkbox" prop:checked=first.customers on:change=move |event| draft.update(|draft| draft.customers = event_target_checked(&event))/>"Customers notice it"</label>
                </div>
                <div class="refusals" role="alert">{move || problems.get().into_iter().map(|words| view! { <p>{symbol("error")}{words}</p> }).collect_view()}</div>
                <p class="buttons"><button>"Declare the incident"</button><a href=move || portal.url.to("/incidents") on:click=move |_| forget()>"Do not"</a></p>
            </form>
        </section>
    }
}

/// Writes the events, and opens the incident's page.
fn declare(portal: Portal, incidents: Incidents, draft: &Draft, name: &str) -> Option<()> {
    let policy = policy(portal, draft.severity?)?;
    let area = portal
        .handbook
        .with_value(|handbook| handbook.page(&draft.runbook)?.area.clone());
    // A runbook that this handbook has not is a name from a link and nothing more.
    let known = portal
        .handbook
        .with_value(|handbook| handbook.page(&draft.runbook).is_some());
    let draft = Draft {
        runbook: if known {
            draft.runbook.clone()
        } else {
            String::new()
        },
        ..draft.clone()
    };
    incidents.name(name);
    let declared = draft.declared(area, policy, portal.clock.read())?;
    let id = incidents.act_in(None, Kind::Declared(Box::new(declared)))?;
    let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(ticket) = given(&draft.ticket) {
        incidents.act(id, Kind::Ticket(ticket));
    }
    if let Some(owner) = given(&draft.owner) {
        incidents.act(id, Kind::Owner(owner));
    }
    if draft.customers {
        incidents.act(id, Kind::CustomerFacing(true));
    }
    portal.url.open(&format!("/incidents/{}", id.short()));
    Some(())
}
