//! The SLA clocks of an alarm: of its incident, or those that would run if one were declared.

use super::texts::suggestion;
use crate::{
    domain::{severity::Severity, sla::Clock, time::Moment},
    incident::{
        clocks::{Timer, Zones, clocks, promised},
        face::Face,
        state::State,
    },
    ui::{
        incidents::{Incidents, once_read},
        pages::incidents::policy,
        parts::dials::dials,
        portal::Portal,
        reactive::Memo,
    },
    watch::alarm::{Alarm, Standing},
};
use leptos::prelude::*;
use std::sync::Arc;

fn timers_of(
    portal: Portal,
    incident: Option<&State>,
    severity: Option<Severity>,
    start: Option<Moment>,
    zones: &Zones,
) -> Vec<Timer> {
    let promise = || {
        let severity = severity?;
        Some(promised(
            severity,
            &policy(portal, severity)?,
            start?,
            zones,
        ))
    };
    match incident {
        Some(state) => clocks(state, zones),
        None => promise().unwrap_or_default(),
    }
}

/// The same in a line, as it is at `now`; for one that is pending, when it fires. Empty until the incidents were read.
pub fn in_a_line(portal: Portal, alarm: &Alarm, now: Moment) -> String {
    let zone = portal.zone.get();
    if alarm.standing == Standing::Pending {
        let at = alarm.fires_at.map(|at| zone.clock_near(at, now));
        return at.map_or_else(String::new, |at| format!("fires at {at} if it lasts"));
    }
    let Some(incidents) = portal.incidents.get() else {
        return String::new();
    };
    let incident = incidents.about(&alarm.name, alarm.service.as_deref());
    let severity = match &incident {
        Some(_) => None,
        None => suggestion(portal, alarm).severity,
    };
    let head = match (&incident, severity) {
        (Some(state), _) => format!("{} incident", state.severity),
        (None, Some(severity)) => format!("If {severity}"),
        (None, None) => return "Choose a severity when you declare.".to_owned(),
    };
    incidents.zones.with(|zones| {
        let timers = timers_of(portal, incident.as_ref(), severity, alarm.start(now), zones);
        let faces = timers.iter().zip(Clock::ALL).map(|(timer, clock)| {
            let face = Face::of(timer, now, "fired", &zone, zones);
            format!("{} {}", clock.title().to_lowercase(), face.brief())
        });
        format!("{head}: {}", faces.collect::<Vec<_>>().join(", "))
    })
}

/// The clocks of its incident; without one those that would run if it were declared as is suggested: a person always
/// confirms.
pub fn promise(portal: Portal, alarm: Memo<Arc<Alarm>>) -> AnyView {
    once_read(move || of_alarm(portal, alarm)).into_any()
}

fn of_alarm(portal: Portal, alarm: Memo<Arc<Alarm>>) -> AnyView {
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
            let severity = suggested.with(|suggested| suggested.severity);
            incident
                .with(|incident| timers_of(portal, incident.as_ref(), severity, start.get(), zones))
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
    view! { <div class="promise" class:declared=move || declared.get()>{dials(timers)}<p class="why">{words}</p></div> }
        .into_any()
}
