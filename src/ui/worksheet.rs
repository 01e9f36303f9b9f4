//! The worksheet of a page of the handbook: kept in the browser, so that a reload or a crash loses nothing. Knows no steps.

use super::{browser, portal::Portal};
use crate::domain::worksheet::Worksheet;
use leptos::prelude::*;

/// A worksheet that is kept as it changes.
#[derive(Clone, Copy)]
pub struct Kept {
    /// What it says.
    pub sheet: RwSignal<Worksheet>,
    key: StoredValue<String>,
}

impl Kept {
    /// The worksheet of a page, as it was left.
    pub fn of_page(id: &str) -> Self {
        let key = format!("portal.worksheet.{id}");
        let sheet = browser::stored(&key).map(|text| Worksheet::parse(&text));
        Self {
            sheet: RwSignal::new(sheet.unwrap_or_default()),
            key: StoredValue::new(key),
        }
    }

    /// Fills a blank; an empty value opens it again.
    pub fn fill(self, blank: &str, value: &str) {
        self.change(|sheet| {
            match value {
                "" => sheet.blanks.remove(blank),
                value => sheet.blanks.insert(blank.to_owned(), value.to_owned()),
            };
        });
    }

    /// Ticks a step, or takes its tick away.
    pub fn toggle(self, step: &str) {
        let now = Portal::use_here().clock.read();
        self.change(|sheet| sheet.toggle(step, now));
    }

    /// How many of these steps are ticked, and how many there are.
    pub fn done(self, steps: &[String]) -> (usize, usize) {
        let ticked = |sheet: &Worksheet| {
            let ticked = steps.iter().filter(|id| sheet.ticks.contains_key(*id));
            ticked.count()
        };
        (self.sheet.with(ticked), steps.len())
    }

    /// Takes all ticks away.
    pub fn untick_all(self) {
        self.change(|sheet| sheet.ticks.clear());
    }

    fn change(self, change: impl FnOnce(&mut Worksheet)) {
        self.sheet.update(change);
        let text = self.sheet.with_untracked(Worksheet::to_text);
        self.key.with_value(|key| browser::store(key, &text));
    }
}
