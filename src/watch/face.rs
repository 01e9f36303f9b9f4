//! How a standing looks: its symbol, the colour of its words, and the box of one of those expected. Names of the style sheet, no
//! colours.

use super::panel::Standing;
use crate::domain::{freshness::DataState, status::Status};

/// The symbol of a panel: of its data when that is the news, else of its status.
pub fn of_panel(state: DataState, status: Status) -> &'static str {
    match (state, status) {
        (
            DataState::Fresh | DataState::Late | DataState::Partial,
            Status::Warning | Status::Critical,
        )
        | (DataState::Fresh | DataState::Late, Status::Ok | Status::CannotSay) => status.slug(),
        _ => state.slug(),
    }
}

/// Which colour the words have.
pub fn tone(standing: &Standing) -> &'static str {
    match (standing.state, standing.status) {
        (DataState::Fresh | DataState::Late | DataState::Partial, status) => status.slug(),
        (DataState::Error | DataState::Unreachable, _) => "error",
        _ => "none",
    }
}

/// The class, word and symbol of one of those expected: `None` is not known, `Some(None)` does not report.
pub fn box_of(value: Option<Option<f64>>) -> (&'static str, &'static str, &'static str) {
    match value {
        None => ("box unknown", "not known", "question"),
        Some(Some(value)) if value >= 1.0 => ("box up", "up", "tick"),
        Some(Some(_)) => ("box down", "down", "cross"),
        Some(None) => ("box down", "does not report", "cross"),
    }
}
