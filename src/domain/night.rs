//! Quiet hours: the part of each day in which a wall is dimmed; knows no screen.

use super::{
    calendar,
    time::{Moment, Zone},
};
use jiff::civil::Time;

/// From one local time of day up to another; over midnight where the second is the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    from: Time,
    to: Time,
}

impl Night {
    /// Reads `22:00` and `06:00`. `None` when one is no time of day, or both are the same.
    pub fn parse(from: &str, to: &str) -> Option<Self> {
        let (from, to) = (calendar::time(from).ok()?, calendar::time(to).ok()?);
        (from != to).then_some(Self { from, to })
    }

    /// Whether it is quiet.
    pub fn holds(self, now: Moment, zone: &Zone) -> bool {
        let time = zone.time_of_day(now);
        match self.from < self.to {
            true => (self.from..self.to).contains(&time),
            false => time >= self.from || time < self.to,
        }
    }
}
