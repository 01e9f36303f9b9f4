//! The last good answer to a question that is asked again and again, and the trouble since. Knows no panels.

use crate::{domain::time::Moment, prometheus::fault::Fault};

/// A run of failures.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// The latest one.
    pub fault: Fault,
    /// When the run began.
    pub since: Moment,
    /// How many failures it has.
    pub tries: u32,
}

/// The last good answer, and the trouble since then.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// The last good answer and when it came.
    pub good: Option<(T, Moment)>,
    /// What went wrong after it.
    pub trouble: Option<Trouble>,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self {
            good: None,
            trouble: None,
        }
    }
}

impl<T> Reading<T> {
    /// Takes the outcome of one more try.
    pub fn take(&mut self, outcome: Result<T, Fault>, at: Moment) {
        match outcome {
            Ok(answer) => {
                *self = Self {
                    good: Some((answer, at)),
                    trouble: None,
                }
            }
            Err(fault) => {
                let (since, tries) = self
                    .trouble
                    .as_ref()
                    .map_or((at, 0), |trouble| (trouble.since, trouble.tries));
                self.trouble = Some(Trouble {
                    fault,
                    since,
                    tries: tries + 1,
                });
            }
        }
    }

    /// The last good answer.
    pub fn answer(&self) -> Option<&T> {
        self.good.as_ref().map(|(answer, _)| answer)
    }

    /// Whether nothing has come yet, neither answer nor failure.
    pub fn is_waiting(&self) -> bool {
        self.good.is_none() && self.trouble.is_none()
    }
}
