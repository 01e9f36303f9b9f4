//! The series of an answer to a range query, and the samples of one to an instant query, read off its bytes as long as they are
//! what servers usually write: no white space, labels without escapes, numbers. Whatever looks otherwise is left to the parser.

use super::{
    body::{Body, Window},
    columns,
};
use crate::domain::{
    labels::{Gathered, Labels},
    series::{GAP, Grid, Sample, Series},
};

/// What an answer begins with.
const HEADS: [&[u8]; 2] = [
    b"{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
    // VictoriaMetrics.
    b"{\"status\":\"success\",\"isPartial\":false,\"data\":{\"resultType\":\"matrix\",\"result\":[",
];

/// The same for an instant.
const INSTANT_HEADS: [&[u8]; 2] = [
    b"{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[",
    b"{\"status\":\"success\",\"isPartial\":false,\"data\":{\"resultType\":\"vector\",\"result\":[",
];

/// What stands behind the last of them when there is nothing else to say.
pub const END: &[u8] = b"]}}";

/// A series' labels have room in so many bytes; those that do not are left to the parser.
const LABELS: usize = 4 << 10;

/// The series of a body, and what stands behind the last one: the `]` of their list and all after it. `None` when
/// something looks otherwise, or when they would hold more than `most` numbers.
pub fn series(body: &dyn Body, grid: Grid, most: usize) -> Option<(Vec<Series>, Vec<u8>)> {
    let mut window = Window::new(body);
    let text = window.ahead();
    let head = HEADS.iter().find_map(|head| after(text, 0, head))?;
    window.skip(head);
    let mut series = Vec::new();
    if window.ahead().first() == Some(&b']') {
        return Some((series, window.rest()));
    }
    // A column without samples: copied it is there sooner than filled.
    let empty = if grid.len > most {
        Vec::new()
    } else {
        vec![GAP; grid.len]
    };
    let mut gathered = Gathered::default();
    loop {
        if (series.len() + 1).saturating_mul(grid.len) > most {
            return None;
        }
        window.see(LABELS);
        let text = window.ahead();
        let (labels, end) = labels(text, after(text, 0, b"{\"metric\":{")?, &mut gathered)?;
        let end = after(text, end, b"},\"values\":[")?;
        window.skip(end);
        let mut values = empty.clone();
        columns::read(&mut window, grid, &mut values)?;
        series.push(Series { labels, values });
        window.see(b"]},".len());
        let text = window.ahead();
        let end = after(text, 0, b"]}")?;
        let is_last = text.get(end) == Some(&b']');
        let end = if is_last {
            end
        } else {
            after(text, end, b",")?
        };
        window.skip(end);
        if is_last {
            return Some((series, window.rest()));
        }
    }
}

/// The samples of a body with nothing behind them; `None` as in [`series`].
pub fn samples(body: &[u8]) -> Option<Vec<Sample>> {
    let mut at = INSTANT_HEADS.iter().find_map(|head| after(body, 0, head))?;
    let (mut samples, mut gathered) = (Vec::new(), Gathered::default());
    while body.get(at..)? != END {
        if !samples.is_empty() {
            at = after(body, at, b",")?;
        }
        at = after(body, at, b"{\"metric\":{")?;
        let labels;
        (labels, at) = self::labels(body, at, &mut gathered)?;
        at = after(body, at, b"},\"value\":[")?;
        let (_, value, end) = columns::sample(body, at)?;
        samples.push(Sample { labels, value });
        at = after(body, end, b"\"]}")?;
    }
    Some(samples)
}

/// The labels that stand at a place, and where the `}` behind them stands.
fn labels(body: &[u8], start: usize, gathered: &mut Gathered) -> Option<(Labels, usize)> {
    let mut at = start;
    while body.get(at) != Some(&b'}') {
        if at > start {
            at = after(body, at, b",")?;
        }
        let (name, end) = text(body, at)?;
        let (value, end) = text(body, after(body, end, b":")?)?;
        gathered.push(name, value);
        at = end;
    }
    Some((gathered.labels(), at))
}

/// The text in quotes that stands at a place, and where what is behind them stands.
#[inline(never)]
fn text(body: &[u8], at: usize) -> Option<(&str, usize)> {
    let start = after(body, at, b"\"")?;
    let text = body.get(start..)?;
    // JSON allows no control characters in a text.
    let length = text
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))?;
    let end = after(body, start + length, b"\"")?;
    Some((str::from_utf8(text.get(..length)?).ok()?, end))
}

/// The place behind these bytes, if they stand at this one.
#[inline(never)]
fn after(body: &[u8], at: usize, bytes: &[u8]) -> Option<usize> {
    let end = at + bytes.len();
    let found = body.get(at..end)?.iter();
    // A loop of this function's own: the comparison of slices is four functions, compiled while the first answer waits.
    found
        .zip(bytes)
        .all(|(left, right)| left == right)
        .then_some(end)
}

/// The same answer without its series: what the parser says of the rest.
pub fn rest(tail: &[u8]) -> Vec<u8> {
    [HEADS[0], tail].concat()
}
