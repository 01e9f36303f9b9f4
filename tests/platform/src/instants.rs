//! When the past was scraped; it must not know what a scrape finds.

use crate::plan::Plan;

/// Length of one file, as of one block of Prometheus, in seconds.
pub(crate) const FILE: i64 = 7_200;

const USUAL: i64 = 60;
const CLOSE: i64 = 15;

/// Seconds before and after a span that are still scraped closely.
const MARGIN: f64 = 600.0;

/// Seconds before the end of the past that are scraped closely too. Where scrapes become closer, Prometheus'
/// `rate` over five minutes dips by up to a sixth for five minutes (it does not extrapolate over a gap that is
/// long beside the others): so that place lies more than an hour before the live scrapes, not at the seam.
const TAIL: i64 = 3_900;

/// The instants of `from..until` in a past that ends at `end`: one a minute, and one in 15 s around each span of
/// the plan and before the end.
pub(crate) fn instants(plan: &Plan, from: i64, until: i64, end: i64) -> impl Iterator<Item = i64> {
    let first = from.div_euclid(CLOSE) + i64::from(from.rem_euclid(CLOSE) > 0);
    let grid = (first..)
        .map(|step| step * CLOSE)
        .take_while(move |t| *t < until);
    grid.filter(move |t| t % USUAL == 0 || *t >= end - TAIL || close(plan, *t as f64))
}

/// The files of `from..until` as (start, end), each within one multiple of two hours UTC.
pub(crate) fn files(from: i64, until: i64) -> impl Iterator<Item = (i64, i64)> {
    let first = from.div_euclid(FILE) * FILE;
    let starts = (0..)
        .map(move |step| first + step * FILE)
        .take_while(move |start| *start < until);
    starts.map(move |start| (start.max(from), (start + FILE).min(until)))
}

fn close(plan: &Plan, t: f64) -> bool {
    let around = |from: f64, until: Option<f64>| {
        t >= from - MARGIN && until.is_none_or(|until| t <= until + MARGIN)
    };
    plan.spans.iter().any(|span| around(span.from, span.until))
}
