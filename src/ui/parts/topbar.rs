//! The bar at the top: the one status of everything, the range, how old the data is, the zone, the theme.

use super::symbol::symbol;
use crate::{
    domain::{
        duration,
        span::{PRESETS, Span},
        status::Status,
        time::Moment,
    },
    ui::{app::Overall, portal::Portal, range},
};
use leptos::{ev, prelude::*};

/// The bar.
#[component]
pub fn TopBar(global: Memo<Overall>) -> impl IntoView {
    let portal = Portal::use_here();
    let refresh = duration::words(portal.pace().refresh);
    let environment = portal
        .config
        .with_value(|config| config.environment.clone());
    let theme = portal.themes;
    view! {
        <header class="topbar">
            <a class="brand" href="/">{symbol("brand")}<span>"SRE Portal"</span></a>
            {(!environment.is_empty()).then(|| view! { <span class="environment">{environment}</span> })}
            <Global global/>
            <div class="facts">
                <Range/>
                <div class="fact"><span>"Data as of"</span><DataAge/></div>
                <div class="fact wide-only"><span>"Refresh"</span><strong>{format!("every {refresh}")}</strong></div>
                <div class="fact wide-only"><span>"Zone"</span><span class="zone">
                    <strong>{move || portal.zone.get().name().to_owned()}</strong>
                    {move || (portal.zone.get().name() != "UTC").then(|| portal.zone.get().offset_words(portal.clock.now.get()))}
                </span></div>
            </div>
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
    let suffix = range::range_suffix();
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
    let href = move || {
        portal.handbook.with_value(|handbook| {
            let place = global
                .with(|global| global.worst.first().copied())
                .unwrap_or(0);
            let slug = handbook
                .dashboards
                .get(place)
                .map(|dashboard| dashboard.slug.clone())
                .unwrap_or_default();
            format!("/dashboards/{slug}{}", suffix.get())
        })
    };
    view! {
        <a class=move || format!("global global-{}", global.with(|global| if global.worst.is_empty() { "none" } else { global.status.slug() })) role="status" href=href>
            {move || symbol(match global.with(|global| (global.status, global.worst.is_empty())) {
                (_, true) => "loading",
                (Status::None, _) => "fresh",
                (status, _) => status.slug(),
            })}
            <strong>{move || match global.with(|global| (global.status, global.worst.is_empty())) {
                (_, true) => "Asking Prometheus",
                (Status::Ok | Status::None, _) => "No limit is crossed",
                (status, _) => status.word(),
            }}</strong>
            <span>{names}</span>
        </a>
    }
}

/// The range and its limits on the clock.
#[component]
fn Range() -> impl IntoView {
    let portal = Portal::use_here();
    let span = range::range();
    let choose = range::choose_range();
    let shown = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        let (from, to) = match span.get() {
            Span::Last(length) => (now.plus(-length), now),
            Span::Between(from, to) => (from, to),
        };
        let words = |moment: Moment| {
            if zone.day(moment) == zone.day(now) {
                zone.hour_minute(moment)
            } else {
                format!("{} {}", zone.day_month(moment), zone.hour_minute(moment))
            }
        };
        format!("{} – {}", words(from), words(to))
    };
    let on_change = move |event: ev::Event| {
        let value = event_target_value(&event);
        if Span::parse(&value).is_some() {
            choose(&value);
        }
    };
    let options = move || {
        let current = span.get();
        let mut spans: Vec<Span> = PRESETS
            .iter()
            .filter_map(|text| Span::parse(text))
            .collect();
        if !spans.contains(&current) {
            spans.push(current);
        }
        let option = |span: Span| view! { <option value=span.to_url() selected=span == current>{span.words()}</option> };
        spans.into_iter().map(option).collect_view()
    };
    view! {
        <label class="fact range"><span>"Range"</span>
            <span class="range-line">
                <select on:change=on_change aria-label="Range">{options}</select>
                <span class="range-times">{shown}</span>
            </span>
        </label>
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
