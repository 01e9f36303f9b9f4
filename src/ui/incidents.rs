//! What the page knows of incidents: the record, what follows from it, who writes, and where it is kept and shared. Shows
//! nothing.

mod keep;
mod sound;
mod store;
mod tell;

pub use sound::{HeldSound, Sounds};
pub use store::Store;
pub use tell::Told;

use super::{
    browser,
    clock::Clock,
    portal::Portal,
    reactive::{Memo, RwSignal, effect},
};
use crate::{
    domain::{
        order,
        time::{Moment, Zone},
    },
    incident::{
        clocks::Zones,
        event::{Event, Kind},
        fold::UNDO,
        id::Id,
        policy::Policy,
        record::{Aside, Record},
        state::{State, Step},
    },
    place::{self, zone_named},
    watch::all_clear::OpenIncident,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, sync::Arc};

/// Where the author's name is kept.
const AUTHOR: &str = "portal.author";

/// Where it is kept how far this device's clock was off when that was last known.
const OFFSET: &str = "portal.offset";

/// What a link or a file brought: shown, and merged when the user agrees.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Events, and how many things beside them were none.
    Events(Record, usize),
    /// Why it holds none.
    Refused(String),
}

/// Something done before the author's name is known.
#[derive(Clone, Debug)]
struct Waiting {
    incident: Option<Id>,
    kind: Kind,
    at: Moment,
}

/// The incidents, shared by all pages; a handful of handles.
#[derive(Clone, Copy)]
pub struct Incidents {
    /// All events.
    pub record: RwSignal<Record>,
    /// What they say, the latest declared first.
    pub states: Memo<Arc<Vec<State>>>,
    /// The zones that they name.
    pub zones: RwSignal<Zones>,
    /// Who writes; empty until it was asked.
    pub author: RwSignal<String>,
    /// Why events are not kept in this browser, in words.
    pub trouble: RwSignal<Option<String>>,
    /// What was found among the kept events and is none.
    pub aside: RwSignal<Vec<Aside>>,
    /// What a link or a file brought.
    pub offer: RwSignal<Option<Offer>>,
    /// What other portals share.
    pub store: Store,
    /// What was told last.
    pub told: Told,
    /// Those that are open, as far as an all-clear asks for them.
    pub open_now: Memo<Vec<OpenIncident>>,
    /// Whether the incident that is about this alert of this service was acknowledged.
    pub is_acknowledged: Callback<(String, Option<String>), bool>,
    saved: StoredValue<BTreeSet<Id>>,
    mine: RwSignal<Vec<Id>>,
    waiting: RwSignal<Vec<Waiting>>,
    clock: Clock,
}

impl Incidents {
    /// Reads what is kept, follows other tabs and the store, and lets the page know.
    pub fn start(portal: Portal) -> Self {
        let found = keep::read();
        let record = RwSignal::new(found.record);
        let states = Memo::new(move |_| {
            record.with(|record| {
                let ids = record.incidents().into_iter();
                Arc::new(
                    ids.filter_map(|id| State::of(record, id))
                        .collect::<Vec<_>>(),
                )
            })
        });
        let zones = RwSignal::new(Zones::default());
        let base = portal.config.with_value(|config| config.store.clone());
        let incidents = Self {
            record,
            states,
            zones,
            author: RwSignal::new(browser::stored(AUTHOR).unwrap_or_default()),
            trouble: RwSignal::new(found.trouble),
            aside: RwSignal::new(found.aside),
            offer: RwSignal::new(None),
            store: Store::new(base),
            told: tell::start(portal, states, zones),
            open_now: Memo::new(move |_| states.with(|states| open_now(states))),
            is_acknowledged: Callback::new(move |(alert, service): (String, Option<String>)| {
                let about = |state: &&State| is_about(state, &alert, service.as_deref());
                states.with_untracked(|states| {
                    let found = states.iter().find(about);
                    found.is_some_and(|state| state.acknowledged.is_some())
                })
            }),
            saved: StoredValue::new(found.saved),
            mine: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(Vec::new()),
            clock: portal.clock,
        };
        let own = portal.config.with_value(|config| zone_named(&config.zone));
        follow_zones(states, zones, own);
        effect(move |_| {
            if let Some(skew) = portal.clock.skew.get() {
                browser::store(OFFSET, &skew.to_string());
            }
        });
        keep::follow(incidents);
        store::follow(incidents, portal.clock);
        portal.incidents.set(Some(incidents));
        incidents
    }

    /// The incidents, below [`once_read`].
    pub fn use_here() -> Self {
        expect_context()
    }

    /// One incident.
    pub fn state(self, id: Id) -> Option<State> {
        self.states
            .with(|states| states.iter().find(|state| state.id == id).cloned())
    }

    /// How many are open; duplicates are not counted.
    pub fn open(self) -> usize {
        self.open_now.with(Vec::len)
    }

    /// The open incident that is about an alert of a service.
    pub fn about(self, alert: &str, service: Option<&str>) -> Option<State> {
        let about = |state: &&State| is_about(state, alert, service);
        self.states
            .with(|states| states.iter().find(about).cloned())
    }

    /// Writes down that something happened now. Without an author's name it waits until that is known.
    pub fn act(self, incident: Id, kind: Kind) {
        self.act_in(Some(incident), kind);
    }

