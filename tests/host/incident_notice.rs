//! What is told as time passes: each thing once, the most urgent first, and nothing of what is over.

use crate::{
    incident::Case,
    zone::{oslo, zone},
};
use sre_portal::{
    domain::severity::Severity,
    incident::{
        clocks::Zones,
        event::Kind,
        notice::{headline, notices},
    },
};

fn told(case: &Case, from: i64, until: i64) -> Vec<String> {
    let zones = Zones(vec![zone("Europe/Oslo")]);
    let at = |seconds: i64| case.start.plus(seconds * 1000);
    let all = notices(&[case.state()], |_| true, &zones, at(from), at(until));
    all.into_iter().map(|notice| notice.words).collect()
}

#[test]
fn each_is_told_once_second_by_second() {
    let case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    let all: Vec<String> = (60..7300)
        .flat_map(|second| told(&case, second - 1, second))
        .collect();
    let count = |words: &str| all.iter().filter(|told| told.contains(words)).count();
    assert_eq!(count("Acknowledge is due in"), 2, "{all:?}");
    assert_eq!(count("Acknowledge is due within a minute"), 1);
    assert_eq!(count("Acknowledge is missed"), 1);
    assert_eq!(count("Resolution is missed"), 1);
    assert_eq!(
        count("level 2 is due now: Platform Lead, Phone + Slack."),
        1
    );
    assert_eq!(count("level 2 is due in 7 min: Platform Lead"), 1);
    assert_eq!(count("level 2 is due within a minute"), 1);
    assert_eq!(count("level 1"), 0, "it is due at the start");
    // Three levels, each in its last quarter, in its last minute, and when it is due.
    assert_eq!(count("level"), 9);
}

#[test]
fn a_page_that_slept_tells_the_most_urgent_alone() {
    let case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    let all = told(&case, 60, 3590);
    assert_eq!(all.len(), 5, "{all:?}");
    assert!(all[0].contains("missed") && all[1].contains("missed"));
    let told = |words: &str| all.iter().any(|told| told.contains(words));
    assert!(told("level 2 is due now") && told("level 3 is due within a minute"));
}

#[test]
fn a_level_that_was_told_or_is_halted_is_silent_and_a_trigger_speaks() {
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    case.at(5, Kind::LevelNotified(2));
    case.at(6, Kind::TriggerNamed("data loss".to_owned()));
    let all = told(&case, 359, 361);
    assert!(
        all.iter().any(|told| told.contains("level 4 is due now")),
        "{all:?}"
    );
    assert!(
        told(&case, 600, 1801)
            .iter()
            .all(|told| !told.contains("level 2"))
    );
    case.at(40, Kind::Resolved);
    assert!(
        told(&case, 2500, 3700)
            .iter()
            .all(|told| !told.contains("level"))
    );
}

#[test]
fn stopped_clocks_are_silent_and_the_post_mortem_speaks() {
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    case.at(2, Kind::Acknowledged);
    assert!(
        told(&case, 60, 299)
            .iter()
            .all(|words| !words.contains("Acknowledge"))
    );
    case.at(20, Kind::Resolved);
    assert_eq!(told(&case, 1300, 9000), Vec::<String>::new());
    let day = 86_400;
    assert!(told(&case, day, day + 1200 + 1)[0].contains("The post-mortem is due in"));
    case.at(60, Kind::PostMortemDone);
    assert_eq!(told(&case, day, 9 * day), Vec::<String>::new());
}

#[test]
fn what_arrives_late_is_told_as_it_stands() {
    let zones = Zones(vec![zone("Europe/Oslo")]);
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    let told = |case: &Case, known: bool, seconds: i64| {
        let at = |seconds: i64| case.start.plus(seconds * 1000);
        let all = notices(
            &[case.state()],
            |_| known,
            &zones,
            at(seconds - 1),
            at(seconds),
        );
        all.into_iter()
            .map(|notice| notice.words)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&case, true, 400), [""; 0]);
    let all = told(&case, false, 400);
    assert!(
        all.len() == 2 && all[0].contains("Acknowledge is missed"),
        "{all:?}"
    );
    assert!(all[1].contains("Initial response is due in"), "{all:?}");
    assert_eq!(told(&case, false, 70), [""; 0], "nothing is due yet");
    case.at(3, Kind::Resolved);
    assert_eq!(told(&case, false, 400), [""; 0]);
}

#[test]
fn the_title_says_the_worst() {
    let zones = Zones(vec![zone("Europe/Oslo")]);
    let mut case = Case::new(Severity::Sev1, oslo("2026-11-24 03:04:20"));
    let word = |case: &Case, seconds: i64| {
        headline(&[case.state()], &zones, case.start.plus(seconds * 1000))
    };
    assert_eq!(word(&case, 61), None);
    assert_eq!(word(&case, 230), Some("Due soon"));
    assert_eq!(word(&case, 301), Some("Missed"));
    case.at(6, Kind::Resolved);
    assert_eq!(word(&case, 400), None);
}
