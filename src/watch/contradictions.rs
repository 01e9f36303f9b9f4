//! What the handbook, the rules and the data say differently. Asks nothing; each finding is a sentence.

use crate::{
    domain::{
        limit::{Bound, Level},
        panel::Dashboard,
        series::Sample,
        service::{Services, identity},
    },
    handbook::Handbook,
};
use serde::Deserialize;

/// An alerting rule, as far as it is compared with a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The alert's name.
    pub name: String,
    /// Its severity label; empty when it has none.
    pub severity: String,
    /// Its expression, as Prometheus prints it.
    pub query: String,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    data: Groups,
}

#[derive(Deserialize, Default)]
struct Groups {
    #[serde(default)]
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    rules: Vec<RuleBody>,
}

#[derive(Deserialize)]
struct RuleBody {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    labels: std::collections::BTreeMap<String, String>,
}

/// Reads the answer of `/api/v1/rules`.
///
/// # Errors
/// What the decoder says.
pub fn rules(body: &[u8]) -> Result<Vec<Rule>, String> {
    let answer: Answer = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let rules = answer.data.groups.into_iter().flat_map(|group| group.rules);
    Ok(rules
        .map(|rule| Rule {
            severity: rule.labels.get("severity").cloned().unwrap_or_default(),
            name: rule.name,
            query: rule.query,
        })
        .collect())
}

/// Rules whose number is not the limit of the panel that names them, each told once.
pub fn limits(dashboards: &[Dashboard], rules: &[Rule]) -> Vec<String> {
    let mut found = Vec::new();
    for page in dashboards {
        for panel in page.panels.iter().filter(|panel| !panel.alerts.is_empty()) {
            let limits = panel.limits();
            for rule in rules
                .iter()
                .filter(|rule| panel.alerts.contains(&rule.name))
            {
                let Some(number) = threshold(&rule.query) else {
                    continue;
                };
                let level = if rule.severity == "critical" {
                    Level::Critical
                } else {
                    Level::Warning
                };
                let own = limits.iter().find(|limit| limit.level == level);
                let bound = own.and_then(|limit| match limit.bound {
                    Bound::Above(bound) => Some(bound),
                    Bound::Unavailable => None,
                });
                let agrees = bound.is_none_or(|bound| (bound - number).abs() <= bound.abs() * 1e-9);
                if own.is_some() && agrees {
                    continue;
                }
                let elsewhere = limits
                    .iter()
                    .find(|limit| limit.bound == Bound::Above(number));
                let words = panel.unit().write(number).joined();
                let sentence = match (own, elsewhere) {
                    (_, Some(limit)) => format!(
                        "{} is {} above {words}; {} calls that {}.",
                        rule.name,
                        level.word(),
                        page.title,
                        limit.level.word()
                    ),
                    (Some(limit), None) => format!(
                        "{} is {} above {words}; {} draws that limit at {}.",
                        rule.name,
                        level.word(),
                        page.title,
                        limit.words
                    ),
                    (None, None) => continue,
                };
                if !found.contains(&sentence) {
                    found.push(sentence);
                }
            }
        }
    }
    found
}

/// The number after the last `>` of an expression; `None` when it ends otherwise.
fn threshold(query: &str) -> Option<f64> {
    let (_, number) = query.rsplit_once('>')?;
    number.trim().trim_end_matches(')').parse().ok()
}

/// Metrics of the handbook that no series has; `counts` answers [`existence_query`].
pub fn missing_metrics(handbook: &Handbook, counts: &[Sample]) -> Vec<String> {
    let exists = |series: &str| {
        counts
            .iter()
            .any(|sample| sample.labels.get("__name__") == Some(series))
    };
    let missing = handbook.metrics.iter().filter(|metric| {
        let plain = exists(&metric.name);
        let histogram = metric.kind == "histogram" && exists(&format!("{}_count", metric.name));
        !plain && !histogram
    });
    missing.map(|metric| metric.name.clone()).collect()
}

/// Asks which of the handbook's metrics exist.
pub fn existence_query(handbook: &Handbook) -> String {
    let names = handbook
        .metrics
        .iter()
        .map(|metric| match metric.kind.as_str() {
            "histogram" => format!("{}_count", metric.name),
            _ => metric.name.clone(),
        });
    format!(
        "count by (__name__) ({{__name__=~\"{}\"}})",
        names.collect::<Vec<_>>().join("|")
    )
}

/// Expected services without an `up` of their own.
pub fn silent_services(services: &Services, up: &[Sample]) -> Vec<String> {
    let reports = |name: &str| {
        up.iter()
            .any(|sample| identity(&sample.labels) == Some(name))
    };
    let all = services.services.iter().chain(&services.beside);
    all.filter(|service| !reports(&service.name))
        .map(|service| service.name.clone())
        .collect()
}
