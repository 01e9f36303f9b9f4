//! All incidents: open and resolved, the way to declare one, the handoff, and where they are kept.

use super::{
    declare::DeclareForm,
    keeping::Keeping,
    offer::{Import, Offered},
    share::read,
};
use crate::domain::order;
use crate::{
    domain::duration,
    incident::{clocks::clocks, draft::Draft, event::Kind, face::Face, handoff, state::State},
    ui::{
        incidents::Incidents,
        output,
        parts::{panel_menu::CopyButton, symbol::symbol},
        portal::Portal,
        reactive::{Memo, RwSignal, signal},
        style,
    },
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn IncidentsPage() -> impl IntoView {
    style::wear(style::INCIDENTS);
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    portal.set_title("Incidents");
    let query = use_query_map();
    let draft = Memo::new(move |_| {
        let pairs: Vec<_> = query.read().clone().into_iter().collect();
        Draft::parse(
            pairs
                .iter()
                .map(|(name, value)| (name.as_ref(), value.as_str())),
        )
    });
    let form = move || draft.get().map(|draft| view! { <DeclareForm draft/> });
    let table = move |open: bool| {
        let rows = incidents.states.with(|states| {
            let wanted = states
                .iter()
                .filter(|state| (state.resolved.is_none() && state.duplicate_of.is_none()) == open);
            let mut wanted: Vec<&State> = wanted.collect();
            if open {
                // The worst first, then the oldest.
                order::by_key(&mut wanted, |state| (state.severity, state.start));
            }
            wanted
                .into_iter()
                .map(|state| row(portal, incidents, state))
                .collect::<Vec<_>>()
        });
        match (rows.is_empty(), open) {
            (true, true) => view! { <p class="quiet none">"No incident is open in this browser."</p> }.into_any(),
            (true, false) => view! { <p class="quiet none">"None."</p> }.into_any(),
            (false, _) => view! {
                <table class="stacked">
                    <thead><tr><th>"Incident"</th><th>"Since"</th><th>"Acknowledge"</th><th>"Response"</th><th>"Resolution"</th><th>"Owner"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any(),
        }
    };
    view! {
        <header class="page-head">
            <h1>"Incidents"</h1>
            <p>{move || match incidents.author.get().as_str() {
                "" => String::new(),
                name => format!("you write as {name}"),
            }}</p>
            <div class="actions">
                <button class="primary" on:click=move |_| portal.url.open("/incidents?declare=1")>{symbol("flag")}"Declare"</button>
                <Import/>
            </div>
        </header>
        <Keeping/>
        <Offered/>
        {form}
        <section class="panel table" aria-label="Open"><header><h2>"Open"</h2></header>{move || table(true)}</section>
        <section class="panel table" aria-label="Resolved"><header><h2>"Resolved and duplicates"</h2></header>{move || table(false)}</section>
        <div class="incident-columns">
            {handoff_panel(portal, incidents)}
            <div class="column">{sounds(portal)}{sharing(portal, incidents)}</div>
        </div>
    }
}

fn row(portal: Portal, incidents: Incidents, state: &State) -> AnyView {
    let (zone, now) = (portal.zone.get(), portal.clock.now.get_untracked());
    let href = portal.url.link(format!("/incidents/{}", state.id.short()));
    let timers = incidents.zones.with(|zones| clocks(state, zones));
    let cells = timers.into_iter().map(|timer| {
        let label = timer.clock.title();
        let face = Memo::new(move |_| {
            let (now, zone) = (portal.clock.now.get(), portal.zone.get());
            incidents.zones.with(|zones| Face::of(&timer, now, "began", &zone, zones))
        });
        view! { <td class="cell" data-label=label data-standing=move || face.get().slug>{move || { let face = face.get(); match face.slug { "on-time" | "due-soon" => format!("{} {}", face.word, face.figure), _ => face.word } }}</td> }
    });
    let age = match (&state.resolved, state.duplicate_of) {
        (_, Some(other)) => format!("duplicate of {}", other.short()),
        (Some(tick), None) => format!(
            "resolved after {}",
            duration::words(tick.at.since(state.start))
        ),
        (None, None) => format!("for {}", duration::words(now.since(state.start))),
    };
    let since = format!(
        "{} {}, {age}",
        zone.day_month(state.start),
        zone.hour_minute(state.start)
    );
    view! {
        <tr data-incident=state.id.short()>
            <td><a class="incident-link" href=href><span class="sev" data-severity=state.severity.name()>{state.severity.name()}</span>{state.title.clone()}</a></td>
            <td>{since}</td>
            {cells.collect_view()}
            <td>{state.owner.clone().unwrap_or_default()}</td>
        </tr>
    }
    .into_any()
}

fn handoff_panel(portal: Portal, incidents: Incidents) -> AnyView {
    let text = move || {
        let zone = portal.zone.get();
        let now = portal.clock.read();
        let weekly = portal
            .handbook
            .with_value(|handbook| handbook.on_call.handoff);
        // Without a handoff in the handbook: the last week.
        let since = weekly
            .and_then(|weekly| weekly.last(now, &zone))
            .unwrap_or_else(|| now.plus(-7 * 86_400_000));
        incidents.record.with(|record| {
            read(portal, incidents, |reader| {
                handoff::write(record, since, reader)
            })
        })
    };
    let check = move |_| {
        incidents.act_in(None, Kind::HealthChecked(String::new()));
    };
    view! {
        <section class="panel follow handoff" aria-label="Handoff">
            <header><h2>"Handoff summary"</h2><span class="note">"open, resolved since the last handoff, and what is left"</span></header>
            <pre tabindex="0">{text}</pre>
            <p class="actions">
                <CopyButton face="Copy the summary" text=Callback::new(move |()| text())/>
                <button on:click=move |_| output::offer("handoff.md", "text/markdown", &text())>"Save as a file"</button>
                <button on:click=check>{symbol("tick")}"Service health checked"</button>
            </p>
        </section>
    }
    .into_any()
}

fn sounds(portal: Portal) -> AnyView {
    let (said, set_said) = signal(None::<&'static str>);
    let sounds = portal.sounds;
    view! {
        <section class="panel follow" aria-label="Sound">
            <header><h2>"Sound and notification"</h2></header>
            <p>"The page tells at half of a term, in its last quarter, in its last minute, and when it is missed."</p>
            <label class="switch"><input type="checkbox" prop:checked=move || sounds.on.get() on:change=move |event| sounds.set(event_target_checked(&event))/>"With a tone and a notification"</label>
            <p class="actions"><button on:click=move |_| sounds.test(set_said)>{symbol("bell")}"Test"</button><span role="status">{move || said.get()}</span></p>
        </section>
    }
    .into_any()
}

/// How it stands with the shared store, where one is configured.
fn sharing(portal: Portal, incidents: Incidents) -> Option<AnyView> {
    let store = incidents.store;
    store.base.get_value()?;
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        store.unlock(&name.get_untracked(), &password.get_untracked());
        password.set(String::new());
    };
    let words = move || {
        let sharing = store.sharing.get();
        let read = sharing
            .read
            .map(|at| format!("Read {}.", portal.zone.get().clock(at)));
        let waiting = match sharing.waiting {
            0 => "All events are sent.".to_owned(),
            count => format!("{count} events wait to be sent."),
        };
        let locked = sharing
            .locked
            .then_some("The right name and password are needed for that.");
        [
            read,
            sharing.trouble,
            Some(waiting),
            locked.map(str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    };
    let form = move || {
        store.sharing.with(|sharing| sharing.locked).then(|| {
            view! {
                <form on:submit=submit>
                    <label>"Name"<input autocomplete="username" on:input=move |event| name.set(event_target_value(&event))/></label>
                    <label>"Password"<input type="password" autocomplete="current-password" prop:value=move || password.get() on:input=move |event| password.set(event_target_value(&event))/></label>
                    <button>"Send"</button>
                </form>
            }
        })
    };
    Some(
        view! {
            <section class="panel follow store" aria-label="Shared store" data-waiting=move || store.sharing.with(|sharing| sharing.waiting)
                data-trouble=move || store.sharing.with(|sharing| sharing.trouble.is_some()).to_string()>
                <header><h2>"Shared store"</h2></header>
                <p role="status">{words}</p>
                {form}
            </section>
        }
        .into_any(),
    )
}
