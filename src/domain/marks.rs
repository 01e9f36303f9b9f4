//! What happened while the curves ran: alerts that waited or fired, services that restarted. Knows no drawing.

use super::{
    alert::ALERTNAME,
    rule::{CRITICAL, SEVERITY},
    series::{Matrix, is_gap},
    service::identity,
    time::Moment,
};

/// A time during which an alert was pending or fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertSpan {
    /// The alert's name.
    pub name: String,
    /// What it is about, where that is a service.
    pub service: Option<String>,
    /// Whether its rule calls it critical.
    pub critical: bool,
    /// Whether it fired; else it was pending.
    pub firing: bool,
    /// The first moment at which it did.
    pub from: Moment,
    /// The last one.
    pub to: Moment,
}

/// The start of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restart {
    /// The service.
    pub service: String,
    /// When its process began.
    pub at: Moment,
}

/// All marks of a range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// By their first moment.
    pub alerts: Vec<AlertSpan>,
    /// By their moment.
    pub restarts: Vec<Restart>,
}

/// Reads the answer to `ALERTS`: one span for each unbroken run of samples.
pub fn alert_spans(matrix: &Matrix) -> Vec<AlertSpan> {
    let mut spans = Vec::new();
    for series in &matrix.series {
        let Some(name) = series.labels.get(ALERTNAME) else {
            continue;
        };
        for (first, last) in runs(&series.values) {
            spans.push(AlertSpan {
                name: name.to_owned(),
                service: series.labels.get("service").map(str::to_owned),
                critical: series.labels.get(SEVERITY) == Some(CRITICAL),
                firing: series.labels.get("alertstate") == Some("firing"),
                from: matrix.grid.at(first),
                to: matrix.grid.at(last),
            });
        }
    }
    spans.sort_by_key(|span| (span.from, span.to));
    spans
}

/// The unbroken runs of samples in a column: the first and last index of each.
pub fn runs(values: &[f64]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, _) in values
        .iter()
        .enumerate()
        .filter(|(_, value)| !is_gap(**value))
    {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => runs.push((index, index)),
        }
    }
    runs
}

/// Reads the answer to `process_start_time_seconds`: the starts that lie within the range.
pub fn restarts(matrix: &Matrix) -> Vec<Restart> {
    let mut found = Vec::new();
    for series in &matrix.series {
        let Some(service) = identity(&series.labels) else {
            continue;
        };
        for value in series
            .values
            .iter()
            .filter(|value| value.is_finite() && **value > 0.0)
        {
            let at = Moment::from_seconds(*value);
            let restart = Restart {
                service: service.to_owned(),
                at,
            };
            if (matrix.grid.start..=matrix.grid.end()).contains(&at) && !found.contains(&restart) {
                found.push(restart);
            }
        }
    }
    found.sort_by_key(|restart| restart.at);
    found
}
