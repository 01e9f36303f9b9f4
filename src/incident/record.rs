//! All events that a portal knows, as one set: merging is the union, whatever the order or the repeats. Knows no effects.

use super::{
    event::{Event, Kind},
    id::Id,
};
use crate::domain::order;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};

/// A set of events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    events: BTreeMap<Id, Event>,
}

impl Record {
    /// Adds an event; whether it was new.
    pub fn add(&mut self, event: Event) -> bool {
        self.events.insert(event.id(), event).is_none()
    }

    /// Adds all events of another record.
    pub fn merge(&mut self, other: &Self) {
        for event in other.events.values() {
            self.events
                .entry(event.id())
                .or_insert_with(|| event.clone());
        }
    }

    /// What `other` would add, in the order of time.
    pub fn news<'a>(&self, other: &'a Self) -> Vec<&'a Event> {
        let new = |event: &&Event| !self.events.contains_key(&event.id());
        in_order(other.events.values().filter(new))
    }

    /// One event.
    pub fn get(&self, id: Id) -> Option<&Event> {
        self.events.get(&id)
    }

    /// All events, in the order of time.
    pub fn events(&self) -> Vec<&Event> {
        in_order(self.events.values())
    }

    /// The events of one incident in the order of (time, id).
    pub fn of(&self, incident: Id) -> Vec<&Event> {
        let of = |event: &&Event| event.subject() == Some(incident);
        in_order(self.events.values().filter(of))
    }

    /// The incidents whose declaration is known, the latest first.
    pub fn incidents(&self) -> Vec<Id> {
        let declared = |event: &&Event| matches!(event.kind, Kind::Declared(_));
        let events = in_order(self.events.values().filter(declared));
        events.into_iter().rev().map(Event::id).collect()
    }

    /// The incident whose name begins like this; `None` when there is none, or more than one.
    pub fn find(&self, start: &str) -> Option<Id> {
        let mut found = self
            .incidents()
            .into_iter()
            .filter(|id| id.to_string().starts_with(start));
        let first = found.next().filter(|_| start.len() >= 8);
        first.filter(|_| found.next().is_none())
    }

    /// Looks at service health, the latest first; they belong to no incident.
    pub fn health_checks(&self) -> Vec<&Event> {
        let checked = |event: &&Event| matches!(event.kind, Kind::HealthChecked(_));
        let mut events = in_order(self.events.values().filter(checked));
        events.reverse();
        events
    }

    /// What may be stored, sent and exported, in the order of time: all but the texts that were redacted.
    pub fn kept(&self) -> Vec<&Event> {
        let redacted = self.redacted();
        let events = self.events.values();
        in_order(events.filter(|event| !is_redacted(event, &redacted)))
    }

    /// The part of the record that one incident is.
    #[must_use]
    pub fn part(&self, incident: Id) -> Self {
        let events = self.of(incident).into_iter();
        Self {
            events: order::tree(events.map(|event| (event.id(), event.clone()))),
        }
    }

    /// The events that redactions name, each with the incident whose redaction it is.
    fn redacted(&self) -> BTreeSet<(Option<Id>, Id)> {
        redactions(self.events.values())
    }

    /// One line of JSON for each kept event, inside of one array.
    pub fn write(&self) -> String {
        let texts: Vec<&str> = self.kept().into_iter().map(Event::text).collect();
        format!("[{}]", texts.join(",\n"))
    }

    /// Reads what [`Self::write`] wrote. What is no event is set aside, with a message; it spoils no other.
    pub fn read(text: &str) -> (Self, Vec<Aside>) {
        let mut record = Self::default();
        let mut aside = Vec::new();
        if let Err(error) = serde_json::from_slice::<Vec<IgnoredAny>>(text.as_bytes()) {
            aside.push(Aside::new(text, &format!("no list of events: {error}")));
            return (record, aside);
        }
        for part in items(text) {
            match Event::read(part.as_bytes()) {
                Ok(event) => drop(record.add(event)),
                Err(error) => aside.push(Aside::new(part, &error)),
            }
        }
        (record, aside)
    }
}

/// The items of what is known to be a list, each as it stands in the text: an event's bytes are what its name is made of.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list.trim_start().strip_prefix('[').unwrap_or_default();
    std::iter::from_fn(move || {
        rest =
            rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == ',');
        let mut values =
            serde_json::Deserializer::from_slice(rest.as_bytes()).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (item, after) = rest.split_at_checked(values.byte_offset())?;
        rest = after;
        Some(item)
    })
}

/// Something that was found among events and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// As it was found, so that it can be kept.
    pub text: String,
    /// What is wrong with it.
    pub message: String,
}

impl Aside {
    fn new(text: &str, message: &str) -> Self {
        Self {
            text: text.to_owned(),
            message: message.to_owned(),
        }
    }
}

pub(super) fn redactions<'a>(
    events: impl Iterator<Item = &'a Event>,
) -> BTreeSet<(Option<Id>, Id)> {
    let target = |event: &Event| match event.kind {
        Kind::Redacted(target) => Some((event.incident, target)),
        _ => None,
    };
    events.filter_map(target).collect()
}

/// Whether an event's text must not be shown or passed on: it was named, or it is another text for one that was.
pub(super) fn is_redacted(event: &Event, redacted: &BTreeSet<(Option<Id>, Id)>) -> bool {
    let named = |id: Id| redacted.contains(&(event.incident, id));
    event.kind.is_text()
        && (named(event.id()) || matches!(event.kind, Kind::Edited(target, _) if named(target)))
}

fn in_order<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<&'a Event> {
    let mut events: Vec<&Event> = events.collect();
    order::by_key(&mut events, |event| (event.time, event.id()));
    events
}
