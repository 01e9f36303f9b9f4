//! Alerting rules as values, whoever holds them: the handbook or a server; knows no text formats and no states.

use super::labels::Labels;

/// The always firing alert: proof that alerting works, and never a problem.
pub const WATCHDOG: &str = "Watchdog";

/// The label that says how bad an alert is, and its value for 'somebody must act'.
pub const SEVERITY: &str = "severity";
/// As [`SEVERITY`].
pub const CRITICAL: &str = "critical";

/// One alerting rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// The alert's name.
    pub name: String,
    /// Its PromQL.
    pub expr: String,
    /// How long the condition must hold before the alert fires: `for` (milliseconds).
    pub hold: i64,
    /// How long the alert goes on firing after the condition (milliseconds).
    pub keep_firing: i64,
    /// The labels that it adds, templates unexpanded.
    pub labels: Labels,
    /// Its annotations, templates unexpanded.
    pub annotations: Labels,
    /// The group that it is evaluated with.
    pub group: String,
    /// How often the group is evaluated (milliseconds); `None` is the server's own interval.
    pub interval: Option<i64>,
    /// Who says so: `runbooks/alerts.yml:12`, or the server's own file.
    pub source: String,
}

impl Rule {
    /// The severity label; empty when it has none.
    pub fn severity(&self) -> &str {
        self.labels.get(SEVERITY).unwrap_or_default()
    }

    /// Whether this is the alert about alerting.
    pub fn is_watchdog(&self) -> bool {
        self.name == WATCHDOG
    }
}
