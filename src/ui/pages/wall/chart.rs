//! The charts of a wall: a number and its curve, drawn when an answer comes and at no other time.

use super::Wall;
use crate::{
    chart::{
        broad::{Broad, Presence},
        scene::{Line, Pen},
        theme::DASHED_FROM,
    },
    domain::{
        freshness::DataState,
        panel::{Kind, Panel},
        status::Status,
        time::Moment,
    },
    ui::{
        browser, fetch,
        panels::moving_grid,
        parts::{
            canvas::DrawnCanvas,
            symbol::{of_panel, symbol},
        },
    },
    watch::{
        cast::{COLOURED, cast},
        palette::Palette,
        panel::{Judged, Lines, standing},
        reading::Reading,
        wall::rotation::beside,
    },
};
use leptos::prelude::*;

/// One chart with its title and number.
#[component]
pub fn ChartCard(
    wall: Wall,
    /// The dashboard's place.
    index: usize,
    /// The panel's place on it.
    place: usize,
    panel: Panel,
    /// A few words below the title.
    caption: String,
    /// When the trouble began that it is shown for.
    #[prop(optional)]
    since: Option<Moment>,
    /// A panel whose presence is shown below the curve.
    #[prop(optional)]
    presence: Option<Panel>,
) -> impl IntoView {
    let portal = wall.portal;
    let scope = Memo::new(move |_| portal.scope(&[]));
    let grid = moving_grid(portal);
    let grid = Memo::new(move |_| Some(grid.get()));
    let (title, id) = (panel.title.clone(), panel.id.clone());
    let panel = StoredValue::new(panel);
    let lines = fetch::lines(panel, grid, scope);
    let strip = presence.map(|presence| {
        let name = presence
            .expects
            .first()
            .map(|one| one.name.clone())
            .unwrap_or_default();
        (name, fetch::lines(StoredValue::new(presence), grid, scope))
    });
    let reading = Memo::new(move |_| {
        let readings = portal.board.readings(index);
        readings
            .and_then(|readings| readings.read().get(place).cloned())
            .unwrap_or_default()
    });
    let standing = Memo::new(move |_| {
        let lines = lines.read();
        reading.with(|one| standing(one, Some(&*lines), portal.pace(), wall.now()))
    });
    let tone = Memo::new(move |_| {
        standing.with(|standing| {
            // A number that waits for its curve is known all the same.
            let state = match standing.state {
                DataState::Loading if standing.newest_at.is_some() => DataState::Fresh,
                state => state,
            };
            (state, standing.status)
        })
    });
    let is_past = Memo::new(move |_| {
        matches!(
            tone.get().0,
            DataState::Stale | DataState::Error | DataState::Unreachable
        )
    });
    let number = Memo::new(move |_| reading.with(|one| number(panel, one, tone.get())));
    let label = Signal::derive(move || {
        let (value, unit) = number.get();
        panel.with_value(|panel| format!("{}: {value} {unit}", panel.title))
    });
    let draw =
        move |mut canvas: crate::chart::canvas::Canvas<'_>, size: (u32, u32), _density: f64| {
            let reading = lines.read();
            let Some(answer) = reading.answer() else {
                return;
            };
            let Some(grid) = answer.matrices.first().map(|matrix| matrix.grid) else {
                return;
            };
            let strip = strip.as_ref().map(|(name, lines)| (name, lines.read()));
            let presence = strip.as_ref().and_then(|(name, reading)| {
                let series = reading.answer()?.matrices.first()?.series.first()?;
                Some(Presence {
                    name,
                    values: &series.values,
                })
            });
            let (theme, zone) = (portal.themes.chart.get(), portal.zone.get());
            let scale = wall.options.with(|(options, _)| options.scale) * unit();
            panel.with_value(|panel| {
                let broad = Broad {
                    size,
                    scale,
                    grid,
                    lines: portal
                        .handbook
                        .with_value(|handbook| drawn(panel, answer, &handbook.services, &theme)),
                    limits: &panel.limits(),
                    presence,
                    since,
                    zone: &zone,
                    stale: is_past.get(),
                    theme: &theme,
                };
                // The canvas reports no errors.
                let _ = broad.draw(&mut canvas);
            });
        };
    view! {
        <section class="wall-card wall-chart" data-panel=id
            data-state=move || tone.get().0.slug() data-status=move || tone.get().1.slug()>
            <header>
                <h2>{title}</h2>
                <p class="wall-number" class:close=move || number.get().1 == "%">
                    {move || of_trouble(tone.get()).map(symbol)}
                    <strong>{move || number.get().0}</strong><span>{move || number.get().1}</span>
                </p>
                {(!caption.is_empty()).then(|| view! { <small>{caption}</small> })}
            </header>
            <DrawnCanvas label draw/>
        </section>
    }
}

