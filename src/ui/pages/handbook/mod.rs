//! The handbook's pages: documents to read and to work from. Knows no Markdown.

mod document;
mod duty;
mod list;
mod sheet;
mod steps;

pub use document::{DocumentPage, RunbookPage};
pub use list::RunbooksPage;
