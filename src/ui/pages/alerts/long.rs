//! Very many alarms: rows of one height, of which those in sight are made. Each stands in few words, and as a whole once it is
//! opened. Knows no alarm's details.

use super::{plain::plain, promise::in_a_line, row::row, texts::face};
use crate::{
    domain::{series::Labels, time::Moment},
    ui::{
        browser::{self, SizeWatch},
        incidents::Incidents,
        portal::Portal,
    },
    watch::alarm::Alarm,
};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The height of a row (CSS pixels), on a desk and on a phone; the style sheet holds it to that.
const HEIGHTS: [f64; 2] = [64.0, 170.0];

/// So many rows are made beyond what is seen.
const BEYOND: usize = 2;

/// So long after scrolling rows get their clocks (milliseconds).
const REST: f64 = 300.0;

/// What a row among many shows.
#[derive(Clone, Default, PartialEq)]
struct Shown {
    class: String,
    name: String,
    standing: &'static str,
    html: String,
}

/// The row that is opened: its alarm's place and labels, and how much higher it is than others (CSS pixels).
#[derive(Clone, Default, PartialEq)]
struct Opened {
    at: Option<(usize, Labels)>,
    more: f64,
}

impl Opened {
    /// Where the row at `place` begins.
    fn top(&self, place: usize, height: f64) -> f64 {
        let below = self.at.as_ref().is_some_and(|(own, _)| place > *own);
        place as f64 * height + if below { self.more } else { 0.0 }
    }

    /// The place of the row that is `above` pixels below the beginning.
    fn place(&self, above: f64, height: f64) -> usize {
        let own = self
            .at
            .as_ref()
            .map_or(f64::MAX, |(own, _)| *own as f64 * height);
        let above = if above > own {
            (above - self.more).max(own)
        } else {
            above
        };
        (above.max(0.0) / height) as usize
    }
}

