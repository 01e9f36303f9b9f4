//! Symbols: shapes from the sprite in `index.html`, coloured by the style sheet.

use crate::domain::{freshness::DataState, status::Status};
use leptos::{prelude::*, tachys::html::InertElement};

/// A symbol of the sprite. It is decoration: words stand beside it. An element of which a copy is made, and which is left alone
/// while it stays the same: `view!` would set its attributes anew whenever what is around it changes.
pub fn symbol(name: &'static str) -> impl IntoView {
    InertElement::new(format!(
        "<svg class=\"symbol symbol-{name}\" aria-hidden=\"true\"><use href=\"#symbol-{name}\"/></svg>"
    ))
}

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
