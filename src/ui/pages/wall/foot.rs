//! The foot of the wall: people and data when it is calm; all dashboards in short when something has taken it over.

use super::{Wall, calm::state_of};
use crate::{
    domain::{duration, freshness::DataState},
    ui::{
        pages::handbook::duty::{self, Now},
        parts::symbol::symbol,
        reactive::Memo,
    },
    watch::alarm::Standing,
};
use leptos::prelude::*;

/// People, incidents, alerts and the age of the data.
#[component]
pub fn Calm(wall: Wall) -> impl IntoView {
    let portal = wall.portal;
    let listed = duty::now(portal);
    let people = move || match listed.get() {
        Now::Elsewhere => cell(|| "On call".to_owned(), || "see PagerDuty".to_owned()),
        Now::Nobody => cell(|| "On call".to_owned(), || "nobody listed".to_owned()),
        Now::People(first, second) => {
            let second =
                (!second.is_empty()).then(|| cell(|| "Second".to_owned(), move || second.clone()));
            view! { {cell(|| "On call".to_owned(), move || first.clone())}{second} }.into_any()
        }
    };
    let handoff = duty::handoff(portal);
    let next = Memo::new(move |_| handoff.and_then(|weekly| weekly.next(wall.now(), &wall.zone())));
    let handoff = handoff.is_some().then(|| {
        let label = move || {
            let zone = wall.zone();
            next.get().map_or_else(String::new, |next| {
                let day = zone.day(next);
                let weekday = day.split(' ').next().unwrap_or_default().to_owned();
                format!("Handoff {weekday} {}", zone.hour_minute(next))
            })
        };
        let value = move || {
            let left = next
                .get()
                .map(|next| duration::words(next.since(wall.now())));
            left.map_or_else(String::new, |left| format!("in {left}"))
        };
        cell(label, value)
    });
    let incidents = move || match wall.incidents.open() {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    let alerts = move || {
        portal.alarms.board.with(|board| {
            let firing = board.count(|alarm| alarm.standing.fires());
            let pending = board.count(|alarm| alarm.standing == Standing::Pending);
            match (firing, pending) {
                _ if portal.alarms.asked().0.is_none() => "not known".to_owned(),
                (0, 0) => "none".to_owned(),
                (0, pending) => format!("{pending} pending"),
                (firing, 0) => format!("{firing} firing"),
                (firing, pending) => format!("{firing} firing, {pending} pending"),
            }
        })
    };
    view! {
        <footer class="wall-foot">
            {people}
            {handoff}
            {cell(|| "Open incidents".to_owned(), incidents)}
            {cell(|| "Alerts".to_owned(), alerts)}
            {age(wall)}
        </footer>
    }
}

/// All dashboards in short, the age of the data, and who works on it.
#[component]
pub fn Taken(wall: Wall) -> impl IntoView {
    let portal = wall.portal;
    let titles = portal.handbook.with_value(|handbook| {
        let dashboards = handbook.dashboards.iter();
        dashboards
            .map(|dashboard| dashboard.title.clone())
            .collect::<Vec<_>>()
    });
    let dashboards = titles.into_iter().enumerate().map(|(index, title)| {
        let state = Memo::new(move |_| state_of(wall, index));
        view! {
            <div class="wall-cell with-symbol">
                {move || symbol(state.get().0)}
                <strong>{title}</strong><span>{move || state.get().1}</span>
            </div>
        }
    });
    let who = Memo::new(move |_| {
        let subject = wall.subject()?;
        let state = subject.state.filter(|_| subject.declared)?;
        let by = state.acknowledged.map(|tick| tick.by);
        state.owner.or(by)
    });
    let listed = duty::now(portal);
    let person = move || match (who.get(), listed.get()) {
        (Some(name), _) => (name, "responds"),
        (None, Now::People(first, _)) => (first, "on call"),
        (None, _) => ("Nobody".to_owned(), "has it yet"),
    };
    view! {
        <footer class="wall-foot short">
            {dashboards.collect_view()}
            {age(wall)}
            <div class="wall-cell with-symbol wall-person">
                {symbol("person")}
                <strong>{move || person().0}</strong><span>{move || person().1}</span>
            </div>
        </footer>
    }
}

/// How old the oldest panel's newest data is.
fn age(wall: Wall) -> AnyView {
    let state = Memo::new(move |_| {
        let newest = wall.newest.get()?;
        Some(wall.portal.pace().of_age(wall.now().since(newest)))
    });
    let label = Memo::new(move |_| {
        let newest = wall.newest.get();
        newest.map_or_else(
            || "Data".to_owned(),
            |newest| format!("Data, {}", wall.zone().clock_near(newest, wall.now())),
        )
    });
    let value = move || match wall.newest.get() {
        Some(newest) => format!("{} old", wall.ago(newest)),
        None => "none yet".to_owned(),
    };
    view! {
        <div class="wall-cell with-symbol wall-age" data-state=move || state.get().map_or("loading", DataState::slug)>
            {move || symbol(state.get().map_or("loading", DataState::slug))}
            <strong>{value}</strong><span>{move || label.get()}</span>
        </div>
    }
    .into_any()
}

/// A label and a value.
fn cell(
    label: impl Fn() -> String + Send + 'static,
    value: impl Fn() -> String + Send + 'static,
) -> AnyView {
    view! { <div class="wall-cell"><strong>{value}</strong><span>{label}</span></div> }.into_any()
}
