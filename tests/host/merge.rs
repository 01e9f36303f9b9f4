//! Events are never lost: merging is the union whatever the order, and bytes from anywhere are kept or set aside.

use crate::incident::{Case, policy};
use proptest::prelude::*;
use sre_portal::{
    domain::{severity::Severity, time::Moment},
    incident::{
        clocks::{Zones, clocks},
        event::{Event, Kind},
        id::Id,
        ladder,
        record::Record,
        state::State,
    },
};

/// What a random event is made of: its kind, its time, what it refers to, its author, its incident.
type Seed = (u8, u32, prop::sample::Index, u8, bool, String);

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let seed = (
        0..28_u8,
        0..7_200_u32,
        any::<prop::sample::Index>(),
        0..3_u8,
        any::<bool>(),
        ".{0,12}",
    );
    prop::collection::vec(seed, 0..40)
}

/// Two incidents and the events of the seeds; later ones may refer to earlier ones, of the other incident too.
fn build(seeds: &[Seed]) -> (Vec<Event>, [Id; 2]) {
    let cases = [
        Case::new(Severity::Sev2, Moment(1_795_000_000_000)),
        Case::new(Severity::Sev4, Moment(1_795_000_100_000)),
    ];
    let ids = [cases[0].id, cases[1].id];
    let mut events: Vec<Event> = Vec::new();
    for case in &cases {
        events.extend(case.record.events().into_iter().cloned());
    }
    for (kind, second, target, author, first, text) in seeds {
        let target = target.get(&events).id();
        let text = text.clone();
        let severity = Severity::ALL[usize::from(*kind) % 4];
        let kind = match kind {
            0 => Kind::Acknowledged,
            1 => Kind::Responded,
            2 | 3 => Kind::Resolved,
            4 => Kind::Reopened,
            5..9 => Kind::SeverityChanged(severity, Box::new(policy(severity))),
            9 => Kind::StartChanged(Moment(1_794_999_000_000 + i64::from(*second))),
            10 => Kind::LevelNotified(2),
            11 => Kind::TriggerNamed("data loss".to_owned()),
            12 => Kind::StepTicked("RB-003".to_owned(), text),
            13 => Kind::DutyTicked(3, text),
            14 => Kind::Note(text),
            15 => Kind::PostMortemScheduled(Moment(1_795_000_000_000)),
            16 => Kind::PostMortemDone,
            17 | 18 => Kind::Retracted(target),
            19 => Kind::Edited(target, text),
            20 => Kind::Redacted(target),
            21 => Kind::DuplicateOf(target),
            22 => Kind::Owner(text),
            23 => Kind::Ticket(text),
            24 => Kind::Services(vec![text]),
            25 => Kind::CustomerFacing(*first),
            26 => Kind::ActionItem(text, String::new()),
            _ => Kind::ActionDone(target),
        };
        let time = Moment(1_795_000_000_000 + i64::from(*second) * 1000);
        let author = ["Berg", "Lind", "Moe"][usize::from(*author)];
        let offset = (*second > 100).then_some(i64::from(*second) - 3_600);
        events.push(Event::new(
            Some(ids[usize::from(*first)]),
            time,
            offset,
            author,
            kind,
        ));
    }
    (events, ids)
}

fn record<'a>(events: impl IntoIterator<Item = &'a Event>) -> Record {
    let mut record = Record::default();
    for event in events {
        record.add(event.clone());
    }
    record
}

fn merged(left: &Record, right: &Record) -> Record {
    let mut record = left.clone();
    record.merge(right);
    record
}

proptest! {
    #[test]
    fn merging_is_the_union(seeds in seeds(), splits in prop::collection::vec(0..8_u8, 42)) {
        let (events, _) = build(&seeds);
        // Each event goes to one or more of three portals.
        let part = |bit: u8| {
            let mine = events.iter().zip(splits.iter().cycle()).filter(move |(_, split)| *split & bit != 0);
            record(mine.map(|(event, _)| event))
        };
        let (a, b, c) = (part(1), part(2), part(4));
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&merged(&a, &b), &b), merged(&a, &b));
        let all = merged(&merged(&a, &b), &c);
        for (event, split) in events.iter().zip(splits.iter().cycle()) {
            if split & 7 != 0 {
                prop_assert_eq!(all.get(event.id()), Some(event));
            }
        }
        // What it would add is exactly what it adds.
        let news = a.news(&b).len();
        prop_assert_eq!(a.events().len() + news, merged(&a, &b).events().len());
    }

    #[test]
    fn the_fold_does_not_know_the_order_of_arrival(seeds in seeds(), keys in prop::collection::vec(any::<u32>(), 42)) {
        let (events, ids) = build(&seeds);
        let mut shuffled: Vec<(u32, &Event)> = keys.iter().copied().cycle().zip(&events).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let (straight, other) = (record(&events), record(shuffled.into_iter().map(|(_, event)| event)));
        for id in ids {
            let state = State::of(&straight, id).expect("is declared");
            prop_assert_eq!(State::of(&other, id), Some(state.clone()));
            // Whatever happened, the clocks and the ladder have an answer.
            for timer in clocks(&state, &Zones::default()) {
                for second in [0, 600, 7_200, i64::MAX / 4_000] {
                    timer.standing(Moment(1_795_000_000_000).plus(second * 1000)).words();
                }
            }
            ladder::next(&state);
        }
    }

    #[test]
    fn what_is_written_is_read(seeds in seeds()) {
        let (events, ids) = build(&seeds);
        for event in &events {
            let read = Event::read(event.text().as_bytes()).expect("was written by us");
            prop_assert_eq!(&read, event);
            prop_assert_eq!((&read.kind, read.time, read.offset), (&event.kind, event.time, event.offset));
            prop_assert_eq!((read.incident, read.id(), &read.author), (event.incident, event.id(), &event.author));
        }
        let whole = record(&events);
        let (read, aside) = Record::read(&whole.write());
        prop_assert_eq!(aside, []);
        prop_assert_eq!(read.write(), whole.write());
        for id in ids {
            prop_assert_eq!(State::of(&read, id), State::of(&whole, id));
        }
    }

    #[test]
    fn bytes_from_anywhere_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        let _ = Event::read(&bytes);
        let _ = Event::read(text.as_bytes());
        let (record, aside) = Record::read(&text);
        prop_assert!(record.events().is_empty() || aside.is_empty());
    }

    #[test]
    fn damaged_events_never_panic_and_are_told(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let case = Case::new(Severity::Sev1, Moment(1_795_000_000_000));
        let mut bytes = case.record.events()[0].text().as_bytes().to_vec();
        let index = at.index(bytes.len());
        bytes[index] = byte;
        if let Ok(event) = Event::read(&bytes) {
            // Whatever it says now, it is another event.
            prop_assert_eq!(event.id() == case.id, event.text() == case.record.events()[0].text());
            let state = State::of(&record([&event]), event.id());
            for timer in state.iter().flat_map(|state| clocks(state, &Zones::default())) {
                timer.standing(Moment(i64::MAX / 2));
            }
        }
    }
}

