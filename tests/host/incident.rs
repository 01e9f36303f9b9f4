//! An incident's clocks and ladder: what a change of severity, a reopening and a retraction do, and what they never do.

use crate::zone::{oslo, zone};
use sre_portal::{
    domain::{
        calendar::Calendar,
        severity::Severity,
        sla::Clock,
        time::{Moment, Zone},
    },
    embedded,
    handbook::Handbook,
    incident::{
        clocks::{Stop, Timer, Zones, clocks},
        event::{Declared, Event, Kind},
        id::Id,
        ladder,
        policy::Policy,
        record::Record,
        standing::{PostMortem, Standing},
        state::State,
    },
};
use std::sync::LazyLock;

const MINUTE: i64 = 60_000;

/// What the embedded handbook promises for a severity.
pub fn policy(severity: Severity) -> Policy {
    // Read once: the properties ask for it many thousand times.
    static HANDBOOK: LazyLock<Handbook> = LazyLock::new(embedded::handbook);
    let handbook = &*HANDBOOK;
    let ladder = &handbook.escalation.ladder;
    let calendar = Calendar::default();
    Policy::freeze(severity, &handbook.sla, ladder, "Europe/Oslo", &calendar).expect("has a row")
}

/// An incident that began at `start` and was declared a minute later.
pub struct Case {
    pub record: Record,
    pub id: Id,
    pub start: Moment,
}

impl Case {
    pub fn new(severity: Severity, start: Moment) -> Self {
        let declared = Declared {
            title: "Database unavailable".to_owned(),
            severity,
            start,
            services: vec!["postgres".to_owned()],
            source: "Alert".to_owned(),
            alert: Some("DatabaseDown".to_owned()),
            runbook: Some("RB-003".to_owned()),
            area: Some("Database".to_owned()),
            policy: policy(severity),
        };
        let kind = Kind::Declared(Box::new(declared));
        let event = Event::new(None, start.plus(MINUTE), Some(0), "M. Berg", kind);
        let id = event.id();
        let mut record = Record::default();
        record.add(event);
        Self { record, id, start }
    }

    /// Adds what happened `minutes` after the start.
    pub fn at(&mut self, minutes: i64, kind: Kind) -> Id {
        self.seconds(minutes * 60, kind)
    }

    pub fn seconds(&mut self, seconds: i64, kind: Kind) -> Id {
        let time = self.start.plus(seconds * 1000);
        let event = Event::new(Some(self.id), time, Some(0), "M. Berg", kind);
        let id = event.id();
        self.record.add(event);
        id
    }

    pub fn state(&self) -> State {
        State::of(&self.record, self.id).expect("is declared")
    }

    fn timer(&self, clock: Clock) -> Timer {
        let zones = Zones(vec![zone("Europe/Oslo")]);
        let timers = clocks(&self.state(), &zones);
        timers
            .into_iter()
            .find(|timer| timer.clock == clock)
            .expect("all three")
    }

    /// How a clock stands so many minutes after the start.
    fn standing(&self, clock: Clock, minutes: i64) -> Standing {
        self.timer(clock)
            .standing(self.start.plus(minutes * MINUTE))
    }

    fn due(&self, clock: Clock) -> i64 {
        let due = self.timer(clock).due.expect("is known");
        due.since(self.start) / MINUTE
    }
}

fn changed(severity: Severity) -> Kind {
    Kind::SeverityChanged(severity, Box::new(policy(severity)))
}

fn sev(severity: Severity) -> Case {
    Case::new(severity, oslo("2026-11-24 14:02"))
}

#[test]
fn a_clock_is_met_up_to_the_moment_it_is_due() {
    let mut case = sev(Severity::Sev1);
    assert_eq!(
        case.standing(Clock::Acknowledge, 2),
        Standing::OnTime(3 * MINUTE)
    );
    assert_eq!(
        case.standing(Clock::Acknowledge, 4),
        Standing::DueSoon(MINUTE)
    );
    assert_eq!(case.standing(Clock::Acknowledge, 5), Standing::DueSoon(0));
    assert_eq!(
        case.standing(Clock::Acknowledge, 6),
        Standing::Missed(MINUTE)
    );
    case.at(5, Kind::Acknowledged);
    assert_eq!(case.standing(Clock::Acknowledge, 600), Standing::Met(0));
    case.seconds(601, Kind::Responded);
    assert_eq!(case.standing(Clock::Response, 600), Standing::Missed(1000));
    // A second acknowledgement changes nothing.
    case.at(30, Kind::Acknowledged);
    assert_eq!(case.standing(Clock::Acknowledge, 600), Standing::Met(0));
}

