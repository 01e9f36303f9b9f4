//! The handbook: Markdown that people read, understood as values; knows no network, no page and no present moment.

pub mod blocks;
pub mod canonical;
pub mod check;
pub mod commands;
pub mod dashboard;
pub mod entries;
pub mod escalation;
pub mod expression;
pub mod fields;
pub mod front_matter;
pub mod html;
pub mod links;
pub mod metrics;
pub mod on_call;
pub mod own;
pub mod packed;
pub mod page;
pub mod problem;
pub mod promql;
pub mod references;
pub mod render;
pub mod response;
pub mod services;
pub mod severities;
pub mod severity_table;
pub mod shell;
pub mod sla;
pub mod systems;
pub mod tables;
pub mod thresholds;
pub mod workflow;

use crate::domain::{
    command::{Blank, Harm},
    ladder::Escalation,
    limit::Limits,
    marks::MarkQuery,
    metric::Metric,
    order,
    panel::{self, Dashboard, Panel},
    rotation::OnCall,
    service::Services,
    sla::Sla,
    suggestion::SeverityTable,
    workflow::{Definition, Workflow},
};
use page::Page;
use problem::Problem;

/// One document: its path below the repository's root, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// `runbooks/dashboards/database.md`.
    pub file: &'a str,
    /// The Markdown.
    pub text: &'a str,
}

/// What a program needs that shows dashboards and nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boards {
    /// The dashboards in the order of the rail.
    pub dashboards: Vec<Dashboard>,
    /// The services that must report.
    pub services: Services,
}

/// What the documents of the dashboards say to people: those who look at one read it, and nobody else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guides {
    /// A page for each dashboard, in their order.
    pub pages: Vec<Page>,
    /// The sentences about its panels, for each dashboard.
    pub panels: Vec<Vec<String>>,
}

impl Guides {
    /// Puts the sentences about its panels into the dashboard at `index`.
    pub fn tell(self, index: usize, dashboard: &mut Dashboard) {
        let sentences = self.panels.into_iter().nth(index).unwrap_or_default();
        for (panel, about) in dashboard.panels.iter_mut().zip(sentences) {
            panel.about = about;
        }
    }
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
    /// What is asked for the marks under curves.
    pub marks: Vec<MarkQuery>,
    /// The words that stand in commands for something known only during an incident.
    pub blanks: Vec<Blank>,
    /// The commands that harm.
    pub harms: Vec<Harm>,
    /// The documents that people read, runbooks first, by name; those of the dashboards are not among them.
    pub pages: Vec<Page>,
    /// What the documents of the dashboards say to people, in the order of the dashboards.
    pub guides: Vec<Page>,
    /// Months between two reviews of a page; `None` when no index says so.
    pub review_months: Option<i32>,
    /// What each severity means.
    pub severities: Vec<Definition>,
    /// The steps of incident response.
    pub workflow: Workflow,
    /// Response times and the post-mortem's term.
    pub sla: Sla,
    /// The ladder and the specialists.
    pub escalation: Escalation,
    /// Rotation, handoff, responsibilities, tools.
    pub on_call: OnCall,
    /// Which severity each alert suggests.
    pub suggestions: SeverityTable,
}

