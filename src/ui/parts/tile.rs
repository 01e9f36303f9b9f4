//! A tile: one number with its limits in words, and a small curve; or how many of those expected answer.

use super::{
    canvas::DrawnCanvas,
    frame::{Watched, narrowed, tone, unfiltered, watch},
    message,
    symbol::{of_panel, symbol},
};
use crate::{
    chart::spark::Spark,
    domain::{
        duration,
        freshness::DataState,
        judgement::value_of,
        panel::{Kind, Panel},
        status::Status,
    },
    ui::{panels::PageLines, portal::Portal},
    watch::words::state_words,
};
use leptos::prelude::*;

/// One tile.
#[component]
pub fn Tile(place: usize, panel: Panel) -> impl IntoView {
    let (id, title, about) = (panel.id.clone(), panel.title.clone(), panel.about.clone());
    let limits = panel.limit_words();
    let lines = expect_context::<PageLines>().of(&panel.id);
    let panel = StoredValue::new(panel);
    let watched = watch(place, panel, lines);
    let standing = watched.standing;
    let picture = match lines {
        Some(_) => view! { <Curve panel watched/> }.into_any(),
        None => view! { <Boxes panel watched/> }.into_any(),
    };
    view! {
        <section class="tile" role="region" tabindex="-1" aria-label=title.clone() data-panel=id title=about
            data-state=move || standing.with(|standing| standing.state.slug())
            data-status=move || standing.with(|standing| standing.status.slug())>
            <header>
                <h2>{title.clone()}</h2>
                <span class=move || format!("state state-{}", standing.with(tone))>
                    {move || standing.with(|standing| (standing.status != Status::None || standing.state != DataState::Fresh)
                        .then(|| symbol(of_panel(standing.state, standing.status))))}
                    {move || standing.with(short_words)}
                </span>
            </header>
            <div class="tile-body">
                <p class="figure">{move || figure(panel, watched)}</p>
                {picture}
            </div>
            <footer>{move || foot(panel, watched, &limits)} {move || unfiltered(panel)}</footer>
        </section>
    }
}

/// A word beside the title; the foot says the rest.
fn short_words(standing: &crate::watch::panel::Standing) -> String {
    match standing.state {
        DataState::Fresh | DataState::Late => standing.status.word().to_owned(),
        DataState::Partial if standing.status > Status::CannotSay => {
            standing.status.word().to_owned()
        }
        state => state.word().to_owned(),
    }
}

/// The number, or a dash where there is none that may be believed.
fn figure(panel: StoredValue<Panel>, watched: Watched) -> AnyView {
    let dash = || view! { <span class="number none">"–"</span> }.into_any();
    if !matches!(
        watched.standing.with(|standing| standing.state),
        DataState::Fresh | DataState::Late | DataState::Partial
    ) {
        return dash();
    }
    let Some(judged) = watched.judged.get() else {
        return dash();
    };
    let Some(value) = judged.verdict.value else {
        return dash();
    };
    panel.with_value(|panel| {
        let (number, unit) = match panel.kind {
            Kind::Presence => (
                format!("{value}"),
                format!("of {}", judged.verdict.expected),
            ),
            _ => {
                let written = panel.unit().write(value);
                (written.number, written.unit)
            }
        };
        view! { <span class="number">{number}</span><span class="unit">{unit}</span> }.into_any()
    })
}

/// The limits in words; or who crosses one; or what is the matter.
fn foot(panel: StoredValue<Panel>, watched: Watched, limits: &str) -> String {
    let portal = Portal::use_here();
    let standing = watched.standing.get();
    let judged = watched.judged.get();
    if let Some(trouble) = &standing.trouble {
        let was = judged.as_ref().and_then(|judged| judged.verdict.value);
        let was = was.map(|value| panel.with_value(|panel| panel.unit().write(value).joined()));
        let at = standing.newest_at.map(|at| {
            portal
                .zone
                .get()
                .clock_near(at, portal.clock.now.get_untracked())
        });
        return match (was, at) {
            (Some(was), Some(at)) => {
                format!("{}; last good value {was} at {at}", trouble.fault.title())
            }
            _ => trouble.fault.title(),
        };
    }
    match standing.state {
        DataState::Empty => "nothing matched; this is not zero".to_owned(),
        DataState::Stale => message::age_words(standing.newest_at, portal.clock.now.get()),
        DataState::Partial => standing.warnings.first().cloned().unwrap_or_default(),
        _ => match (&judged, panel.with_value(|panel| panel.kind)) {
            (Some(judged), Kind::Presence) if standing.status > Status::Ok => {
                state_words(&standing, Some(&judged.verdict))
            }
            _ if limits.is_empty() => before(panel, watched),
            _ => limits.to_owned(),
        },
    }
}

