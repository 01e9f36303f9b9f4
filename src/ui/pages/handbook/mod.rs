//! The handbook's pages: documents to read and to work from. Knows no Markdown.

mod anchors;
mod beside;
mod document;
pub mod duty;
mod list;
mod rules;
mod sheet;
mod steps;
mod trouble;

pub use document::{DocumentPage, RunbookPage};
pub use list::RunbooksPage;
pub use rules::{RulesPage, alerts_of};

use crate::ui::portal::Portal;
use leptos::prelude::*;

/// The title of a runbook of the handbook; `None` where there is none of that id.
pub fn runbook_title(portal: Portal, id: &str) -> Option<String> {
    portal.handbook.with_value(|handbook| {
        let page = handbook.page(id).filter(|page| page.is_runbook());
        page.map(|page| page.title.clone())
    })
}
