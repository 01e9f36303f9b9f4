//! The list of alarms by severity: as many rows as can be seen, however many alarms there are. Knows no alarm's details.

use super::row::{plain, row, tone};
use crate::domain::order;
use crate::{
    ui::{browser, parts::symbol::symbol, portal::Portal},
    watch::alarm::{Alarm, Standing},
};
use leptos::{ev, html, prelude::*};

/// Up to so many rows are simply there; with more, those out of sight are left out.
const SIMPLE: usize = 60;

/// The height of a row among very many (CSS pixels), on a desk and on a phone; the style sheet holds it to that.
const HEIGHTS: [f64; 2] = [64.0, 150.0];

/// So many rows are made beyond what is seen.
const BEYOND: usize = 6;

/// The alarms, by severity, in their order.
#[component]
pub fn AlarmList(alarms: Memo<Vec<Alarm>>) -> impl IntoView {
    move || match alarms.with(Vec::len) {
        0 => ().into_any(),
        count if count <= SIMPLE => groups(alarms).into_any(),
        _ => view! { <LongList alarms/> }.into_any(),
    }
}

fn groups(alarms: Memo<Vec<Alarm>>) -> AnyView {
    let portal = Portal::use_here();
    let all = alarms.get();
    let parts = all.chunk_by(|one, other| section(one) == section(other));
    let parts = parts.map(|part| {
        let rows = part
            .iter()
            .map(|alarm| row(portal, alarm.clone()))
            .collect_view();
        view! { <section>{heading(part)}<ul class="alarms">{rows}</ul></section> }
    });
    parts.collect_view().into_any()
}

/// What stands together: what fires by its severity, then what is pending, then what is kept quiet.
fn section(alarm: &Alarm) -> (u8, &str) {
    match alarm.standing {
        Standing::Pending => (1, "pending"),
        standing if standing.is_loud() => (0, &alarm.severity),
        _ => (2, "silenced"),
    }
}

/// The alarms in the order of the page: what fires first. Within a section they stay by severity and service.
pub fn in_order(mut alarms: Vec<Alarm>) -> Vec<Alarm> {
    order::by_key(&mut alarms, |alarm| section(alarm).0);
    alarms
}

fn heading(part: &[Alarm]) -> AnyView {
    let (rank, name) = part.first().map_or((0, ""), section);
    let count = part.len();
    let (icon, words) = match (rank, name) {
        (0, "critical") => ("critical", format!("{count} firing")),
        (0, "warning") => ("warning", format!("{count} firing")),
        (0, _) => ("fresh", format!("{count} firing")),
        (1, _) => (
            "pending",
            format!("{count}, true but not yet long enough to fire"),
        ),
        _ => ("silenced", format!("{count} firing, and nobody is told")),
    };
    let name = if name.is_empty() { "no severity" } else { name }.to_owned();
    view! { <h2 class="severity">{symbol(icon)}<strong>{name}</strong>{words}</h2> }.into_any()
}

/// Rows of one height, of which those in sight are made.
#[component]
fn LongList(alarms: Memo<Vec<Alarm>>) -> impl IntoView {
    let portal = Portal::use_here();
    let list: NodeRef<html::Ul> = NodeRef::new();
    let (seen, set_seen) = signal((0_usize, 20_usize));
    let height = match browser::width() {
        Some(width) if width < 900.0 => HEIGHTS[1],
        _ => HEIGHTS[0],
    };
    let look = move || {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let above = -list.get_bounding_client_rect().top();
        let first = (above.max(0.0) / height) as usize;
        let rows = (browser::height().unwrap_or(900.0) / height) as usize + 1;
        let now = (first.saturating_sub(BEYOND), first + rows + BEYOND);
        if seen.get_untracked() != now {
            set_seen.set(now);
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
    let total = move || alarms.with(Vec::len);
    // Only a changed alarm is made anew; the place is its name.
    let rows = move || {
        let (from, to) = seen.get();
        alarms.with(|alarms| {
            let shown = alarms
                .iter()
                .enumerate()
                .skip(from)
                .take(to.saturating_sub(from));
            let shown = shown.map(|(place, alarm)| (place, alarm.clone()));
            shown.collect::<Vec<_>>()
        })
    };
    view! {
        <p class="long-note" role="status">{move || format!("{} alerts. Rows out of sight are not drawn; find one by its words above.", total())}</p>
        <ul node_ref=list class="alarms long" style:height=move || format!("{}px", total() as f64 * height)>
            <For each=rows key=|(place, alarm)| (*place, alarm.labels.clone()) let((place, alarm))>
                <li class=place_class(&alarm) data-alert=alarm.name.clone() data-standing=alarm.standing.word()
                    style:top=format!("{}px", place as f64 * height) style:height=format!("{height}px") inner_html=plain(portal, &alarm)></li>
            </For>
        </ul>
    }
}

fn place_class(alarm: &Alarm) -> String {
    format!("place alarm alarm-{}", tone(alarm))
}
