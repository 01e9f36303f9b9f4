//! What may be changed about an incident: severity, start, title, owner and the rest. Every change is an event.

use crate::{
    domain::time::{Moment, Zone},
    incident::{draft::services, event::Kind, id::Id, state::State},
    ui::{
        incidents::Incidents,
        pages::incidents::declare::policy,
        parts::menu::{Menu, Sheet},
        portal::Portal,
        reactive::RwSignal,
    },
};
use leptos::{ev, prelude::*};

/// Two menus: the severity, and everything else.
#[component]
pub fn Edit(id: Id) -> impl IntoView {
    view! {
        <Menu label="Change severity".to_owned() class="face-button" face=ViewFn::from(|| "Change severity")
            contents=Callback::new(move |sheet| severities(id, sheet))/>
        <Menu label="Edit".to_owned() class="face-button" face=ViewFn::from(|| "Edit")
            contents=Callback::new(move |_| fields(id))/>
    }
}

fn severities(id: Id, sheet: Sheet) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let definitions = portal
        .handbook
        .with_value(|handbook| handbook.severities.clone());
    let rows = definitions.into_iter().map(|definition| {
        let severity = definition.severity;
        let pressed = move || {
            let state = incidents.state(id);
            state.is_some_and(|state| state.severity == severity).to_string()
        };
        let press = move |_| {
            if let Some(policy) = policy(portal, severity)
                && incidents.state(id).is_some_and(|state| state.severity != severity)
            {
                incidents.act(id, Kind::SeverityChanged(severity, Box::new(policy)));
            }
            sheet.close();
        };
        view! { <button aria-pressed=pressed on:click=press>{format!("{severity} {}: {}", definition.name, definition.definition)}</button> }
    });
    view! {
        <h2>"Severity"</h2>
        {rows.collect_view()}
        <p class="hint">"What was stopped or missed keeps its result. Raised: a running clock is due at its old time or the new term from now, whichever is first. Lowered: the new term from the start."</p>
    }
    .into_any()
}

fn fields(id: Id) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let Some(state) = incidents.state(id) else {
        return ().into_any();
    };
    let zone = portal.zone.get_untracked();
    let problem = RwSignal::new(None::<&'static str>);
    let act = move |kind: Kind| incidents.act(id, kind);
    let start = {
        let zone = zone.clone();
        move |text: String| match moment(&zone, &text) {
            Some(start) if start <= portal.clock.read() => act(Kind::StartChanged(start)),
            _ => problem.set(Some("The start is no time, or is in the future.")),
        }
    };
    let scheduled = {
        let zone = zone.clone();
        move |text: String| match moment(&zone, &text) {
            Some(at) => act(Kind::PostMortemScheduled(at)),
            None => problem.set(Some("This is no time.")),
        }
    };
    let (resolved, customers) = (state.resolved.is_some(), state.customer_facing);
    let local = |moment| local(&zone, moment);
    let done = move || {
        incidents
            .state(id)
            .is_some_and(|state| state.post_mortem.is_some())
    };
    let held = resolved.then(|| {
        view! {
            {field("Post-mortem scheduled for", "datetime-local", state.post_mortem_for.map(local).unwrap_or_default(), scheduled)}
            <button disabled=done on:click=move |_| act(Kind::PostMortemDone)>"The post-mortem was held"</button>
        }
    });
    view! {
        <h2>"Edit"</h2>
        {field("Title", "text", state.title.clone(), move |text| act(Kind::Edited(id, text)))}
        {field("Start", "datetime-local", local(state.start), start)}
        {field("Owner", "text", state.owner.clone().unwrap_or_default(), move |text| act(Kind::Owner(text)))}
        {field("Ticket", "text", state.ticket.clone().unwrap_or_default(), move |text| act(Kind::Ticket(text)))}
        {field("Services, by commas", "text", state.services.join(", "), move |text| act(Kind::Services(services(&text))))}
        {field("Source", "text", state.source.clone(), move |text| act(Kind::Source(text)))}
        <label class="switch"><input type="checkbox" prop:checked=customers
            on:change=move |event| act(Kind::CustomerFacing(event_target_checked(&event)))/>"Customers notice it"</label>
        {duplicate(incidents, &state)}
        {held}
        <p class="hint" role="status">{move || problem.get()}</p>
    }
    .into_any()
}

/// A field that writes an event when its value was changed and is pressed home.
fn field(
    label: &'static str,
    kind: &'static str,
    value: String,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let text = RwSignal::new(value.clone());
    let last = StoredValue::new(value);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let new = text.get_untracked().trim().to_owned();
        if last.with_value(|last| *last != new) {
            last.set_value(new.clone());
            set(new);
        }
    };
    view! {
        <form on:submit=submit>
            <label>{label}<input type=kind step="1" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/></label>
            <button>"Set"</button>
        </form>
    }
    .into_any()
}

fn duplicate(incidents: Incidents, state: &State) -> Option<AnyView> {
    let (id, chosen) = (state.id, state.duplicate_of);
    let others: Vec<(Id, String)> = incidents.states.with(|states| {
        let others = states.iter().filter(|other| other.id != id);
        others
            .map(|other| (other.id, format!("{} {}", other.severity, other.title)))
            .collect()
    });
    if others.is_empty() {
        return None;
    }
    let change = move |event| match Id::parse(&event_target_value(&event)) {
        Some(other) => incidents.act(id, Kind::DuplicateOf(other)),
        None => {
            let timeline = incidents.state(id).map(|state| state.timeline);
            let said = timeline.unwrap_or_default().into_iter().rev();
            let mut said = said.filter(|event| matches!(event.kind, Kind::DuplicateOf(_)));
            if let Some(last) = said.next() {
                incidents.retract(id, last.id());
            }
        }
    };
    let options = others.into_iter().map(|(other, name)| {
        view! { <option value=other.to_string() selected=chosen == Some(other)>{name}</option> }
    });
    Some(
        view! { <label class="select">"Duplicate of"<select on:change=change><option value="">"no other incident"</option>{options.collect_view()}</select></label> }
            .into_any(),
    )
}

/// A moment as `datetime-local` has it.
pub fn local(zone: &Zone, moment: Moment) -> String {
    zone.iso(moment).chars().take(19).collect()
}

/// The moment of a `datetime-local` field.
pub fn moment(zone: &Zone, text: &str) -> Option<Moment> {
    let (date, time) = text.split_once('T')?;
    zone.moment_at(date, time)
}
