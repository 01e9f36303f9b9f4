//! Events in the browser's storage, one entry each under its own name: two tabs never overwrite each other's, and a damaged
//! one spoils no other. Knows no effects.

use super::Incidents;
use crate::domain::order;
use crate::{
    incident::{
        event::Event,
        id::Id,
        record::{Aside, Record},
    },
    ui::browser::window,
};
use leptos::{ev, prelude::*};
use std::collections::BTreeSet;
use web_sys::Storage;

/// What an event's entry is called, before its name.
const EVENT: &str = "portal.event.";

/// What the entry of something damaged is called, before the name it had.
const ASIDE: &str = "portal.aside.";

/// What was found.
pub struct Found {
    /// The events.
    pub record: Record,
    /// Their names.
    pub saved: BTreeSet<Id>,
    /// What is no event.
    pub aside: Vec<Aside>,
    /// Why nothing can be kept.
    pub trouble: Option<String>,
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

fn refused() -> String {
    "This browser keeps nothing for this page: its storage is refused. Incidents last as long as this tab. Copy the incident's \
     link, or export it, before you close it."
        .to_owned()
}

/// Reads what is kept. What is damaged moves aside, where it stays until somebody discards it.
pub fn read() -> Found {
    let mut found = Found {
        record: Record::default(),
        saved: BTreeSet::new(),
        aside: Vec::new(),
        trouble: None,
    };
    let Some(storage) = storage() else {
        found.trouble = Some(refused());
        return found;
    };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?);
    // All names before the first change: it would move the places.
    let keys: Vec<String> = keys.collect();
    for key in keys {
        let Ok(Some(text)) = storage.get_item(&key) else {
            continue;
        };
        if let Some(name) = key.strip_prefix(EVENT) {
            match event(name, &text) {
                Ok(event) => {
                    found.saved.insert(event.id());
                    found.record.add(event);
                }
                Err(message) => {
                    // Kept once more before it goes: what cannot be moved stays where it is.
                    if storage.set_item(&format!("{ASIDE}{name}"), &text).is_ok() {
                        let _ = storage.remove_item(&key);
                    }
                    found.aside.push(Aside { text, message });
                }
            }
        } else if let Some(name) = key.strip_prefix(ASIDE) {
            let message = event(name, &text).err().unwrap_or_default();
            found.aside.push(Aside { text, message });
        }
    }
    found
}

fn event(name: &str, text: &str) -> Result<Event, String> {
    let event = Event::read(text.as_bytes())?;
    match event.id().to_string() == name {
        true => Ok(event),
        false => Err("its name is not the hash of its bytes".to_owned()),
    }
}

/// Throws away what was set aside.
pub fn discard() {
    let Some(storage) = storage() else { return };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?);
    let aside: Vec<String> = keys.filter(|key| key.starts_with(ASIDE)).collect();
    for key in aside {
        // Removing fails for no entry.
        let _ = storage.remove_item(&key);
    }
}

/// Keeps what is not kept yet, and lets go of texts that were redacted since. The trouble that it met, in words.
pub fn write(record: &Record, saved: &mut BTreeSet<Id>) -> Option<String> {
    let Some(storage) = storage() else {
        return Some(refused());
    };
    let kept = record.kept();
    let names: BTreeSet<Id> = order::tree(kept.iter().map(|event| event.id()));
    saved.retain(|id| {
        let stays = names.contains(id);
        if !stays {
            let _ = storage.remove_item(&format!("{EVENT}{id}"));
        }
        stays
    });
    let mut lost = 0;
    for event in kept {
        let id = event.id();
        if saved.contains(&id) {
            continue;
        }
        match storage.set_item(&format!("{EVENT}{id}"), event.text()) {
            Ok(()) => drop(saved.insert(id)),
            Err(_) => lost += 1,
        }
    }
    (lost > 0).then(|| {
        format!(
            "This browser's storage is full or refused: {lost} events are in this tab alone. Copy the incident's link, or export \
             it, before you close the tab."
        )
    })
}

/// Takes what other tabs of this browser write.
pub fn follow(incidents: Incidents) {
    let listener = window_event_listener(ev::storage, move |change: web_sys::StorageEvent| {
        let key = change.key();
        let Some(name) = key.as_deref().and_then(|key| key.strip_prefix(EVENT)) else {
            return;
        };
        match change.new_value().map(|text| event(name, &text)) {
            Some(Ok(event)) => {
                incidents
                    .saved
                    .update_value(|saved| saved.extend([event.id()]));
                incidents.record.update(|record| {
                    record.add(event);
                });
            }
            // Somebody wrote it who is no portal: the next start sets it aside.
            Some(Err(_)) => {}
            None => incidents.saved.update_value(|saved| {
                saved.retain(|id| id.to_string() != name);
            }),
        }
    });
    on_cleanup(move || listener.remove());
}

impl Incidents {
    /// Throws away what was set aside.
    pub fn discard_aside(self) {
        discard();
        self.aside.set(Vec::new());
    }
}
