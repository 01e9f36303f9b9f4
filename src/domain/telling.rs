//! When a person is told of a clock that runs; knows no sound and no page.

use super::time::Moment;

/// What a person is told before a clock is due, and when it is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Telling {
    /// Half of the term is over.
    Half,
    /// The last quarter has begun.
    LastQuarter,
    /// The last minute has begun.
    LastMinute,
    /// It is over: nobody stopped the clock at the moment it was due or before.
    Missed,
}

impl Telling {
    /// In their order.
    pub const ALL: [Self; 4] = [
        Self::Half,
        Self::LastQuarter,
        Self::LastMinute,
        Self::Missed,
    ];

    /// The moment at which it is told. A short term may put the last minute before the others: each is told once.
    pub fn at(self, start: Moment, due: Moment) -> Moment {
        let length = due.since(start);
        match self {
            Self::Half => start.plus(length / 2),
            Self::LastQuarter => start.plus(length / 4 * 3),
            Self::LastMinute => due.plus(-60_000).max(start),
            // At the due moment itself the clock is still met.
            Self::Missed => due.plus(1),
        }
    }

    /// What has become due to be told after `before` and until `now`, the most urgent alone.
    pub fn between(start: Moment, due: Moment, before: Moment, now: Moment) -> Option<Self> {
        let reached = |telling: &Self| (before.plus(1)..=now).contains(&telling.at(start, due));
        Self::ALL.into_iter().rev().find(reached)
    }
}
