//! What a tile says: a word beside its title, its number, and where its number came from. Pure words.

use super::panel::{Lines, Standing};
use crate::{
    domain::{
        duration,
        freshness::DataState,
        judgement::Verdict,
        panel::{Kind, Panel},
        status::Status,
    },
    float,
    prometheus::query::RATE_WINDOW,
};

/// A word beside the title; the foot says the rest.
pub fn short_words(standing: &Standing) -> String {
    match standing.state {
        DataState::Fresh | DataState::Late => standing.status.word().to_owned(),
        DataState::Partial if standing.status > Status::CannotSay => {
            standing.status.word().to_owned()
        }
        state => state.word().to_owned(),
    }
}

/// The number and its unit; `None` where there is no number.
pub fn figure(panel: &Panel, verdict: &Verdict) -> Option<(String, String)> {
    let value = verdict.value?;
    Some(match panel.kind {
        Kind::Presence => (float::plain(value), format!("of {}", verdict.expected)),
        _ => {
            let written = panel.unit().write(value);
            (written.number, written.unit)
        }
    })
}

/// What the number was at the beginning of the range, for a tile without a limit. How long ago that is follows from a range that
/// `ends_now` alone.
pub fn earlier(panel: &Panel, lines: &Lines, ends_now: bool) -> String {
    let first = lines.matrices.first().and_then(|matrix| {
        let values = &matrix.series.first()?.values;
        let first = values.iter().position(|value| !value.is_nan())?;
        // Where history begins within the range, the first rates are those of a window that is partly empty.
        let step = matrix.grid.step.max(1);
        let partly = match first {
            0 => 0,
            _ => usize::try_from(RATE_WINDOW.max(step) / step).unwrap_or(1),
        };
        let whole = values.iter().skip(first + partly);
        let index = first + partly + whole.take_while(|value| value.is_nan()).count();
        Some((
            values.get(index).copied()?,
            matrix.grid.end().since(matrix.grid.at(index)),
        ))
    });
    first.map_or_else(String::new, |(value, age)| {
        let value = panel.unit().write(value).joined();
        match ends_now {
            true => format!("{} ago {value}", duration::words(age)),
            false => format!("{value} at the beginning"),
        }
    })
}
