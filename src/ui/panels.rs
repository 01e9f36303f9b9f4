//! What the panels of a page share: scope, readings, marks, colours, crosshair, and the grid that moves on with the clock.
//! Knows no page.

use super::{
    board::Readings,
    browser, fetch, marks,
    parts::{chart_panel::ChartPanel, overlay::Crosshair, table_panel::TablePanel, tile::Tile},
    portal::Portal,
    reactive::{Memo, RwSignal},
    takeover::{coloured, take_over},
};
use crate::{
    domain::{
        panel::{Dashboard, Kind, Panel},
        series::Grid,
        span::Span,
        view::Refresh,
    },
    prometheus::{early, query::Scope},
    watch::{palette::Palette, panel::Lines, reading::Reading},
};
use leptos::prelude::*;

/// What narrows the page's questions down.
#[derive(Clone, Copy)]
pub struct PageScope(pub Memo<Scope>);

/// What is known of the page's panels, in their order.
#[derive(Clone, Copy)]
pub struct PageReadings(pub Signal<Readings>);

/// Which name has which colour on the page.
#[derive(Clone, Copy)]
pub struct PagePalette(pub StoredValue<Palette>);

/// The curves of the panels that are shown, asked for before the first of them is built.
#[derive(Clone, Copy)]
pub struct PageLines(StoredValue<Vec<(String, RwSignal<Reading<Lines>>)>>);

impl PageLines {
    fn ask(shown: &[Panel], grid: Memo<Grid>, scope: Memo<Scope>) -> Self {
        let grid = Memo::new(move |_| Some(grid.get()));
        let with_curves = shown.iter().filter(|panel| panel.kind.has_curves());
        let lines = with_curves.map(|panel| {
            let lines = fetch::lines(StoredValue::new(panel.clone()), grid, scope);
            (panel.id.clone(), lines)
        });
        Self(StoredValue::new(lines.collect()))
    }

    /// Those of a panel; none where it is not shown here, or shows no curves.
    pub fn of(self, id: &str) -> Option<RwSignal<Reading<Lines>>> {
        self.0.with_value(|lines| {
            let found = lines.iter().find(|(own, _)| own == id);
            found.map(|(_, lines)| *lines)
        })
    }
}

/// The range of panels that have one of their own; `None` while they follow the page's.
#[derive(Clone, Copy)]
pub struct OwnSpan(pub Memo<Option<Span>>);

/// Tells when all panels of a dashboard have painted for the first time; the first picture did so for the one that was opened first.
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
            // Charts are drawn once they have a size, which is later in this frame.
            request_animation_frame(|| {
                if !take_over() {
                    browser::mark("portal:painted");
                }
            });
        }
    }
}

/// The moments of the charts: they move on with the clock, a refresh at a time, and an absolute range not at all.
pub fn moving_grid(portal: Portal) -> Memo<Grid> {
    let tick = Memo::new(move |before: Option<&i64>| {
        let stands =
            !portal.visible.get() || portal.view().with(|view| view.refresh == Refresh::Paused);
        let turn = portal.clock.now.get().0.div_euclid(portal.pace().refresh);
        before.copied().filter(|_| stands).unwrap_or(turn)
    });
    let own = use_context::<OwnSpan>();
    let span = Memo::new(move |_| {
        let own = own.and_then(|own| own.0.get());
        own.unwrap_or_else(|| portal.span())
    });
    Memo::new(move |before: Option<&Grid>| {
        // Read, not only tracked: a memo that nobody reads never runs.
        let _ = tick.get();
        portal.by_hand.track();
        // What was asked early is of a moment ago, and better than what is not there.
        let early = early::moment().filter(|_| before.is_none());
        span.get()
            .grid(early.unwrap_or_else(|| portal.clock.read()))
    })
}

/// Provides all that the panels of a dashboard need to those below, and starts asking for those that are `shown`. Returns the
/// moments of their lines.
pub fn provide(
    index: usize,
    dashboard: &Dashboard,
    shown: &[Panel],
    scope: Memo<Scope>,
) -> Memo<Grid> {
    let portal = Portal::use_here();
    let grid = moving_grid(portal);
    provide_context(Painted {
        left: StoredValue::new(
            dashboard
                .panels
                .iter()
                .map(|panel| panel.id.clone())
                .collect(),
        ),
    });
    provide_context(PagePalette(StoredValue::new(Palette::with(coloured()))));
    provide_context(PageScope(scope));
    provide_context(PageReadings(portal.board.narrowed(index, dashboard, scope)));
    provide_context(PageLines::ask(shown, grid, scope));
    provide_context(marks::watch(dashboard, grid, scope));
    provide_context::<Crosshair>(RwSignal::new(None));
    grid
}

/// A panel as it looks by its kind.
pub fn show(place: usize, panel: Panel, grid: Memo<Grid>) -> AnyView {
    match panel.kind {
        Kind::Tile | Kind::Presence => view! { <Tile place panel/> }.into_any(),
        Kind::Lines => view! { <ChartPanel place panel grid/> }.into_any(),
        Kind::Table => view! { <TablePanel place panel/> }.into_any(),
    }
}
