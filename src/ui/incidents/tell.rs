//! Tells while time passes: a message on the page, a word in the tab's title, and a sound where it is wanted. What is told
//! stands in `incident::notice`.

use crate::{
    domain::{order, telling::Telling},
    incident::{
        clocks::Zones,
        id::Id,
        notice::{self, Notice},
        state::State,
    },
    ui::{
        portal::Portal,
        reactive::{Memo, RwSignal, effect},
    },
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// A step back by more than this is a corrected clock (milliseconds).
const CORRECTED: i64 = 5_000;

/// What was told last, until somebody puts it away.
#[derive(Clone, Copy)]
pub struct Told(pub RwSignal<Vec<Notice>>);

/// Begins to tell.
pub fn start(portal: Portal, states: Memo<Arc<Vec<State>>>, zones: RwSignal<Zones>) -> Told {
    let (clock, sounds, mark) = (portal.clock, portal.sounds, portal.title_mark);
    let told = RwSignal::new(Vec::new());
    let before = StoredValue::new(clock.read());
    // What was kept when the page was opened is no news.
    let known = StoredValue::new(None::<BTreeSet<Id>>);
    // What was told of an incident is over with it.
    let over = StoredValue::new(BTreeSet::<Id>::new());
    // A hidden tab gets here once a minute: what was passed in between is told then.
    effect(move |_| {
        let now = clock.now.get();
        let earlier = before.get_value();
        // A clock that was ahead and was corrected begins anew; a little back and forth tells nothing twice.
        let corrected = earlier.since(now) > CORRECTED;
        before.set_value(if corrected { now } else { now.max(earlier) });
        let all = states.get();
        let zones = zones.get();
        let word = notice::headline(&all, &zones, now);
        if mark.get_untracked() != word {
            mark.set(word);
        }
        let news = known.with_value(|known| {
            let known = |id| known.as_ref().is_none_or(|known| known.contains(&id));
            notice::notices(&all, known, &zones, earlier, now)
        });
        known.set_value(Some(all.iter().map(|state| state.id).collect()));
        let resolved = all.iter().filter(|state| state.resolved.is_some());
        let resolved: BTreeSet<Id> = order::tree(resolved.map(|state| state.id));
        let stands = |notice: &Notice| {
            let id = &notice.incident;
            !resolved.contains(id) || over.with_value(|over| over.contains(id))
        };
        if told.with_untracked(|told| !told.iter().all(stands)) {
            told.update(|told| told.retain(stands));
        }
        over.set_value(resolved);
        if let Some(first) = news.first() {
            sounds.tell(&first.words, first.telling >= Telling::LastMinute);
            told.set(news);
        }
    });
    Told(told)
}
