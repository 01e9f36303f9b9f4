//! Which severity an alert suggests, by the handbook's table, and why in words; decides nothing and knows no clocks.

use super::{labels::Labels, service::identity, severity::Severity};

/// When a row of the table holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condition {
    /// At all times.
    Always,
    /// The alert's value is this or more (base unit).
    From(f64),
    /// None of the expected services is up.
    AllServices,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The alert's name.
    pub alert: String,
    /// When the row holds.
    pub condition: Condition,
    /// The severity; `None` is 'choose'.
    pub severity: Option<Severity>,
    /// The reason, as written.
    pub because: String,
    /// File and line that say so: `runbooks/severity.md:14`.
    pub source: String,
}

/// The table, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeverityTable(pub Vec<Row>);

/// What is known of an alert when a severity is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Its name.
    pub alert: &'a str,
    /// Its value (base unit), where one is known.
    pub value: Option<f64>,
    /// How many of the expected services are down, and how many are expected; `None` when nobody can say.
    pub down: Option<(usize, usize)>,
    /// Its labels.
    pub labels: &'a Labels,
}

/// A suggestion and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The severity; `None` is 'choose'.
    pub severity: Option<Severity>,
    /// Why, in a sentence without its full stop.
    pub reason: String,
    /// File and line of the row; empty when none holds.
    pub source: String,
}

impl Suggestion {
    /// `SEV2`, or `choose`.
    pub fn word(&self) -> &'static str {
        self.severity.map_or("choose", Severity::name)
    }
}

impl SeverityTable {
    /// What the table suggests. A condition that cannot be looked at suggests nothing: the rows below it are for those of
    /// whom it is known not to hold.
    pub fn suggest(&self, seen: Seen<'_>) -> Suggestion {
        let open = |reason: String, source: &str| Suggestion {
            severity: None,
            reason,
            source: source.to_owned(),
        };
        let subject = match identity(seen.labels) {
            Some(service) => format!("{} of {service}", seen.alert),
            None => seen.alert.to_owned(),
        };
        for row in self.0.iter().filter(|row| row.alert == seen.alert) {
            let holds = match row.condition {
                Condition::Always => Some(true),
                Condition::From(bound) => seen
                    .value
                    .filter(|value| !value.is_nan())
                    .map(|value| value >= bound),
                Condition::AllServices => seen
                    .down
                    .map(|(down, expected)| expected > 0 && down >= expected),
            };
            match (holds, row.condition) {
                (Some(false), _) => {}
                (Some(true), _) => {
                    return Suggestion {
                        severity: row.severity,
                        reason: format!("{subject}: {}", row.because),
                        source: row.source.clone(),
                    };
                }
                (None, Condition::AllServices) => {
                    let reason =
                        format!("{subject}: it cannot be said how many of the services are down");
                    return open(reason, &row.source);
                }
                (None, _) => {
                    return open(format!("{subject}: its value is not known"), &row.source);
                }
            }
        }
        open(
            format!("{subject}: the handbook's table has no row for it"),
            "",
        )
    }
}
