//! The list of alarms by severity and service. Knows no alarm's details.

use super::row::row;
use crate::{
    domain::order,
    ui::{
        later,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, RwSignal, effect},
        slices::steps,
    },
    watch::{
        alarm::{
            Alarm,
            outline::{Line, Section, one_more, outline},
        },
        contradictions::limits,
    },
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Up to so many rows are simply there; with more, those out of sight are left out.
const SIMPLE: usize = 60;

/// The alarms, in their order.
#[component]
pub fn AlarmList(alarms: Memo<Vec<Arc<Alarm>>>) -> impl IntoView {
    let long = Memo::new(move |_| alarms.with(Vec::len) > SIMPLE);
    move || match long.get() {
        true => later::long_list(alarms),
        false => groups(alarms),
    }
}

/// What is shown of the lines: what is gone goes at once, and of rows that are new a few come in each slice.
fn lines(alarms: Memo<Vec<Arc<Alarm>>>) -> RwSignal<Vec<Line>> {
    let lines = Memo::new(move |_| alarms.with(|alarms| outline(alarms)));
    let (shown, under_way) = (RwSignal::new(Vec::new()), StoredValue::new(false));
    // Says whether there is more to come; nothing is once the page is left.
    let step = move || {
        let more = lines.try_get_untracked().and_then(|lines| {
            shown.try_update(|shown| {
                *shown = one_more(shown, &lines);
                shown.len() < lines.len()
            })
        });
        under_way.try_set_value(more == Some(true));
        more == Some(true)
    };
    effect(move |_| {
        lines.track();
        let begun = under_way.get_value();
        if step() && !begun {
            steps(step);
        }
    });
    shown
}

/// Each line stays while it says the same, so that what is open stays open and the focus where it is.
fn groups(alarms: Memo<Vec<Arc<Alarm>>>) -> AnyView {
    let lines = lines(alarms);
    let line = move |line| match line {
        Line::Section(section, count) => heading(alarms, section, count),
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

/// What the dashboards say otherwise of the limits of alarms that stand under a severity.
fn otherwise(portal: Portal, alarms: &[Arc<Alarm>], severity: &str) -> Option<String> {
    let here = alarms.iter().filter(|alarm| alarm.severity == severity);
    let here: BTreeSet<String> = order::tree(here.map(|alarm| format!("{} is ", alarm.name)));
    portal.handbook.with_value(|handbook| {
        let all = portal
            .alarms
            .handbook
            .with_value(|rules| limits(&handbook.dashboards, rules));
        let mut all = all.into_iter();
        all.find(|words| here.iter().any(|name| words.starts_with(name)))
    })
}

fn heading(alarms: Memo<Vec<Arc<Alarm>>>, section: Section, count: usize) -> AnyView {
    let portal = Portal::use_here();
    let severity = match &section {
        Section::Firing(name) => Some(name.clone()),
        _ => None,
    };
    let otherwise = Memo::new(move |_| {
        let severity = severity.as_ref()?;
        alarms.with(|alarms| otherwise(portal, alarms, severity))
    });
    let compare = move || {
        otherwise.get().map(|words| {
            view! { <span class="otherwise">{words}" "<a href=portal.url.to("/check")>"Compare limits"</a></span> }
        })
    };
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
    view! { <h2 class="alarm-section">{symbol(icon)}<strong>{name}</strong>{words}{compare}</h2> }
        .into_any()
}
