//! Numbers of the handbook changed in its text: whatever they stand for moves, and nothing else does.

use crate::zone::utc;
use sre_portal::{
    domain::{
        calendar::Calendar,
        limit::Bound,
        severity::Severity,
        sla::Clock,
        time::{Moment, Zone},
    },
    embedded::DOCUMENTS,
    handbook::{
        Handbook,
        own::{Brought, merge},
    },
};

/// The handbook with one text in the place of another wherever it stands, and all else built in.
fn with(changes: &[(&str, &str)]) -> Handbook {
    let mut brought = Vec::new();
    for document in DOCUMENTS {
        let mut text = document.text.to_owned();
        for (old, new) in changes {
            text = text.replace(old, new);
        }
        if text != document.text {
            let file = document.file.trim_start_matches("runbooks/").to_owned();
            brought.push(Brought { file, text });
        }
    }
    assert!(!brought.is_empty(), "nothing holds {changes:?}");
    let (handbook, problems) = merge(DOCUMENTS, &brought);
    assert!(problems.is_empty(), "{problems:?}");
    handbook
}

fn built_in() -> Handbook {
    merge(DOCUMENTS, &[]).0
}

fn start() -> Moment {
    utc("2026-11-25T12:00:00Z")
}

/// Minutes after the start.
fn minutes(due: Moment) -> i64 {
    due.since(start()) / 60_000
}

fn acknowledge(handbook: &Handbook) -> i64 {
    let terms = handbook.sla.terms(Severity::Sev1).expect("a row");
    let due = terms
        .of(Clock::Acknowledge)
        .due(start(), &Calendar::default(), &Zone::utc());
    minutes(due.expect("a due time"))
}

fn level(handbook: &Handbook, place: usize) -> i64 {
    let level = &handbook.escalation.ladder.levels[place];
    minutes(level.due(Severity::Sev1, start()).expect("a due time"))
}

fn post_mortem(handbook: &Handbook) -> i64 {
    let term = handbook.sla.post_mortem.as_ref().expect("a term");
    let due = term.due(start(), &Calendar::default(), &Zone::utc());
    minutes(due.expect("a due time"))
}

fn pool(handbook: &Handbook) -> Vec<Bound> {
    let database = handbook
        .dashboards
        .iter()
        .find(|one| one.slug == "database");
    let panels = &database.expect("a dashboard").panels;
    let panel = panels.iter().find(|one| one.id == "connection-pool");
    let limits = panel.expect("a panel").limits();
    limits.iter().map(|limit| limit.bound).collect()
}

#[test]
fn a_limit() {
    let changed = with(&[("Connection Pool > 80%", "Connection Pool > 70%")]);
    assert_eq!(pool(&built_in()), [Bound::Above(0.8)]);
    assert_eq!(pool(&changed), [Bound::Above(0.7)]);
    assert_eq!(acknowledge(&changed), acknowledge(&built_in()));
}

#[test]
fn a_minute_of_an_sla() {
    let changed = with(&[
        ("| SEV1 | 5 minutes |", "| SEV1 | 7 minutes |"),
        ("< 5 minutes", "< 7 minutes"),
    ]);
    assert_eq!(acknowledge(&built_in()), 5);
    assert_eq!(acknowledge(&changed), 7);
    assert_eq!(level(&changed, 1), level(&built_in(), 1));
}

#[test]
fn a_level_of_the_ladder() {
    let changed = with(&[("not resolved in 30 minutes", "not resolved in 25 minutes")]);
    assert_eq!(level(&built_in(), 1), 30);
    assert_eq!(level(&changed, 1), 25);
    assert_eq!(level(&changed, 2), level(&built_in(), 2));
}

#[test]
fn the_time_for_a_post_mortem() {
    let changed = with(&[
        ("Complete within 48 hours", "Complete within 50 hours"),
        ("Schedule within 48 hours", "Schedule within 50 hours"),
    ]);
    assert_eq!(post_mortem(&built_in()), 48 * 60);
    assert_eq!(post_mortem(&changed), 50 * 60);
}

#[test]
fn the_handoff() {
    let next = |handbook: &Handbook| {
        let handoff = handbook.on_call.handoff.expect("a handoff");
        handoff.next(start(), &Zone::utc()).expect("a Friday")
    };
    let changed = with(&[("Friday 5pm", "Friday 4pm")]);
    assert_eq!(next(&built_in()), utc("2026-11-27T17:00:00Z"));
    assert_eq!(next(&changed), utc("2026-11-27T16:00:00Z"));
}
