//! Where curves end: those with a long step end up to a step ago, and an outage that is younger would be no part of them. The
//! newest values, which the state is judged by, lengthen them up to the present. Pure.

use super::panel::Lines;
use crate::{
    domain::{
        labels::Labels,
        series::{Grid, Tip},
    },
    prometheus::status::Newest,
};

/// Curves with a longer step (milliseconds) than this have tips; others end where the next refresh goes on.
const SHORT: i64 = 60_000;

/// The newest values of a panel, as far as its lines end before them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tips<'a>(Option<&'a Newest>);

/// Whether lines have tips at all, and must be drawn anew when newer values come.
pub fn wanted(lines: &Lines) -> bool {
    lines
        .matrices
        .first()
        .is_some_and(|matrix| matrix.grid.step > SHORT)
}

impl<'a> Tips<'a> {
    /// Out of the newest values of the panel; without them the lines end where they end.
    pub fn of(newest: Option<&'a Newest>) -> Self {
        Self(newest)
    }

    /// That of one series of the panel's answer to `query`. A value of another time than the step after the grid is none: the
    /// range ended long ago, or the value is as old as the lines.
    pub fn tip(self, grid: Grid, query: usize, labels: &Labels) -> Option<Tip> {
        let newest = self.0?;
        let at = newest.at?;
        let since = at.since(grid.end());
        if grid.step <= SHORT || since <= 0 || since >= grid.step {
            return None;
        }
        let mut samples = newest.answers.get(query)?.iter();
        let sample = samples.find(|sample| sample.labels == *labels)?;
        Some(Tip {
            at,
            value: sample.value,
        })
    }
}
