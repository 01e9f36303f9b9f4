//! How good a panel's data is, and how old data may get; knows nothing of what the data says.

/// The newest sample may be this old before a status is withdrawn, whatever the refresh is (milliseconds).
const STATUS_LIMIT: i64 = 60_000;

/// How good the data of a panel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataState {
    /// No first answer yet.
    Loading,
    /// The newest sample is at most two intervals old.
    Fresh,
    /// Two to four intervals.
    Late,
    /// Older: grey, hatched, dated and not judged.
    Stale,
    /// Answered with warnings or with parts missing.
    Partial,
    /// The server answered with an error.
    Error,
    /// Answered, and nothing matched. Not zero.
    Empty,
    /// No answer.
    Unreachable,
}

impl DataState {
    /// The word in `data-state`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Fresh => "fresh",
            Self::Late => "late",
            Self::Stale => "stale",
            Self::Partial => "partial",
            Self::Error => "error",
            Self::Empty => "empty",
            Self::Unreachable => "unreachable",
        }
    }

    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Loading => "Loading",
            Self::Fresh => "Fresh",
            Self::Late => "Late",
            Self::Stale => "Stale",
            Self::Partial => "Partial",
            Self::Error => "Error",
            Self::Empty => "No series",
            Self::Unreachable => "Unreachable",
        }
    }
}

/// How often new data is due (milliseconds).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How often the page asks.
    pub refresh: i64,
    /// How often Prometheus scrapes.
    pub scrape: i64,
}

impl Pace {
    /// Fresh, late or stale by the newest sample's age (milliseconds).
    pub fn of_age(self, age: i64) -> DataState {
        let interval = self.refresh.max(self.scrape);
        if age <= 2 * interval {
            DataState::Fresh
        } else if age <= 4 * interval {
            DataState::Late
        } else {
            DataState::Stale
        }
    }

    /// Whether data of this age may still be judged. A slow refresh does not stretch this; a slow scrape does,
    /// since between two scrapes there is nothing newer to be had.
    pub fn may_judge(self, age: i64) -> bool {
        age <= STATUS_LIMIT.max(2 * self.scrape)
    }
}
