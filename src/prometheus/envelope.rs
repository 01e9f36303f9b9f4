//! The envelope of those answers that hold no samples, and the reading of fields that may be absent or of another type.
//! Knows none of the answers.

use super::{
    decode::{self, Answer},
    fault::Fault,
};
use crate::{
    domain::{labels::Labels, time::Moment},
    float,
};
use serde_json::Value;

/// Takes `data` out of an answer.
///
/// # Errors
/// [`Fault::Refused`] when the body is an error, [`Fault::Damaged`] when it is no JSON or has no `data`.
pub fn open(body: &[u8]) -> Result<Answer<Value>, Fault> {
    let damaged = |words: &str| Fault::Damaged {
        words: words.to_owned(),
    };
    let mut envelope: Value =
        serde_json::from_slice(body).map_err(|error| damaged(&error.to_string()))?;
    if text(&envelope, "status") != "success" {
        if !envelope.is_object() {
            return Err(damaged("the answer is no object"));
        }
        return Err(Fault::Refused {
            status: 200,
            kind: text(&envelope, "errorType").to_owned(),
            words: text(&envelope, "error").to_owned(),
        });
    }
    let data = envelope
        .get_mut("data")
        .map(Value::take)
        .filter(Value::is_object)
        .ok_or_else(|| damaged("the answer has no data"))?;
    let mut warnings = texts(&envelope, "warnings");
    warnings.extend(texts(&data, "warnings"));
    if envelope.get("isPartial").and_then(Value::as_bool) == Some(true) {
        warnings.push("the answer is marked as partial".to_owned());
    }
    Ok(Answer {
        data,
        warnings,
        infos: texts(&envelope, "infos"),
    })
}

/// The list at `key`; Go writes an empty one as null.
///
/// # Errors
/// [`Fault::Damaged`] when there is something else, or nothing: that is not the same as none.
pub fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value], Fault> {
    match value.get(key) {
        Some(Value::Array(list)) => Ok(list),
        Some(Value::Null) => Ok(&[]),
        _ => Err(Fault::Damaged {
            words: format!("the answer has no list '{key}'"),
        }),
    }
}

/// The list at `key`; empty when there is none.
pub fn some<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The text at `key`; empty when there is none.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of the list at `key`.
pub fn texts(value: &Value, key: &str) -> Vec<String> {
    let texts = some(value, key).iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Names and texts at `key`.
pub fn labels(value: &Value, key: &str) -> Labels {
    let pairs = value.get(key).and_then(Value::as_object);
    let pairs = pairs.into_iter().flatten().filter_map(|(name, value)| {
        let text = value.as_str()?;
        Some((name.clone(), text.to_owned()))
    });
    Labels::new(pairs.collect())
}

/// The moment at `key`; `None` for Go's 'never', the year 1.
pub fn moment(value: &Value, key: &str) -> Option<Moment> {
    Moment::from_iso(text(value, key)).filter(|moment| moment.0 > 0)
}

/// The length of time at `key`, told in seconds (milliseconds).
pub fn seconds(value: &Value, key: &str) -> Option<i64> {
    let seconds = float::parse(value.get(key)?.as_number()?.as_str())?;
    Some((seconds * 1000.0).round() as i64)
}

/// The number at `key`, told as text.
pub fn number(value: &Value, key: &str) -> Option<f64> {
    decode::parse_number(text(value, key))
}
