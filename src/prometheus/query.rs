//! From a handbook's PromQL to a request: slots filled, parameters encoded. Sends nothing.

use crate::domain::{duration, series::Grid};

/// Longer than this, a GET becomes a form POST: proxies cut URLs at 8 KiB and some earlier.
pub const LONGEST_URL: usize = 2000;

/// A rate looks at this much at least (milliseconds), so that a few scrapes are always in it.
const RATE_WINDOW: i64 = 300_000;

/// The matchers that all selectors get: the page's filters and the configured ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Label and the value it must have.
    pub equal: Vec<(String, String)>,
}

impl Scope {
    /// `cluster="a",route="/b"`; values are escaped, since a value may hold anything.
    fn matchers(&self) -> String {
        let escape = |value: &str| {
            value
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n")
        };
        let pairs: Vec<String> = self
            .equal
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escape(value)))
            .collect();
        pairs.join(",")
    }
}

/// Fills `$scope` and `$window`. `step` (milliseconds) widens the window of rates: points further apart than five
/// minutes would else leave out what happened between them.
pub fn fill(promql: &str, scope: &Scope, step: i64) -> String {
    let window = duration::promql(RATE_WINDOW.max(step));
    let matchers = scope.matchers();
    let filled = promql.replace("$window", &window);
    match matchers.is_empty() {
        // A trailing comma is legal in PromQL, `{a="b",}`; it is taken away for those who read the query.
        true => filled
            .replace(",$scope", "")
            .replace("{$scope}", "")
            .replace("$scope", ""),
        false => filled.replace("$scope", &matchers),
    }
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

fn percent_encoded(text: &str) -> String {
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
