//! From a handbook's PromQL to a request: slots filled, parameters encoded. Sends nothing.

use crate::{
    domain::{duration, metric::Metric, series::Grid, service::Services},
    handbook::promql,
};
use std::sync::Arc;

/// Longer than this, a GET becomes a form POST: proxies cut URLs at 8 KiB and some earlier.
pub const LONGEST_URL: usize = 2000;

/// A rate looks at this much at least (milliseconds), so that a few scrapes are always in it.
const RATE_WINDOW: i64 = 300_000;

/// What narrows a question down: configured matchers, which every selector gets, and the page's filters, which a
/// selector gets when its metric has the label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Label and value, for every selector.
    pub matchers: Vec<(String, String)>,
    /// Label and value, for the metrics that have the label.
    pub filters: Vec<(String, String)>,
    /// The metrics and their labels.
    pub metrics: Arc<[Metric]>,
    /// The services and their jobs: a filter by service is one by job where only the job is known.
    pub services: Arc<Services>,
}

impl Scope {
    /// `cluster="a",route="/b"` for the selector of one series name. A selector that names its job is about that job,
    /// whatever service is chosen.
    fn matchers_of(&self, series: &str, own: &str) -> String {
        let metric = self.metrics.iter().find(|metric| metric.has_series(series));
        let has =
            |label: &str| metric.is_some_and(|metric| metric.labels.iter().any(|own| own == label));
        let job = |name: &str| {
            let service = self
                .services
                .services
                .iter()
                .find(|service| service.name == name);
            service.map(|service| service.job.clone())
        };
        let mut pairs: Vec<String> = self
            .matchers
            .iter()
            .map(|(label, value)| matcher(label, value))
            .collect();
        for (label, value) in &self.filters {
            if has(label) {
                pairs.push(matcher(label, value));
            } else if label == "service" && has("job") && !own.contains("job=\"") {
                pairs.push(matcher("job", &job(value).unwrap_or_else(|| value.clone())));
            }
        }
        pairs.join(",")
    }
}

/// `label="value"`; a value may hold anything, so it is escaped.
pub fn matcher(label: &str, value: &str) -> String {
    let value = value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("{label}=\"{value}\"")
}

/// Fills `$scope` and `$window`. `step` (milliseconds) widens the window of rates: points further apart than five
/// minutes would else leave out what happened between them.
pub fn fill(promql: &str, scope: &Scope, step: i64) -> String {
    let window = duration::promql(RATE_WINDOW.max(step));
    let mut filled = String::with_capacity(promql.len());
    let mut rest = promql;
    let series: Vec<&str> = promql::metrics(promql).map(|(_, name)| name).collect();
    for name in series {
        let Some((before, after)) = rest.split_once("$scope") else {
            break;
        };
        filled.push_str(before);
        let own = filled
            .rfind('{')
            .and_then(|brace| filled.get(brace..))
            .unwrap_or_default();
        let matchers = scope.matchers_of(name, own);
        // Empty braces and a trailing comma are legal; they are taken away for those who read the query.
        if matchers.is_empty() && filled.ends_with(',') {
            filled.pop();
        }
        filled.push_str(&matchers);
        rest = after;
    }
    filled.push_str(rest);
    filled.replace("{}", "").replace("$window", &window)
}

/// A question to the query API.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Below the API's base: `api/v1/query_range`.
    pub path: &'static str,
    /// Names and values, not yet encoded.
    pub parameters: Vec<(&'static str, String)>,
}

impl Request {
    /// The newest values of `promql`.
    pub fn instant(promql: String) -> Self {
        Self {
            path: "api/v1/query",
            parameters: vec![("query", promql)],
        }
    }

    /// The values of `promql` at all moments of `grid`.
    pub fn range(promql: String, grid: Grid) -> Self {
        let seconds = |milliseconds: i64| format!("{}", milliseconds as f64 / 1000.0);
        Self {
            path: "api/v1/query_range",
            parameters: vec![
                ("query", promql),
                ("start", seconds(grid.start.0)),
                ("end", seconds(grid.end().0)),
                ("step", seconds(grid.step)),
            ],
        }
    }

    /// The parameters as a form's body or a URL's query.
    pub fn encoded(&self) -> String {
        let pairs: Vec<String> = self
            .parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        pairs.join("&")
    }
}

/// Text as it may stand in a URL or a form.
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
