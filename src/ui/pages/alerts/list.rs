//! The list of alarms by severity and service. Knows no alarm's details.

use super::{long::LongList, row::row};
use crate::{
    ui::parts::symbol::symbol,
    watch::alarm::{
        Alarm,
        outline::{Line, Section, outline},
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// Up to so many rows are simply there; with more, those out of sight are left out.
const SIMPLE: usize = 60;

/// The alarms, in their order.
#[component]
pub fn AlarmList(alarms: Memo<Vec<Arc<Alarm>>>) -> impl IntoView {
    let long = Memo::new(move |_| alarms.with(Vec::len) > SIMPLE);
    move || match long.get() {
        true => view! { <LongList alarms/> }.into_any(),
        false => groups(alarms),
    }
}

/// Each line stays while it says the same, so that what is open stays open and the focus where it is.
fn groups(alarms: Memo<Vec<Arc<Alarm>>>) -> AnyView {
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
            first
                .map(|first| row(alarms, first, RwSignal::new(false)))
                .into_any()
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