#[test]
fn the_bytes_of_an_event_are_always_the_same() {
    let event = Event::new(
        Some(Id::of(b"x")),
        Moment(1_795_000_000_000),
        Some(-90_000),
        "M. Berg",
        Kind::Note("a \"quoted\"\nline".to_owned()),
    );
    let id = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    assert_eq!(
        event.text(),
        format!(
            r#"{{"at":1795000000000,"by":"M. Berg","incident":"{id}","kind":"note","offset":-90000,"text":"a \"quoted\"\nline"}}"#
        )
    );
    assert_eq!(event.id().to_string().len(), 64);
    assert_eq!(Id::parse(&event.id().to_string()), Some(event.id()));
    for text in [
        "",
        "2d71",
        &id.to_uppercase(),
        &format!("{id}0"),
        &id.replace('2', "g"),
    ] {
        assert_eq!(Id::parse(text), None, "{text}");
    }
}

#[test]
fn unknown_kinds_and_keys_are_kept_as_they_are() {
    let incident = Id::of(b"x");
    let text =
        format!(r#"{{"kind":"paged","at":5,"by":"x","incident":"{incident}","who":["y", 1.50]}}"#);
    let event = Event::read(text.as_bytes()).expect("an unknown kind is no mistake");
    assert_eq!(event.kind, Kind::Unknown("paged".to_owned()));
    let (read, aside) = Record::read(&record([&event]).write());
    assert_eq!(aside, []);
    assert_eq!(read.get(event.id()).map(Event::text), Some(text.as_str()));
}

#[test]
fn what_is_no_event_is_set_aside_and_spoils_no_other() {
    let case = Case::new(Severity::Sev1, Moment(1_795_000_000_000));
    let good = case.record.events()[0].text().to_owned();
    for (bad, message) in [
        ("7", "no object"),
        ("{}", "'kind' is missing"),
        (
            r#"{"kind":"acknowledged","at":5,"by":"x"}"#,
            "'incident' is missing",
        ),
        (
            r#"{"kind":"paged","at":"5","by":"x"}"#,
            "'at' is no whole number",
        ),
        (
            r#"{"kind":"paged","at":9223372036854775807,"by":"x"}"#,
            "years 1 to 9999",
        ),
        (r#"{"kind":"paged","at":5,"by":7}"#, "'by' is no text"),
        (
            r#"{"kind":"paged","at":5,"by":"x","incident":"7"}"#,
            "'incident' is no name",
        ),
    ] {
        let (record, aside) = Record::read(&format!("[{bad},{good}]"));
        assert_eq!(record.events().len(), 1, "{bad}");
        assert_eq!(aside.len(), 1, "{bad}");
        assert_eq!(aside[0].text, bad);
        assert!(
            aside[0].message.contains(message),
            "{bad}: {}",
            aside[0].message
        );
    }
    let (record, aside) = Record::read("not JSON");
    assert!(record.events().is_empty());
    assert_eq!((aside.len(), aside[0].text.as_str()), (1, "not JSON"));
    let long = format!(r#"{{"kind":"paged","at":5,"by":"{}"}}"#, "x".repeat(10_001));
    assert!(Event::read(long.as_bytes()).is_err());
    assert!(Event::read(format!(" {good}").as_bytes()).is_err());
    assert!(Event::read(&vec![b'['; 1_000_000]).is_err());
}

#[test]
fn an_incident_is_found_by_the_start_of_its_name() {
    let (a, b) = (
        Case::new(Severity::Sev1, Moment(5)),
        Case::new(Severity::Sev2, Moment(6)),
    );
    let both = merged(&a.record, &b.record);
    assert_eq!(both.incidents(), [b.id, a.id]);
    assert_eq!(both.find(&a.id.short()), Some(a.id));
    assert_eq!(both.find(&a.id.to_string()), Some(a.id));
    for text in ["", "a", "0123456789ab"] {
        assert_eq!(both.find(text), None, "{text}");
    }
    assert_eq!(both.part(a.id), a.record);
    let check = Event::new(
        None,
        Moment(9),
        None,
        "Berg",
        Kind::HealthChecked(String::new()),
    );
    let mut both = both;
    both.add(check.clone());
    assert_eq!(both.health_checks(), [&check]);
    assert_eq!(both.incidents().len(), 2);
}
