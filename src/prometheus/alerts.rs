//! The answer of `/api/v1/alerts`, decoded. Knows no rules.

use super::{
    decode::Answer,
    envelope::{self, labels, list, moment, number, text},
    fault::Fault,
    query::Request,
};
use crate::domain::alert::{Alert, AlertState};
use serde_json::Value;

/// Asks for the alerts that are pending or fire.
pub fn request() -> Request {
    Request {
        path: "api/v1/alerts",
        parameters: Vec::new(),
    }
}

/// Decodes the answer.
///
/// # Errors
/// [`Fault::Refused`] when it is an error, [`Fault::Damaged`] when it is no answer of this kind.
pub fn alerts(body: &[u8]) -> Result<Answer<Vec<Alert>>, Fault> {
    let answer = envelope::open(body)?;
    let alerts = list(&answer.data, "alerts")?.iter().filter_map(alert);
    Ok(Answer {
        data: alerts.collect(),
        warnings: answer.warnings,
        infos: answer.infos,
    })
}

/// One alert; `None` when it says of itself that it is not active.
pub fn alert(value: &Value) -> Option<Alert> {
    let state = match text(value, "state") {
        "firing" => AlertState::Firing,
        "pending" => AlertState::Pending,
        "inactive" => return None,
        _ => AlertState::Unknown,
    };
    Some(Alert {
        labels: labels(value, "labels"),
        annotations: labels(value, "annotations"),
        state,
        active_at: moment(value, "activeAt"),
        kept_since: moment(value, "keepFiringSince"),
        value: number(value, "value"),
    })
}
