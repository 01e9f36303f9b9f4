//! SLA clocks in a line, each with a bar of how far it has run. What they show is `incident::face`.

use super::symbol::symbol;
use crate::{
    domain::sla::Clock,
    float,
    incident::{clocks::Timer, face::Face},
    ui::{incidents::Incidents, portal::Portal, reactive::Memo},
};
use leptos::prelude::*;

/// The clocks, as many as there are; none while the list is empty.
pub fn dials(timers: Memo<Vec<Timer>>) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let faces = [0, 1, 2].map(|place: usize| {
        Memo::new(move |_| {
            let (now, zone) = (portal.clock.now.get(), portal.zone.get());
            let face = |timer: &Timer| {
                incidents
                    .zones
                    .with(|zones| Face::of(timer, now, "fired", &zone, zones))
            };
            timers.with(|timers| timers.get(place).map(face))
        })
    });
    let some = Memo::new(move |_| timers.with(|timers| !timers.is_empty()));
    let row = move || {
        some.get().then(|| {
            let cells = faces.into_iter().zip(Clock::ALL);
            view! { <dl class="dials">{cells.map(|(face, clock)| dial(face, clock)).collect_view()}</dl> }
        })
    };
    row.into_any()
}

fn dial(face: Memo<Option<Face>>, clock: Clock) -> AnyView {
    let of = move |take: fn(&Face) -> String| {
        move || face.with(|face| face.as_ref().map(take).unwrap_or_default())
    };
    let slug = Memo::new(move |_| face.with(|face| face.as_ref().map_or("", |face| face.slug)));
    let icon = move || match slug.get() {
        "met" => Some(symbol("ok")),
        "due-soon" => Some(symbol("warning")),
        "missed" => Some(symbol("critical")),
        _ => None,
    };
    view! {
        <div class="dial" data-standing=move || slug.get() title=of(|face| face.rule.clone())>
            <dt>{clock.title()}</dt>
            <dd>{icon}{of(Face::brief)}<span class="dial-bar"><span style:width=of(|face| float::percent(face.share))></span></span></dd>
        </div>
    }
    .into_any()
}
