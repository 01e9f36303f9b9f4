//! What a link shares, there and back; and ranges as people type them.

use sre_portal::domain::{
    span::Span,
    span_text,
    time::{Moment, Zone},
    view::{FILTERS, REFRESHES, Refresh, View, ZoneChoice},
};

fn round_trip(view: &View) {
    let parameters = view.parameters();
    let back = View::parse(
        parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    assert_eq!(&back, view, "{parameters:?}");
}

#[test]
fn each_parameter_comes_back_from_the_url() {
    round_trip(&View::default());
    assert!(
        View::default().parameters().is_empty(),
        "a plain address stays plain"
    );
    for span in [
        Span::Last(21_600_000),
        Span::Between(Moment(1_700_000_000_000), Moment(1_700_000_060_000)),
    ] {
        round_trip(&View {
            span: Some(span),
            ..View::default()
        });
    }
    for zone in [ZoneChoice::Configured, ZoneChoice::Utc, ZoneChoice::Browser] {
        round_trip(&View {
            zone,
            ..View::default()
        });
    }
    for text in REFRESHES {
        let length = sre_portal::domain::duration::parse(text).expect("is a length");
        round_trip(&View {
            refresh: Refresh::Every(length),
            ..View::default()
        });
    }
    round_trip(&View {
        refresh: Refresh::Paused,
        ..View::default()
    });
    round_trip(&View {
        panel: Some("error-rate".to_owned()),
        compare: Some(86_400_000),
        ..View::default()
    });
    let mut all = View::default();
    for filter in FILTERS {
        all.set_filter(filter, Some("a b&c=d#\"'<é>"));
        round_trip(&all);
    }
    all.set_filter("route", None);
    assert_eq!(
        (all.filter("route"), all.filter("table")),
        (None, Some("a b&c=d#\"'<é>"))
    );
    round_trip(&all);
}

#[test]
fn nonsense_in_the_url_is_left_out() {
    let nonsense = [
        ("zone", "mars"),
        ("refresh", "1ms"),
        ("refresh", "1d"),
        ("compare", "0s"),
        ("panel", ""),
        ("service", ""),
        ("password", "secret"),
        ("", ""),
    ];
    assert_eq!(View::parse(nonsense.into_iter()), View::default());
}

#[test]
fn a_range_that_is_none_is_told_and_the_configured_one_shown() {
    for range in ["x", "0", "-5m", "7..3", "1h30"] {
        let view = View::parse([("range", range)].into_iter());
        assert_eq!((view.span, view.misread.as_deref()), (None, Some(range)));
        assert!(view.parameters().is_empty(), "{range}");
    }
    for range in ["6h", ""] {
        let view = View::parse([("range", range)].into_iter());
        assert_eq!(view.misread, None, "{range}");
    }
}

#[test]
fn ranges_are_read_as_people_type_them() {
    let now = Moment(1_795_788_130_000); // 2026-11-27 14:02:10 UTC
    let zone = Zone::utc();
    let at = |text: &str| {
        let (date, time) = text.split_once(' ').expect("date and time");
        zone.moment_at(date, time).expect("is a moment")
    };
    for (text, expected) in [
        ("6h", Span::Last(21_600_000)),
        ("now-6h", Span::Last(21_600_000)),
        (" now-90m to now ", Span::Last(5_400_000)),
        (
            "now-2h to now-1h",
            Span::Between(now.plus(-7_200_000), now.plus(-3_600_000)),
        ),
        (
            "2026-11-23 08:00 to 2026-11-23 09:30",
            Span::Between(at("2026-11-23 08:00"), at("2026-11-23 09:30")),
        ),
        (
            "2026-11-23 08:00 to 09:30",
            Span::Between(at("2026-11-23 08:00"), at("2026-11-23 09:30")),
        ),
        (
            "2026-11-23T08:00:30 – 2026-11-24",
            Span::Between(at("2026-11-23 08:00:30"), at("2026-11-24 00:00")),
        ),
        (
            "2026-11-27 13:00",
            Span::Between(at("2026-11-27 13:00"), now),
        ),
    ] {
        assert_eq!(span_text::parse(text, now, &zone), Ok(expected), "{text}");
    }
    for text in [
        "",
        "yesterday",
        "now+1h",
        "2026-13-01",
        "2026-11-23 25:00",
        "now to now-1h",
        "09:30 to 10:30",
        "5 to 4",
    ] {
        let refusal = span_text::parse(text, now, &zone).expect_err(text);
        assert!(refusal.contains(text.trim()), "{refusal}");
    }
}

#[test]
fn the_incident_of_a_runbook_is_a_name_or_nothing() {
    round_trip(&View {
        incident: Some("0123456789ab".to_owned()),
        ..View::default()
    });
    for hostile in ["", "0123", "../../x/../", "<b>12345678", &"a".repeat(65)] {
        let view = View::parse([("incident", hostile)].into_iter());
        assert_eq!(view, View::default(), "{hostile}");
    }
}
