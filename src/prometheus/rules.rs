//! The answer of `/api/v1/rules`, decoded: what a server has loaded and how its evaluation goes. Knows no handbook.

use super::{
    alerts::alert,
    decode::Answer,
    envelope::{self, labels, list, moment, seconds, some, text},
    fault::Fault,
    pieces::Pieces,
};
use crate::domain::{
    alert::Alert,
    rule::Rule,
    slices::{Slices, at_once},
    time::Moment,
};
use serde_json::Value;

/// What a rule says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// Its condition holds nowhere.
    Inactive,
    /// It holds somewhere, for less than its time.
    Pending,
    /// It fires.
    Firing,
    /// Not yet evaluated, or a word that the portal does not know.
    Unknown,
}

/// How a rule's last evaluation went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Well.
    Ok,
    /// It failed.
    Failing,
    /// Not yet evaluated, or a word that the portal does not know.
    Unknown,
}

/// One alerting rule as a server holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The rule; its expression as the server prints it.
    pub rule: Rule,
    /// Its own state.
    pub state: RuleState,
    /// How its last evaluation went.
    pub health: Health,
    /// Why it failed, in the server's words; empty when it did not.
    pub last_error: String,
    /// When it was last evaluated; `None` when never.
    pub evaluated: Option<Moment>,
    /// How long that took (milliseconds).
    pub took: Option<i64>,
    /// Its alerts that are pending or fire.
    pub alerts: Vec<Alert>,
}

impl Loaded {
    /// The same without its alerts, which may be thousands.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            rule: self.rule.clone(),
            last_error: self.last_error.clone(),
            alerts: Vec::new(),
            ..*self
        }
    }
}

/// Decodes the answer; recording rules are left out.
///
/// # Errors
/// [`Fault::Refused`] when it is an error, [`Fault::Damaged`] when it is no answer of this kind.
pub fn rules(body: &[u8]) -> Result<Answer<Vec<Loaded>>, Fault> {
    at_once(async |slices: Slices<'_>| in_slices(body, slices).await)
}

/// The same in slices: rules may have thousands of alerts.
///
/// # Errors
/// As [`rules`].
pub async fn in_slices(body: &[u8], slices: Slices<'_>) -> Result<Answer<Vec<Loaded>>, Fault> {
    let pieces = Pieces::called_alerts(body);
    let answer = envelope::open(pieces.rest())?;
    let mut found = Vec::new();
    for group in list(&answer.data, "groups")? {
        let rules = some(group, "rules").iter();
        for rule in rules.filter(|rule| text(rule, "type") != "recording") {
            let mut one = loaded(group, rule);
            let take = |value: &Value| one.alerts.extend(alert(value));
            pieces.each(some(rule, "alerts"), slices, take).await?;
            found.push(one);
        }
    }
    Ok(Answer {
        data: found,
        warnings: answer.warnings,
        infos: answer.infos,
    })
}

/// All of a rule but its alerts.
fn loaded(group: &Value, rule: &Value) -> Loaded {
    // vmalert's name for it is in snake case.
    let keep_firing = seconds(rule, "keepFiringFor").or_else(|| seconds(rule, "keep_firing_for"));
    Loaded {
        rule: Rule {
            name: text(rule, "name").to_owned(),
            expr: text(rule, "query").to_owned(),
            hold: seconds(rule, "duration").unwrap_or_default(),
            keep_firing: keep_firing.unwrap_or_default(),
            labels: labels(rule, "labels"),
            annotations: labels(rule, "annotations"),
            group: text(group, "name").to_owned(),
            interval: seconds(group, "interval").filter(|interval| *interval > 0),
            source: text(group, "file").to_owned(),
        },
        state: match text(rule, "state") {
            "inactive" => RuleState::Inactive,
            "pending" => RuleState::Pending,
            "firing" => RuleState::Firing,
            _ => RuleState::Unknown,
        },
        health: match text(rule, "health") {
            "ok" => Health::Ok,
            "err" | "bad" => Health::Failing,
            _ => Health::Unknown,
        },
        last_error: text(rule, "lastError").to_owned(),
        evaluated: moment(rule, "lastEvaluation").or_else(|| moment(group, "lastEvaluation")),
        took: seconds(rule, "evaluationTime"),
        alerts: Vec::new(),
    }
}
