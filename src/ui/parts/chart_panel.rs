//! A panel of curves over time.

use super::{
    canvas::DrawnCanvas,
    frame::{Head, state_words, watch},
    legend::legend,
    message,
};
use crate::{
    chart::{
        scene::{Line, Pen, Scene},
        theme::DASHED_FROM,
    },
    domain::{
        freshness::DataState,
        panel::{Panel, Width},
        series::Grid,
    },
    ui::{fetch, portal::Portal},
    watch::cast::{Role, cast},
};
use leptos::prelude::*;

/// One chart with its head, strip, plot and legend.
#[component]
pub fn ChartPanel(dashboard: usize, place: usize, panel: Panel, grid: Memo<Grid>) -> impl IntoView {
    let portal = Portal::use_here();
    let (id, title) = (panel.id.clone(), panel.title.clone());
    let width = match panel.width {
        Width::Narrow => "panel narrow",
        Width::Half => "panel half",
        Width::Wide => "panel wide",
    };
    let panel = StoredValue::new(panel);
    let lines = fetch::lines(panel, grid);
    let watched = watch(dashboard, place, panel, Some(lines));
    let standing = watched.standing;
    let state = Memo::new(move |_| standing.with(|standing| standing.state));
    // Old lines stay, hatched and dated, except where the query itself is refused: then they are no picture of it.
    let shows_lines = Memo::new(move |_| {
        let refused = standing.with(|standing| {
            standing
                .trouble
                .as_ref()
                .is_some_and(|trouble| trouble.fault.is_about_the_query())
        });
        match state.get() {
            DataState::Loading | DataState::Empty => false,
            _ => watched.has_lines.get() && !refused,
        }
    });
    let is_past = Memo::new(move |_| {
        matches!(
            state.get(),
            DataState::Stale | DataState::Error | DataState::Unreachable
        )
    });
    let stale_since = Memo::new(move |_| {
        is_past
            .get()
            .then(|| standing.with(|standing| standing.newest_at))
            .flatten()
    });
    let roles: Memo<(Vec<Role>, usize)> = Memo::new(move |_| {
        let services = portal
            .handbook
            .with_value(|handbook| handbook.services.clone());
        let lines = lines.read();
        lines
            .answer()
            .map(|answer| panel.with_value(|panel| cast(panel, answer, &services)))
            .unwrap_or_default()
    });
    let spoken = Signal::derive(move || {
        let words = standing.with(|standing| {
            state_words(
                standing,
                watched.judged.get().map(|judged| judged.verdict).as_ref(),
            )
        });
        panel.with_value(|panel| format!("{}: {words}", panel.title))
    });
    let draw =
        move |mut canvas: crate::chart::canvas::Canvas<'_>, size: (u32, u32), density: f64| {
            let reading = lines.read();
            let Some(answer) = reading.answer() else {
                return;
            };
            let Some(grid) = answer.matrices.first().map(|matrix| matrix.grid) else {
                return;
            };
            let theme = portal.themes.chart.get();
            let zone = portal.zone.get();
            let roles = roles.read();
            let mut drawn: Vec<(bool, Line<'_>)> = Vec::new();
            for role in &roles.0 {
                let Some(series) = answer
                    .matrices
                    .get(role.query)
                    .and_then(|matrix| matrix.series.get(role.series))
                else {
                    continue;
                };
                let colour = role
                    .colour
                    .and_then(|place| theme.series.get(place))
                    .copied()
                    .unwrap_or(theme.caption);
                let pen = Pen {
                    colour,
                    dashed: role.colour.is_some_and(|place| place >= DASHED_FROM),
                    main: role.main,
                };
                drawn.push((
                    role.main,
                    Line {
                        values: &series.values,
                        pen,
                    },
                ));
            }
            // The line that limits apply to lies on top.
            drawn.sort_by_key(|(main, _)| *main);
            panel.with_value(|panel| {
                let (unit, limits) = (panel.unit(), panel.limits());
                let scene = Scene {
                    size,
                    density,
                    grid,
                    lines: drawn.into_iter().map(|(_, line)| line).collect(),
                    unit: &unit,
                    limits: &limits,
                    zone: &zone,
                    stale_since: stale_since.get(),
                    theme: &theme,
                };
                // The canvas reports no errors.
                let _ = scene.draw(&mut canvas);
            });
        };
    let value_was = move || {
        let value = watched
            .judged
            .get()
            .and_then(|judged| judged.verdict.value)?;
        panel.with_value(|panel| Some(panel.unit().write(value).joined()))
    };
    view! {
        <section class=width role="region" aria-label=title data-panel=id
            data-state=move || state.get().slug()
            data-status=move || standing.with(|standing| standing.status.slug())>
            <Head panel watched/>
            {move || if shows_lines.get() { standing.with(message::strip) } else { None }}
            <div class="plot" hidden=move || !shows_lines.get()>
                <DrawnCanvas label=spoken draw/>
                {move || roles.with(|(roles, hidden)| panel.with_value(|panel| legend(panel, roles, *hidden, is_past.get())))}
            </div>
            {move || (!shows_lines.get()).then(|| match state.get() {
                DataState::Loading => view! { <p class="loading">"Asking Prometheus"</p> }.into_any(),
                _ => standing.with(|standing| message::instead(panel, standing, value_was())),
            })}
        </section>
    }
}
