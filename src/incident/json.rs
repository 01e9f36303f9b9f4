//! Fields of JSON objects from anywhere, read with limits; knows no event.

use super::id::Id;
use crate::domain::{severity::Severity, time::Moment};
use serde_json::{Map, Value};

/// No text of an event is longer, in characters.
pub const LONGEST_TEXT: usize = 10_000;

/// No list of an event is longer.
const LONGEST_LIST: usize = 1_000;

/// The years 1 to 9999: what every calendar here can show, and far from where sums overflow.
const MOMENTS: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

/// An object from anywhere.
pub struct Object<'a>(pub &'a Map<String, Value>);

impl<'a> Object<'a> {
    /// The object in a value.
    pub fn of(value: &'a Value) -> Result<Self, String> {
        value
            .as_object()
            .map(Self)
            .ok_or_else(|| "no object".to_owned())
    }

    /// Whether there is such a field.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Any field.
    pub fn value(&self, key: &str) -> Result<&'a Value, String> {
        self.0.get(key).ok_or_else(|| format!("'{key}' is missing"))
    }

    /// A text.
    pub fn text(&self, key: &str) -> Result<&'a str, String> {
        text(self.value(key)?)
            .ok_or_else(|| format!("'{key}' is no text of at most {LONGEST_TEXT} characters"))
    }

    /// A text, or nothing where there is none.
    pub fn optional_text(&self, key: &str) -> Result<Option<String>, String> {
        match self.has(key) {
            true => self.text(key).map(|text| Some(text.to_owned())),
            false => Ok(None),
        }
    }

    /// A list of texts; an absent one is empty.
    pub fn texts(&self, key: &str) -> Result<Vec<String>, String> {
        let texts = |value: &'a Value| -> Option<Vec<String>> {
            let list = value.as_array().filter(|list| list.len() <= LONGEST_LIST)?;
            list.iter()
                .map(|value| text(value).map(str::to_owned))
                .collect()
        };
        match self.0.get(key) {
            Some(value) => texts(value).ok_or_else(|| format!("'{key}' is no list of texts")),
            None => Ok(Vec::new()),
        }
    }

    /// A list of anything; an absent one is empty.
    pub fn list(&self, key: &str) -> Result<&'a [Value], String> {
        match self.0.get(key) {
            None => Ok(&[]),
            Some(value) => value
                .as_array()
                .filter(|list| list.len() <= LONGEST_LIST)
                .map(Vec::as_slice)
                .ok_or_else(|| format!("'{key}' is no list")),
        }
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Result<i64, String> {
        let value = self.value(key)?;
        value
            .as_i64()
            .ok_or_else(|| format!("'{key}' is no whole number"))
    }

    /// The number of a step or level.
    pub fn small(&self, key: &str) -> Result<u8, String> {
        let number = u8::try_from(self.integer(key)?);
        number.map_err(|_| format!("'{key}' is no number from 0 to 255"))
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> Result<bool, String> {
        let value = self.value(key)?;
        value
            .as_bool()
            .ok_or_else(|| format!("'{key}' is neither true nor false"))
    }

    /// A moment in milliseconds since the epoch.
    pub fn moment(&self, key: &str) -> Result<Moment, String> {
        let moment = self.integer(key)?;
        let known = MOMENTS.contains(&moment);
        known
            .then_some(Moment(moment))
            .ok_or_else(|| format!("'{key}' is outside of the years 1 to 9999"))
    }

    /// The name of an event.
    pub fn id(&self, key: &str) -> Result<Id, String> {
        Id::parse(self.text(key)?).ok_or_else(|| format!("'{key}' is no name of an event"))
    }

    /// A severity.
    pub fn severity(&self, key: &str) -> Result<Severity, String> {
        Severity::parse(self.text(key)?).ok_or_else(|| format!("'{key}' is no severity"))
    }
}

fn text(value: &Value) -> Option<&str> {
    value
        .as_str()
        .filter(|text| text.chars().take(LONGEST_TEXT + 1).count() <= LONGEST_TEXT)
}
