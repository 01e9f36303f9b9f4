//! The answers of Alertmanager's API v2, decoded: alerts, groups and silences, each a bare JSON list. Asks nothing.

use crate::{
    domain::{
        labels::Labels,
        slices::{Slices, at_once},
        time::Moment,
    },
    prometheus::{
        envelope::{labels, moment, some, text, texts},
        fault::Fault,
        pieces::{Pieces, damaged},
    },
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where its alerts are: below the base of the API.
pub const ALERTS: &str = "api/v2/alerts";
/// Where they are in groups; only there stands which time interval mutes one.
pub const GROUPS: &str = "api/v2/alerts/groups";
/// Where the silences are.
pub const SILENCES: &str = "api/v2/silences";

/// One alert as Alertmanager holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its labels, those among them that Prometheus adds to all that it sends.
    pub labels: Labels,
    /// When it fired. What the API calls its end lies in the future while it fires, and is no end.
    pub starts_at: Option<Moment>,
    /// By what Alertmanager names it, where it inhibits another.
    pub fingerprint: String,
    /// Whether something keeps it from being told.
    pub suppressed: bool,
    /// The silences that do, by id.
    pub silenced_by: Vec<String>,
    /// The alerts that do, by fingerprint.
    pub inhibited_by: Vec<String>,
    /// The time intervals that do, by name; `None` when this version does not say.
    pub muted_by: Option<Vec<String>>,
}

/// One condition of a silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matcher {
    /// The label.
    pub name: String,
    /// The value or expression.
    pub value: String,
    /// Whether it is a regular expression.
    pub is_regex: bool,
    /// Whether it must match; else it must not.
    pub is_equal: bool,
}

/// One silence.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    /// Its id.
    pub id: String,
    /// Whether it holds now, by its own word: `active`, `pending`, `expired`.
    pub state: String,
    /// What it is about.
    pub matchers: Vec<Matcher>,
    /// Who made it.
    pub created_by: String,
    /// Why.
    pub comment: String,
    /// From when on.
    pub starts_at: Option<Moment>,
    /// Until when.
    pub ends_at: Option<Moment>,
}

impl Matcher {
    /// `job=~"teei-.*"`.
    pub fn words(&self) -> String {
        let sign = match (self.is_equal, self.is_regex) {
            (true, false) => "=",
            (false, false) => "!=",
            (true, true) => "=~",
            (false, true) => "!~",
        };
        format!("{}{sign}{:?}", self.name, self.value)
    }
}

/// Decodes the answer of [`ALERTS`].
///
/// # Errors
/// [`Fault::Damaged`] when it is no list of alerts.
pub fn alerts(body: &[u8]) -> Result<Vec<Held>, Fault> {
    at_once(async |slices: Slices<'_>| alerts_in_slices(body, slices).await)
}

/// The same in slices: there may be thousands.
///
/// # Errors
/// As [`alerts`].
pub async fn alerts_in_slices(body: &[u8], slices: Slices<'_>) -> Result<Vec<Held>, Fault> {
    let pieces = Pieces::bare(body);
    let mut found = Vec::new();
    let take = |value: &Value| found.push(held(value));
    pieces.each(&list(pieces.rest())?, slices, take).await?;
    Ok(found)
}

/// Decodes the answer of [`GROUPS`]: each alert once, with what any of its groups says.
///
/// # Errors
/// As [`alerts`].
pub fn groups(body: &[u8]) -> Result<Vec<Held>, Fault> {
    at_once(async |slices: Slices<'_>| groups_in_slices(body, slices).await)
}

/// The same in slices.
///
/// # Errors
/// As [`alerts`].
pub async fn groups_in_slices(body: &[u8], slices: Slices<'_>) -> Result<Vec<Held>, Fault> {
    let pieces = Pieces::called_alerts(body);
    let (mut found, mut places) = (Vec::<Held>::new(), BTreeMap::new());
    let mut take = |value: &Value| {
        let alert = held(value);
        let place = places.entry(alert.labels.key()).or_insert(found.len());
        match found.get_mut(*place) {
            Some(known) => join(known, alert),
            None => found.push(alert),
        }
    };
    for group in list(pieces.rest())? {
        pieces
            .each(some(&group, "alerts"), slices, &mut take)
            .await?;
    }
    Ok(found)
}

/// One alert in two groups may be muted in one and told in the other: then it is told.
fn join(known: &mut Held, other: Held) {
    known.suppressed &= other.suppressed;
    known.muted_by = match (known.muted_by.take(), other.muted_by) {
        (Some(own), Some(other)) if !own.is_empty() && !other.is_empty() => Some(own),
        (Some(_), Some(_)) => Some(Vec::new()),
        _ => None,
    };
}

/// Decodes the answer of [`SILENCES`], expired ones among them.
///
/// # Errors
/// As [`alerts`].
pub fn silences(body: &[u8]) -> Result<Vec<Silence>, Fault> {
    Ok(list(body)?.iter().map(silence).collect())
}

fn list(body: &[u8]) -> Result<Vec<Value>, Fault> {
    match serde_json::from_slice(body) {
        Ok(Value::Array(list)) => Ok(list),
        Ok(_) => Err(Fault::Damaged {
            words: "the answer is no list".to_owned(),
        }),
        Err(error) => Err(damaged(error)),
    }
}

fn held(value: &Value) -> Held {
    let status = value.get("status").unwrap_or(&Value::Null);
    Held {
        labels: labels(value, "labels"),
        starts_at: moment(value, "startsAt"),
        fingerprint: text(value, "fingerprint").to_owned(),
        suppressed: text(status, "state") == "suppressed",
        silenced_by: texts(status, "silencedBy"),
        inhibited_by: texts(status, "inhibitedBy"),
        muted_by: status
            .get("mutedBy")
            .filter(|muted| muted.is_array())
            .map(|_| texts(status, "mutedBy")),
    }
}

fn silence(value: &Value) -> Silence {
    let flag = |matcher: &Value, key: &str, otherwise: bool| {
        matcher
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(otherwise)
    };
    let matchers = some(value, "matchers").iter().map(|matcher| Matcher {
        name: text(matcher, "name").to_owned(),
        value: text(matcher, "value").to_owned(),
        is_regex: flag(matcher, "isRegex", false),
        is_equal: flag(matcher, "isEqual", true),
    });
    Silence {
        id: text(value, "id").to_owned(),
        state: text(value.get("status").unwrap_or(&Value::Null), "state").to_owned(),
        matchers: matchers.collect(),
        created_by: text(value, "createdBy").to_owned(),
        comment: text(value, "comment").to_owned(),
        starts_at: moment(value, "startsAt"),
        ends_at: moment(value, "endsAt"),
    }
}