/// What the number was at the beginning of the range, for a tile without a limit.
fn before(panel: StoredValue<Panel>, watched: Watched) -> String {
    let Some(lines) = watched.lines else {
        return String::new();
    };
    let reading = lines.read();
    let matrix = reading.answer().and_then(|answer| answer.matrices.first());
    let first = matrix.and_then(|matrix| {
        let values = &matrix.series.first()?.values;
        let index = values.iter().position(|value| !value.is_nan())?;
        Some((
            values.get(index).copied()?,
            matrix.grid.end().since(matrix.grid.at(index)),
        ))
    });
    first.map_or_else(String::new, |(value, age)| {
        let value = panel.with_value(|panel| panel.unit().write(value).joined());
        format!("{} ago {value}", duration::words(age))
    })
}

/// The small curve.
#[component]
fn Curve(panel: StoredValue<Panel>, watched: Watched) -> impl IntoView {
    let portal = Portal::use_here();
    let label =
        Signal::derive(move || panel.with_value(|panel| format!("{} over the range", panel.title)));
    let is_past = Memo::new(move |_| {
        !matches!(
            watched.standing.with(|standing| standing.state),
            DataState::Fresh | DataState::Late | DataState::Partial | DataState::Loading
        )
    });
    let draw =
        move |mut canvas: crate::chart::canvas::Canvas<'_>, size: (u32, u32), _density: f64| {
            let Some(lines) = watched.lines else { return };
            let reading = lines.read();
            let Some(matrix) = reading.answer().and_then(|answer| answer.matrices.first()) else {
                return;
            };
            let Some(series) = matrix.series.first() else {
                return;
            };
            let theme = portal.themes.chart.get();
            panel.with_value(|panel| {
                let (unit, limits) = (panel.unit(), panel.limits());
                let spark = Spark {
                    size,
                    grid: matrix.grid,
                    values: &series.values,
                    unit: &unit,
                    limits: &limits,
                    stale: is_past.get(),
                    theme: &theme,
                };
                // The canvas reports no errors.
                let _ = spark.draw(&mut canvas);
            });
        };
    view! { <div class="spark"><DrawnCanvas label draw/></div> }
}

/// One box for each of those expected: ticked, crossed, or unknown.
#[component]
fn Boxes(panel: StoredValue<Panel>, watched: Watched) -> impl IntoView {
    let boxes = move || {
        let known = matches!(
            watched.standing.with(|standing| standing.state),
            DataState::Fresh
                | DataState::Late
                | DataState::Partial
                | DataState::Empty
                | DataState::Stale
        );
        let judged = watched.judged.get();
        let panel = narrowed(panel);
        let of = |service: &crate::domain::service::Service| {
            let answers = judged
                .as_ref()
                .and_then(|judged| judged.newest.answers.first());
            let (class, word) = match answers
                .filter(|_| known)
                .map(|answers| value_of(service, answers))
            {
                None => ("box unknown", "not known"),
                Some(Some(value)) if value >= 1.0 => ("box up", "up"),
                Some(Some(_)) => ("box down", "down"),
                Some(None) => ("box down", "does not report"),
            };
            let name = match class {
                "box up" => "tick",
                "box down" => "cross",
                _ => "question",
            };
            view! { <li class=class title=format!("{}: {word}", service.name)>{symbol(name)}<span class="visually-hidden">{format!("{}: {word}", service.name)}</span></li> }
        };
        panel.expects.iter().map(of).collect_view()
    };
    view! { <ul class="boxes">{boxes}</ul> }
}
