//! The last day of one alert as strips: when each of its alarms was pending and when it fired. Sends nothing.

use crate::{
    domain::{
        alert::AlertState,
        labels::Labels,
        marks::runs,
        order,
        series::{Grid, Matrix},
        time::Moment,
    },
    prometheus::query::{Request, matcher},
};
use std::collections::BTreeMap;

/// How far back (milliseconds).
const DAY: i64 = 86_400_000;

/// The distance of two points (milliseconds): 2,880 of them, below every server's limit.
const STEP: i64 = 30_000;

/// A time in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// From when on.
    pub from: Moment,
    /// Until when.
    pub to: Moment,
    /// Pending or firing.
    pub state: AlertState,
}

/// The states of one alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// Its labels, `alertname` among them: those of the alarm.
    pub labels: Labels,
    /// By their start.
    pub spans: Vec<Span>,
}

/// Asks for the last day of all alarms that have these labels; the answer is decoded on the grid that comes with it.
pub fn request(labels: &Labels, now: Moment) -> (Request, Grid) {
    let end = now.0 - now.0.rem_euclid(STEP);
    let grid = Grid {
        start: Moment(end - DAY),
        step: STEP,
        len: (DAY / STEP + 1) as usize,
    };
    let matchers: Vec<String> = labels
        .iter()
        .map(|(name, value)| matcher(name, value))
        .collect();
    let promql = format!("ALERTS{{{}}}", matchers.join(","));
    (Request::range(promql, grid), grid)
}

/// Reads the answer: one strip for each alarm, in the order of their labels.
pub fn strips(matrix: &Matrix) -> Vec<Strip> {
    let mut strips: BTreeMap<Labels, Vec<Span>> = BTreeMap::new();
    for series in &matrix.series {
        let state = match series.labels.get(STATE) {
            Some("firing") => AlertState::Firing,
            Some("pending") => AlertState::Pending,
            _ => AlertState::Unknown,
        };
        let labels = series.labels.without(STATE).without("__name__");
        let spans = runs(&series.values).into_iter().map(|(first, last)| Span {
            from: matrix.grid.at(first),
            // A point stands for the time until the next one, and never for what is to come.
            to: matrix.grid.at(last + 1).min(matrix.grid.end()),
            state,
        });
        strips.entry(labels).or_default().extend(spans);
    }
    let strips = strips.into_iter().map(|(labels, mut spans)| {
        order::plain(&mut spans);
        Strip { labels, spans }
    });
    strips.collect()
}

/// The label of `ALERTS` that says how far an alert was.
const STATE: &str = "alertstate";
