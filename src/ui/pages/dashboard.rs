//! One dashboard: its tiles, charts and tables over the range in the URL.

use super::missing::MissingPage;
use crate::{
    domain::{
        freshness::DataState,
        panel::{Dashboard, Kind, Panel},
    },
    embedded,
    handbook::{page::Page as Document, render::Part},
    ui::{
        browser,
        panels::{self, PageReadings},
        parts::{filters::Filters, firing::Firing, panel_menu::CopyButton},
        portal::Portal,
        reactive::{Memo, effect, signal},
        slices::gradually,
    },
    watch::panel::standing,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What stands beside the title is built first, the panels after it.
const HEAD: usize = 1;

/// The dashboard that the URL names.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let portal = Portal::use_here();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    move || match portal.dashboard(&slug.get()) {
        Some((index, dashboard)) => view! { <Page index dashboard/> }.into_any(),
        None => MissingPage().into_any(),
    }
}

#[component]
fn Page(index: usize, dashboard: Dashboard) -> impl IntoView {
    let portal = Portal::use_here();
    portal.board.viewed.set(index);
    let offered = dashboard.filters.clone();
    let scope = Memo::new(move |_| portal.scope(&offered));
    let grid = panels::provide(index, &dashboard, &dashboard.panels, scope);
    portal.set_title(&dashboard.title);
    let (head, line) = (dashboard.title.clone(), dashboard.line.clone());
    let stored = StoredValue::new(dashboard.clone());
    let (tiles, others): (Vec<_>, Vec<_>) = dashboard
        .panels
        .into_iter()
        .enumerate()
        .partition(|(_, panel)| is_tile(panel));
    let all = HEAD + tiles.len() + others.len();
    let built = gradually(all);
    let first_chart = HEAD + tiles.len();
    let with_head = Memo::new(move |_| built.get() >= HEAD);
    let is_whole = Memo::new(move |_| built.get() == all);
    let show = move |first: usize, panels: Vec<(usize, Panel)>| {
        let views = panels.into_iter().zip(first..);
        let views = views.map(|((place, panel), turn)| {
            let is_due = Memo::new(move |_| built.get() > turn);
            move || {
                is_due
                    .get()
                    .then(|| panels::show(place, panel.clone(), grid))
            }
        });
        views.collect_view()
    };
    let named = Memo::new(move |_| {
        let id = portal.view().with(|view| view.panel.clone())?;
        stored.with_value(|dashboard| {
            let mut panels = dashboard.panels.iter();
            let panel = panels.find(|panel| panel.id == id)?;
            Some((id, panel.kind == Kind::Lines))
        })
    });
    // Curves alone fill a screen. Who follows a link to another panel is led to it among all of them, and a link may name one
    // that is gone.
    let solo = move || named.with(|named| matches!(named, Some((_, true))));
    effect(move |_| {
        if is_whole.get()
            && let Some((id, false)) = named.get()
        {
            request_animation_frame(move || browser::focus(&format!("[data-panel=\"{id}\"]")));
        }
    });
    view! {
        <div class="page" class:solo=solo>
            <header class="page-head">
                <h1>{head}</h1>
                <p>{line}</p>
                <div class="actions">{move || with_head.get().then(|| actions(portal, stored))}</div>
            </header>
            {misread(portal)}
            <OldData/>
            <Firing index/>
            <div class="tiles">{show(HEAD, tiles)}</div>
            <div class="panels">{show(first_chart, others)}</div>
            {move || is_whole.get().then(|| guide(portal, index))}
        </div>
    }
}

/// Says that the address has a range which is none: charts of another time look the same.
fn misread(portal: Portal) -> AnyView {
    let words = Memo::new(move |_| {
        let misread = portal.view().with(|view| view.misread.clone())?;
        let misread: String = misread.chars().take(40).collect();
        let shown = portal.span().words();
        Some(format!(
            "The address asks for the range '{misread}', which is none. Shown instead: {shown}. Ranges are 6h, 2d, or two Unix times, 1764590400..1764594000."
        ))
    });
    (move || {
        let words = words.get();
        words.map(|words| view! { <p class="banner" role="status">{words}</p> })
    })
    .into_any()
}

fn is_tile(panel: &Panel) -> bool {
    matches!(panel.kind, Kind::Tile | Kind::Presence)
}

/// What narrows the dashboard down, and its link.
fn actions(portal: Portal, dashboard: StoredValue<Dashboard>) -> AnyView {
    view! {
        <Filters dashboard/>
        <CopyButton face="Copy link" text=Callback::new(move |()| portal.url.here())/>
    }
    .into_any()
}

/// What the dashboard's document says to people. It is put into the page when somebody opens it.
fn guide(portal: Portal, index: usize) -> AnyView {
    let (open, set_open) = signal(false);
    let contents = move || {
        if !open.get() {
            return None;
        }
        let html = |guide: &Document| {
            let parts = guide.sections.iter().flat_map(|section| &section.parts);
            let html = parts.filter_map(|part| match part {
                Part::Html(html) => Some(browser::with_links(html)),
                Part::Commands(_) => None,
            });
            html.collect::<String>()
        };
        let own = portal
            .handbook
            .with_value(|handbook| handbook.guides.get(index).map(html));
        let html = own.or_else(|| embedded::guides().pages.get(index).map(html))?;
        Some(view! { <div class="prose" inner_html=html></div> })
    };
    view! {
        <details class="guide" on:toggle=move |_| set_open.set(true)>
            <summary>"About this dashboard"</summary>
            {contents}
        </details>
    }
    .into_any()
}

/// One sentence above all when some of what follows is old or missing.
#[component]
fn OldData() -> impl IntoView {
    let portal = Portal::use_here();
    let readings = expect_context::<PageReadings>().0;
    let words = Memo::new(move |_| {
        let (now, pace) = (portal.clock.now.get(), portal.pace());
        let standings: Vec<DataState> = readings.with(|readings| {
            readings
                .iter()
                .map(|reading| standing(reading, None, pace, now).state)
                .collect()
        });
        let count = |states: &[DataState]| {
            standings
                .iter()
                .filter(|state| states.contains(state))
                .count()
        };
        let parts = [
            (count(&[DataState::Stale]), "stale"),
            (count(&[DataState::Partial]), "partial"),
            (count(&[DataState::Error]), "with an error"),
            (count(&[DataState::Unreachable]), "without an answer"),
            (count(&[DataState::Empty]), "without current series"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let sound = count(&[DataState::Fresh, DataState::Late, DataState::Loading]);
        (!parts.is_empty()).then(|| {
            format!(
                "{sound} of {} panels show current data: {}.",
                standings.len(),
                parts.join(", ")
            )
        })
    });
    move || {
        words
            .get()
            .map(|words| view! { <p class="banner" role="status">{words}</p> })
    }
}
