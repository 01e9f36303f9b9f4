//! The real servers around the portal, as children of this process. It must not know what the page shows.

mod alertmanager;
mod child;
mod error;
mod fault_proxy;
mod history;
mod http;
mod nginx;
mod nursery;
mod options;
mod ports;
mod programs;
mod prometheus;
mod sandbox;
mod servers;
mod upstream;
mod victoria;
mod wait;

pub use child::Child;
pub use error::StackError;
pub use fault_proxy::{Fault, FaultProxy};
pub use http::{Answer, Client};
pub use options::{Front, Options, workspace};
pub use platform::Scenario;
pub use ports::{claim as claim_port, unused as unused_port};
pub use programs::find as find_program;
pub use sandbox::create as temporary_folder;
pub use servers::Stack;
pub use victoria::Victoria;
pub use wait::until as wait_until;

/// Whether the ports of the platform's documents can be had right now: takes them for a moment.
pub fn check_documented_ports() -> Result<(), StackError> {
    platform::Platform::start(platform::Plan::default(), platform::Ports::Documented)
        .map(drop)
        .map_err(|error| StackError::Platform(error.to_string()))
}

/// Whether `url` can be somebody's Prometheus: its form, and that its host is known here. It is not asked yet.
pub fn check_prometheus_url(url: &str) -> Result<(), StackError> {
    upstream::Upstream::parse(url)?.must_resolve()
}
