//! What takes a wall over, and what stands on it as a band: incidents and alerts, the worst first. Knows no page.

use crate::{
    domain::{
        order,
        severity::Severity,
        time::{Moment, Zone},
    },
    incident::{
        clocks::{Timer, Zones, clocks},
        draft::Draft,
        event::{Event, Kind},
        ladder::{Rung, halted, rungs},
        policy::Policy,
        record::Record,
        standing::Standing,
        state::State,
    },
    watch::alarm::{Alarm, Board},
};
use std::sync::Arc;

/// An incident, an alert, or both when the one was declared from the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The incident: as it was declared, or as it would be when nobody has declared it yet.
    pub state: Option<State>,
    /// Whether somebody has declared it.
    pub declared: bool,
    /// The alert; `None` when it fires no more, and for an incident without one.
    pub alarm: Option<Alarm>,
}

impl Subject {
    /// What it is called.
    pub fn title(&self) -> &str {
        match (&self.alarm, &self.state) {
            (Some(alarm), _) => &alarm.name,
            (None, Some(state)) => &state.title,
            (None, None) => "",
        }
    }

    /// Its severity, declared or suggested.
    pub fn severity(&self) -> Option<Severity> {
        self.state.as_ref().map(|state| state.severity)
    }

    /// When it began.
    pub fn since(&self) -> Option<Moment> {
        let of_alarm = |alarm: &Alarm| alarm.fires_at.or(alarm.began);
        let declared = self.state.as_ref().map(|state| state.start);
        declared.or_else(|| self.alarm.as_ref().and_then(of_alarm))
    }

    /// Its runbook's name.
    pub fn runbook(&self) -> Option<&str> {
        let of_alarm = self
            .alarm
            .as_ref()
            .and_then(|alarm| alarm.runbook.id.as_deref());
        let declared = self.state.as_ref();
        of_alarm.or_else(|| declared.and_then(|state| state.declared.runbook.as_deref()))
    }

    /// Whether it is bad enough to take a wall over: SEV1, SEV2, or a critical alert.
    fn is_grave(&self) -> bool {
        let alarm = self.alarm.as_ref().is_some_and(Alarm::is_critical);
        let incident = self.declared && self.severity() <= Some(Severity::Sev2);
        alarm || incident
    }

    /// Whether a band is enough for it: somebody has silenced its alert, or has acknowledged it and every clock is met or
    /// missed.
    fn is_handled(&self, zones: &Zones, now: Moment) -> bool {
        let silenced = self
            .alarm
            .as_ref()
            .is_some_and(|alarm| !alarm.standing.is_loud());
        let state = self.state.as_ref().filter(|_| self.declared);
        let acknowledged = state.is_some_and(|state| {
            let settled = |timer: &Timer| {
                !timer.running || matches!(timer.standing(now), Standing::Missed(_))
            };
            state.acknowledged.is_some() && clocks(state, zones).iter().all(settled)
        });
        silenced || acknowledged
    }

    /// The order of the wall: worst, then oldest. An alert for which no severity is suggested stands below SEV2.
    fn rank(&self) -> (bool, u8, Option<Moment>) {
        let severity = match self.severity() {
            Some(Severity::Sev1) => 0,
            Some(Severity::Sev2) => 1,
            None => 2,
            Some(Severity::Sev3) => 3,
            Some(Severity::Sev4) => 4,
        };
        (!self.is_grave(), severity, self.since())
    }
}

