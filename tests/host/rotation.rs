//! Who is on call: handoff, change of duty, the weekend between them, the roster and its gaps.

use crate::zone::{oslo, zone};
use jiff::civil::{Time, Weekday, date};
use sre_portal::{
    domain::rotation::{Duty, Listed, Roster, Weekly, outgoing_stays},
    embedded,
};

fn handoff() -> Weekly {
    embedded::handbook()
        .on_call
        .handoff
        .expect("the handbook has one")
}

#[test]
fn the_handbook_says_when() {
    let on_call = embedded::handbook().on_call;
    assert_eq!(on_call.change, Some(Weekday::Monday));
    assert_eq!(
        on_call.handoff,
        Some(Weekly {
            weekday: Weekday::Friday,
            time: Time::constant(17, 0, 0, 0)
        })
    );
    assert_eq!(on_call.responsibilities.len(), 5);
    assert_eq!(on_call.tools.len(), 5);
}

#[test]
fn the_next_handoff_is_strictly_later() {
    let zone = zone("Europe/Oslo");
    for (now, next, last) in [
        (
            "2026-11-27 16:59:59",
            "2026-11-27 17:00",
            "2026-11-20 17:00",
        ),
        ("2026-11-27 17:00", "2026-12-04 17:00", "2026-11-27 17:00"),
        ("2026-11-28 00:00", "2026-12-04 17:00", "2026-11-27 17:00"),
        // The end of summer time lies between: the local time stays.
        ("2026-10-24 12:00", "2026-10-30 17:00", "2026-10-23 17:00"),
        // A holiday does not move it.
        ("2026-12-25 12:00", "2026-12-25 17:00", "2026-12-18 17:00"),
    ] {
        assert_eq!(handoff().next(oslo(now), &zone), Some(oslo(next)), "{now}");
        assert_eq!(handoff().last(oslo(now), &zone), Some(oslo(last)), "{now}");
    }
}

#[test]
fn over_the_weekend_the_outgoing_engineer_stays() {
    let change = Weekly {
        weekday: Weekday::Monday,
        time: Time::constant(9, 0, 0, 0),
    };
    let zone = zone("Europe/Oslo");
    for (now, stays) in [
        ("2026-11-27 16:59", false),
        ("2026-11-27 17:00", true),
        ("2026-11-29 12:00", true),
        ("2026-11-30 08:59", true),
        ("2026-11-30 09:00", false),
    ] {
        assert_eq!(
            outgoing_stays(handoff(), change, oslo(now), &zone),
            stays,
            "{now}"
        );
    }
}

#[test]
fn a_gap_in_the_roster_is_nobody() {
    let duty = |from: i8, to: i8, name: &str| Duty {
        from: date(2026, 11, from),
        to: date(2026, 11, to),
        primary: name.to_owned(),
        secondary: String::new(),
    };
    let mut roster = Roster {
        duties: vec![
            duty(2, 9, "Berg"),
            duty(16, 23, "Lind"),
            duty(18, 19, "Moe"),
        ],
        change: Time::constant(9, 0, 0, 0),
    };
    let zone = zone("Europe/Oslo");
    let name = |roster: &Roster, now: &str| match roster.at(oslo(now), &zone) {
        Listed::Duty(duty) => duty.primary.clone(),
        Listed::Nobody => "nobody".to_owned(),
        Listed::NoRoster => "no roster".to_owned(),
    };
    for (now, expected) in [
        ("2026-11-02 08:59", "nobody"),
        ("2026-11-02 09:00", "Berg"),
        ("2026-11-09 08:59", "Berg"),
        ("2026-11-09 09:00", "nobody"),
        ("2026-11-17 12:00", "Lind"),
        ("2026-11-18 12:00", "Moe"),
        ("2026-11-19 09:00", "Lind"),
    ] {
        assert_eq!(name(&roster, now), expected, "{now}");
    }
    roster.duties.clear();
    assert_eq!(roster.at(oslo("2026-11-02 09:00"), &zone), Listed::NoRoster);
}
