//! A refresh asks for the end of a range only and joins it to what is there: the same moments, gaps and NaN as an
//! answer to the whole. Asks nothing itself.

use crate::domain::{
    order,
    series::{GAP, Grid, Matrix, Series},
};

/// The last steps are asked for again: their samples may have come in after they were answered.
const AGAIN: usize = 2;

/// After so many tails the whole is asked for again: samples may come in late (recording rules, remote writes).
pub const MOST: u32 = 40;

/// So are those of this time (milliseconds), however many: VictoriaMetrics leaves out or repeats what is younger than 30
/// seconds.
const YOUNG: i64 = 45_000;

/// How many of the last steps are asked for again.
fn again(step: i64) -> usize {
    usize::try_from(YOUNG.div_euclid(step.max(1)))
        .unwrap_or(AGAIN)
        .max(AGAIN)
}

/// The end of `wanted` that `known` does not hold; `None` when the whole must be asked for: another step, a range that
/// begins earlier, or more than half of it missing.
pub fn missing(known: Grid, wanted: Grid) -> Option<Grid> {
    let again = again(known.step);
    if known.step != wanted.step || known.len <= again || wanted.start < known.start {
        return None;
    }
    let first = known.at(known.len - again);
    let index = wanted
        .index_of(first)
        .filter(|index| wanted.at(*index) == first)?;
    let len = wanted.len - index;
    (len * 2 <= wanted.len).then_some(Grid {
        start: first,
        step: wanted.step,
        len,
    })
}

/// Joins a tail, as [`missing`] asked for it, to what was known. Series come in the order of their labels, as in an
/// answer to the whole; those without a value in `wanted` are left out, as there.
pub fn join(known: &Matrix, tail: &Matrix, wanted: Grid) -> Matrix {
    let shift = wanted.start.since(known.grid.start) / wanted.step.max(1);
    let shift = usize::try_from(shift).unwrap_or(0);
    let tail_at = wanted.len.saturating_sub(tail.grid.len);
    let mut series: Vec<Series> = Vec::new();
    for old in &known.series {
        let mut values = vec![GAP; wanted.len];
        let head = old.values.get(shift..).unwrap_or_default();
        for (slot, value) in values.iter_mut().take(tail_at).zip(head) {
            *slot = *value;
        }
        series.push(Series {
            labels: old.labels.clone(),
            values,
        });
    }
    for new in &tail.series {
        let place = match series.iter().position(|old| old.labels == new.labels) {
            Some(place) => place,
            None => {
                series.push(Series {
                    labels: new.labels.clone(),
                    values: vec![GAP; wanted.len],
                });
                series.len() - 1
            }
        };
        if let Some(end) = series
            .get_mut(place)
            .and_then(|series| series.values.get_mut(tail_at..))
        {
            for (slot, value) in end.iter_mut().zip(&new.values) {
                *slot = *value;
            }
        }
    }
    series.retain(|series| {
        series
            .values
            .iter()
            .any(|value| !crate::domain::series::is_gap(*value))
    });
    order::by(&mut series, |left, right| left.labels.cmp(&right.labels));
    Matrix {
        grid: wanted,
        series,
    }
}
