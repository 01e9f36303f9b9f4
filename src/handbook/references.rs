//! Sentences of a runbook that say where to look, 'Access Grafana → Event Bus → Queue Sizes', and what they mean;
//! knows no Markdown.

use super::Document;
use crate::domain::{command::Reference, panel::Dashboard};

/// The system whose dashboards are the portal's.
const OWN: &str = "Grafana";

/// The dashboards with all their names.
pub struct Places<'a> {
    dashboards: &'a [Dashboard],
    /// Slug and the heading of the document without the word 'Dashboard'.
    headings: Vec<(&'a str, &'a str)>,
}

impl<'a> Places<'a> {
    /// Of all documents those of the dashboards give names.
    pub fn new(dashboards: &'a [Dashboard], documents: &[Document<'a>]) -> Self {
        let headings = dashboards.iter().filter_map(|page| {
            let document = documents
                .iter()
                .find(|document| document.file == page.file)?;
            let heading = document
                .text
                .lines()
                .find_map(|line| line.strip_prefix("# "))?
                .trim();
            Some((
                page.slug.as_str(),
                heading.strip_suffix(" Dashboard").unwrap_or(heading),
            ))
        });
        Self {
            headings: headings.collect(),
            dashboards,
        }
    }

    /// What a sentence refers to; `None` when it is no such sentence.
    ///
    /// # Errors
    /// What was expected, when there is no such dashboard or panel.
    pub fn find(&self, sentence: &str) -> Option<Result<Reference, String>> {
        let rest = sentence.strip_prefix("Access ")?;
        let mut path = rest
            .split('→')
            .flat_map(|part| part.split("->"))
            .map(str::trim);
        let system = path.next()?;
        let path: Vec<&str> = path.filter(|part| !part.is_empty()).collect();
        if path.is_empty() || system.is_empty() {
            return None;
        }
        if !system.eq_ignore_ascii_case(OWN) {
            return Some(Ok(Reference::External {
                system: system.to_owned(),
                path: path.iter().map(|&part| part.to_owned()).collect(),
            }));
        }
        Some(self.own(&path))
    }

    fn own(&self, path: &[&str]) -> Result<Reference, String> {
        let path = match path {
            ["Dashboards", rest @ ..] => rest,
            path => path,
        };
        let (name, panel) = match path {
            [name] => (*name, None),
            [name, panel] => (*name, Some(*panel)),
            _ => return Err("'Access Grafana → DASHBOARD → PANEL'".to_owned()),
        };
        let page = self.dashboards.iter().find(|page| {
            let heading = self.headings.iter().find(|(slug, _)| *slug == page.slug);
            same(&page.title, name) || heading.is_some_and(|(_, heading)| same(heading, name))
        });
        let Some(page) = page else {
            let names: Vec<&str> = self
                .dashboards
                .iter()
                .map(|page| page.title.as_str())
                .collect();
            return Err(format!("a dashboard: {}", names.join(", ")));
        };
        let slug = page.slug.clone();
        let Some(panel) = panel else {
            return Ok(Reference::Dashboard { slug });
        };
        // A key metric's panel shows more than a tile of the same name.
        let measures = page.panels.iter().find(|one| {
            one.measures
                .as_deref()
                .is_some_and(|metric| same(metric, panel))
        });
        let titled = || page.panels.iter().find(|one| same(&one.title, panel));
        match measures.or_else(titled) {
            Some(one) => Ok(Reference::Panel {
                slug,
                panel: one.id.clone(),
            }),
            None => {
                let titles: Vec<&str> = page.panels.iter().map(|one| one.title.as_str()).collect();
                Err(format!(
                    "a panel or key metric of {}: {}",
                    page.title,
                    titles.join(", ")
                ))
            }
        }
    }
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}
