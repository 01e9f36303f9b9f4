//! One dashboard: its tiles, charts and tables over the range in the URL.

use super::missing::MissingPage;
use crate::{
    domain::{
        freshness::DataState,
        panel::{Dashboard, Kind, Panel},
        view::Refresh,
    },
    prometheus::query::Scope,
    ui::{
        board::Readings,
        browser, marks,
        parts::{
            chart_panel::ChartPanel, filters::Filters, overlay::Crosshair, panel_menu::CopyButton,
            table_panel::TablePanel, tile::Tile,
        },
        portal::Portal,
    },
    watch::{palette::Palette, panel::standing},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What narrows the page's questions down.
#[derive(Clone, Copy)]
pub struct PageScope(pub Memo<Scope>);

/// What is known of the page's panels, in their order.
#[derive(Clone, Copy)]
pub struct PageReadings(pub Signal<Readings>);

/// Which name has which colour on the page.
#[derive(Clone, Copy)]
pub struct PagePalette(pub StoredValue<Palette>);

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
    let offered = dashboard.filters.clone();
    let scope = Memo::new(move |_| portal.scope(&offered));
    // Charts move on with the clock, a refresh at a time; an absolute range does not move at all.
    let tick = Memo::new(move |before: Option<&i64>| {
        let stands =
            !portal.visible.get() || portal.view().with(|view| view.refresh == Refresh::Paused);
        let turn = portal.clock.now.get().0.div_euclid(portal.pace().refresh);
        before.copied().filter(|_| stands).unwrap_or(turn)
    });
    let span = Memo::new(move |_| portal.span());
    let grid = Memo::new(move |_| {
        // Read, not only tracked: a memo that nobody reads never runs.
        let _ = tick.get();
        portal.by_hand.track();
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
    provide_context(PagePalette(StoredValue::new(Palette::default())));
    provide_context(PageScope(scope));
    provide_context(PageReadings(
        portal.board.narrowed(index, &dashboard, scope),
    ));
    provide_context(marks::watch(&dashboard, grid, scope));
    provide_context::<Crosshair>(RwSignal::new(None));
    title(portal, &dashboard);
    let (head, line) = (dashboard.title.clone(), dashboard.line.clone());
    let stored = StoredValue::new(dashboard.clone());
    let (tiles, others): (Vec<_>, Vec<_>) = dashboard
        .panels
        .into_iter()
        .enumerate()
        .partition(|(_, panel)| matches!(panel.kind, Kind::Tile | Kind::Presence));
    let show = move |(place, panel): (usize, Panel)| match panel.kind {
        Kind::Tile | Kind::Presence => view! { <Tile place panel grid/> }.into_any(),
        Kind::Lines => view! { <ChartPanel place panel grid/> }.into_any(),
        Kind::Table => view! { <TablePanel place panel/> }.into_any(),
    };
    let solo = move || portal.view().with(|view| view.panel.is_some());
    view! {
        <div class="page" class:solo=solo>
            <header class="page-head">
                <h1>{head}</h1>
                <p>{line}</p>
                <div class="actions">
                    <Filters dashboard=stored/>
                    <CopyButton face="Copy link" text=Callback::new(move |()| portal.url.here())/>
                </div>
            </header>
            <OldData/>
            <div class="tiles">{tiles.into_iter().map(show).collect_view()}</div>
            <div class="panels">{others.into_iter().map(show).collect_view()}</div>
        </div>
    }
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
            (count(&[DataState::Empty]), "without series"),
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
    browser::set_title(&title);
}
