//! Symbols: shapes from the sprite in `index.html`, coloured by the style sheet.

use crate::domain::{freshness::DataState, status::Status};
use leptos::prelude::*;

/// A symbol of the sprite. It is decoration: words stand beside it.
pub fn symbol(name: &'static str) -> impl IntoView {
    view! {
        <svg class=format!("symbol symbol-{name}") aria-hidden="true">
            <use href=format!("#symbol-{name}")/>
        </svg>
    }
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
