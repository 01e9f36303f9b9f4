//! The metrics that a handbook lists, and which labels a filter may put on them; knows no PromQL.

/// One metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name; a histogram's without `_bucket`, `_sum` and `_count`.
    pub name: String,
    /// `counter`, `gauge` or `histogram`.
    pub kind: String,
    /// Its labels beside `job` and `instance`; `job` is among them where a filter may use it.
    pub labels: Vec<String>,
}

impl Metric {
    /// Whether `series` (`http_request_duration_seconds_bucket`) is a series name of this metric.
    pub fn has_series(&self, series: &str) -> bool {
        let Some(rest) = series.strip_prefix(self.name.as_str()) else {
            return false;
        };
        rest.is_empty()
            || (self.kind == "histogram" && matches!(rest, "_bucket" | "_sum" | "_count"))
    }
}
