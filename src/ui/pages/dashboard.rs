//! One dashboard: its tiles, charts and tables over the range in the URL.

use super::missing::MissingPage;
use crate::{
    domain::panel::{Dashboard, Kind, Panel},
    ui::{
        browser,
        parts::{chart_panel::ChartPanel, table_panel::TablePanel, tile::Tile},
        portal::Portal,
        range,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Tells when all panels of a dashboard have painted for the first time.
#[derive(Clone, Copy)]
pub struct Painted {
    left: StoredValue<Vec<String>>,
}

impl Painted {
    /// A panel has painted; the last one of them sets the mark `portal:painted`.
    pub fn done(self, id: &str) {
        let all = self.left.try_update_value(|left| {
            let before = left.len();
            left.retain(|waiting| waiting != id);
            before > 0 && left.is_empty()
        });
        if all == Some(true) {
            browser::mark("portal:painted");
        }
    }
}

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
    let span = range::range();
    // Charts move on with the clock, a refresh at a time; an absolute range does not move at all.
    let refresh = portal.pace().refresh;
    let tick = Memo::new(move |before: Option<&i64>| {
        let turn = portal.clock.now.get().0.div_euclid(refresh);
        // A hidden page keeps its old grid, so that nothing is asked for.
        before
            .copied()
            .filter(|_| browser::is_hidden())
            .unwrap_or(turn)
    });
    let grid = Memo::new(move |_| {
        tick.track();
        span.get().grid(portal.clock.read())
    });
    provide_context(Painted {
        left: StoredValue::new(
            dashboard
                .panels
                .iter()
                .map(|panel| panel.id.clone())
                .collect(),
        ),
    });
    title(portal, &dashboard);
    let (tiles, others): (Vec<_>, Vec<_>) = dashboard
        .panels
        .into_iter()
        .enumerate()
        .partition(|(_, panel)| matches!(panel.kind, Kind::Tile | Kind::Presence));
    let show = move |(place, panel): (usize, Panel)| match panel.kind {
        Kind::Tile | Kind::Presence => {
            view! { <Tile dashboard=index place panel grid/> }.into_any()
        }
        Kind::Lines => view! { <ChartPanel dashboard=index place panel grid/> }.into_any(),
        Kind::Table => view! { <TablePanel dashboard=index place panel/> }.into_any(),
    };
    view! {
        <header class="page-head">
            <h1>{dashboard.title}</h1>
            <p>{dashboard.line}</p>
        </header>
        <div class="tiles">{tiles.into_iter().map(show).collect_view()}</div>
        <div class="panels">{others.into_iter().map(show).collect_view()}</div>
    }
}

/// The tab's title: environment first, so that two tabs are told apart.
fn title(portal: Portal, dashboard: &Dashboard) {
    let environment = portal
        .config
        .with_value(|config| config.environment.clone());
    let title = if environment.is_empty() {
        format!("{} · SRE Portal", dashboard.title)
    } else {
        format!("{environment}: {} · SRE Portal", dashboard.title)
    };
    if let Some(document) = browser::window().and_then(|window| window.document()) {
        document.set_title(&title);
    }
}
