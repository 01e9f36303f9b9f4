//! The handbook that was built in. Its documents were understood when the page was built; nothing here can fail.

use crate::handbook::{self, Document, Handbook};

/// The documents, as `build.rs` listed them.
pub const DOCUMENTS: &[Document<'_>] = include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// What the built-in documents say.
pub fn handbook() -> Handbook {
    handbook::read(DOCUMENTS).0
}
