//! The shared folder of events on a web server: what its listing says, and what is to be fetched and sent. Knows no
//! network.

use super::{event::Event, id::Id, record::Record};
use crate::domain::time::Moment;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The folder of what belongs to no incident.
const COMMON: &str = "common";

/// A folder whose time has whole seconds may still change within the second in which it was listed.
const GRAIN: i64 = 2_000;

/// One line of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, without a slash.
    pub name: String,
    /// When it last changed, in the server's words.
    pub changed: String,
}

/// Reads nginx's `autoindex_format json`. Names that no event and no folder of ours has are left out.
///
/// # Errors
/// What is wrong with the listing, in words.
pub fn listing(text: &str) -> Result<Vec<Entry>, String> {
    let value: Value =
        serde_json::from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
    let list = value.as_array().ok_or("the listing is no list")?;
    let entry = |value: &Value| {
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        let entry = Entry {
            name: text("name")?,
            changed: text("mtime").unwrap_or_default(),
        };
        (entry.name == COMMON || Id::parse(&entry.name).is_some()).then_some(entry)
    };
    Ok(list.iter().filter_map(entry).collect())
}

/// Where an event lies below the store's address: `INCIDENT/EVENT`.
pub fn path(event: &Event) -> String {
    let folder = event
        .subject()
        .map_or_else(|| COMMON.to_owned(), |id| id.to_string());
    format!("{folder}/{}", event.id())
}

/// A folder as it was last listed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    changed: String,
    /// When it was first listed with that change.
    first: Moment,
    /// Whether it was listed once more, after the second of its change was over.
    settled: bool,
}

/// What is known of the shared folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    folders: BTreeMap<String, Seen>,
    there: BTreeSet<String>,
    bad: BTreeSet<String>,
}

impl Shelf {
    /// The folders that have to be listed (again): new ones, changed ones, and those that may have changed a second time
    /// within the second of their change. `listed` is the listing of the store itself.
    pub fn stale(&self, listed: &[Entry]) -> Vec<Entry> {
        let settled = |entry: &Entry| {
            let seen = self.folders.get(&entry.name);
            seen.is_some_and(|seen| seen.settled && seen.changed == entry.changed)
        };
        let stale = listed.iter().filter(|entry| !settled(entry));
        stale.cloned().collect()
    }

    /// Takes the listing of a folder.
    pub fn take(&mut self, folder: &Entry, files: &[Entry], now: Moment) {
        let below = format!("{}/", folder.name);
        self.there.retain(|path| !path.starts_with(&below));
        self.there
            .extend(files.iter().map(|file| format!("{below}{}", file.name)));
        let same = self
            .folders
            .get(&folder.name)
            .filter(|seen| seen.changed == folder.changed);
        let first = same.map_or(now, |seen| seen.first);
        let seen = Seen {
            changed: folder.changed.clone(),
            first,
            settled: now.since(first) >= GRAIN,
        };
        self.folders.insert(folder.name.clone(), seen);
    }

    /// A file was sent, or is known to be there.
    pub fn sent(&mut self, path: &str) {
        self.there.insert(path.to_owned());
    }

    /// A file is no event of its name: it is not asked for again.
    pub fn spoilt(&mut self, path: &str) {
        self.bad.insert(path.to_owned());
    }

    /// The files that the record lacks.
    pub fn missing(&self, record: &Record) -> Vec<String> {
        let lacks = |path: &&String| {
            let id = path.split('/').nth(1).and_then(Id::parse);
            id.is_some_and(|id| record.get(id).is_none()) && !self.bad.contains(*path)
        };
        self.there.iter().filter(lacks).cloned().collect()
    }

    /// The events that the folder lacks, as path and bytes; redacted texts are not among them.
    pub fn unsent(&self, record: &Record) -> Vec<(String, String)> {
        let events = record.kept().into_iter();
        let events = events.map(|event| (path(event), event.text().to_owned()));
        events
            .filter(|(path, _)| !self.there.contains(path))
            .collect()
    }
}

/// Reads a file of the store: an event whose name is that of the file, and that lies in its incident's folder.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(place: &str, bytes: &[u8]) -> Result<Event, String> {
    let event = Event::read(bytes)?;
    match path(&event) == place {
        true => Ok(event),
        false => {
            Err("its name is not the hash of its bytes, or it lies in a wrong folder".to_owned())
        }
    }
}
