//! The part of `src/prometheus` that makes questions of the handbook's queries; the build knows no answers.

#[path = "../src/prometheus/joined.rs"]
pub mod joined;
#[path = "../src/prometheus/query.rs"]
pub mod query;
#[path = "../src/prometheus/status.rs"]
pub mod status;
