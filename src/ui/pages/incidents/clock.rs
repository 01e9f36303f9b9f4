//! The clocks of an incident as cards. What they show is `incident::face`.

use crate::{
    float,
    incident::{
        clocks::{Timer, clocks},
        face::Face,
        id::Id,
        standing::PostMortem,
    },
    ui::{incidents::Incidents, parts::symbol::symbol, portal::Portal, reactive::Memo},
};
use leptos::prelude::*;

/// The three clocks, and the post-mortem's once it runs.
#[component]
pub fn Clocks(id: Id) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let timers: Memo<Vec<Timer>> = Memo::new(move |_| {
        let state = incidents.state(id);
        incidents
            .zones
            .with(|zones| state.map(|state| clocks(&state, zones)).unwrap_or_default())
    });
    let fired = move || {
        let state = incidents.state(id);
        match state.is_some_and(|state| state.declared.alert.is_some()) {
            true => "fired",
            false => "began",
        }
    };
    let fired = Memo::new(move |_| fired());
    let cards = [0, 1, 2].map(|place| {
        card(Memo::new(move |_| {
            let (now, zone) = (portal.clock.now.get(), portal.zone.get());
            timers.with(|timers| {
                let timer = timers.get(place)?;
                let face = |zones: &_| Face::of(timer, now, fired.get(), &zone, zones);
                Some(incidents.zones.with(face))
            })
        }))
    });
    let post_mortem = Memo::new(move |_| PostMortem::of(&incidents.state(id)?));
    let last = move || {
        let clock = post_mortem.get()?;
        Some(card(Memo::new(move |_| {
            Some(Face::of_post_mortem(
                &clock,
                portal.clock.now.get(),
                &portal.zone.get(),
            ))
        })))
    };
    view! { <div class="clocks">{cards.collect_view()}{last}</div> }
}

fn card(face: Memo<Option<Face>>) -> AnyView {
    let of = move |take: fn(&Face) -> String| {
        move || face.with(|face| face.as_ref().map(take).unwrap_or_default())
    };
    let slug =
        Memo::new(move |_| face.with(|face| face.as_ref().map_or("cannot-say", |face| face.slug)));
    let word = move || {
        let icon = match slug.get() {
            "met" => "ok",
            "due-soon" => "warning",
            "missed" => "critical",
            "on-time" => "late",
            _ => "cannot-say",
        };
        view! { {symbol(icon)}{of(|face| face.word.clone())} }
    };
    let due = of(|face| face.due.map(|due| due.0.to_string()).unwrap_or_default());
    view! {
        <section class="panel clock" class:running=move || face.with(|face| face.as_ref().is_some_and(|face| face.running)) data-standing=move || slug.get() data-due=due aria-label=of(|face| face.title.to_owned())>
            <header><h2>{of(|face| face.title.to_owned())}</h2><span class="state">{word}</span></header>
            <p class="clock-figure"><strong>{of(|face| face.figure.clone())}</strong><span>{of(|face| face.beside.clone())}</span></p>
            <div class="clock-bar"><span style:width=of(|face| float::percent(face.share))></span></div>
            <p class="clock-rule">{of(|face| face.rule.clone())}</p>
        </section>
    }
    .into_any()
}
