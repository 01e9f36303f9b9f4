//! The handbook: Markdown that people read, understood as values; knows no network, no page and no present moment.

pub mod blocks;
pub mod canonical;
pub mod dashboard;
pub mod expression;
pub mod front_matter;
pub mod metrics;
pub mod problem;
pub mod promql;
pub mod services;
pub mod severity_table;
pub mod thresholds;

use crate::domain::{
    metric::Metric, panel::Dashboard, service::Services, suggestion::SeverityTable,
};
use problem::Problem;

/// One document: its path below the repository's root, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// `runbooks/dashboards/database.md`.
    pub file: &'a str,
    /// The Markdown.
    pub text: &'a str,
}

/// All that the documents say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handbook {
    /// The dashboards in the order of the rail.
    pub dashboards: Vec<Dashboard>,
    /// The services that must report.
    pub services: Services,
    /// The metrics that the dashboards read.
    pub metrics: Vec<Metric>,
    /// Which severity each alert suggests.
    pub severities: SeverityTable,
}

/// Understands the documents. Never fails: what could be understood comes with all problems found.
pub fn read(documents: &[Document<'_>]) -> (Handbook, Vec<Problem>) {
    let mut handbook = Handbook::default();
    let mut problems = Vec::new();
    let find = |ending: &str| {
        documents
            .iter()
            .find(|document| document.file.ends_with(ending))
    };
    match find("/services.md") {
        Some(document) => handbook.services = services::read(*document, &mut problems),
        None => problems.push(Problem::missing(
            "runbooks/services.md",
            "the table of services",
        )),
    }
    match find("/metrics.md") {
        Some(document) => handbook.metrics = metrics::read(*document, &mut problems),
        None => problems.push(Problem::missing(
            "runbooks/metrics.md",
            "the table of metrics",
        )),
    }
    // Without the document no alert has a row, which [`severity_table::check`] says.
    if let Some(document) = find("/severity.md") {
        handbook.severities = severity_table::read(*document, &mut problems);
    }
    let pages: Vec<_> = documents
        .iter()
        .filter(|document| document.file.contains("/dashboards/"))
        .copied()
        .collect();
    handbook.dashboards =
        dashboard::read_all(&pages, &handbook.services, &handbook.metrics, &mut problems);
    (handbook, problems)
}
