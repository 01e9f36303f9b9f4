//! Who is on call: weekly duty, the handoff before it, the roster; knows no file and no pager.

use super::time::{Moment, Zone};
use jiff::civil::{Date, Time, Weekday};

/// A weekday and a local time of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// The day.
    pub weekday: Weekday,
    /// The local time.
    pub time: Time,
}

impl Weekly {
    /// The next one strictly after `now`; holidays do not move it.
    pub fn next(self, now: Moment, zone: &Zone) -> Option<Moment> {
        let mut date = zone.date(now)?;
        loop {
            let moment = zone.moment_of(date.to_datetime(self.time))?;
            if date.weekday() == self.weekday && moment > now {
                return Some(moment);
            }
            date = date.tomorrow().ok()?;
        }
    }

    /// The latest one at or before `now`.
    pub fn last(self, now: Moment, zone: &Zone) -> Option<Moment> {
        let mut date = zone.date(now)?;
        loop {
            let moment = zone.moment_of(date.to_datetime(self.time))?;
            if date.weekday() == self.weekday && moment <= now {
                return Some(moment);
            }
            date = date.yesterday().ok()?;
        }
    }
}

/// What the handbook says of the rotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnCall {
    /// The rotation in the handbook's words.
    pub primary: String,
    /// What the second engineer is for.
    pub secondary: String,
    /// The handoff in the handbook's words.
    pub handoff_words: String,
    /// The weekday on which duty changes; the time is the configured one.
    pub change: Option<Weekday>,
    /// When the summary is handed over.
    pub handoff: Option<Weekly>,
    /// Title and words of each responsibility.
    pub responsibilities: Vec<(String, String)>,
    /// Purpose and names of each tool.
    pub tools: Vec<(String, String)>,
}

/// One entry of the roster: the two who are on call from a change of duty on one date until the one on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The first local date.
    pub from: Date,
    /// The local date on which the duty ends.
    pub to: Date,
    /// Who is called first.
    pub primary: String,
    /// Who is called next; empty when nobody is listed.
    pub secondary: String,
}

/// Who is on call at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed<'a> {
    /// There is no roster: the schedule is kept elsewhere.
    NoRoster,
    /// The roster has a gap here.
    Nobody,
    /// These two.
    Duty(&'a Duty),
}

/// The dated entries, and the local time at which duty changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// In the order of the file.
    pub duties: Vec<Duty>,
    /// The local time of a change of duty.
    pub change: Time,
}

impl Roster {
    /// Who is on call at `now`. Where entries overlap, the later one in the file stands for an exchange of duty.
    pub fn at(&self, now: Moment, zone: &Zone) -> Listed<'_> {
        if self.duties.is_empty() {
            return Listed::NoRoster;
        }
        let covers = |duty: &&Duty| {
            let change = |date: Date| zone.moment_of(date.to_datetime(self.change));
            change(duty.from).is_some_and(|from| from <= now)
                && change(duty.to).is_some_and(|to| now < to)
        };
        let found = self.duties.iter().rev().find(covers);
        found.map_or(Listed::Nobody, Listed::Duty)
    }
}

/// Whether `now` is between a handoff and the change of duty after it: the outgoing engineer stays on until then.
pub fn outgoing_stays(handoff: Weekly, change: Weekly, now: Moment, zone: &Zone) -> bool {
    match (handoff.last(now, zone), change.last(now, zone)) {
        (Some(handoff), Some(change)) => handoff > change,
        _ => false,
    }
}
