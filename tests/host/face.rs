//! The faces of clocks: what is large, what stands beside it, and how far the bar has run.

use crate::{
    incident::Case,
    zone::{oslo, zone},
};
use sre_portal::{
    domain::{
        duration::{compact, countdown},
        severity::Severity,
    },
    incident::{
        clocks::{Zones, clocks},
        event::Kind,
        face::Face,
        standing::PostMortem,
    },
};

fn faces(case: &Case, seconds: i64) -> Vec<Face> {
    let zones = Zones(vec![zone("Europe/Oslo")]);
    let now = case.start.plus(seconds * 1000);
    let state = case.state();
    let face = |timer| Face::of(&timer, now, "fired", &zone("Europe/Oslo"), &zones);
    clocks(&state, &zones).into_iter().map(face).collect()
}

#[test]
fn the_faces_of_the_design() {
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    case.seconds(192, Kind::Acknowledged);
    let all = faces(&case, 470);
    let seen: Vec<_> = all
        .iter()
        .map(|face| {
            (
                face.figure.as_str(),
                face.beside.as_str(),
                face.word.as_str(),
                face.slug,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("3m12s", "of 5 minutes", "Met", "met"),
            ("02:10", "left of 10 minutes", "Due soon", "due-soon"),
            ("52:10", "left of 1 hour", "On time", "on-time"),
        ]
    );
    assert_eq!(
        all[0].rule,
        "ack due 03:09: fired 03:04 + 5 min, SEV1. Stopped 03:07:32."
    );
    assert_eq!(
        all[1].rule,
        "response due 03:14: fired 03:04 + 10 min, SEV1."
    );
    let running: Vec<bool> = all.iter().map(|face| face.running).collect();
    assert_eq!(running, [false, true, true]);
    assert!((all[1].share - 470.0 / 600.0).abs() < 1e-9);
    let brief: Vec<String> = all.iter().map(Face::brief).collect();
    assert_eq!(brief, ["met 3m12s", "02:10 left", "52:10 left"]);
    let late = faces(&case, 672);
    assert_eq!(
        (late[1].figure.as_str(), late[1].word.as_str()),
        ("01:12", "Missed by 01:12")
    );
    assert_eq!(
        (late[1].beside.as_str(), late[1].share),
        ("late, of 10 minutes", 1.0)
    );
    assert_eq!(late[1].brief(), "01:12 late");
}

#[test]
fn business_days_show_when_and_not_how_many_hours() {
    let case = Case::new(Severity::Sev4, oslo("2026-11-27 17:30"));
    let all = faces(&case, 3600);
    assert_eq!(
        (all[0].figure.as_str(), all[0].slug),
        ("Mon 30 Nov", "on-time")
    );
    assert_eq!(all[0].beside, "17:00, in 2 d 22 h");
    assert_eq!(all[0].brief(), "due Mon 30 Nov 17:00");
    let zoneless = Zones::default();
    let state = case.state();
    let timer = &clocks(&state, &zoneless)[0];
    let face = Face::of(timer, case.start, "began", &zone("Europe/Oslo"), &zoneless);
    assert_eq!((face.figure.as_str(), face.slug), ("?", "cannot-say"));
    assert_eq!(face.brief(), "cannot say");
    let mut taken = case;
    taken.seconds(60, Kind::Acknowledged);
    assert_eq!(faces(&taken, 3600)[0].brief(), "met");
}

#[test]
fn the_post_mortem_has_a_face_once_it_is_resolved() {
    let mut case = Case::new(Severity::Sev2, oslo("2026-11-24 03:04:20"));
    assert_eq!(PostMortem::of(&case.state()), None);
    case.at(60, Kind::Resolved);
    let clock = PostMortem::of(&case.state()).expect("is resolved");
    let zone = zone("Europe/Oslo");
    let face = Face::of_post_mortem(&clock, case.start.plus(3_600_000 * 25), &zone);
    assert_eq!(
        (face.figure.as_str(), face.word.as_str()),
        ("24:00:00", "On time")
    );
    assert!((face.share - 0.5).abs() < 1e-9);
    assert!(
        face.rule.starts_with("due Thu 26 Nov 04:04"),
        "{}",
        face.rule
    );
}

#[test]
fn figures() {
    for (seconds, left, took) in [
        (0, "00:00", "0s"),
        (59, "00:59", "59s"),
        (192, "03:12", "3m12s"),
        (3599, "59:59", "59m59s"),
        (14_200, "3:56:40", "3h56m"),
        (187_200, "52:00:00", "2d4h"),
    ] {
        assert_eq!(countdown(seconds * 1000), left);
        assert_eq!(compact(seconds * 1000), took);
    }
    assert_eq!(
        (countdown(-5), countdown(999)),
        ("00:00".to_owned(), "00:00".to_owned())
    );
}