#[test]
fn what_follows_from_it_stops_a_clock_too() {
    let mut case = sev(Severity::Sev1);
    case.at(4, Kind::Responded);
    assert_eq!(case.standing(Clock::Acknowledge, 99), Standing::Met(MINUTE));
    let mut case = sev(Severity::Sev1);
    case.at(20, Kind::Resolved);
    assert_eq!(
        case.standing(Clock::Acknowledge, 99),
        Standing::Missed(15 * MINUTE)
    );
    assert_eq!(
        case.standing(Clock::Response, 99),
        Standing::Missed(10 * MINUTE)
    );
    assert_eq!(
        case.standing(Clock::Resolution, 99),
        Standing::Met(40 * MINUTE)
    );
}

#[test]
fn raised_takes_the_earlier_of_the_old_due_and_the_new_term() {
    let mut case = sev(Severity::Sev3);
    case.at(10, changed(Severity::Sev1));
    assert_eq!(
        [
            case.due(Clock::Acknowledge),
            case.due(Clock::Response),
            case.due(Clock::Resolution)
        ],
        [15, 20, 70]
    );
    // Late enough for the old terms to be the earlier ones.
    let mut case = sev(Severity::Sev2);
    case.at(12, changed(Severity::Sev1));
    assert_eq!(
        [
            case.due(Clock::Acknowledge),
            case.due(Clock::Response),
            case.due(Clock::Resolution)
        ],
        [15, 22, 72]
    );
}

#[test]
fn lowered_counts_the_new_term_from_the_start() {
    let mut case = sev(Severity::Sev1);
    case.at(3, changed(Severity::Sev2));
    assert_eq!(
        [
            case.due(Clock::Acknowledge),
            case.due(Clock::Response),
            case.due(Clock::Resolution)
        ],
        [15, 30, 240]
    );
    case.at(5, changed(Severity::Sev4));
    let due = |clock| case.timer(clock).due.expect("is known");
    assert_eq!(due(Clock::Acknowledge), oslo("2026-11-25 17:00"));
    assert_eq!(due(Clock::Resolution), oslo("2026-12-01 17:00"));
}

#[test]
fn what_was_stopped_or_missed_keeps_its_result() {
    let mut case = sev(Severity::Sev1);
    case.at(4, Kind::Acknowledged);
    case.at(11, changed(Severity::Sev3));
    assert_eq!(case.standing(Clock::Acknowledge, 99), Standing::Met(MINUTE));
    // Missed at 10, before the severity was lowered at 11.
    assert_eq!(
        case.standing(Clock::Response, 99),
        Standing::Missed(89 * MINUTE)
    );
    assert_eq!(case.due(Clock::Resolution), 1440);
    // Exactly at its due moment a clock is not missed yet.
    let mut case = sev(Severity::Sev1);
    case.at(5, changed(Severity::Sev2));
    assert_eq!(case.due(Clock::Acknowledge), 15);
    // The same severity again, with another table, moves nothing.
    let mut other = policy(Severity::Sev1);
    other.terms = policy(Severity::Sev3).terms;
    let mut case = sev(Severity::Sev1);
    case.at(2, Kind::SeverityChanged(Severity::Sev1, Box::new(other)));
    assert_eq!(case.due(Clock::Acknowledge), 5);
}

#[test]
fn reopening_moves_no_due_and_every_resolution_keeps_its_result() {
    let mut case = sev(Severity::Sev1);
    case.at(30, Kind::Resolved);
    case.at(40, Kind::Reopened);
    assert_eq!(
        case.standing(Clock::Resolution, 50),
        Standing::DueSoon(10 * MINUTE)
    );
    assert_eq!(
        case.standing(Clock::Resolution, 61),
        Standing::Missed(MINUTE)
    );
    case.at(70, Kind::Resolved);
    assert_eq!(
        case.standing(Clock::Resolution, 99),
        Standing::Missed(10 * MINUTE)
    );
    let lateness: Vec<_> = case
        .timer(Clock::Resolution)
        .stops
        .iter()
        .map(Stop::lateness)
        .collect();
    assert_eq!(lateness, [Some(-30 * MINUTE), Some(10 * MINUTE)]);
    // Reopened again: what was missed stays missed.
    case.at(80, Kind::Reopened);
    assert!(matches!(
        case.standing(Clock::Resolution, 81),
        Standing::Missed(_)
    ));
    // Reopening an open incident has no effect, and is told.
    case.at(82, Kind::Reopened);
    assert_eq!(case.state().refused.len(), 1);
}

