//! One file a page.

pub mod check;
pub mod dashboard;
pub mod missing;
