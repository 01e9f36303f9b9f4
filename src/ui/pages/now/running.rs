//! The clocks that run: those of each open incident, its next level of escalation, and post-mortems that are to be held.

use crate::{
    domain::{duration, order},
    incident::{clocks::clocks, face::Face, id::Id, ladder, standing::PostMortem, state::State},
    ui::{
        incidents::{Incidents, once_read},
        parts::{dials::dials, symbol::symbol},
        portal::Portal,
        reactive::Memo,
    },
};
use leptos::prelude::*;

/// The clocks; nothing while none runs.
#[component]
pub fn Running() -> impl IntoView {
    once_read(running)
}

fn running() -> impl IntoView {
    let incidents = Incidents::use_here();
    // Open ones before those that are over; the worst first, then the oldest.
    let shown: Memo<Vec<(Id, bool)>> = Memo::new(move |_| {
        incidents.states.with(|states| {
            let mut shown: Vec<&State> = states.iter().filter(|state| runs(state)).collect();
            order::by_key(&mut shown, |state| {
                (!state.is_open(), state.severity, state.start)
            });
            let shown = shown.into_iter();
            shown.map(|state| (state.id, state.is_open())).collect()
        })
    });
    let some = Memo::new(move |_| shown.with(|shown| !shown.is_empty()));
    let head = move || match incidents.open() {
        0 => "no incident is open".to_owned(),
        1 => "1 incident is open".to_owned(),
        count => format!("{count} incidents are open"),
    };
    let line = |(id, is_open)| match is_open {
        true => incident(id),
        false => review(id),
    };
    move || {
        some.get().then(|| {
            view! {
                <h2 class="alarm-section">{symbol("flag")}<strong>"Clocks"</strong>{head}</h2>
                <div class="running-list"><For each=move || shown.get() key=|one| *one children=line/></div>
            }
        })
    }
}

/// Whether a clock of it runs: it is open, or its post-mortem is to be held.
fn runs(state: &State) -> bool {
    let is_due = || PostMortem::of(state).is_some_and(|clock| clock.done.is_none());
    state.duplicate_of.is_none() && (state.is_open() || is_due())
}

/// Severity and title, leading to the incident.
fn title(portal: Portal, state: Memo<Option<State>>) -> AnyView {
    let link = move || {
        state.get().map(|state| {
            let href = portal.url.link(format!("/incidents/{}", state.id.short()));
            let severity = state.severity.name();
            view! { <a class="incident-link" href=href><span class="sev" data-severity=severity>{severity}</span>{state.title}</a> }
        })
    };
    link.into_any()
}

fn incident(id: Id) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let state = Memo::new(move |_| incidents.state(id));
    let timers = Memo::new(move |_| {
        let state = state.get();
        incidents
            .zones
            .with(|zones| state.map(|state| clocks(&state, zones)).unwrap_or_default())
    });
    let since = move || {
        let start = state.with(|state| state.as_ref().map(|state| state.start))?;
        let now = portal.clock.now.get();
        let clock = portal.zone.get().clock_near(start, now);
        Some(format!(
            "for {}, since {clock}",
            duration::words(now.since(start))
        ))
    };
    let next = move || {
        let now = portal.clock.now.get();
        state.with(|state| {
            let rung = ladder::next(state.as_ref()?)?;
            let left = rung.due?.since(now);
            let when = match left > 0 {
                true => format!("in {}", duration::countdown(left)),
                false => "is due".to_owned(),
            };
            Some(format!(
                "L{} {when}: {}",
                rung.level.number, rung.level.name
            ))
        })
    };
    view! {
        <article class="panel running-incident declared" data-incident=id.short()>
            <div>{title(portal, state)}<p class="why">{since}</p></div>
            {dials(timers)}
            <p class="next-level">{symbol("ladder")}{move || next().unwrap_or_else(|| "no level is due by time".to_owned())}</p>
        </article>
    }
    .into_any()
}

/// A post-mortem that is to be held.
fn review(id: Id) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let state = Memo::new(move |_| incidents.state(id));
    let face = Memo::new(move |_| {
        let clock = state.with(|state| state.as_ref().and_then(PostMortem::of))?;
        Some(Face::of_post_mortem(
            &clock,
            portal.clock.now.get(),
            &portal.zone.get(),
        ))
    });
    let of = move |take: fn(&Face) -> String| {
        move || face.with(|face| face.as_ref().map(take).unwrap_or_default())
    };
    view! {
        <article class="panel running-incident declared">
            <div>{title(portal, state)}<p class="why">"resolved; its post-mortem is to be held"</p></div>
            <dl class="dials"><div class="dial" data-standing=of(|face| face.slug.to_owned())><dt>"Post-mortem"</dt><dd>{of(Face::brief)}</dd></div></dl>
            <p class="why">{of(|face| face.rule.clone())}</p>
        </article>
    }
    .into_any()
}