impl Handbook {
    /// The runbooks, by number.
    pub fn runbooks(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| page.is_runbook())
    }

    /// The charts about one of these alerts, of these services where any is named: the dashboard's place in the URL, and the
    /// panel's id.
    pub fn charts(&self, alerts: &[String], services: &[String]) -> Vec<(String, String)> {
        let is_about = |panel: &Panel, alert: &String| {
            let mut services = services.iter();
            match services.as_slice() {
                [] => panel.is_about(alert, None),
                _ => services.any(|service| panel.is_about(alert, Some(service))),
            }
        };
        let all = self.dashboards.iter().flat_map(|dashboard| {
            let charts = dashboard.panels.iter().filter(|panel| {
                panel.kind == panel::Kind::Lines
                    && alerts.iter().any(|alert| is_about(panel, alert))
            });
            charts.map(|panel| (dashboard.slug.clone(), panel.id.clone()))
        });
        all.collect()
    }

    /// The same, but for what its pages and guides say: most of it, which few views show.
    #[must_use]
    pub fn outline(&self) -> Self {
        let mut outline = self.clone();
        outline.guides.clear();
        let panels = outline
            .dashboards
            .iter_mut()
            .flat_map(|one| &mut one.panels);
        panels.for_each(|panel| panel.about.clear());
        for page in &mut outline.pages {
            page.sections.clear();
            page.links.clear();
        }
        outline
    }

    /// What the outline leaves out of its dashboards.
    pub fn guides(&self) -> Guides {
        let about = |dashboard: &Dashboard| {
            let panels = dashboard.panels.iter();
            panels.map(|panel| panel.about.clone()).collect()
        };
        Guides {
            pages: self.guides.clone(),
            panels: self.dashboards.iter().map(about).collect(),
        }
    }

    /// Its dashboards, without what a picture of them does not show.
    pub fn boards(&self) -> Boards {
        let mut dashboards = self.dashboards.clone();
        for dashboard in &mut dashboards {
            dashboard.file.clear();
            dashboard.key_metrics.clear();
            dashboard.limits.clear();
            for panel in &mut dashboard.panels {
                panel.alerts.clear();
                panel.about.clear();
                panel.measures = None;
                for query in &mut panel.queries {
                    let Limits { warning, critical } = &mut query.limits;
                    for limit in [warning, critical].into_iter().flatten() {
                        limit.subject.clear();
                        limit.source.clear();
                    }
                }
            }
        }
        Boards {
            dashboards,
            services: self.services.clone(),
        }
    }

    /// Whether it is one.
    pub fn is_outline(&self) -> bool {
        self.pages.iter().all(|page| page.sections.is_empty())
    }

    /// The page of a name, `RB-003`.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }
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
        Some(document) => {
            (handbook.metrics, handbook.marks) = metrics::read(*document, &mut problems);
        }
        None => problems.push(Problem::missing(
            "runbooks/metrics.md",
            "the table of metrics",
        )),
    }
    // Without the document no alert has a row, which [`severity_table::check`] says.
    if let Some(document) = find("/severity.md") {
        handbook.suggestions = severity_table::read(*document, &mut problems);
    }
    let (pages, texts): (Vec<Document<'_>>, Vec<_>) = documents
        .iter()
        .partition(|document| document.file.contains("/dashboards/"));
    handbook.dashboards =
        dashboard::read_all(&pages, &handbook.services, &handbook.metrics, &mut problems);
    if let Some(document) = find("/blanks.md") {
        handbook.blanks = tables::blanks(*document, &mut problems);
    }
    if let Some(document) = find("/harm.md") {
        handbook.harms = tables::harms(*document, &mut problems);
    }
    response::read(documents, &mut handbook, &mut problems);
    read_pages(&mut handbook, documents, &pages, &texts, &mut problems);
    (handbook, problems)
}

/// Where the part of a dashboard's document begins that drives the page.
const PANELS: &str = "\n## Panels\n";

/// The documents that people read.
fn read_pages(
    handbook: &mut Handbook,
    documents: &[Document<'_>],
    dashboards: &[Document<'_>],
    texts: &[Document<'_>],
    problems: &mut Vec<Problem>,
) {
    let specialists = handbook.escalation.specialists.iter();
    let areas: Vec<String> = specialists
        .map(|specialist| specialist.area.clone())
        .collect();
    let places = references::Places::new(&handbook.dashboards, documents);
    let context = page::Context {
        blanks: &handbook.blanks,
        harms: &handbook.harms,
        areas: &areas,
        places: &places,
    };
    let mut pages: Vec<Page> = texts
        .iter()
        .map(|text| page::read(*text, &context, problems))
        .collect();
    order::by(&mut pages, |left, right| {
        let key = |page: &Page| (!page.is_runbook(), page.id.clone());
        key(left).cmp(&key(right))
    });
    let guides = handbook.dashboards.iter().filter_map(|dashboard| {
        let document = dashboards
            .iter()
            .find(|document| document.file == dashboard.file)?;
        let text = document.text.split(PANELS).next().unwrap_or_default();
        let mut found = Vec::new();
        let guide = page::read(Document { text, ..*document }, &context, &mut found);
        // Its front matter was read for the panels already.
        found.retain(|problem| !problems.contains(problem));
        problems.append(&mut found);
        Some(guide)
    });
    let guides: Vec<Page> = guides.collect();
    handbook.guides = guides;
    handbook.pages = pages;
    if let Some(index) = handbook.page("index") {
        handbook.review_months = page::review_months(index, problems);
    }
}
