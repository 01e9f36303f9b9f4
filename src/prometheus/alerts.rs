//! The answer of `/api/v1/alerts`, decoded. Knows no rules.

use super::{
    decode::Answer,
    envelope::{self, labels, list, moment, number, text},
    fault::Fault,
    pieces::Pieces,
};
use crate::domain::{
    alert::{Alert, AlertState},
    slices::{Slices, at_once},
};
use serde_json::Value;

/// Decodes the answer.
///
/// # Errors
/// [`Fault::Refused`] when it is an error, [`Fault::Damaged`] when it is no answer of this kind.
pub fn alerts(body: &[u8]) -> Result<Answer<Vec<Alert>>, Fault> {
    at_once(async |slices: Slices<'_>| in_slices(body, slices).await)
}

/// The same in slices: there may be thousands.
///
/// # Errors
/// As [`alerts`].
pub async fn in_slices(body: &[u8], slices: Slices<'_>) -> Result<Answer<Vec<Alert>>, Fault> {
    let pieces = Pieces::called_alerts(body);
    let answer = envelope::open(pieces.rest())?;
    let mut alerts = Vec::new();
    let take = |value: &Value| alerts.extend(alert(value));
    let listed = list(&answer.data, "alerts")?;
    pieces.each(listed, slices, take).await?;
    Ok(Answer {
        data: alerts,
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
