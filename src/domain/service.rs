//! The services that a handbook lists, and which service a series is about; knows no queries.

use super::labels::Labels;

/// One row of the handbook's table of services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The name, as in the `service` label.
    pub name: String,
    /// Its Prometheus job.
    pub job: String,
    /// The port it listens on.
    pub port: u16,
    /// The name of its container.
    pub container: String,
}

/// All that the handbook expects to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// The platform's own services.
    pub services: Vec<Service>,
    /// What stands beside them: the database, the event bus.
    pub beside: Vec<Service>,
}

/// What distinguishes the platform's jobs from others.
const JOB_PREFIX: &str = "teei-";

/// The service that a series is about: its `service` label, else its job without the platform's prefix.
pub fn identity(labels: &Labels) -> Option<&str> {
    labels.get("service").or_else(|| {
        let job = labels.get("job")?;
        Some(job.strip_prefix(JOB_PREFIX).unwrap_or(job))
    })
}
