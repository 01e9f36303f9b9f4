//! How a clock stands and the words for it, and the post-mortem's own clock; knows no page.

use super::state::State;
use crate::domain::{duration, sla::Length, time::Moment};

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It runs; so much is left (milliseconds).
    OnTime(i64),
    /// It runs, and soon it is due; so much is left.
    DueSoon(i64),
    /// It was stopped, so much before it was due.
    Met(i64),
    /// It was not stopped when it was due: so much late, so far or for good.
    Missed(i64),
    /// It is not known when it is due.
    CannotSay,
}

impl Standing {
    /// `met, 1 min 12 s before it was due`.
    pub fn words(self) -> String {
        match self {
            Self::OnTime(left) => format!("on time, {} left", duration::words(left)),
            Self::DueSoon(left) => format!("due soon, {} left", duration::words(left)),
            Self::Met(0) => "met at the moment it was due".to_owned(),
            Self::Met(early) => format!("met, {} before it was due", duration::words(early)),
            Self::Missed(late) => format!("missed by {}", duration::words(late)),
            Self::CannotSay => "cannot say: its calendar's zone is not known here".to_owned(),
        }
    }
}

/// The post-mortem's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostMortem {
    /// The latest resolution.
    pub from: Moment,
    /// When it is due.
    pub due: Moment,
    /// When it was held.
    pub done: Option<Moment>,
}

impl PostMortem {
    /// The clock of a resolved incident; an open one has none.
    pub fn of(state: &State) -> Option<Self> {
        let from = state.resolved.as_ref()?.at;
        let Length::Elapsed(length) = state.policy.post_mortem.as_ref()?.length() else {
            return None;
        };
        Some(Self {
            from,
            due: from.plus(length),
            done: state.post_mortem.as_ref().map(|tick| tick.at),
        })
    }

    /// How it stands.
    pub fn standing(&self, now: Moment) -> Standing {
        let late = self.done.unwrap_or(now).since(self.due);
        let soon = self.due.plus(-self.due.since(self.from) / 4);
        match self.done {
            _ if late > 0 => Standing::Missed(late),
            Some(_) => Standing::Met(-late),
            None if now >= soon => Standing::DueSoon(-late),
            None => Standing::OnTime(-late),
        }
    }
}
