//! What happened while the curves ran: alerts that waited or fired, restarts, deployments. Knows no drawing.

use super::{
    alert::ALERTNAME,
    order,
    panel::Panel,
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

/// A question whose values are the Unix times at which something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkQuery {
    /// What happened, in a word: `restart`, `deployment`.
    pub word: String,
    /// The question, with `$scope` still open.
    pub promql: String,
}

/// Something that happened at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What, in a word.
    pub word: String,
    /// To which service; `None` is all of them.
    pub service: Option<String>,
    /// When.
    pub at: Moment,
}

/// All marks of a range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// By their first moment.
    pub alerts: Vec<AlertSpan>,
    /// By their moment.
    pub events: Vec<Event>,
}

impl Marks {
    /// Those that are about what a panel shows: its alerts, and events of single services where it shows services.
    #[must_use]
    pub fn about(&self, panel: &Panel) -> Self {
        let by_service = panel
            .queries
            .iter()
            .any(|query| query.legend.contains("{service}"));
        let alerts = self.alerts.iter();
        let events = self.events.iter();
        Self {
            alerts: alerts
                .filter(|span| panel.is_about(&span.name, span.service.as_deref()))
                .cloned()
                .collect(),
            events: events
                .filter(|event| by_service || event.service.is_none())
                .cloned()
                .collect(),
        }
    }
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
    order::by_key(&mut spans, |span| (span.from, span.to));
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

/// Reads the answer to a [`MarkQuery`]: what happened within the range, each once.
pub fn events(word: &str, matrix: &Matrix) -> Vec<Event> {
    let mut found = Vec::new();
    for series in &matrix.series {
        let service = identity(&series.labels);
        for value in series
            .values
            .iter()
            .filter(|value| value.is_finite() && **value > 0.0)
        {
            let at = Moment::from_seconds(*value);
            let event = Event {
                word: word.to_owned(),
                service: service.map(str::to_owned),
                at,
            };
            if (matrix.grid.start..=matrix.grid.end()).contains(&at) && !found.contains(&event) {
                found.push(event);
            }
        }
    }
    order::by_key(&mut found, |event| event.at);
    found
}
