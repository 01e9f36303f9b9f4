//! The shared folder: what is fetched, what is sent, and that no listing and no file can do harm.

use crate::incident::Case;
use sre_portal::{
    domain::{severity::Severity, time::Moment},
    incident::{
        event::{Event, Kind},
        record::Record,
        shelf::{self, Entry, Shelf, listing},
    },
};

const NOW: Moment = Moment(1_795_000_000_000);

fn case() -> Case {
    let mut case = Case::new(Severity::Sev1, NOW);
    case.at(2, Kind::Acknowledged);
    case.at(3, Kind::Note("seen".to_owned()));
    case
}

fn entry(name: &str, changed: &str) -> Entry {
    Entry {
        name: name.to_owned(),
        changed: changed.to_owned(),
    }
}

/// What a server with these events would list.
fn served(record: &Record) -> Vec<Entry> {
    let ids = record
        .events()
        .into_iter()
        .map(|event| event.id().to_string());
    ids.map(|id| entry(&id, "")).collect()
}

#[test]
fn an_empty_folder_gets_everything_and_a_full_one_nothing() {
    let case = case();
    let mut shelf = Shelf::default();
    let unsent = shelf.unsent(&case.record);
    assert_eq!(unsent.len(), 3);
    for (path, text) in &unsent {
        let event = shelf::read(path, text.as_bytes()).expect("is what was sent");
        assert!(case.record.get(event.id()).is_some());
        shelf.sent(path);
    }
    assert!(shelf.unsent(&case.record).is_empty());
    assert!(shelf.missing(&case.record).is_empty());
    assert_eq!(shelf.missing(&Record::default()).len(), 3);
}

#[test]
fn a_folder_is_listed_again_until_its_second_is_over() {
    let case = case();
    let folder = entry(&case.id.to_string(), "Mon, 23 Nov 2026 10:00:00 GMT");
    let mut shelf = Shelf::default();
    let listed = [folder.clone()];
    assert_eq!(shelf.stale(&listed), listed);
    shelf.take(&folder, &[], NOW);
    assert_eq!(
        shelf.stale(&listed),
        listed,
        "another file may come within the second"
    );
    shelf.take(&folder, &served(&case.record), NOW.plus(4_000));
    assert_eq!(shelf.stale(&listed), []);
    assert_eq!(shelf.missing(&Record::default()).len(), 3);
    let changed = [entry(&case.id.to_string(), "Mon, 23 Nov 2026 10:00:09 GMT")];
    assert_eq!(shelf.stale(&changed), changed);
    // A folder that was emptied gets everything again.
    shelf.take(&changed[0], &[], NOW.plus(9_000));
    assert_eq!(shelf.unsent(&case.record).len(), 3);
}

#[test]
fn redacted_texts_are_not_sent_by_others() {
    let mut case = case();
    let note = case.at(5, Kind::Note("a password".to_owned()));
    case.at(6, Kind::Redacted(note));
    let unsent = Shelf::default().unsent(&case.record);
    assert!(unsent.iter().all(|(_, text)| !text.contains("a password")));
    assert_eq!(unsent.len(), 4);
}

#[test]
fn what_belongs_to_no_incident_has_a_folder_too() {
    let event = Event::new(
        None,
        NOW,
        None,
        "M. Berg",
        Kind::HealthChecked(String::new()),
    );
    assert_eq!(shelf::path(&event), format!("common/{}", event.id()));
}

#[test]
fn foreign_names_and_files_are_left_alone() {
    let id = case().id;
    let text = format!(
        r#"[{{"name":"{id}","type":"directory","mtime":"x"}},{{"name":"../etc"}},{{"name":"common"}},{{"name":7}},7,{{"name":"{id}.tmp"}}]"#
    );
    let names: Vec<String> = listing(&text)
        .expect("a list")
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    assert_eq!(names, [id.to_string(), "common".to_owned()]);
    for bad in ["", "{}", "null", "<html>", "[{]"] {
        assert!(listing(bad).is_err(), "{bad}");
    }
    let case = case();
    let event = case.record.get(case.id).expect("is there");
    let path = shelf::path(event);
    let forged = event.text().replace("SEV1", "SEV4");
    for bytes in [forged.as_str(), "", "[]", &event.text()[..40]] {
        assert!(shelf::read(&path, bytes.as_bytes()).is_err());
    }
    assert!(shelf::read(&format!("common/{}", case.id), event.text().as_bytes()).is_err());
    let mut shelf = Shelf::default();
    shelf.take(&entry(&case.id.to_string(), ""), &served(&case.record), NOW);
    shelf.spoilt(&path);
    assert!(!shelf.missing(&Record::default()).contains(&path));
}
