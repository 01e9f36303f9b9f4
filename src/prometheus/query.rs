//! From a handbook's PromQL to a request: slots filled, parameters encoded. Sends nothing.

use crate::{
    domain::{duration, metric::Metric, panel::Panel, series::Grid, service::Services},
    float,
    handbook::promql,
};
use std::sync::Arc;

/// Longer than this, a GET becomes a form POST: proxies cut URLs at 8 KiB and some earlier.
pub const LONGEST_URL: usize = 2000;

/// A rate looks at this much at least (milliseconds), so that a few scrapes are always in it.
pub const RATE_WINDOW: i64 = 300_000;

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

/// The history of these alerts. An alert that lost a configured label on the way (`sum by (service)`) still counts: better
/// one mark too many than one that is missed.
pub fn alerts_query(names: &[&str], scope: &Scope) -> String {
    let names: Vec<String> = names.iter().map(|name| escaped_regex(name)).collect();
    let mut matchers = vec![format!("alertname=~\"{}\"", names.join("|"))];
    for (label, value) in &scope.matchers {
        matchers.push(format!("{label}=~\"|{}\"", escaped_regex(value)));
    }
    format!("ALERTS{{{}}}", matchers.join(","))
}

/// The filters that none of a panel's selectors can follow: what it shows is of all of them.
pub fn unheeded(panel: &Panel, scope: &Scope) -> Vec<String> {
    let filled = |filters: Vec<(String, String)>| {
        let scope = Scope {
            filters,
            ..scope.clone()
        };
        let queries = panel.queries.iter();
        let filled: Vec<String> = queries
            .map(|query| fill(&query.promql, &scope, 0))
            .collect();
        filled
    };
    let whole = filled(Vec::new());
    let filters = scope.filters.iter();
    filters
        .filter(|filter| filled(vec![(*filter).clone()]) == whole)
        .map(|(label, _)| label.clone())
        .collect()
}

/// The panel as far as a filter by service goes: of other services nothing is asked, so nothing is missed, and of a service
/// that it never expected neither. One that cannot follow the filter (that of the database) is left as it is.
pub fn narrowed(panel: &Panel, scope: &Scope) -> Panel {
    let mut panel = panel.clone();
    let mut filters = scope.filters.iter();
    if let Some((label, service)) = filters.find(|(label, _)| label == "service")
        && !unheeded(&panel, scope).contains(label)
    {
        panel.expects.retain(|one| one.name == *service);
    }
    panel
}

/// A text as a regular expression that matches it alone, as it stands between PromQL's quotes.
fn escaped_regex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    in_quotes(&out)
}

/// `label="value"`; a value may hold anything, so it is escaped.
pub fn matcher(label: &str, value: &str) -> String {
    format!("{label}=\"{}\"", in_quotes(value))
}

fn in_quotes(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
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
    /// The newest values of `promql`. VictoriaMetrics would answer as of 30 seconds ago, its `time()` too, without
    /// `nocache`; other servers do not know it.
    pub fn instant(promql: String) -> Self {
        Self {
            path: "api/v1/query",
            parameters: vec![("query", promql), ("nocache", "1".to_owned())],
        }
    }

    /// The values of `promql` at all moments of `grid`.
    pub fn range(promql: String, grid: Grid) -> Self {
        let seconds = |milliseconds: i64| float::plain(milliseconds as f64 / 1000.0);
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

    /// All alerting rules and their alerts.
    pub fn rules() -> Self {
        Self {
            path: "api/v1/rules",
            parameters: vec![("type", "alert".to_owned())],
        }
    }

    /// The alerts that are pending or fire.
    pub fn alerts() -> Self {
        Self {
            path: "api/v1/alerts",
            parameters: Vec::new(),
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
