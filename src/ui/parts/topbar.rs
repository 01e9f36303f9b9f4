//! The bar at the top: the one status of everything, the range, how old the data is, the zone, the theme.

use super::{
    symbol::symbol,
    time_controls::{RangeControl, RefreshControl, ZoneControl},
};
use crate::{
    domain::{duration, status::Status},
    ui::{browser, keys::SHEET, portal::Portal, reactive::Memo},
    watch::{alarm::Standing, reading::Reading},
};
use leptos::prelude::*;

/// The bar.
#[component]
pub fn TopBar() -> impl IntoView {
    let portal = Portal::use_here();
    let environment = portal
        .config
        .with_value(|config| config.environment.clone());
    let theme = portal.themes;
    view! {
        <header class="topbar">
            <a class="brand" href=portal.url.link("/".to_owned()) aria-label="SRE Portal">{symbol("brand")}<span>"SRE Portal"</span></a>
            {(!environment.is_empty()).then(|| view! { <span class="environment">{environment}</span> })}
            <Global/>
            <div class="facts">
                <RangeControl/>
                <div class="fact"><span class="label">"Data as of"</span><DataAge/></div>
                <RefreshControl/>
                <ZoneControl/>
            </div>
            <button class="search" on:click=move |_| portal.palette.set(true) title="Search everything (Ctrl K)">
                {symbol("search")}<span>"Search"</span><kbd>"Ctrl K"</kbd>
            </button>
            <button class="icon wide-only" on:click=|_| browser::toggle_popover(SHEET) aria-label="Keys" title="Keys (?)">{symbol("keys")}</button>
            <button class="icon" on:click=move |_| theme.toggle()
                aria-label=move || if theme.name.get() == "dark" { "Change to the light theme" } else { "Change to the dark theme" }
                title="Dark or light">{symbol("theme")}</button>
        </header>
    }
}

/// How things are in one word, what fires, and the way to the proof.
#[component]
fn Global() -> impl IntoView {
    let portal = Portal::use_here();
    let alarms = portal.alarms;
    // Before the first answers nothing is said, not even that nobody can say.
    let waiting = Memo::new(move |_| alarms.rules.with(Reading::is_waiting));
    let tab = alarms.tab;
    let counts = move || {
        alarms.board.with(|board| {
            let part = |count: usize, word: &str| match count {
                0 => None,
                count => Some(format!("{count} {word}")),
            };
            let open = portal
                .incidents
                .get()
                .map(|incidents| incidents.open_now.get());
            let worst = open.iter().flatten().map(|one| one.severity).min();
            let parts = [
                part(tab.get().count, "firing"),
                part(
                    board.count(|alarm| alarm.standing == Standing::Pending),
                    "pending",
                ),
                part(
                    board.count(|alarm| alarm.standing.fires() && !alarm.standing.is_loud()),
                    "silenced",
                ),
                worst.map(|worst| format!("{worst} open")),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        })
    };
    let slug = move || match tab.get().status {
        _ if waiting.get() => "none",
        status => status.slug(),
    };
    view! {
        <a class=move || format!("global global-{}", slug()) href=portal.url.link("/alerts".to_owned())>
            {move || symbol(if waiting.get() { "loading" } else { tab.get().status.slug() })}
            <span class="said" role="status">
                <strong>{move || match tab.get().status {
                    _ if waiting.get() => "Asking Prometheus",
                    Status::Ok | Status::None => "All clear",
                    status => status.word(),
                }}</strong>
                <span>{counts}</span>
            </span>
        </a>
    }
}

/// When the newest data on this dashboard is from, and how old that is.
#[component]
fn DataAge() -> impl IntoView {
    let portal = Portal::use_here();
    let newest = Memo::new(move |_| {
        let readings = portal.board.readings(portal.board.viewed.get())?;
        let readings = readings.read();
        // The oldest of the panels' newest samples: the page is as old as its oldest panel.
        let times = readings
            .iter()
            .filter_map(|reading| reading.answer().and_then(|judged| judged.newest.at));
        times.min()
    });
    view! {
        <span class="zone">
            <strong>{move || newest.get().map_or_else(|| "no data yet".to_owned(), |at| portal.zone.get().clock_near(at, portal.clock.now.get()))}</strong>
            {move || newest.get().map_or_else(String::new, |at| format!("{} ago", duration::words(portal.clock.now.get().since(at))))}
        </span>
    }
}