#[test]
fn results_can_be_taken_back_for_ten_seconds() {
    for (seconds, taken_back) in [(0, true), (10, true), (11, false), (3600, false)] {
        let mut case = sev(Severity::Sev1);
        let resolved = case.seconds(1200, Kind::Resolved);
        case.seconds(1200 + seconds, Kind::Retracted(resolved));
        assert_eq!(case.state().resolved.is_none(), taken_back, "{seconds}");
        assert_eq!(case.timer(Clock::Resolution).running, taken_back);
        assert_eq!(case.state().refused.is_empty(), taken_back);
    }
    // A tick can be taken back at any time; a declaration and a retraction never.
    let mut case = sev(Severity::Sev1);
    let tick = case.at(5, Kind::DutyTicked(1, "Start incident timer".to_owned()));
    assert_eq!(case.state().duties.len(), 1);
    let back = case.at(500, Kind::Retracted(tick));
    assert_eq!(case.state().duties.len(), 0);
    case.at(501, Kind::Retracted(back));
    case.seconds(61, Kind::Retracted(case.id));
    assert_eq!(case.state().duties.len(), 0);
    assert_eq!(case.state().refused.len(), 2);
}

#[test]
fn a_corrected_start_moves_all_clocks_and_a_future_one_none() {
    let mut case = sev(Severity::Sev1);
    case.at(4, Kind::Acknowledged);
    case.at(6, Kind::StartChanged(case.start.plus(-2 * MINUTE)));
    assert_eq!(
        case.standing(Clock::Acknowledge, 99),
        Standing::Missed(MINUTE)
    );
    assert_eq!(case.due(Clock::Resolution), 58);
    case.at(7, Kind::StartChanged(case.start.plus(8 * MINUTE)));
    assert_eq!(case.due(Clock::Resolution), 58);
    assert_eq!(case.state().refused.len(), 1);
}

#[test]
fn the_rule_is_told_in_words() {
    let mut case = sev(Severity::Sev1);
    let zones = Zones(vec![zone("Europe/Oslo")]);
    let rule = |case: &Case| {
        case.timer(Clock::Acknowledge)
            .rule("fired", &zone("Europe/Oslo"), &zones)
    };
    assert_eq!(rule(&case), "ack due 14:07: fired 14:02 + 5 min, SEV1");
    case.at(1, changed(Severity::Sev4));
    assert_eq!(
        rule(&case),
        "ack due Wed 25 Nov 17:00: fired 14:02, next business day, SEV4; Mon–Fri 09:00–17:00, Europe/Oslo"
    );
    case.at(10, changed(Severity::Sev2));
    assert_eq!(rule(&case), "ack due 14:27: raised 14:12 + 15 min, SEV2");
}

#[test]
fn without_the_zone_elapsed_clocks_run_and_business_days_cannot_be_said() {
    let case = sev(Severity::Sev1);
    let timers = clocks(&case.state(), &Zones::default());
    assert!(timers.iter().all(|timer| timer.due.is_some()));
    let case = sev(Severity::Sev4);
    let timers = clocks(&case.state(), &Zones::default());
    assert!(
        timers
            .iter()
            .all(|timer| timer.standing(case.start) == Standing::CannotSay)
    );
    assert!(
        timers[0]
            .rule("fired", &Zone::utc(), &Zones::default())
            .starts_with("ack cannot be counted")
    );
}

#[test]
fn the_post_mortem_is_due_after_the_latest_resolution() {
    let mut case = sev(Severity::Sev2);
    case.at(5, Kind::PostMortemDone);
    assert_eq!(PostMortem::of(&case.state()), None);
    assert_eq!(case.state().refused.len(), 1);
    case.at(60, Kind::Resolved);
    case.at(70, Kind::PostMortemScheduled(case.start.plus(600 * MINUTE)));
    let clock = PostMortem::of(&case.state()).expect("is resolved");
    assert_eq!(clock.due.since(case.start), (60 + 48 * 60) * MINUTE);
    assert_eq!(
        clock.standing(clock.from),
        Standing::OnTime(48 * 60 * MINUTE)
    );
    assert_eq!(clock.standing(clock.due), Standing::DueSoon(0));
    assert_eq!(clock.standing(clock.due.plus(1)), Standing::Missed(1));
    case.at(100, Kind::PostMortemDone);
    let clock = PostMortem::of(&case.state()).expect("is resolved");
    assert_eq!(
        clock.standing(clock.due.plus(99)),
        Standing::Met(clock.due.since(case.start) - 100 * MINUTE)
    );
    case.at(200, Kind::Reopened);
    assert_eq!(PostMortem::of(&case.state()), None);
    case.at(300, Kind::Resolved);
    let clock = PostMortem::of(&case.state()).expect("is resolved");
    assert_eq!(
        (clock.done, clock.from.since(case.start)),
        (None, 300 * MINUTE)
    );
}

