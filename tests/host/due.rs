//! When an SLA is due: the worked examples, the edges, and the words. `tests/due` compares ten thousand random cases.

use crate::zone::{at, oslo, utc, zone};
use sre_portal::{
    domain::{
        calendar::{Calendar, Hours},
        severity::Severity,
        sla::{Clock, Length, Soon, Term},
        telling::Telling,
        time::Moment,
    },
    embedded,
};

const MINUTE: i64 = 60_000;

fn due(severity: Severity, clock: Clock, start: Moment, calendar: &Calendar) -> Moment {
    let handbook = embedded::handbook();
    let terms = handbook.sla.terms(severity).expect("the table is whole");
    let zone = zone("Europe/Oslo");
    (terms.of(clock).due(start, calendar, &zone)).expect("there is a business day")
}

fn christmas() -> Calendar {
    let mut calendar = Calendar::default();
    calendar.add_holiday("2026-12-25").expect("a date");
    calendar
}

#[test]
fn minutes_and_hours_are_elapsed_time() {
    // Over the end of daylight saving, 02:30 to 03:30 are two hours apart.
    let start = utc("2026-10-25T00:30:00Z");
    for (severity, minutes) in [
        (Severity::Sev1, [5, 10, 60]),
        (Severity::Sev2, [15, 30, 240]),
        (Severity::Sev3, [60, 120, 1440]),
    ] {
        for (clock, minutes) in Clock::ALL.into_iter().zip(minutes) {
            let due = due(severity, clock, start, &Calendar::default());
            assert_eq!(due.since(start), minutes * MINUTE, "{severity} {clock:?}");
        }
    }
}

#[test]
fn the_worked_examples_of_business_days() {
    for (start, acknowledge, resolution) in [
        (
            "2026-11-27 17:30",
            "2026-11-30T16:00:00Z",
            "2026-12-04T16:00:00Z",
        ),
        // Monday before opening is due the same Monday; at opening, on Tuesday.
        (
            "2026-11-30 03:00",
            "2026-11-30T16:00:00Z",
            "2026-12-07T16:00:00Z",
        ),
        (
            "2026-11-30 08:59",
            "2026-11-30T16:00:00Z",
            "2026-12-07T16:00:00Z",
        ),
        (
            "2026-11-30 09:00",
            "2026-12-01T16:00:00Z",
            "2026-12-07T16:00:00Z",
        ),
        (
            "2026-12-24 12:00",
            "2026-12-28T16:00:00Z",
            "2026-12-31T16:00:00Z",
        ),
        // A Saturday's week ends on Saturday, which is no business day.
        (
            "2026-11-28 12:00",
            "2026-11-30T16:00:00Z",
            "2026-12-07T16:00:00Z",
        ),
        // Into summer time, and into a leap day.
        (
            "2027-03-26 12:00",
            "2027-03-29T15:00:00Z",
            "2027-04-02T15:00:00Z",
        ),
        (
            "2028-02-28 12:00",
            "2028-02-29T16:00:00Z",
            "2028-03-06T16:00:00Z",
        ),
    ] {
        let at = |clock| due(Severity::Sev4, clock, oslo(start), &christmas());
        assert_eq!(at(Clock::Acknowledge), utc(acknowledge), "{start}");
        assert_eq!(at(Clock::Response), utc(acknowledge), "{start}");
        assert_eq!(at(Clock::Resolution), utc(resolution), "{start}");
    }
}

#[test]
fn an_opening_that_daylight_saving_leaves_out_or_repeats() {
    let mut calendar = Calendar::default();
    calendar.set_hours(Hours::parse("02:15", "02:45").expect("hours"));
    (calendar.set_workdays(["Sun"])).expect("a weekday");
    let term = Term::parse("Next business day").expect("a term");
    for (name, start, expected) in [
        // 02:45 does not exist on 2027-03-28 in Oslo; with the offset before it is 01:45Z.
        ("Europe/Oslo", "2027-03-27 12:00", "2027-03-28T01:45:00Z"),
        // It comes twice on 2026-10-25; the first has the offset of summer.
        ("Europe/Oslo", "2026-10-24 12:00", "2026-10-25T00:45:00Z"),
        (
            "America/New_York",
            "2027-03-13 12:00",
            "2027-03-14T07:45:00Z",
        ),
        (
            "America/New_York",
            "2026-10-31 12:00",
            "2026-11-01T07:45:00Z",
        ),
        // Half an hour alone is left out in Lord Howe: 02:00 to 02:30.
        (
            "Australia/Lord_Howe",
            "2026-10-03 12:00",
            "2026-10-03T15:45:00Z",
        ),
        (
            "Australia/Lord_Howe",
            "2027-04-03 12:00",
            "2027-04-03T16:15:00Z",
        ),
    ] {
        let due = term.due(at(name, start), &calendar, &zone(name));
        assert_eq!(due, Some(utc(expected)), "{name} {start}");
    }
}

#[test]
fn a_calendar_without_business_days_has_no_answer() {
    let mut calendar = Calendar::default();
    (calendar.set_workdays(["Fri"])).expect("a weekday");
    let mut friday = jiff::civil::date(2026, 1, 2);
    while friday.year() < 2028 {
        (calendar.add_holiday(&friday.to_string())).expect("a date");
        friday = friday
            .checked_add(jiff::Span::new().weeks(1))
            .expect("a date");
    }
    let zone = zone("Europe/Oslo");
    for term in ["Next business day", "1 week"] {
        let term = Term::parse(term).expect("a term");
        assert_eq!(term.due(oslo("2026-03-01 12:00"), &calendar, &zone), None);
        // The same calendar within reach of 2028.
        assert!(
            term.due(oslo("2027-03-01 12:00"), &calendar, &zone)
                .is_some()
        );
    }
}

