//! The worksheet of a page of the handbook: kept in the browser, so that a reload or a crash loses nothing. Where a runbook is
//! worked through for an incident, the ticks are the incident's. Knows no steps.

use super::{
    browser,
    incidents::Incidents,
    portal::Portal,
    reactive::{Memo, RwSignal},
};
use crate::{
    domain::{command::Step, worksheet::Worksheet},
    handbook::page::Page,
    incident::{event::Kind, id::Id},
};
use leptos::prelude::*;

/// A worksheet that is kept as it changes.
#[derive(Clone, Copy)]
pub struct Kept {
    /// What it says.
    pub sheet: Signal<Worksheet>,
    own: RwSignal<Worksheet>,
    key: StoredValue<String>,
    incident: Option<Work>,
}

/// The incident that a runbook is worked through for.
#[derive(Clone, Copy)]
struct Work {
    id: Id,
    incidents: Incidents,
    runbook: StoredValue<String>,
    /// Each step's id, and the words by which the incident names it.
    steps: StoredValue<Vec<(String, String)>>,
}

impl Kept {
    /// The worksheet of a page, as it was left.
    pub fn of_page(id: &str) -> Self {
        let (own, key) = left(format!("portal.worksheet.{id}"));
        Self {
            sheet: Signal::derive(move || own.get()),
            own,
            key,
            incident: None,
        }
    }

    /// The worksheet of an incident for one runbook: values are the incident's own, ticks are its events.
    pub fn of_incident(id: Id, page: &Page) -> Self {
        let (own, key) = left(format!("portal.worksheet.{}", id.short()));
        let work = Work {
            id,
            incidents: Incidents::use_here(),
            runbook: StoredValue::new(page.id.clone()),
            steps: StoredValue::new(names(page)),
        };
        let sheet = Memo::new(move |_| Worksheet {
            blanks: own.get().blanks,
            ticks: work
                .ticks()
                .into_iter()
                .map(|(step, tick)| (step, tick.at))
                .collect(),
        });
        Self {
            sheet: Signal::derive(move || sheet.get()),
            own,
            key,
            incident: Some(work),
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

    /// Whether its values are of another service than this one, whose they are from here on.
    pub fn moves_to(self, service: &str) -> bool {
        let key = format!("{}.service", self.key.get_value());
        let moves = browser::stored(&key).as_deref() != Some(service);
        if moves {
            browser::store(&key, service);
        }
        moves
    }

    /// Ticks a step, or takes its tick away.
    pub fn toggle(self, step: &str) {
        match self.incident {
            Some(work) => work.toggle(step),
            None => {
                let now = Portal::use_here().clock.read();
                self.change(|sheet| sheet.toggle(step, now));
            }
        }
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
        match self.incident {
            Some(work) => {
                for (_, tick) in untrack(|| work.ticks()) {
                    work.incidents.retract(work.id, tick.event);
                }
            }
            None => self.change(|sheet| sheet.ticks.clear()),
        }
    }

    fn change(self, change: impl FnOnce(&mut Worksheet)) {
        self.own.update(change);
        let text = self.own.with_untracked(Worksheet::to_text);
        self.key.with_value(|key| browser::store(key, &text));
    }
}

impl Work {
    /// The ticked steps by their ids.
    fn ticks(self) -> Vec<(String, crate::incident::state::Tick)> {
        let Some(state) = self.incidents.state(self.id) else {
            return Vec::new();
        };
        let runbook = self.runbook.get_value();
        self.steps.with_value(|steps| {
            let ticked = steps.iter().filter_map(|(step, words)| {
                let tick = state.ticked.get(&(runbook.clone(), words.clone()))?;
                Some((step.clone(), tick.clone()))
            });
            ticked.collect()
        })
    }

    fn toggle(self, step: &str) {
        let ticks = untrack(|| self.ticks());
        let ticked = ticks.into_iter().find(|(id, _)| id == step);
        let words = self.steps.with_value(|steps| {
            let found = steps.iter().find(|(id, _)| id == step);
            found.map(|(_, words)| words.clone())
        });
        match (ticked, words) {
            (Some((_, tick)), _) => self.incidents.retract(self.id, tick.event),
            (None, Some(words)) => self
                .incidents
                .act(self.id, Kind::StepTicked(self.runbook.get_value(), words)),
            (None, None) => {}
        }
    }
}

fn left(key: String) -> (RwSignal<Worksheet>, StoredValue<String>) {
    let sheet = browser::stored(&key).map(|text| Worksheet::parse(&text));
    (
        RwSignal::new(sheet.unwrap_or_default()),
        StoredValue::new(key),
    )
}

/// The words for each step: its title; its id where that is none, or another step has the same.
fn names(page: &Page) -> Vec<(String, String)> {
    let steps: Vec<&Step> = page.steps().collect();
    let name = |step: &&Step| {
        let same = steps.iter().filter(|other| other.title == step.title);
        let words = match step.title.is_empty() || same.count() > 1 {
            true => step.id.clone(),
            false => step.title.clone(),
        };
        (step.id.clone(), words)
    };
    steps.iter().map(name).collect()
}
