//! Very many alarms: rows of one height, of which those in sight are made. Each stands in few words, and as a whole once it is
//! opened. Knows no alarm's details.

use super::{plain::plain, promise::in_a_line, row::row, texts::face};
use crate::{
    domain::{labels::Labels, time::Moment},
    float,
    ui::{
        browser::{self, SizeWatch},
        portal::Portal,
        reactive::{Memo, RwSignal, effect},
    },
    watch::alarm::Alarm,
};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The height of a row (CSS pixels), on a desk and on a phone; the style sheet holds it to that.
const HEIGHTS: [f64; 2] = [64.0, 204.0];

/// So many rows are made beyond what is seen.
const BEYOND: usize = 2;

/// So many rows change in one frame.
const AT_A_TIME: usize = 6;

/// So long after scrolling rows get their clocks (milliseconds).
const REST: f64 = 300.0;

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

/// What a row shows: the place and the alarm there.
type Row = RwSignal<Option<(usize, Arc<Alarm>)>>;

/// A fixed number of rows is there, and each shows in turn the alarms whose place leaves the same remainder: scrolling by
/// one row changes one row. No frame changes more than a few: who scrolls by screens sees them come in the next ones.
#[component]
pub fn LongList(alarms: Memo<Vec<Arc<Alarm>>>) -> impl IntoView {
    let portal = Portal::use_here();
    let list: NodeRef<html::Ul> = NodeRef::new();
    let height = match browser::width() {
        Some(width) if width < 900.0 => HEIGHTS[1],
        _ => HEIGHTS[0],
    };
    let total = Memo::new(move |_| alarms.with(Vec::len));
    let rows = RwSignal::new(Vec::<Row>::new());
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
    let frame = Frame::default();
    let draw = move || {
        let Some(list) = list.get_untracked() else {
            return false;
        };
        let seen = (browser::height().unwrap_or(900.0) / height) as usize + 2 + 2 * BEYOND;
        if rows.with_untracked(Vec::len) < seen {
            rows.update(|rows| rows.resize_with(seen, || RwSignal::new(None)));
        }
        let above = -list.get_bounding_client_rect().top();
        let top = opened.with_untracked(|opened| opened.place(above, height));
        let top = top.saturating_sub(BEYOND);
        let rows = rows.get_untracked();
        let changed: Vec<_> = alarms.with_untracked(|alarms| {
            let places = top..top + rows.len();
            let wanted = places.filter_map(|place| {
                let row = *rows.get(place % rows.len())?;
                // Nothing is made beyond the end: it would make the page longer.
                let alarm = alarms.get(place).map(|alarm| (place, alarm.clone()));
                row.with_untracked(|own| *own != alarm)
                    .then_some((row, alarm))
            });
            wanted.collect()
        });
        let is_more = changed.len() > AT_A_TIME;
        for (row, alarm) in changed.into_iter().take(AT_A_TIME) {
            row.set(alarm);
        }
        is_more
    };
    let look = move || frame.ask(draw);
    let moved = StoredValue::new(0.0);
    let on_scroll = window_event_listener(ev::scroll, move |_| {
        moved.set_value(browser::elapsed());
        look();
    });
    let on_resize = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || {
        on_scroll.remove();
        on_resize.remove();
        frame.cancel();
    });
    effect(move |_| {
        alarms.track();
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
    // A press on 'more' in any row, all of which are text of ours.
    let on_press = move |event: ev::MouseEvent| {
        let pressed = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let button = pressed.closest(".place .more-button").ok()??;
        let row = button.closest(".place").ok()??;
        let place: usize = row.get_attribute("data-place")?.parse().ok()?;
        let alarm = alarms.with_untracked(|alarms| alarms.get(place).cloned())?;
        chosen.set(Some(alarm.labels.clone()));
        Some(())
    };
    let whole =
        Memo::new(move |_| opened.with(|opened| opened.at.clone().map(|(_, labels)| labels)));
    let whole_row = move || {
        let labels = whole.get()?;
        let alarm = alarms.with_untracked(|alarms| {
            let mut all = alarms.iter();
            all.find(|one| one.labels == labels).cloned()
        })?;
        let top = move || {
            let own = |(place, _): &(usize, Labels)| *place as f64 * height;
            opened.with(|opened| opened.at.as_ref().map_or(0.0, own))
        };
        Some(in_whole(alarms, alarm, chosen, top, move |own| {
            more.set((own - height).max(0.0));
        }))
    };
    let length = move || opened.with(|opened| opened.top(total.get(), height));
    view! {
        <p class="long-note" role="status">{move || format!("{} alerts. Rows out of sight are not drawn.", total.get())}</p>
        <ul node_ref=list class="alarms long" on:click=move |event| { on_press(event); } style:height=move || float::pixels(length())>
            {move || rows.get().into_iter().map(|row| in_few_words(row, opened, second, height)).collect_view()}
            {whole_row}
        </ul>
    }
}

/// A row that stands for one alarm after the other.
fn in_few_words(row: Row, opened: Memo<Opened>, second: Memo<Moment>, height: f64) -> AnyView {
    let portal = Portal::use_here();
    let place = Memo::new(move |_| row.with(|row| row.as_ref().map(|(place, _)| *place)));
    let of = move |take: fn(&Alarm) -> String| {
        move || row.with(|row| row.as_ref().map(|(_, alarm)| take(alarm)))
    };
    let html =
        Memo::new(move |_| row.with(|row| row.as_ref().map(|(_, alarm)| plain(portal, alarm))));
    // Another alarm has no clocks before the next second.
    let clocks = Memo::new(move |before: Option<&(Option<Labels>, Moment, String)>| {
        let now = second.get();
        row.with(|row| {
            let Some((_, alarm)) = row else {
                return (None, now, String::new());
            };
            let text = match before {
                Some((own, at, text)) if *at == now => match own.as_ref() == Some(&alarm.labels) {
                    true => text.clone(),
                    false => String::new(),
                },
                _ => in_a_line(portal, alarm, now),
            };
            (Some(alarm.labels.clone()), now, text)
        })
    });
    let is_open = Memo::new(move |_| {
        opened.with(|opened| {
            let own = opened.at.as_ref().map(|(at, _)| *at);
            own.is_some() && own == place.get()
        })
    });
    let class = move || {
        row.with(|row| {
            let tone = row.as_ref().map(|(_, alarm)| face(alarm).1)?;
            let covered = if is_open.get() { " covered" } else { "" };
            Some(format!("place alarm alarm-{tone}{covered}"))
        })
    };
    let top = move || opened.with(|opened| opened.top(place.get().unwrap_or_default(), height));
    view! {
        <li class=class data-place=move || place.get().map(|place| place.to_string())
            data-alert=of(|alarm| alarm.name.clone()) data-standing=of(|alarm| alarm.standing.word().to_owned())
            style:height=float::pixels(height) style:transform=move || format!("translateY({})", float::pixels(top()))>
            <div inner_html=move || html.get().unwrap_or_default()></div>
            <p class="why">{move || clocks.with(|(.., text)| text.clone())}</p>
        </li>
    }
    .into_any()
}

/// The row that was opened, with all its details; `tell` is told its height.
fn in_whole(
    alarms: Memo<Vec<Arc<Alarm>>>,
    alarm: Arc<Alarm>,
    chosen: RwSignal<Option<Labels>>,
    top: impl Fn() -> f64 + Send + 'static,
    tell: impl Fn(f64) + Copy + 'static,
) -> AnyView {
    let open = RwSignal::new(true);
    effect(move |_| {
        if !open.get() {
            chosen.set(None);
        }
    });
    let cover: NodeRef<html::Li> = NodeRef::new();
    let watch = StoredValue::new_local(None::<SizeWatch>);
    effect(move |_| {
        if let Some(cover) = cover.get() {
            if let Some(article) = cover.query_selector("article").ok().flatten() {
                // Who opened it goes on reading here.
                browser::call(&article, "focus");
            }
            watch.set_value(SizeWatch::new(&cover, move |_, own| tell(f64::from(own))));
        }
    });
    view! {
        <li node_ref=cover class="whole" style:transform=move || format!("translateY({})", float::pixels(top()))>
            {row(alarms, alarm, open)}
        </li>
    }
    .into_any()
}

/// One drawing before the next frame, however often it is asked for, and another after it while that says there is more.
#[derive(Clone, Copy)]
struct Frame(StoredValue<Option<AnimationFrameRequestHandle>>);

impl Default for Frame {
    fn default() -> Self {
        Self(StoredValue::new(None))
    }
}

impl Frame {
    fn ask(self, draw: impl Fn() -> bool + Copy + 'static) {
        if self.0.with_value(Option::is_some) {
            return;
        }
        let asked = request_animation_frame_with_handle(move || {
            self.0.set_value(None);
            if draw() {
                self.ask(draw);
            }
        });
        // A page without frames has nobody who looks at it.
        self.0.set_value(asked.ok());
    }

    /// Draws no more: the list is gone.
    fn cancel(self) {
        if let Some(frame) = self.0.try_get_value().flatten() {
            frame.cancel();
        }
    }
}
