//! Whatever the bytes of an answer are: read off them and read by the parser, it says the same. The fuzz target includes
//! this file as it is.

use sre_portal::{
    domain::{series::Grid, time::Moment},
    prometheus::decode::matrix,
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
    assert_eq!(
        said(body),
        said(&spaced),
        "{}",
        String::from_utf8_lossy(body)
    );
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
