//! Values, ages and times in words.

use sre_portal::domain::{
    duration,
    time::{Moment, Zone},
    unit::{Unit, three_figures},
};

#[test]
fn values_have_three_figures_and_their_unit() {
    let cases = [
        (Unit::Ratio, 0.0078, "0.78%"),
        (Unit::Ratio, 0.613, "61.3%"),
        (Unit::Ratio, 1.0, "100%"),
        (Unit::Seconds, 1.42, "1.42 s"),
        (Unit::Seconds, 0.417, "417 ms"),
        (Unit::Seconds, 0.000_25, "250 µs"),
        (Unit::Seconds, 0.0, "0 s"),
        (Unit::Bytes, 1536.0, "1.5 KiB"),
        (Unit::Bytes, 5.0 * 1024.0 * 1024.0 * 1024.0, "5 GiB"),
        (Unit::Count, 2840.0, "2\u{202f}840"),
        (Unit::Count, 0.0, "0"),
        (Unit::Count, -12_345.0, "-12\u{202f}345"),
        (Unit::PerSecond("req/s".to_owned()), 426.4, "426 req/s"),
        (Unit::Age, 4.0, "4 s"),
        (Unit::Age, 9.0 * 86_400.0 + 4.0 * 3600.0, "9 d 4 h"),
        (Unit::Count, f64::NAN, "no traffic"),
        (Unit::Ratio, f64::INFINITY, "infinite"),
    ];
    for (unit, value, expected) in cases {
        assert_eq!(unit.write(value).joined(), expected, "{value} as {unit:?}");
    }
}

#[test]
fn figures_never_round_into_a_fourth() {
    for (value, expected) in [
        (9.999, "10"),
        (99.96, "100"),
        (0.9996, "1"),
        (999.6, "1\u{202f}000"),
        (0.0005, "5.00e-4"),
    ] {
        assert_eq!(three_figures(value), expected);
    }
}

#[test]
fn an_unknown_unit_is_no_unit() {
    for word in ["", "/s", "furlongs", "Percent"] {
        assert_eq!(Unit::parse(word), None, "{word}");
    }
}

#[test]
fn ages_are_told_in_their_two_largest_parts() {
    for (seconds, expected) in [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (130, "2 min 10 s"),
        (840, "14 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86_400, "1 d"),
        (-5, "0 s"),
    ] {
        assert_eq!(duration::words(seconds * 1000), expected, "{seconds}");
    }
}

#[test]
fn durations_are_read_and_written() {
    for (text, milliseconds) in [
        ("15s", 15_000),
        ("1h30m", 5_400_000),
        ("7d", 604_800_000),
        ("250ms", 250),
        ("0s", 0),
    ] {
        assert_eq!(duration::parse(text), Some(milliseconds), "{text}");
    }
    for text in [
        "",
        "5",
        "m",
        "5 m",
        "-5m",
        "5m3",
        "99999999999999999999s",
        "9223372036854775807w",
        "5µs",
    ] {
        assert_eq!(duration::parse(text), None, "{text}");
    }
    for (milliseconds, text) in [
        (300_000, "5m"),
        (90_000, "90s"),
        (3_600_000, "1h"),
        (604_800_000, "7d"),
    ] {
        assert_eq!(duration::promql(milliseconds), text);
        assert_eq!(duration::parse(text), Some(milliseconds));
    }
}

#[test]
fn clocks_show_the_zone_that_was_asked_for() {
    let zone = Zone::utc();
    let moment = Moment::from_seconds(1_795_788_130.0);
    assert_eq!(
        (zone.clock(moment).as_str(), zone.day(moment).as_str()),
        ("14:02:10", "Fri 27 Nov")
    );
    assert_eq!(
        zone.clock_near(moment, moment.plus(86_400_000)),
        "27 Nov 14:02"
    );
    assert_eq!(zone.offset_words(moment), "UTC+00:00");
}

#[test]
fn times_out_of_all_calendars_are_words_and_no_panic() {
    let zone = Zone::utc();
    for moment in [
        Moment(i64::MAX),
        Moment(i64::MIN),
        Moment::from_seconds(f64::NAN),
        Moment::from_seconds(1e300),
    ] {
        assert!(!zone.clock(moment).is_empty());
    }
}
