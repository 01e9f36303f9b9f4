//! The handbook's pages: documents to read and to work from. Knows no Markdown.

mod anchors;
mod document;
pub mod duty;
mod list;
mod rules;
mod sheet;
mod steps;

pub use document::{DocumentPage, RunbookPage};
pub use list::RunbooksPage;
pub use rules::RulesPage;
