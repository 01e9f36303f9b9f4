//! Whatever the bytes of an answer are: read off them and read by the parser, it says the same. The fuzz target includes
//! this file as it is.

use sre_portal::{
    domain::{series::Grid, time::Moment},
    prometheus::decode::{matrix, vector},
};

/// What the answers are read onto.
pub const GRID: Grid = Grid {
    start: Moment(1_700_000_000_000),
    step: 15_000,
    len: 6,
};

/// Panics when the two do not agree. White space before it leaves an answer to the parser.
pub fn agree(body: &[u8]) {
    let spaced = [b" ", body].concat();
    let text = String::from_utf8_lossy(body);
    assert_eq!(said(body), said(&spaced), "{text}");
    assert_eq!(told(body), told(&spaced), "{text}");
}

/// Labels and bits of each sample of an instant, warnings and hints; or nothing.
fn told(body: &[u8]) -> Option<impl PartialEq + std::fmt::Debug> {
    let answer = vector(body).ok()?;
    let samples = answer.data.into_iter();
    let samples = samples.map(|one| (one.labels, one.value.to_bits()));
    Some((samples.collect::<Vec<_>>(), answer.warnings, answer.infos))
}

/// Labels and bits of the values of each series, warnings and hints; or nothing.
fn said(body: &[u8]) -> Option<impl PartialEq + std::fmt::Debug> {
    let answer = matrix(body, GRID).ok()?;
    let series = answer.data.series.into_iter().map(|one| {
        let bits = one.values.iter().map(|value| value.to_bits());
        (one.labels, bits.collect::<Vec<_>>())
    });
    Some((series.collect::<Vec<_>>(), answer.warnings, answer.infos))
}
