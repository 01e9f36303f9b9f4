//! Who is on call, and when that changes. Knows no incident.

use crate::{
    config::Config,
    domain::{
        duration,
        rotation::{Listed, Weekly, outgoing_stays},
        time::Moment,
    },
    ui::portal::Portal,
};
use leptos::prelude::*;

/// Who is on call, the next handoff and rotation.
#[component]
pub fn OnCallNow() -> impl IntoView {
    let portal = Portal::use_here();
    let roster = StoredValue::new(portal.config.with_value(Config::roster));
    let (handoff, change) = portal.handbook.with_value(|handbook| {
        let on_call = &handbook.on_call;
        let time = roster.with_value(|roster| roster.change);
        let change = on_call.change.map(|weekday| Weekly { weekday, time });
        (on_call.handoff, change)
    });
    let row = move |name: &'static str, weekly: Option<Weekly>| {
        let words = move || {
            let (now, zone) = (portal.clock.now.get(), portal.zone.get());
            let next = weekly.and_then(|weekly| weekly.next(now, &zone));
            next.map(|next: Moment| {
                format!(
                    "{} {}, in {}",
                    zone.day(next),
                    zone.hour_minute(next),
                    duration::words(next.since(now))
                )
            })
        };
        view! { <div><dt>{name}</dt><dd>{words}</dd></div> }
    };
    let listed = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        roster.with_value(|roster| match roster.at(now, &zone) {
            Listed::NoRoster => "See the PagerDuty schedule".to_owned(),
            Listed::Nobody => "Nobody is listed: see the PagerDuty schedule".to_owned(),
            Listed::Duty(duty) if duty.secondary.is_empty() => duty.primary.clone(),
            Listed::Duty(duty) => format!("{}, then {}", duty.primary, duty.secondary),
        })
    };
    let stays = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        let stays = outgoing_stays(handoff?, change?, now, &zone);
        stays.then_some("Handed over; the outgoing engineer stays on until duty changes.")
    };
    view! {
        <section class="panel duty-now" aria-label="On call now">
            <dl>
                <div><dt>"On call"</dt><dd>{listed}</dd></div>
                {row("Next handoff", handoff)}
                {row("Duty changes", change)}
            </dl>
            <p class="quiet">{stays}</p>
            <p><a href="/incidents">"The handoff summary"</a></p>
        </section>
    }
}