#[test]
fn terms_are_read_and_others_refused() {
    for (text, length) in [
        ("5 minutes", Length::Elapsed(5 * MINUTE)),
        ("1 minute", Length::Elapsed(MINUTE)),
        (" 24  Hours ", Length::Elapsed(1440 * MINUTE)),
        ("Next business day", Length::BusinessDays(1)),
        ("1 business day", Length::BusinessDays(1)),
        ("3 business days", Length::BusinessDays(3)),
        ("2 weeks", Length::Weeks(2)),
    ] {
        assert_eq!(
            Term::parse(text).map(|term| term.length()),
            Some(length),
            "{text}"
        );
    }
    for text in [
        "",
        "5",
        "minutes",
        "0 minutes",
        "-5 minutes",
        "+5 minutes",
        "five minutes",
        "5 min",
        "1.5 hours",
        "1 day",
        "next week",
        "5 minutess",
        "99999999999999999999 hours",
        "400 weeks",
        "5 minutes 3 hours",
        "Next business days",
    ] {
        assert_eq!(Term::parse(text), None, "{text}");
    }
}

#[test]
fn the_rule_is_told_in_words() {
    let handbook = embedded::handbook();
    let (zone, calendar) = (zone("Europe/Oslo"), Calendar::default());
    let rule = |severity: Severity| {
        let terms = handbook.sla.terms(severity).expect("the table is whole");
        terms
            .acknowledge
            .rule("fired 14:02", severity, &calendar, &zone)
    };
    assert_eq!(rule(Severity::Sev1), "fired 14:02 + 5 min, SEV1");
    assert_eq!(
        rule(Severity::Sev4),
        "fired 14:02, next business day, SEV4; Mon–Fri 09:00–17:00, Europe/Oslo"
    );
    let mut calendar = Calendar::default();
    (calendar.set_workdays(["Mon", "Tue", "Sat"])).expect("weekdays");
    assert_eq!(calendar.words(), "Mon, Tue, Sat 09:00–17:00");
}

#[test]
fn due_soon_is_the_last_quarter_or_the_last_hours() {
    let (start, due) = (Moment(0), Moment(60 * MINUTE));
    assert_eq!(Soon::LastQuarter.from(start, due), Moment(45 * MINUTE));
    assert_eq!(
        Soon::Last(20 * MINUTE).from(start, due),
        Moment(40 * MINUTE)
    );
    assert_eq!(Soon::Last(90 * MINUTE).from(start, due), start);
    let soon = |severity| {
        embedded::handbook()
            .sla
            .terms(severity)
            .map(|terms| terms.soon)
    };
    assert_eq!(soon(Severity::Sev1), Some(Soon::LastQuarter));
    assert_eq!(soon(Severity::Sev4), Some(Soon::Last(120 * MINUTE)));
    for text in ["last quarter", "last 2 hours", "last 90 minutes"] {
        assert_eq!(
            Soon::parse(text).map(|soon| soon.to_string()).as_deref(),
            Some(text)
        );
    }
    for text in ["quarter", "last", "last week", "last 1 week", "2 hours"] {
        assert_eq!(Soon::parse(text), None, "{text}");
    }
}

#[test]
fn each_telling_comes_once() {
    let (start, due) = (Moment(0), Moment(20 * MINUTE));
    let mut told = Vec::new();
    let mut before = start;
    for second in 1..=21 * 60 {
        let now = Moment(second * 1000);
        told.extend(
            Telling::between(start, due, before, now).map(|telling| (telling, now.0 / 1000)),
        );
        before = now;
    }
    assert_eq!(
        told,
        [
            (Telling::Half, 600),
            (Telling::LastQuarter, 900),
            (Telling::LastMinute, 1140),
            // At 20:00 it is still met.
            (Telling::Missed, 1201)
        ]
    );
    // After a sleep over all of them only the last one matters.
    assert_eq!(
        Telling::between(start, due, start, Moment(MINUTE * 60)),
        Some(Telling::Missed)
    );
    assert_eq!(
        Telling::between(start, due, due.plus(1), Moment(MINUTE * 60)),
        None
    );
}

#[test]
fn hours_weekdays_and_holidays_are_checked() {
    for (open, close) in [
        ("17:00", "09:00"),
        ("09:00", "09:00"),
        ("9:00", "17:00"),
        ("09:00", "24:00"),
        ("09:60", "17:00"),
        ("", ""),
        ("09:00:00", "17:00"),
        ("09.00", "17.00"),
        ("+9:00", "17:00"),
        ("０９:00", "17:00"),
    ] {
        assert!(Hours::parse(open, close).is_err(), "{open} {close}");
    }
    assert!(Hours::parse("00:00", "23:59").is_ok());
    let mut calendar = Calendar::default();
    assert!(calendar.set_workdays([]).is_err());
    assert!(calendar.set_workdays(["Mon", "Moonday"]).is_err());
    for date in [
        "2026-02-29",
        "25.12.2026",
        "2026-12-25T00:00",
        "20261225",
        "",
        "today",
    ] {
        assert!(calendar.add_holiday(date).is_err(), "{date}");
    }
    assert_eq!(calendar, Calendar::default());
}
