//! One file a page.

pub mod alerts;
pub mod check;
pub mod dashboard;
pub mod handbook;
pub mod incidents;
pub mod missing;
pub mod now;
pub mod wall;