#[test]
fn the_ladder_runs_from_the_start_and_triggers_make_one_level_due() {
    let mut case = sev(Severity::Sev1);
    let due = |case: &Case| -> Vec<Option<i64>> {
        let state = case.state();
        let rungs = ladder::rungs(&state);
        rungs
            .iter()
            .map(|rung| rung.due.map(|due| due.since(case.start) / MINUTE))
            .collect()
    };
    assert_eq!(due(&case), [Some(0), Some(30), Some(60), Some(120)]);
    case.at(2, Kind::Acknowledged);
    case.at(3, Kind::LevelNotified(1));
    assert_eq!(
        ladder::next(&case.state()).map(|rung| rung.level.number),
        Some(2)
    );
    case.at(10, Kind::TriggerNamed("data loss".to_owned()));
    assert_eq!(due(&case), [Some(0), Some(30), Some(60), Some(10)]);
    assert_eq!(
        ladder::next(&case.state()).map(|rung| rung.level.number),
        Some(4)
    );
    case.at(20, changed(Severity::Sev3));
    assert_eq!(due(&case), [Some(0), None, None, Some(10)]);
    case.at(25, Kind::TriggerNamed("customer escalation".to_owned()));
    assert_eq!(due(&case), [Some(0), None, Some(25), Some(10)]);
    // A trigger that the ladder does not have makes nothing due.
    case.at(26, Kind::TriggerNamed("full moon".to_owned()));
    assert_eq!(due(&case), [Some(0), None, Some(25), Some(10)]);
    case.at(40, Kind::Resolved);
    assert_eq!(ladder::next(&case.state()), None);
    case.at(50, Kind::Reopened);
    assert_eq!(
        ladder::next(&case.state()).map(|rung| rung.level.number),
        Some(4)
    );
    case.at(51, Kind::LevelNotified(4));
    case.at(52, Kind::LevelNotified(3));
    assert_eq!(ladder::next(&case.state()), None);
}

#[test]
fn texts_are_edited_and_redacted() {
    let mut case = sev(Severity::Sev2);
    let note = case.at(2, Kind::Note("pasword is hunter2".to_owned()));
    case.at(3, Kind::Edited(note, "password is hunter2".to_owned()));
    case.at(4, Kind::Edited(case.id, "Orders fail".to_owned()));
    let action = case.at(5, Kind::ActionItem("Rotate".to_owned(), "Lind".to_owned()));
    case.at(6, Kind::Edited(action, "Rotate the password".to_owned()));
    case.at(7, Kind::ActionDone(action));
    let state = case.state();
    assert_eq!(state.title, "Orders fail");
    assert_eq!(
        (
            state.actions[0].text.as_str(),
            state.actions[0].done.is_some()
        ),
        ("Rotate the password", true)
    );
    let told = |state: &State, text: &str| {
        state
            .timeline
            .iter()
            .any(|event| event.kind == Kind::Note(text.to_owned()))
    };
    assert!(told(&state, "password is hunter2"));
    case.at(8, Kind::Redacted(note));
    assert!(!told(&case.state(), "password is hunter2"));
    assert!(
        !case.record.write().contains("hunter2"),
        "{}",
        case.record.write()
    );
    // Who never had the text comes to the same state; who still has it drops it.
    let (read, aside) = Record::read(&case.record.write());
    assert!(aside.is_empty());
    assert_eq!(State::of(&read, case.id), Some(case.state()));
    // A clock cannot be redacted away.
    let acknowledged = case.at(9, Kind::Acknowledged);
    case.at(10, Kind::Redacted(acknowledged));
    assert!(case.state().acknowledged.is_some());
    assert!(
        case.record
            .kept()
            .iter()
            .any(|event| event.id() == acknowledged)
    );
}