/// A fixed number of rows is there, and each shows in turn the alarms whose place leaves the same remainder: scrolling by
/// one row changes one row.
#[component]
pub fn LongList(alarms: Memo<Vec<Arc<Alarm>>>) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let list: NodeRef<html::Ul> = NodeRef::new();
    let height = match browser::width() {
        Some(width) if width < 900.0 => HEIGHTS[1],
        _ => HEIGHTS[0],
    };
    let total = Memo::new(move |_| alarms.with(Vec::len));
    // The place of the first row that is made, and how many are.
    let first = RwSignal::new(0_usize);
    let slots = RwSignal::new(0_usize);
    let chosen = RwSignal::new(None::<Labels>);
    let more = RwSignal::new(0.0);
    let opened = Memo::new(move |_| {
        let at = chosen.get().and_then(|labels| {
            let place = alarms.with(|alarms| alarms.iter().position(|one| one.labels == labels));
            Some((place?, labels))
        });
        Opened {
            at,
            more: more.get(),
        }
    });
    let look = move || {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let seen = (browser::height().unwrap_or(900.0) / height) as usize + 2 + 2 * BEYOND;
        let above = -list.get_bounding_client_rect().top();
        let top = opened.with_untracked(|opened| opened.place(above, height));
        // Nothing is made beyond the end: it would make the page longer.
        let last = total.get_untracked().saturating_sub(seen);
        let top = top.saturating_sub(BEYOND).min(last);
        if first.get_untracked() != top {
            first.set(top);
        }
        if slots.get_untracked() < seen {
            slots.set(seen);
        }
    };
    let moved = StoredValue::new(0.0);
    let on_scroll = window_event_listener(ev::scroll, move |_| {
        moved.set_value(browser::elapsed());
        look();
    });
    let on_resize = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || {
        on_scroll.remove();
        on_resize.remove();
    });
    Effect::new(move |_| {
        let _ = (total.get(), opened.get());
        if list.get().is_some() {
            look();
        }
    });
    // The second, as long as nobody scrolls: clocks are work.
    let second = Memo::new(move |before: Option<&Moment>| {
        let now = portal.clock.now.get();
        let rests = browser::elapsed() - moved.get_value() > REST;
        before.copied().filter(|_| !rests).unwrap_or(now)
    });
    let slot = move |slot: usize, slots: usize| {
        let place = Memo::new(move |_| place_of(slot, slots, first.get()));
        let shown = Memo::new(move |_| {
            alarms.with(|alarms| {
                let alarm = alarms.get(place.get());
                alarm.map_or_else(Shown::default, |alarm| Shown {
                    class: format!("place alarm alarm-{}", face(alarm).1),
                    name: alarm.name.clone(),
                    standing: alarm.standing.word(),
                    html: plain(portal, incidents, alarm),
                })
            })
        });
        // Whose clocks they are: another alarm has none before the next second.
        let clocks = Memo::new(move |before: Option<&(Option<Labels>, Moment, String)>| {
            let now = second.get();
            alarms.with(|alarms| {
                let alarm = alarms.get(place.get());
                let labels = alarm.map(|alarm| alarm.labels.clone());
                let text = match (alarm, before) {
                    (Some(alarm), Some((_, at, _))) if *at != now => {
                        in_a_line(portal, incidents, alarm, now)
                    }
                    (Some(_), Some((own, _, text))) if *own == labels => text.clone(),
                    (Some(alarm), None) => in_a_line(portal, incidents, alarm, now),
                    _ => String::new(),
                };
                (labels, now, text)
            })
        });
        let is_open = Memo::new(move |_| {
            opened.with(|opened| opened.at.as_ref().is_some_and(|(at, _)| *at == place.get()))
        });
        let top = move || opened.with(|opened| opened.top(place.get(), height));
        view! {
            <li class=move || shown.with(|shown| shown.class.clone()) data-place=move || place.get().to_string()
                data-alert=move || shown.with(|shown| shown.name.clone()) data-standing=move || shown.with(|shown| shown.standing)
                class:covered=is_open style:height=format!("{height}px") style:transform=move || format!("translateY({}px)", top())>
                <div inner_html=move || shown.with(|shown| shown.html.clone())></div>
                <p class="why">{move || clocks.with(|(.., text)| text.clone())}</p>
            </li>
        }
    };
    // A press on 'more' in any row, all of which are text of ours.
    let on_press = move |event: ev::MouseEvent| {
        let button = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let button =
            button.and_then(|element| element.closest(".place .more-button").ok().flatten());
        let row = button.and_then(|button| button.closest(".place").ok().flatten());
        let place = row.and_then(|row| row.get_attribute("data-place")?.parse::<usize>().ok());
        if let Some(place) = place {
            let labels =
                alarms.with_untracked(|alarms| alarms.get(place).map(|alarm| alarm.labels.clone()));
            chosen.set(labels);
        }
    };
    let whole =
        Memo::new(move |_| opened.with(|opened| opened.at.clone().map(|(_, labels)| labels)));
    let whole_row = move || {
        let labels = whole.get()?;
        let alarm = alarms
            .with_untracked(|alarms| alarms.iter().find(|one| one.labels == labels).cloned())?;
        let open = RwSignal::new(true);
        Effect::new(move |_| {
            if !open.get() {
                chosen.set(None);
            }
        });
        let cover: NodeRef<html::Li> = NodeRef::new();
        let watch = StoredValue::new_local(None::<SizeWatch>);
        Effect::new(move |_| {
            if let Some(cover) = cover.get() {
                if let Some(article) = cover.query_selector("article").ok().flatten() {
                    // Who opened it goes on reading here.
                    browser::call(&article, "focus");
                }
                watch.set_value(SizeWatch::new(&cover, move |_, own| {
                    more.set((f64::from(own) - height).max(0.0))
                }));
            }
        });
        let top = move || {
            opened.with(|opened| {
                opened
                    .at
                    .as_ref()
                    .map_or(0.0, |(at, _)| *at as f64 * height)
            })
        };
        Some(
            view! { <li node_ref=cover class="whole" style:transform=move || format!("translateY({}px)", top())>{row(alarms, alarm, open)}</li> },
        )
    };
    let length = move || {
        total.get() as f64 * height
            + opened.with(|opened| opened.at.as_ref().map_or(0.0, |_| opened.more))
    };
    view! {
        <p class="long-note" role="status">{move || format!("{} alerts. Rows out of sight are not drawn.", total.get())}</p>
        <ul node_ref=list class="alarms long" on:click=on_press style:height=move || format!("{}px", length())>
            {move || (0..slots.get()).map(|place| slot(place, slots.get_untracked())).collect_view()}
            {whole_row}
        </ul>
    }
}

/// The place, at or after `first`, that this slot shows.
fn place_of(slot: usize, slots: usize, first: usize) -> usize {
    let slots = slots.max(1);
    first + (slot + slots - first % slots) % slots
}
