//! The handbook's rules evaluated by the page itself, through the query API, where a server holds none. That can show
//! trouble and never an all-clear: nobody is paged by a page. Sends nothing.

use crate::{
    domain::{
        alert::{ALERTNAME, Alert, AlertState},
        labels::Labels,
        marks::runs,
        rule::Rule,
        series::{Grid, Matrix},
        time::Moment,
    },
    prometheus::query::Request,
    watch::template::expand,
};

/// What the page says where no condition holds.
pub const NOTHING_FOUND: &str = "no condition holds, checked by this page; nobody is being paged";

/// Evaluations before the rule's own time that are asked for as well.
const MARGIN: i64 = 2;

/// A range with more points than this is refused by servers, or takes them too long.
const MOST_POINTS: i64 = 2_000;

/// No rule waits for longer than this (milliseconds, a year).
const LONGEST: i64 = 31_536_000_000;

/// Asks for a rule's expression over its `for` and a little more; the answer is decoded on the grid that comes with it.
/// `interval` is how often rules are evaluated where the group does not say (milliseconds).
pub fn request(rule: &Rule, now: Moment, interval: i64) -> (Request, Grid) {
    let hold = rule.hold.clamp(0, LONGEST);
    // A long time is looked at in wider steps.
    let step = rule
        .interval
        .unwrap_or(interval)
        .clamp(1_000, LONGEST)
        .max(hold / MOST_POINTS);
    let end = now.0 - now.0.rem_euclid(step);
    let len = (hold + step - 1) / step + MARGIN + 1;
    let grid = Grid {
        start: Moment(end - (len - 1) * step),
        step,
        len: usize::try_from(len).unwrap_or(1),
    };
    (Request::range(rule.expr.clone(), grid), grid)
}

/// The alerts of a rule by the answer: a series whose last point is there has its condition hold, since the last gap; it
/// fires once that is as long as the rule's time. Where no gap is seen the condition may be older than is told.
pub fn alerts(rule: &Rule, answer: &Matrix) -> Vec<Alert> {
    let grid = answer.grid;
    let alerts = answer.series.iter().filter_map(|series| {
        let (first, last) = runs(&series.values).pop()?;
        if last + 1 != grid.len {
            return None;
        }
        let began = grid.at(first);
        let value = *series.values.get(last)?;
        let state = match grid.at(last).since(began) >= rule.hold {
            true => AlertState::Firing,
            false => AlertState::Pending,
        };
        let expanded = |labels: &Labels| {
            let pairs = labels
                .iter()
                .map(|(name, text)| (name.to_owned(), expand(text, &series.labels, value)));
            pairs.collect::<Vec<_>>()
        };
        Some(Alert {
            labels: joined(rule, &series.labels, expanded(&rule.labels)),
            annotations: Labels::new(expanded(&rule.annotations)),
            state,
            active_at: Some(began),
            kept_since: None,
            value: Some(value),
        })
    });
    alerts.collect()
}

/// As Prometheus does: the series' labels without its name, the rule's over them, and the alert's name.
fn joined(rule: &Rule, series: &Labels, mut own: Vec<(String, String)>) -> Labels {
    own.push((ALERTNAME.to_owned(), rule.name.clone()));
    let kept = series
        .iter()
        .filter(|(name, _)| *name != "__name__" && !own.iter().any(|(other, _)| other == name));
    let kept: Vec<(String, String)> = kept
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    own.extend(kept);
    Labels::new(own)
}
