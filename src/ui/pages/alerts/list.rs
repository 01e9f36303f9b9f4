//! The list of alarms by severity and service: as many rows as can be seen, however many alarms there are. Knows no alarm's
//! details.

use super::{plain::plain, row::row, texts::face};
use crate::{
    ui::{browser, incidents::Incidents, parts::symbol::symbol, portal::Portal},
    watch::alarm::{
        Alarm,
        outline::{Line, Section, outline},
    },
};
use leptos::{ev, html, prelude::*};

/// Up to so many rows are simply there; with more, those out of sight are left out.
const SIMPLE: usize = 60;

/// The height of a row among very many (CSS pixels), on a desk and on a phone; the style sheet holds it to that.
const HEIGHTS: [f64; 2] = [64.0, 150.0];

/// So many rows are made beyond what is seen.
const BEYOND: usize = 2;

/// The alarms, in their order.
#[component]
pub fn AlarmList(alarms: Memo<Vec<Alarm>>) -> impl IntoView {
    let long = Memo::new(move |_| alarms.with(Vec::len) > SIMPLE);
    move || match long.get() {
        true => view! { <LongList alarms/> }.into_any(),
        false => groups(alarms),
    }
}

/// Each line stays while it says the same, so that what is open stays open and the focus where it is.
fn groups(alarms: Memo<Vec<Alarm>>) -> AnyView {
    let lines = Memo::new(move |_| alarms.with(|alarms| outline(alarms)));
    let line = move |line| match line {
        Line::Section(section, count) => heading(section, count),
        Line::Service { service, count, .. } => {
            view! { <h3 class="service">{service}<span>{format!("{count} alerts")}</span></h3> }
                .into_any()
        }
        Line::Alarm(labels) => {
            let first = alarms.with_untracked(|alarms| {
                alarms.iter().find(|alarm| alarm.labels == labels).cloned()
            });
            first.map(|first| row(alarms, first)).into_any()
        }
    };
    view! { <div class="alarms"><For each=move || lines.get() key=Line::clone children=line/></div> }
        .into_any()
}

fn heading(section: Section, count: usize) -> AnyView {
    let (icon, name, words) = match section {
        Section::Firing(name) => {
            let icon = match name.as_str() {
                "critical" => "critical",
                "warning" => "warning",
                _ => "fresh",
            };
            (icon, name, format!("{count} firing"))
        }
        Section::Pending => (
            "pending",
            "pending".to_owned(),
            format!("{count}, true but not yet long enough to fire"),
        ),
        Section::Quiet => (
            "silenced",
            "silenced".to_owned(),
            format!("{count} firing, and nobody is told"),
        ),
    };
    let name = if name.is_empty() {
        "no severity".to_owned()
    } else {
        name
    };
    view! { <h2 class="alarm-section">{symbol(icon)}<strong>{name}</strong>{words}</h2> }.into_any()
}

/// Rows of one height, of which those in sight are made. A fixed number of them is there, and each shows in turn the
/// alarms whose place leaves the same remainder: scrolling by one row changes one row.
#[component]
fn LongList(alarms: Memo<Vec<Alarm>>) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let list: NodeRef<html::Ul> = NodeRef::new();
    let height = match browser::width() {
        Some(width) if width < 900.0 => HEIGHTS[1],
        _ => HEIGHTS[0],
    };
    // The place of the first row that is made, and how many are.
    let first = RwSignal::new(0_usize);
    let slots = RwSignal::new(0_usize);
    let look = move || {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let above = -list.get_bounding_client_rect().top();
        let top = ((above.max(0.0) / height) as usize).saturating_sub(BEYOND);
        let seen = (browser::height().unwrap_or(900.0) / height) as usize + 2;
        if first.get_untracked() != top {
            first.set(top);
        }
        if slots.get_untracked() < seen + 2 * BEYOND {
            slots.set(seen + 2 * BEYOND);
        }
    };
    let on_scroll = window_event_listener(ev::scroll, move |_| look());
    let on_resize = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || {
        on_scroll.remove();
        on_resize.remove();
    });
    Effect::new(move |_| {
        alarms.track();
        if list.get().is_some() {
            look();
        }
    });
    let slot = move |slot: usize, slots: usize| {
        let place = Memo::new(move |_| place_of(slot, slots, first.get()));
        let of = move |take: fn(&Alarm) -> String| {
            Memo::new(move |_| {
                alarms.with(|alarms| alarms.get(place.get()).map(take).unwrap_or_default())
            })
        };
        let html = Memo::new(move |_| {
            alarms.with(|alarms| {
                let alarm = alarms.get(place.get());
                alarm.map_or_else(String::new, |alarm| plain(portal, incidents, alarm))
            })
        });
        let class = of(|alarm| format!("place alarm alarm-{}", face(alarm).1));
        let (name, standing) = (
            of(|alarm| alarm.name.clone()),
            of(|alarm| alarm.standing.word().to_owned()),
        );
        view! {
            <li class=class data-alert=name data-standing=standing style:height=format!("{height}px")
                style:transform=move || format!("translateY({}px)", place.get() as f64 * height) inner_html=html></li>
        }
    };
    let total = Memo::new(move |_| alarms.with(Vec::len));
    view! {
        <p class="long-note" role="status">{move || format!("{} alerts. Rows out of sight are not drawn; clocks and details stand beside at most {SIMPLE}: find those by their words above.", total.get())}</p>
        <ul node_ref=list class="alarms long" style:height=move || format!("{}px", total.get() as f64 * height)>
            {move || (0..slots.get()).map(|place| slot(place, slots.get_untracked())).collect_view()}
        </ul>
    }
}

/// The place, at or after `first`, that this slot shows.
fn place_of(slot: usize, slots: usize, first: usize) -> usize {
    let slots = slots.max(1);
    first + (slot + slots - first % slots) % slots
}