/// All that is wrong, the worst first: open incidents, and the alerts that fire without one. `suppose` is the incident that
/// would be declared from an alert.
pub fn subjects(
    board: &Board,
    incidents: &[State],
    suppose: impl Fn(&Alarm) -> Option<State>,
) -> Vec<Subject> {
    let open: Vec<&State> = incidents.iter().filter(|state| !halted(state)).collect();
    let firing: Vec<&Alarm> = board
        .alarms
        .iter()
        .map(Arc::as_ref)
        .filter(|alarm| alarm.standing.fires())
        .collect();
    let of = |state: &State| {
        let name = state.declared.alert.clone();
        move |alarm: &&&Alarm| Some(&alarm.name) == name.as_ref()
    };
    let mut subjects: Vec<Subject> = open
        .iter()
        .map(|state| {
            // One of several that is loud says more than one that is silenced.
            let alarm = firing
                .iter()
                .filter(of(state))
                .max_by_key(|alarm| alarm.standing.is_loud());
            Subject {
                state: Some((*state).clone()),
                declared: true,
                alarm: alarm.map(|alarm| (*alarm).clone()),
            }
        })
        .collect();
    let has_incident = |alarm: &&&Alarm| {
        open.iter()
            .any(|state| state.declared.alert.as_ref() == Some(&alarm.name))
    };
    let alone = firing.iter().filter(|alarm| !has_incident(alarm));
    subjects.extend(alone.map(|alarm| Subject {
        state: suppose(alarm),
        declared: false,
        alarm: Some((*alarm).clone()),
    }));
    order::by_key(&mut subjects, Subject::rank);
    subjects
}

/// The place of the subject that takes the wall over.
pub fn takes_over(subjects: &[Subject], zones: &Zones, now: Moment) -> Option<usize> {
    subjects
        .iter()
        .position(|subject| subject.is_grave() && !subject.is_handled(zones, now))
}

/// The incident that would be declared from an alert with this severity: its clocks are those of a declared one.
pub fn supposed(alarm: &Alarm, severity: Severity, policy: Policy) -> Option<State> {
    let start = alarm.fires_at.or(alarm.began)?;
    let draft = Draft {
        title: alarm.summary.clone(),
        severity: Some(severity),
        start: Some(start),
        runbook: alarm.runbook.id.clone().unwrap_or_default(),
        alert: alarm.name.clone(),
        ..Draft::default()
    };
    // Without a title there is nothing to declare; every alarm has at least its name.
    let declared = draft.declared(None, policy, start)?;
    let event = Event::new(None, start, None, "", Kind::Declared(Box::new(declared)));
    let id = event.id();
    let mut record = Record::default();
    record.add(event);
    State::of(&record, id)
}

/// The level of the ladder that stands on the wall: the highest that is due, else the next one. Who is told by the alert
/// itself, or has acknowledged it, is not told again.
pub fn next_level(subject: &Subject, now: Moment) -> Option<Rung<'_>> {
    let state = subject.state.as_ref().filter(|state| !halted(state))?;
    let reached = subject.alarm.is_some() || state.acknowledged.is_some();
    let at_once = |rung: &Rung<'_>| rung.trigger.is_none() && rung.due == Some(state.start);
    let open = rungs(state).into_iter().filter(|rung| {
        rung.notified.is_none() && rung.due.is_some() && !(reached && at_once(rung))
    });
    let (due, ahead): (Vec<_>, Vec<_>) =
        open.partition(|rung| rung.due.is_some_and(|at| at <= now));
    due.into_iter()
        .max_by_key(|rung| rung.level.number)
        .or_else(|| {
            ahead
                .into_iter()
                .min_by_key(|rung| (rung.due, rung.level.number))
        })
}

/// The clock that matters most: of those that run the next one due that is not missed yet, else the last one missed, else
/// the last of all.
pub fn foremost(timers: &[Timer], now: Moment) -> Option<usize> {
    let running = || timers.iter().enumerate().filter(|(_, timer)| timer.running);
    let ahead = running().filter(|(_, timer)| timer.due.is_some_and(|due| due >= now));
    let missed = running().max_by_key(|(_, timer)| timer.due);
    ahead
        .min_by_key(|(_, timer)| timer.due)
        .or(missed)
        .map(|(place, _)| place)
        .or_else(|| timers.len().checked_sub(1))
}

/// `Oslo` of `Europe/Oslo`: what stands beside a large clock.
pub fn place_of(zone: &Zone) -> String {
    let name = zone.name().rsplit('/').next().unwrap_or_default();
    name.replace('_', " ")
}