    /// The same for what declares an incident or belongs to none; returns its name once it is written.
    pub fn act_in(self, incident: Option<Id>, kind: Kind) -> Option<Id> {
        let at = self.clock.read();
        if self.author.with_untracked(String::is_empty) {
            // Who presses twice before the name is known means it once.
            let same = |one: &Waiting| one.incident == incident && one.kind == kind;
            if !self
                .waiting
                .with_untracked(|waiting| waiting.iter().any(same))
            {
                let one = Waiting { incident, kind, at };
                self.waiting.update(|waiting| waiting.push(one));
            }
            return None;
        }
        Some(self.write(incident, kind, at))
    }

    /// Takes a tick away, or anything else that may be taken back.
    pub fn retract(self, incident: Id, event: Id) {
        self.act(incident, Kind::Retracted(event));
    }

    /// Whether something waits for the author's name.
    pub fn asks_for_name(self) -> bool {
        self.waiting.with(|waiting| !waiting.is_empty())
    }

    /// Takes the author's name, and writes what waited for it; an empty name drops that.
    pub fn name(self, name: &str) {
        let name: String = name.trim().chars().take(80).collect();
        browser::store(AUTHOR, &name);
        let named = !name.is_empty();
        self.author.set(name);
        let waiting = self.waiting.try_update(std::mem::take).unwrap_or_default();
        for one in waiting.into_iter().filter(|_| named) {
            self.write(one.incident, one.kind, one.at);
        }
    }

    /// What was done here so shortly ago that it can be undone: the event, and the milliseconds that are left.
    pub fn undoable(self) -> Option<(Event, i64)> {
        let now = self.clock.now.get();
        self.record.with(|record| {
            let mine = self.mine.get();
            let mut mine = mine.iter().rev().filter_map(|id| record.get(*id));
            let event = mine.find(|event| {
                event.kind.moves_clocks() && !matches!(event.kind, Kind::Declared(_))
            })?;
            let left = UNDO - now.since(event.time);
            let retracts = |other: &&Event| {
                matches!(other.kind, Kind::Retracted(target) if target == event.id())
            };
            let of = record.of(event.subject()?);
            (left > 0 && !of.iter().any(retracts)).then(|| (event.clone(), left))
        })
    }

    /// Adds events from here, another tab, the store, or an agreed offer, and keeps them.
    pub fn take(self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        self.record.update(|record| {
            for event in events {
                record.add(event);
            }
        });
        self.save();
    }

    /// Merges what is offered.
    pub fn agree(self) {
        if let Some(Offer::Events(record, _)) = self.offer.try_update(Option::take).flatten() {
            self.take(record.events().into_iter().cloned().collect());
        }
    }

    /// Keeps what is not kept yet. Once the browser refuses, each new event tries all of them again.
    pub fn save(self) {
        let trouble = self.saved.try_update_value(|saved| {
            self.record
                .with_untracked(|record| keep::write(record, saved))
        });
        self.trouble.set(trouble.flatten());
    }

    fn write(self, incident: Option<Id>, kind: Kind, at: Moment) -> Id {
        let author = self.author.get_untracked();
        // Without an answer of the server's: the device's time, and what was last known of it.
        let known = || browser::stored(OFFSET)?.parse().ok();
        let offset = self.clock.skew.get_untracked().or_else(known);
        let event = Event::new(incident, at, offset, &author, kind);
        let id = event.id();
        self.take(vec![event]);
        self.mine.update(|mine| mine.push(id));
        self.store.hurry();
        id
    }
}

/// A view of what is kept of incidents: there once that was read.
pub fn once_read<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> impl IntoView {
    let portal = Portal::use_here();
    move || {
        portal.incidents.get().map(|incidents| {
            provide_context(incidents);
            // It was built for whom it was read; what changes later, its parts follow themselves.
            untrack(&view)
        })
    }
}

fn open_now(states: &[State]) -> Vec<OpenIncident> {
    let open = states.iter().filter(|state| state.is_open());
    open.map(|state| OpenIncident {
        name: state.title.clone(),
        severity: state.severity,
    })
    .collect()
}

fn is_about(state: &State, alert: &str, service: Option<&str>) -> bool {
    state.is_open() && state.is_about(alert, service)
}

/// Fetches the rules of each zone that an incident names, or would name when it is declared here, once.
fn follow_zones(states: Memo<Arc<Vec<State>>>, zones: RwSignal<Zones>, own: String) {
    let asked = StoredValue::new(BTreeSet::from(["UTC".to_owned()]));
    effect(move |_| {
        let names: BTreeSet<String> = states.with(|states| {
            let names = states
                .iter()
                .flat_map(policies)
                .map(|policy| policy.zone.clone());
            order::tree(names.chain([own.clone()]))
        });
        for name in names {
            if asked.try_update_value(|asked| asked.insert(name.clone())) == Some(true) {
                spawn_local(async move {
                    let found: Option<Zone> = place::zone(&name).await;
                    match found {
                        Some(zone) => drop(zones.try_update(|zones| zones.0.push(zone))),
                        // The next event asks again.
                        None => drop(asked.try_update_value(|asked| asked.remove(&name))),
                    }
                });
            }
        }
    });
}

fn policies(state: &State) -> impl Iterator<Item = &Policy> {
    let changed = state.steps.iter().filter_map(|(_, step)| match step {
        Step::Severity(_, policy) => Some(policy.as_ref()),
        _ => None,
    });
    changed.chain([&state.declared.policy])
}
