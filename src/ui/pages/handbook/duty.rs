//! Who is on call, and when that changes. Knows no incident.

use crate::{
    domain::{duration, rotation::Weekly, time::Moment},
    ui::portal::Portal,
};
use leptos::prelude::*;

/// The next handoff and rotation.
#[component]
pub fn OnCallNow() -> impl IntoView {
    let portal = Portal::use_here();
    let (handoff, change) = portal.handbook.with_value(|handbook| {
        let on_call = &handbook.on_call;
        let time = jiff::civil::time(9, 0, 0, 0);
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
    view! {
        <section class="panel duty-now" aria-label="On call now">
            <dl>
                <div><dt>"On call"</dt><dd>"See the PagerDuty schedule"</dd></div>
                {row("Next handoff", handoff)}
                {row("Duty changes", change)}
            </dl>
        </section>
    }
}