/// The chart beside what has taken the wall over.
#[component]
pub fn Breach(wall: Wall) -> impl IntoView {
    let portal = wall.portal;
    let found = Memo::new(move |_| {
        let subject = wall.subject()?;
        // An incident whose alert fires no more has the panel that names this alert.
        let alert = match &subject.alarm {
            Some(alarm) => alarm.name.clone(),
            None => subject.state.as_ref()?.declared.alert.clone()?,
        };
        let (now, pace) = (portal.clock.now.get(), portal.pace());
        portal.handbook.with_value(|handbook| {
            let all = handbook.dashboards.iter().enumerate();
            let mut named = all.filter_map(|(index, dashboard)| {
                let panels = &dashboard.panels;
                let panel = panels
                    .iter()
                    .position(|panel| panel.alerts.contains(&alert))?;
                Some((index, panel))
            });
            let (index, own) = named.next()?;
            let readings = portal.board.readings(index)?;
            let readings = readings.read();
            let status = |place: usize| {
                let reading = readings.get(place);
                reading.map_or(Status::None, |one| standing(one, None, pace, now).status)
            };
            let place = beside(index, Some(own), &handbook.dashboards, status)?;
            let began = subject.alarm.as_ref().and_then(|alarm| alarm.began);
            Some((index, own, place, began.or(subject.since())))
        })
    });
    move || {
        let (index, own, place, since) = found.get()?;
        let (caption, own, panel) = portal.handbook.with_value(|handbook| {
            let dashboard = handbook.dashboards.get(index)?;
            let panels = &dashboard.panels;
            Some((
                dashboard.title.clone(),
                panels.get(own)?.clone(),
                panels.get(place)?.clone(),
            ))
        })?;
        let card = match (own.kind, since) {
            (Kind::Presence, Some(since)) => {
                view! { <ChartCard wall index place panel caption since presence=own/> }.into_any()
            }
            (Kind::Presence, None) => {
                view! { <ChartCard wall index place panel caption presence=own/> }.into_any()
            }
            (_, Some(since)) => {
                view! { <ChartCard wall index place panel caption since/> }.into_any()
            }
            (_, None) => view! { <ChartCard wall index place panel caption/> }.into_any(),
        };
        Some(card)
    }
}

/// The size of the wall's unit in CSS pixels, as the style sheet has it.
fn unit() -> f64 {
    let (width, height) = (
        browser::width().unwrap_or(1920.0),
        browser::height().unwrap_or(1080.0),
    );
    width.min(height) / 1080.0
}

/// The lines of a panel in their colours; those beyond the coloured ones are left out.
fn drawn<'a>(
    panel: &Panel,
    answer: &'a Lines,
    services: &crate::domain::service::Services,
    theme: &crate::chart::theme::Theme,
) -> Vec<Line<'a>> {
    let (mut roles, _) = cast(panel, answer, services, &mut Palette::default(), COLOURED);
    // The line that limits apply to lies on top.
    roles.sort_by_key(|role| role.main);
    let lines = roles.iter().filter_map(|role| {
        let series = answer.matrices.get(role.query)?.series.get(role.series)?;
        let colour = role.colour.and_then(|place| theme.series.get(place));
        let pen = Pen {
            colour: colour.copied().unwrap_or(theme.caption),
            dashed: role.colour.is_some_and(|place| place >= DASHED_FROM),
            main: role.main,
        };
        Some(Line {
            values: &series.values,
            pen,
        })
    });
    lines.collect()
}

/// Number and unit, or a dash and what is the matter.
fn number(
    panel: StoredValue<Panel>,
    reading: &Reading<Judged>,
    (state, _): (DataState, Status),
) -> (String, String) {
    let value = reading.answer().and_then(|judged| judged.verdict.value);
    match (state, value) {
        (DataState::Fresh | DataState::Late | DataState::Partial, Some(value)) => {
            let written = panel.with_value(|panel| panel.unit().write(value));
            (written.number, written.unit)
        }
        (DataState::Loading, _) => (String::new(), String::new()),
        (state, _) => ("–".to_owned(), state.word().to_lowercase()),
    }
}

/// The symbol beside the number, where there is something to say.
fn of_trouble((state, status): (DataState, Status)) -> Option<&'static str> {
    match (state, status) {
        (DataState::Fresh | DataState::Late | DataState::Loading, Status::None | Status::Ok) => {
            None
        }
        _ => Some(of_panel(state, status)),
    }
}
