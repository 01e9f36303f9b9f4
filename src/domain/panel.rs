//! Dashboards and panels as the handbook describes them; knows neither Markdown nor answers.

use super::{
    limit::{Bound, Limit, Limits},
    service::Service,
    unit::Unit,
};
use crate::float;

/// One of the handbook's dashboards.
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    /// Its place in the URL: `/dashboards/SLUG`.
    pub slug: String,
    /// Its place in the rail, from 1.
    pub order: u32,
    /// Its name.
    pub title: String,
    /// What it is for, in a few words beside the name.
    pub line: String,
    /// The filters that it offers, of [`super::view::FILTERS`].
    pub filters: Vec<String>,
    /// The key metrics that its document promises, as written.
    pub key_metrics: Vec<String>,
    /// Its limits, in the order of the document.
    pub limits: Vec<Limit>,
    /// Its panels, in the order of the document.
    pub panels: Vec<Panel>,
    /// The document, `runbooks/dashboards/database.md`.
    pub file: String,
}

/// What a panel looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One number and a small curve.
    Tile,
    /// How many of those expected answer.
    Presence,
    /// Curves over time.
    Lines,
    /// One row for each of those expected.
    Table,
}

impl Kind {
    /// Whether it shows values over a range, and not the newest alone.
    pub fn has_curves(self) -> bool {
        matches!(self, Self::Tile | Self::Lines)
    }
}

/// How much of a row a panel takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A third.
    Narrow,
    /// A half.
    Half,
    /// Two thirds.
    Wide,
}

/// One panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its name in `data-panel`, once in a dashboard.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence; may be empty.
    pub about: String,
    /// A few words beside the title; may be empty.
    pub note: String,
    /// What it looks like.
    pub kind: Kind,
    /// How much of a row it takes.
    pub width: Width,
    /// Those that must report; a missing one is never read as well.
    pub expects: Vec<Service>,
    /// The key metric of its document that it covers.
    pub measures: Option<String>,
    /// The alerts that are about what it shows.
    pub alerts: Vec<String>,
    /// The selector whose newest sample dates the panel, with its `$scope`.
    pub samples: String,
    /// What it asks.
    pub queries: Vec<Query>,
}

/// One question of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The name of its line or column; empty where the legend names the series.
    pub name: String,
    /// How a series is named: `{service}`; empty when the name does it.
    pub legend: String,
    /// What its numbers are.
    pub unit: Unit,
    /// What its numbers are judged by.
    pub limits: Limits,
    /// The question, with `$scope` and `$window` still open.
    pub promql: String,
}

impl Panel {
    /// Whether there is a limit that the panel is judged by.
    pub fn has_limit(&self) -> bool {
        self.queries.iter().any(|query| !query.limits.is_empty())
    }

    /// Its limits in words: `warning > 5% · critical > 10%`; empty when there is none.
    pub fn limit_words(&self) -> String {
        let words = |limit: &Limit| match (self.kind, &limit.bound) {
            (Kind::Presence, Bound::Above(bound)) => {
                format!(
                    "{}: more than {} down",
                    limit.level.word(),
                    float::plain(*bound)
                )
            }
            (_, Bound::Unavailable) => format!("{}: {}", limit.level.word(), limit.words),
            _ => format!("{} {}", limit.level.word(), limit.words),
        };
        self.limits()
            .iter()
            .map(words)
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// Whether an alert is about what it shows: one that it names, and of the service that its samples are of, where they are of
    /// one.
    pub fn is_about(&self, alert: &str, service: Option<&str>) -> bool {
        let is_of = |matcher: &str| {
            let mut matchers = self.samples.split(['{', ',']);
            let value = matchers.find_map(|text| text.trim_start().strip_prefix(matcher))?;
            let (value, _) = value.split_once('"')?;
            Some(service? == value)
        };
        self.alerts.iter().any(|name| name == alert)
            && is_of("service=\"") != Some(false)
            && is_of("service!=\"") != Some(true)
    }

    /// The unit of its first query; panels have at least one.
    pub fn unit(&self) -> Unit {
        self.queries
            .first()
            .map_or(Unit::Count, |query| query.unit.clone())
    }

    /// The limits drawn and told: those of the first query that has any.
    pub fn limits(&self) -> Limits {
        let limited = self.queries.iter().find(|query| !query.limits.is_empty());
        limited
            .map(|query| query.limits.clone())
            .unwrap_or_default()
    }
}

impl Query {
    /// The name of one series in legends and tables.
    pub fn series_name(&self, labels: &super::labels::Labels) -> String {
        let mut name = String::new();
        let mut rest = if self.legend.is_empty() {
            self.name.as_str()
        } else {
            self.legend.as_str()
        };
        while let Some((before, after)) = rest.split_once('{') {
            name.push_str(before);
            let Some((label, tail)) = after.split_once('}') else {
                rest = after;
                break;
            };
            let value = match label {
                "service" => super::service::identity(labels),
                _ => labels.get(label),
            };
            name.push_str(value.unwrap_or("(none)"));
            rest = tail;
        }
        name.push_str(rest);
        if !name.is_empty() {
            return name;
        }
        let pairs: Vec<String> = labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        if pairs.is_empty() {
            "value".to_owned()
        } else {
            pairs.join(", ")
        }
    }
}
