//! The charts of a wall: a number and its curve, drawn when an answer comes and at no other time.

use super::Wall;
use crate::{
    chart::broad::{Broad, Presence},
    curves::curves,
    domain::{
        freshness::DataState,
        panel::{Dashboard, Kind, Panel},
        series::Grid,
        status::Status,
        time::Moment,
    },
    ui::{
        browser, fetch,
        panels::moving_grid,
        parts::{canvas::DrawnCanvas, symbol::symbol},
        reactive::{Memo, effect, signal},
    },
    watch::{
        cast::{COLOURED, cast},
        face::of_panel,
        palette::Palette,
        panel::{Judged, standing},
        reading::Reading,
        tip::{self, Tips},
        wall::rotation::beside,
    },
};
use leptos::prelude::*;

/// What a chart shows.
#[derive(Clone, PartialEq)]
pub struct Shows {
    /// The dashboard's place.
    pub index: usize,
    /// The panel's place on it.
    pub place: usize,
    /// A few words below the title; may be empty.
    pub caption: String,
    /// When the trouble began that it is shown for.
    pub since: Option<Moment>,
    /// The place of a panel whose presence is shown below the curve.
    pub presence: Option<usize>,
}

impl Shows {
    fn panel(&self, wall: Wall, place: usize) -> Option<Panel> {
        let dashboards = |all: &[Dashboard]| all.get(self.index)?.panels.get(place).cloned();
        wall.portal
            .handbook
            .with_value(|handbook| dashboards(&handbook.dashboards))
    }
}

/// A chart with its title and number. It stays for good and what it shows changes: what is made anew at each turn would be
/// remembered by all that outlives it.
#[component]
pub fn ChartCard(wall: Wall, grid: Memo<Grid>, shows: Memo<Option<Shows>>) -> impl IntoView {
    let portal = wall.portal;
    // Any panel, until there is one to show.
    let first = portal.handbook.with_value(|handbook| {
        let mut panels = handbook.dashboards.iter().flat_map(|one| &one.panels);
        panels.next().cloned()
    });
    first.map(|first| card(wall, grid, shows, first).into_any())
}

fn card(wall: Wall, grid: Memo<Grid>, shows: Memo<Option<Shows>>, first: Panel) -> impl IntoView {
    let portal = wall.portal;
    let scope = Memo::new(move |_| portal.scope(&[]));
    let (panel, below) = (StoredValue::new(first.clone()), StoredValue::new(first));
    let (open, set_open) = signal([false, false]);
    let key = Memo::new(move |_| {
        shows.with(|shows| {
            let shows = shows.as_ref()?;
            Some((shows.index, shows.place, shows.presence))
        })
    });
    effect(move |_| {
        let known = key.get().is_some();
        let (own, strip) = shows.with_untracked(|shows| {
            let shows = shows.as_ref();
            let own = shows.and_then(|shows| shows.panel(wall, shows.place));
            let strip = shows.and_then(|shows| shows.panel(wall, shows.presence?));
            (own, strip)
        });
        let now_open = [known && own.is_some(), strip.is_some()];
        if let Some(own) = own {
            panel.set_value(own);
        }
        if let Some(strip) = strip {
            below.set_value(strip);
        }
        // Closed for a frame: curves of another panel are no picture of this one.
        set_open.set([false, false]);
        request_animation_frame(move || {
            // The wall may be left by then.
            set_open.set(now_open);
        });
    });
    let of = move |which: usize| Memo::new(move |_| open.get()[which].then(|| grid.get()));
    let lines = fetch::lines(panel, of(0), scope);
    let strip = fetch::lines(below, of(1), scope);
    let reading = Memo::new(move |_| {
        let (index, place, _) = key.get()?;
        let readings = portal.board.readings(index)?;
        readings.read().get(place).cloned()
    });
    let tone = Memo::new(move |_| {
        let reading = reading.read();
        let lines = lines.read();
        let Some(reading) = reading.as_ref() else {
            return (DataState::Loading, Status::None);
        };
        let standing = standing(reading, Some(&*lines), portal.pace(), wall.now());
        // A number that waits for its curve is known all the same.
        let state = match standing.state {
            DataState::Loading if standing.newest_at.is_some() => DataState::Fresh,
            state => state,
        };
        (state, standing.status)
    });
    let is_past = Memo::new(move |_| {
        matches!(
            tone.get().0,
            DataState::Stale | DataState::Error | DataState::Unreachable
        )
    });
    let about = Memo::new(move |_| {
        let found = shows.with(|shows| {
            let shows = shows.as_ref()?;
            let panel = shows.panel(wall, shows.place)?;
            let number = reading.with(|one| number(&panel, one.as_ref(), tone.get()));
            Some((panel.id, panel.title, number))
        });
        found.unwrap_or_default()
    });
    let value = Memo::new(move |_| about.with(|(_, _, value)| value.clone()));
    let title = Memo::new(move |_| about.with(|(_, title, _)| title.clone()));
    let label = Signal::derive(move || {
        let (value, unit) = value.get();
        format!("{}: {value} {unit}", title.get())
    });
    let caption = Memo::new(move |_| {
        shows.with(|shows| {
            shows
                .as_ref()
                .map(|shows| shows.caption.clone())
                .unwrap_or_default()
        })
    });
    let since = Memo::new(move |_| shows.with(|shows| shows.as_ref()?.since));
    let draw =
        move |mut canvas: crate::chart::canvas::Canvas<'_>, size: (u32, u32), _density: f64| {
            let (lines, strip) = (lines.read(), strip.read());
            let Some(answer) = lines.answer() else { return };
            let Some(grid) = answer.matrices.first().map(|matrix| matrix.grid) else {
                return;
            };
            let name = below.with_value(|below| below.expects.first().map(|one| one.name.clone()));
            let name = name.unwrap_or_default();
            let presence = strip.answer().and_then(|strip| {
                let series = strip.matrices.first()?.series.first()?;
                let values = &series.values;
                Some(Presence {
                    name: &name,
                    values,
                })
            });
            let (theme, zone) = (portal.themes.chart.get(), portal.zone.get());
            let scale = wall.options.with(|(options, _)| options.scale) * unit();
            panel.with_value(|panel| {
                let newest = tip::wanted(answer).then(|| reading.get()).flatten();
                let newest = newest.as_ref().and_then(Reading::answer);
                let tips = Tips::of(newest.map(|judged| &judged.newest));
                // Those beyond the coloured ones are left out.
                let (roles, _) = portal.handbook.with_value(|handbook| {
                    let mut palette = Palette::default();
                    cast(
                        panel,
                        answer,
                        tips,
                        &handbook.services,
                        &mut palette,
                        COLOURED,
                    )
                });
                let broad = Broad {
                    size,
                    scale,
                    grid,
                    lines: curves(answer, &roles, &theme),
                    limits: &panel.limits(),
                    presence,
                    since: since.get(),
                    zone: &zone,
                    stale: is_past.get(),
                    theme: &theme,
                };
                // The canvas reports no errors.
                let _ = broad.draw(&mut canvas);
            });
        };
    view! {
        <section class="wall-card wall-chart" hidden=move || key.get().is_none()
            data-panel=move || about.with(|(id, _, _)| id.clone())
            data-state=move || tone.get().0.slug() data-status=move || tone.get().1.slug()>
            <header>
                <h2>{move || title.get()}</h2>
                <p class="wall-number" class:close=move || value.with(|(_, unit)| unit == "%")>
                    {move || of_trouble(tone.get()).map(symbol)}
                    <strong>{move || value.get().0}</strong><span>{move || value.get().1}</span>
                </p>
                <small>{move || caption.get()}</small>
            </header>
            <DrawnCanvas label draw/>
        </section>
    }
}

