//! One incident as it runs: head with its buttons, clocks, ladder, workflow, log.

use super::{
    clock::Clocks,
    edit::Edit,
    keeping::Keeping,
    ladder::Ladder,
    log::Log,
    offer::Offered,
    panels::Panels,
    share::ShareMenu,
    workflow::{Beside, WorkflowPanel, runbook_link},
};
use crate::{
    domain::severity::Severity,
    incident::{
        event::Kind,
        id::Id,
        state::{State, Tick},
    },
    ui::{
        incidents::Incidents,
        parts::symbol::symbol,
        picture::Pictures,
        portal::Portal,
        reactive::{Memo, effect},
        style,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The incident that the URL names.
#[component]
pub fn IncidentPage() -> impl IntoView {
    style::wear(style::INCIDENTS);
    let params = use_params_map();
    let incidents = Incidents::use_here();
    let id = Memo::new(move |_| {
        let start = params.read().get("id").unwrap_or_default();
        incidents.record.with(|record| record.find(&start))
    });
    view! {
        <Keeping/>
        <Offered/>
        {move || match id.get() {
            Some(id) => show(id),
            // A link brings it along: it is above, to be agreed to.
            None if incidents.offer.with(Option::is_some) => ().into_any(),
            None => unknown(),
        }}
    }
}

fn unknown() -> AnyView {
    let portal = Portal::use_here();
    portal.set_title("Incident");
    view! {
        <header class="page-head"><h1>"This incident is not known here"</h1></header>
        <p>"This browser has no incident of that name. Ask for its link or its file: both hold all of it. "<a href=portal.url.link("/incidents".to_owned())>"All incidents"</a></p>
    }
    .into_any()
}

fn show(id: Id) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let state = Memo::new(move |_| incidents.state(id));
    let title = Memo::new(move |_| {
        state.with(|state| {
            let state = state.as_ref()?;
            Some(format!("{} {}", state.severity, state.title))
        })
    });
    provide_context(Pictures::default());
    effect(move |_| {
        if let Some(title) = title.get() {
            portal.set_title(&title);
        }
    });
    view! {
        <div class="incident">
            {head(portal, incidents, id, state)}
            <Clocks id/>
            <Ladder id/>
            <div class="incident-columns">
                <div class="column"><WorkflowPanel id/><Beside id/></div>
                <div class="column"><Log id/><Panels id/></div>
            </div>
        </div>
    }
    .into_any()
}

fn head(portal: Portal, incidents: Incidents, id: Id, state: Memo<Option<State>>) -> AnyView {
    let severity =
        Memo::new(move |_| state.with(|state| state.as_ref().map(|state| state.severity)));
    let open = Memo::new(move |_| {
        state.with(|state| state.as_ref().is_some_and(|state| state.resolved.is_none()))
    });
    let words = move || {
        let (zone, now) = (portal.zone.get(), portal.clock.now.get_untracked());
        state.with(|state| {
            let state = state.as_ref()?;
            let near = |moment| zone.clock_near(moment, now);
            let began = if state.declared.alert.is_some() {
                "fired"
            } else {
                "began"
            };
            let mut words = vec![format!(
                "INC {}, {began} {} {}, declared {} by {}.",
                id.short(),
                zone.day_month(state.start),
                near(state.start),
                near(state.declaration.at),
                state.declaration.by
            )];
            words.extend(
                (!state.services.is_empty())
                    .then(|| format!("Affects {}.", state.services.join(", "))),
            );
            words.extend(state.owner.as_ref().map(|owner| format!("Owner {owner}.")));
            words.extend(
                state
                    .ticket
                    .as_ref()
                    .map(|ticket| format!("Ticket {ticket}.")),
            );
            words.extend((!state.source.is_empty()).then(|| format!("Source {}.", state.source)));
            words.extend(
                state
                    .customer_facing
                    .then(|| "Customers notice it.".to_owned()),
            );
            words.extend(
                state
                    .post_mortem_for
                    .map(|at| format!("Post-mortem {} {}.", zone.day(at), zone.hour_minute(at))),
            );
            Some(words.join(" "))
        })
    };
    let links = move || {
        state.with(|state| {
            let state = state.as_ref()?;
            let path = portal.handbook.with_value(|handbook| {
                let page = handbook.page(state.declared.runbook.as_ref()?)?;
                Some((page.id.clone(), portal.url.to(&runbook_link(&page.path, id))))
            });
            let other = state.duplicate_of.map(|other| {
                view! { <span>" Duplicate of "</span><a href=portal.url.to(&format!("/incidents/{}", other.short()))>{other.short()}</a> }
            });
            Some(view! { {path.map(|(name, href)| view! { <a href=href>{name}</a> })}{other} })
        })
    };
    view! {
        <header class="panel incident-head" class:open=move || open.get() data-severity=move || severity.get().map(Severity::name)>
            <div class="incident-name">
                <h1><span class="sev">{move || severity.get().map(Severity::name)}</span>{move || state.with(|state| state.as_ref().map(|state| state.title.clone()))}</h1>
                <p>{words}" "{links}</p>
            </div>
            <div class="incident-buttons">
                <p>{three(incidents, id, state)}</p>
                <div class="actions"><Edit id/><ShareMenu id/></div>
            </div>
            <p class="undo" role="status">{move || undo(incidents, id)}</p>
        </header>
    }
    .into_any()
}

/// Acknowledge, respond, resolve; the first that is not done is the main one.
fn three(incidents: Incidents, id: Id, state: Memo<Option<State>>) -> AnyView {
    let done = Memo::new(move |_| {
        state.with(|state| {
            let state = state.as_ref();
            let is = |tick: fn(&State) -> &Option<Tick>| {
                state.is_some_and(|state| tick(state).is_some())
            };
            [
                is(|state| &state.acknowledged),
                is(|state| &state.responded),
                is(|state| &state.resolved),
            ]
        })
    });
    let button = move |place: usize, key: &'static str, face: [&'static str; 2], kind: Kind| {
        let is_done = move || done.with(|done| done.get(place).copied().unwrap_or(false));
        // After the resolution nothing is left to acknowledge.
        let off = move || is_done() || done.with(|done| done[2]);
        let main =
            move || !off() && done.with(|done| done.iter().position(|done| !done) == Some(place));
        view! {
            <button class="big" class:primary=main data-key=key disabled=off on:click=move |_| incidents.act(id, kind.clone())>
                {symbol("tick")}{move || if is_done() { face[1] } else { face[0] }}<kbd>{key.to_uppercase()}</kbd>
            </button>
        }
        .into_any()
    };
    let reopen = move || {
        done.with(|done| done[2]).then(|| {
            view! { <button class="big" on:click=move |_| incidents.act(id, Kind::Reopened)>{symbol("flag")}"Reopen"</button> }
        })
    };
    view! {
        {button(0, "a", ["Acknowledge", "Acknowledged"], Kind::Acknowledged)}
        {button(1, "r", ["Respond", "Responded"], Kind::Responded)}
        {button(2, "v", ["Resolve", "Resolved"], Kind::Resolved)}
        {reopen}
    }
    .into_any()
}

fn undo(incidents: Incidents, id: Id) -> Option<AnyView> {
    let (event, left) = incidents.undoable()?;
    if event.subject() != Some(id) {
        return None;
    }
    let what = match event.kind {
        Kind::Acknowledged => "Acknowledged.",
        Kind::Responded => "Responded.",
        Kind::Resolved => "Resolved.",
        Kind::Reopened => "Reopened.",
        _ => "Changed.",
    };
    let name = event.id();
    let seconds = (left + 999) / 1000;
    Some(
        view! {
            {what}" "<button on:click=move |_| incidents.retract(id, name)>{format!("Undo ({seconds} s)")}</button>
        }
        .into_any(),
    )
}
