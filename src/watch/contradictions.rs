//! What the handbook, the rules and the data say differently. Asks nothing; each finding is a sentence.

use crate::{
    domain::{
        limit::{Bound, Level},
        panel::Dashboard,
        rule::{CRITICAL, Rule},
        series::Sample,
        service::{Services, identity},
    },
    handbook::{Handbook, expression},
};
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
                let Some((">", number)) = expression::limit(&rule.expr) else {
                    continue;
                };
                let level = if rule.severity() == CRITICAL {
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
