//! The bar at the top: the one status of everything, the range, how old the data is, the zone, the theme.

use super::{
    symbol::symbol,
    time_controls::{RangeControl, RefreshControl, ZoneControl},
};
use crate::{
    domain::{duration, status::Status},
    ui::{app::Overall, browser, keys::SHEET, portal::Portal},
};
use leptos::prelude::*;

/// The bar.
#[component]
pub fn TopBar(global: Memo<Overall>) -> impl IntoView {
    let portal = Portal::use_here();
    let environment = portal
        .config
        .with_value(|config| config.environment.clone());
    let theme = portal.themes;
    view! {
        <header class="topbar">
            <a class="brand" href=browser::at("/") aria-label="SRE Portal">{symbol("brand")}<span>"SRE Portal"</span></a>
            {(!environment.is_empty()).then(|| view! { <span class="environment">{environment}</span> })}
            <Global global/>
            <div class="facts">
                <RangeControl/>
                <div class="fact"><span class="label">"Data as of"</span><DataAge/></div>
                <RefreshControl/>
                <ZoneControl/>
            </div>
            <button class="search" on:click=move |_| portal.palette.set(true) aria-label="Search everything (Ctrl K)">
                {symbol("search")}<span>"Search"</span><kbd>"Ctrl K"</kbd>
            </button>
            <button class="icon wide-only" on:click=|_| browser::toggle_popover(SHEET) aria-label="Keys" title="Keys (?)">{symbol("keys")}</button>
            <button class="icon" on:click=move |_| theme.toggle()
                aria-label=move || if theme.name.get() == "dark" { "Change to the light theme" } else { "Change to the dark theme" }
                title="Dark or light">{symbol("theme")}</button>
        </header>
    }
}

/// The worst status of all, in which dashboards, and the way to the first of them.
#[component]
fn Global(global: Memo<Overall>) -> impl IntoView {
    let portal = Portal::use_here();
    let names = move || {
        portal.handbook.with_value(|handbook| {
            let dashboards = &handbook.dashboards;
            global.with(|global| match global.worst.as_slice() {
                _ if global.status <= Status::Ok => String::new(),
                [] => "waiting for a first answer".to_owned(),
                [one] => dashboards
                    .get(*one)
                    .map(|dashboard| dashboard.title.clone())
                    .unwrap_or_default(),
                several => format!("{} dashboards", several.len()),
            })
        })
    };
    let to = Memo::new(move |_| {
        portal.handbook.with_value(|handbook| {
            let place = global
                .with(|global| global.worst.first().copied())
                .unwrap_or(0);
            handbook
                .dashboards
                .get(place)
                .map(|dashboard| dashboard.slug.clone())
                .unwrap_or_default()
        })
    });
    let href = move || portal.url.link(format!("/dashboards/{}", to.get())).get();
    view! {
        <a class=move || format!("global global-{}", global.with(|global| if global.worst.is_empty() { "none" } else { global.status.slug() })) href=href>
            {move || symbol(match global.with(|global| (global.status, global.worst.is_empty())) {
                (_, true) => "loading",
                (Status::None, _) => "fresh",
                (status, _) => status.slug(),
            })}
            // Within the link: as the role of the link it would take the link's name away.
            <span class="said" role="status">
                <strong>{move || match global.with(|global| (global.status, global.worst.is_empty())) {
                    (_, true) => "Asking Prometheus",
                    (Status::Ok | Status::None, _) => "No limit is crossed",
                    (status, _) => status.word(),
                }}</strong>
                <span>{names}</span>
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
            {move || newest.get().map(|at| format!("{} ago", duration::words(portal.clock.now.get().since(at))))}
        </span>
    }
}
