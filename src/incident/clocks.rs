//! The SLA clocks of an incident: a pure function of its recorded times, of what was promised then, and of now.

use super::{
    policy::Policy,
    standing::Standing,
    state::{State, Step},
};
use crate::domain::{
    severity::Severity,
    sla::{Clock, Length},
    telling::Telling,
    time::{Moment, Zone},
};

/// The zones that calendars of incidents name, as far as their rules are there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zones(pub Vec<Zone>);

impl Zones {
    /// A zone by its name.
    pub fn get(&self, name: &str) -> Option<Zone> {
        if name == "UTC" {
            return Some(Zone::utc());
        }
        self.0.iter().find(|zone| zone.name() == name).cloned()
    }
}

/// What a clock was stopped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When.
    pub at: Moment,
    /// When it was due then.
    pub due: Option<Moment>,
    /// By which severity's term.
    pub severity: Severity,
}

impl Stop {
    /// How long after it was due (milliseconds); negative: before. At the moment itself it was met.
    pub fn lateness(&self) -> Option<i64> {
        self.due.map(|due| self.at.since(due))
    }
}

/// One clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Timer {
    /// Which.
    pub clock: Clock,
    /// When it is due. `None` when the zone's rules are not there, or the calendar has no business day.
    pub due: Option<Moment>,
    /// What the term counts from: the start, or a raised severity.
    pub from: Moment,
    /// Whether that is the start.
    pub from_start: bool,
    /// The severity whose term counts.
    pub severity: Severity,
    /// Whose promises count.
    pub policy: Policy,
    /// Whether it still runs.
    pub running: bool,
    /// Each time it was stopped, in order: kept for good.
    pub stops: Vec<Stop>,
}

/// The three clocks, in the order of the SLA table.
pub fn clocks(state: &State, zones: &Zones) -> Vec<Timer> {
    Clock::ALL
        .into_iter()
        .map(|clock| timer(state, clock, zones))
        .collect()
}

/// The three clocks as they would run from `start` if an incident of this severity were declared.
pub fn promised(severity: Severity, policy: &Policy, start: Moment, zones: &Zones) -> Vec<Timer> {
    let timer = |clock| running(clock, severity, policy, start, zones);
    Clock::ALL.into_iter().map(timer).collect()
}

fn running(
    clock: Clock,
    severity: Severity,
    policy: &Policy,
    start: Moment,
    zones: &Zones,
) -> Timer {
    Timer {
        clock,
        due: due(policy, clock, start, zones),
        from: start,
        from_start: true,
        severity,
        policy: policy.clone(),
        running: true,
        stops: Vec::new(),
    }
}

fn timer(state: &State, clock: Clock, zones: &Zones) -> Timer {
    let declared = &state.declared;
    let mut severity = declared.severity;
    let mut timer = running(clock, severity, &declared.policy, state.start, zones);
    for (at, step) in &state.steps {
        match step {
            Step::Severity(next, policy) => {
                timer.change(severity, *next, policy, *at, state.start, zones);
                severity = *next;
            }
            Step::Reopened => timer.running |= clock == Clock::Resolution,
            Step::Resolved => timer.stop(*at, clock == Clock::Resolution),
            Step::Responded if clock != Clock::Resolution => timer.stop(*at, false),
            Step::Acknowledged if clock == Clock::Acknowledge => timer.stop(*at, false),
            Step::Responded | Step::Acknowledged => {}
        }
    }
    timer
}

fn due(policy: &Policy, clock: Clock, from: Moment, zones: &Zones) -> Option<Moment> {
    let term = policy.terms.of(clock);
    let zone = match term.length() {
        // Elapsed time needs no zone, and must not wait for one.
        Length::Elapsed(_) => Zone::utc(),
        _ => zones.get(&policy.zone)?,
    };
    term.due(from, &policy.calendar, &zone)
}

impl Timer {
    /// Every resolution counts; the other two clocks stop once.
    fn stop(&mut self, at: Moment, again: bool) {
        if self.running || again {
            self.stops.push(Stop {
                at,
                due: self.due,
                severity: self.severity,
            });
            self.running = false;
        }
    }

    /// A severity changed at `at`: what was stopped or missed by then keeps its result.
    fn change(
        &mut self,
        old: Severity,
        new: Severity,
        policy: &Policy,
        at: Moment,
        start: Moment,
        zones: &Zones,
    ) {
        let missed = self.due.is_some_and(|due| at > due);
        if !self.running || missed || new == old {
            return;
        }
        // The worst severity is the smallest.
        let raised = new < old;
        let from = if raised { at } else { start };
        let due = due(policy, self.clock, from, zones);
        if raised && self.due.is_some_and(|old| due.is_none_or(|due| old <= due)) {
            return;
        }
        self.due = due;
        self.from = from;
        self.from_start = !raised;
        self.severity = new;
        self.policy = policy.clone();
    }

    /// How it stands; of several stops the worst, and worse than that what is late now.
    pub fn standing(&self, now: Moment) -> Standing {
        let worst = self
            .stops
            .iter()
            .map(|stop| (stop.lateness(), stop))
            .max_by_key(|(late, _)| *late);
        let stopped = match worst {
            Some((Some(late), _)) if late > 0 => Some(Standing::Missed(late)),
            Some((Some(late), _)) => Some(Standing::Met(-late)),
            Some((None, _)) => Some(Standing::CannotSay),
            None => None,
        };
        if !self.running {
            return stopped.unwrap_or(Standing::CannotSay);
        }
        let Some(due) = self.due else {
            return Standing::CannotSay;
        };
        match (stopped, now.since(due)) {
            (Some(Standing::Missed(before)), late) => Standing::Missed(before.max(late)),
            (_, late) if late > 0 => Standing::Missed(late),
            (_, late) if now >= self.policy.terms.soon.from(self.from, due) => {
                Standing::DueSoon(-late)
            }
            (_, late) => Standing::OnTime(-late),
        }
    }

    /// What a person is to be told of it after `before` and until `now`.
    pub fn telling(&self, before: Moment, now: Moment) -> Option<Telling> {
        let due = self.due.filter(|_| self.running)?;
        Telling::between(self.from, due, before, now)
    }

    /// Why it is due when it is: `ack due 14:07: fired 14:02 + 5 min, SEV1`. `fired` is the word for the start.
    pub fn rule(&self, fired: &str, zone: &Zone, zones: &Zones) -> String {
        let near = |moment: Moment| words(moment, self.from, zone);
        let verb = if self.from_start { fired } else { "raised" };
        let from = format!("{verb} {}", near(self.from));
        let term = self.policy.terms.of(self.clock);
        let calendar_zone = zones.get(&self.policy.zone).unwrap_or_else(Zone::utc);
        let rule = term.rule(&from, self.severity, &self.policy.calendar, &calendar_zone);
        match self.due {
            Some(due) => format!("{} due {}: {rule}", self.clock.short(), near(due)),
            None => format!("{} cannot be counted: {rule}", self.clock.short()),
        }
    }
}

/// `14:07`, with its day when that is not the day of `other`.
pub(super) fn words(moment: Moment, other: Moment, zone: &Zone) -> String {
    match zone.date(moment) == zone.date(other) {
        true => zone.hour_minute(moment),
        false => format!("{} {}", zone.day(moment), zone.hour_minute(moment)),
    }
}
