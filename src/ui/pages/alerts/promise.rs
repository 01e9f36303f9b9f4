//! The SLA clocks of an alarm: of its incident, or those that would run if one were declared.

use super::texts::suggestion;
use crate::{
    incident::clocks::{Timer, clocks, promised},
    ui::{incidents::Incidents, pages::incidents::policy, parts::dials::dials, portal::Portal},
    watch::alarm::Alarm,
};
use leptos::prelude::*;

/// The clocks of its incident; without one those that would run if it were declared as is suggested: a person always
/// confirms.
pub fn promise(portal: Portal, alarm: Memo<Alarm>) -> AnyView {
    let incidents = Incidents::use_here();
    let incident = Memo::new(move |_| {
        alarm.with(|alarm| incidents.about(&alarm.name, alarm.service.as_deref()))
    });
    let suggested = Memo::new(move |_| alarm.with(|alarm| suggestion(portal, alarm)));
    let start = Memo::new(move |_| {
        let now = portal.clock.now.get();
        alarm.with(|alarm| alarm.start(now))
    });
    let timers: Memo<Vec<Timer>> = Memo::new(move |_| {
        incidents.zones.with(|zones| {
            if let Some(state) = incident.get() {
                return clocks(&state, zones);
            }
            let promise = || {
                let severity = suggested.with(|suggested| suggested.severity)?;
                let policy = policy(portal, severity)?;
                Some(promised(severity, &policy, start.get()?, zones))
            };
            promise().unwrap_or_default()
        })
    });
    let words = move || {
        if let Some(state) = incident.get() {
            let now = portal.clock.now.get_untracked();
            let start = portal.zone.get().clock_near(state.start, now);
            return format!("{} incident, clocks run since {start}", state.severity);
        }
        suggested.with(|suggested| match suggested.severity {
            Some(severity) => format!("No incident yet. If {severity}: {}", suggested.reason),
            None => format!("Choose a severity when you declare. {}", suggested.reason),
        })
    };
    let declared = Memo::new(move |_| incident.with(Option::is_some));
    view! { <div class="promise" class:declared=declared>{dials(timers)}<p class="why">{words}</p></div> }
        .into_any()
}
