//! The simulated platform's front door; it must not know the portal, nor Prometheus beyond its text formats.
//!
//! The rooms, from the inside out: `noise` and `plan` make a `moment` (what the world is like at one instant);
//! `catalog` says which services exist, `schema` which series they export, `models` how fast each of them
//! counts; `fold` integrates that over time. `history` writes the past to files, `platform` serves the present
//! over HTTP, `replay` reads any instant without either.

mod catalog;
mod expectation;
mod exposition;
mod fold;
mod history;
mod instants;
mod models;
mod moment;
mod noise;
mod openmetrics;
mod plan;
mod platform;
mod replay;
mod scenario;
mod schema;
mod server;
mod shape;
mod source;

pub use expectation::{EXPECTATIONS, Expectation};
pub use history::write_history;
pub use plan::{Plan, Span, past_incident};
pub use platform::{Platform, PlatformError, Ports, Target};
pub use replay::Replay;
pub use scenario::{Scenario, UnknownScenario};