/// The chart beside what has taken the wall over.
#[component]
pub fn Breach(wall: Wall) -> impl IntoView {
    let portal = wall.portal;
    let shows = Memo::new(move |_| {
        let subject = wall.subject()?;
        // An incident whose alert fires no more has the panel that names this alert; one without an alert that of the
        // alerts with its runbook.
        let of_state = || subject.state.as_ref()?.declared.alert.clone();
        let service = subject
            .alarm
            .as_ref()
            .and_then(|alarm| alarm.service.clone());
        let alert = subject.alarm.as_ref().map(|alarm| alarm.name.clone());
        let alerts = match alert.or_else(of_state) {
            Some(alert) => vec![alert],
            None => alerts_of(wall, subject.runbook()?),
        };
        let (now, pace) = (portal.clock.now.get(), portal.pace());
        portal.handbook.with_value(|handbook| {
            let all = handbook.dashboards.iter().enumerate();
            let mut named = all.filter_map(|(index, dashboard)| {
                let panels = &dashboard.panels;
                let named = |panel: &Panel| {
                    let mut alerts = alerts.iter();
                    alerts.any(|alert| panel.is_about(alert, service.as_deref()))
                };
                Some((index, dashboard, panels.iter().position(named)?))
            });
            let (index, dashboard, own) = named.next()?;
            let readings = portal.board.readings(index)?;
            let readings = readings.read();
            let status = |place: usize| {
                let reading = readings.get(place);
                reading.map_or(Status::None, |one| standing(one, None, pace, now).status)
            };
            let is_presence = dashboard.panels.get(own)?.kind == Kind::Presence;
            let began = subject.alarm.as_ref().and_then(|alarm| alarm.began);
            Some(Shows {
                index,
                place: beside(index, Some(own), &handbook.dashboards, status)?,
                caption: dashboard.title.clone(),
                since: began.or(subject.since()),
                presence: is_presence.then_some(own),
            })
        })
    });
    view! { <ChartCard wall grid=moving_grid(portal) shows/> }
}

/// The alerts whose rules name a runbook.
fn alerts_of(wall: Wall, runbook: &str) -> Vec<String> {
    wall.portal.rules.with_value(|rules| {
        let named = rules
            .iter()
            .filter(|rule| rule.annotations.get("runbook") == Some(runbook));
        named.map(|rule| rule.name.clone()).collect()
    })
}

/// The size of the wall's unit in CSS pixels, as the style sheet has it.
fn unit() -> f64 {
    let (width, height) = (
        browser::width().unwrap_or(1920.0),
        browser::height().unwrap_or(1080.0),
    );
    width.min(height) / 1080.0
}

/// Number and unit, or a dash and what is the matter.
fn number(
    panel: &Panel,
    reading: Option<&Reading<Judged>>,
    (state, _): (DataState, Status),
) -> (String, String) {
    let value = reading.and_then(|reading| reading.answer()?.verdict.value);
    match (state, value) {
        (DataState::Fresh | DataState::Late | DataState::Partial, Some(value)) => {
            let written = panel.unit().write(value);
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
