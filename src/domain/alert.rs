//! An alert that is pending or fires, as a server tells it; knows neither rules nor silences.

use super::{labels::Labels, rule::WATCHDOG, time::Moment};

/// The label that holds an alert's name.
pub const ALERTNAME: &str = "alertname";

/// How far an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertState {
    /// Its condition has held for its time.
    Firing,
    /// Its condition holds, for less than its time.
    Pending,
    /// A word that the portal does not know: never read as well.
    Unknown,
}

/// One alert. Two with the same labels are the same alert.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// All its labels, `alertname` among them: its identity.
    pub labels: Labels,
    /// Its annotations, templates expanded.
    pub annotations: Labels,
    /// How far it is.
    pub state: AlertState,
    /// When its condition began to hold: the start of pending, not of firing.
    pub active_at: Option<Moment>,
    /// Since when it fires although its condition is over.
    pub kept_since: Option<Moment>,
    /// The value of its expression; may be NaN or infinite.
    pub value: Option<f64>,
}

impl Alert {
    /// Its name; empty when it has none.
    pub fn name(&self) -> &str {
        self.labels.get(ALERTNAME).unwrap_or_default()
    }

    /// Whether this is the alert about alerting.
    pub fn is_watchdog(&self) -> bool {
        self.name() == WATCHDOG
    }
}
