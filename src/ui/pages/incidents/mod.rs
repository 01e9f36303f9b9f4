//! The pages of incidents: all of them, the form that declares one, and one as it runs.

mod clock;
mod declare;
mod edit;
mod incident;
mod keeping;
mod ladder;
mod list;
mod log;
mod name;
mod offer;
mod panels;
mod share;
mod workflow;

pub use declare::policy;
pub use incident::IncidentPage;
pub use list::IncidentsPage;
pub use name::Telling;
pub use workflow::runbook_link;
