//! The keys of `config.json` on business days, quiet hours, and who is on call; knows no incident.

use super::{Config, Reader, problem};
use crate::domain::{
    calendar::{self, Hours},
    night::Night,
    rotation::Duty,
};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// What an entry of the roster must look like.
const ENTRY: &str =
    r#"{"from": "2026-11-23", "to": "2026-11-30", "primary": "A. Name", "secondary": "B. Name"}"#;

impl Reader {
    /// Reads one of the keys; whether it was one.
    pub(super) fn duty(&mut self, key: &str, value: &Value, config: &mut Config) -> bool {
        match key {
            "workingHours" => self.hours(key, value, config),
            "workdays" => self.workdays(key, value, config),
            "holidays" => self.holidays(key, value, config),
            "rotationTime" => match value.as_str().map(calendar::time) {
                Some(Ok(time)) => config.rotation_time = Some(time),
                _ => self.refuse(key, value, "a time of day such as '09:00'"),
            },
            "roster" => self.roster(key, value, config),
            "quietHours" => {
                let hours = match texts(value).as_deref() {
                    Some([from, to]) => Night::parse(from, to),
                    _ => None,
                };
                match hours {
                    Some(hours) => config.quiet_hours = Some(hours),
                    None => self.refuse(key, value, r#"two times of day, ["22:00", "06:00"]"#),
                }
            }
            _ => return false,
        }
        true
    }

    fn hours(&mut self, key: &str, value: &Value, config: &mut Config) {
        let hours = match texts(value).as_deref() {
            Some([open, close]) => Hours::parse(open, close).ok(),
            _ => None,
        };
        match hours {
            Some(hours) => config.calendar.set_hours(hours),
            None => self.refuse(
                key,
                value,
                r#"opening and closing time, ["09:00", "17:00"]"#,
            ),
        }
    }

    fn workdays(&mut self, key: &str, value: &Value, config: &mut Config) {
        let set = texts(value).map(|names| config.calendar.set_workdays(names));
        if !matches!(set, Some(Ok(()))) {
            self.refuse(key, value, r#"weekdays, at least one of ["Mon", … "Sun"]"#);
        }
    }

    fn holidays(&mut self, key: &str, value: &Value, config: &mut Config) {
        let Some(dates) = value.as_array() else {
            return self.refuse(key, value, r#"a list of dates, ["2026-12-25"]"#);
        };
        for (index, date) in dates.iter().enumerate() {
            let added = date.as_str().map(|text| config.calendar.add_holiday(text));
            if !matches!(added, Some(Ok(()))) {
                self.refuse(
                    &format!("{key}[{index}]"),
                    date,
                    "a date such as '2026-12-25'",
                );
            }
        }
    }

    fn roster(&mut self, key: &str, value: &Value, config: &mut Config) {
        let Some(entries) = value.as_array() else {
            return self.refuse(key, value, &format!("a list of entries, [{ENTRY}]"));
        };
        for (index, entry) in entries.iter().enumerate() {
            let path = format!("{key}[{index}]");
            match entry.as_object() {
                Some(fields) => config.roster.extend(self.entry(&path, fields)),
                None => self.refuse(&path, entry, ENTRY),
            }
        }
    }

    fn entry(&mut self, path: &str, fields: &Map<String, Value>) -> Option<Duty> {
        let known = ["from", "to", "primary", "secondary"];
        for key in fields.keys().filter(|key| !known.contains(&key.as_str())) {
            let path = format!("{path}.{key}");
            let expected = "from, to, primary or secondary";
            self.problems
                .push(problem(&path, "no key that the portal knows", expected));
        }
        let mut text = |key: &str, expected: &str| {
            let value = fields.get(key).unwrap_or(&Value::Null);
            let text = value
                .as_str()
                .map(str::trim)
                .filter(|text| !text.is_empty());
            if text.is_none() {
                self.refuse(&format!("{path}.{key}"), value, expected);
            }
            text
        };
        let from = text("from", "a date such as '2026-11-23'");
        let to = text("to", "a date such as '2026-11-30'");
        let primary = text("primary", "a name");
        let secondary = match fields.contains_key("secondary") {
            true => text("secondary", "a name")?,
            false => "",
        };
        let (from, to, primary) = (from?, to?, primary?);
        let (Some(first), Some(last)) = (calendar::date(from), calendar::date(to)) else {
            let (key, found) = match calendar::date(from) {
                None => ("from", from),
                Some(_) => ("to", to),
            };
            let expected = "a date such as '2026-11-23'";
            self.refuse(&format!("{path}.{key}"), &Value::from(found), expected);
            return None;
        };
        self.ordered(path, first, last)?;
        Some(Duty {
            from: first,
            to: last,
            primary: primary.to_owned(),
            secondary: secondary.to_owned(),
        })
    }

    fn ordered(&mut self, path: &str, from: Date, to: Date) -> Option<()> {
        if from < to {
            return Some(());
        }
        let expected = format!("a date after 'from', {from}");
        self.refuse(
            &format!("{path}.to"),
            &Value::from(to.to_string()),
            &expected,
        );
        None
    }
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}
