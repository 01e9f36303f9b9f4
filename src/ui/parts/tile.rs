//! A tile: one number with its limits in words, and a small curve; or how many of those expected answer.

use super::{
    canvas::DrawnCanvas,
    frame::{Watched, narrowed, unfiltered, watch},
    message,
    symbol::symbol,
};
use crate::{
    chart::spark::Spark,
    domain::{
        freshness::DataState,
        judgement::value_of,
        panel::{Kind, Panel},
        span::Span,
        status::Status,
    },
    ui::{panels::PageLines, portal::Portal, reactive::Memo},
    watch::{
        face::{box_of, of_panel, tone},
        tile,
        tip::Tips,
        words::state_words,
    },
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
                    {move || standing.with(tile::short_words)}
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

/// The number, or a dash where there is none that may be believed.
fn figure(panel: StoredValue<Panel>, watched: Watched) -> AnyView {
    let dash = || view! { <span class="number none">"–"</span> }.into_any();
    if !matches!(
        watched.standing.with(|standing| standing.state),
        DataState::Fresh | DataState::Late | DataState::Partial
    ) {
        return dash();
    }
    let verdict = watched.judged.get().map(|judged| judged.verdict);
    let figure =
        verdict.and_then(|verdict| panel.with_value(|panel| tile::figure(panel, &verdict)));
    match figure {
        Some((number, unit)) => {
            view! { <span class="number">{number}</span><span class="unit">{unit}</span> }
                .into_any()
        }
        None => dash(),
    }
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

/// What the number was at the beginning of the range.
fn before(panel: StoredValue<Panel>, watched: Watched) -> String {
    let ends_now = matches!(Portal::use_here().span(), Span::Last(_));
    let words = watched.lines.and_then(|lines| {
        let reading = lines.read();
        panel.with_value(|panel| Some(tile::earlier(panel, reading.answer()?, ends_now)))
    });
    words.unwrap_or_default()
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
            let newest = reading.answer().and_then(|lines| watched.newest(lines));
            let tips = Tips::of(newest.as_ref().map(|judged| &judged.newest));
            panel.with_value(|panel| {
                let (unit, limits) = (panel.unit(), panel.limits());
                let spark = Spark {
                    size,
                    grid: matrix.grid,
                    values: &series.values,
                    tip: tips.tip(matrix.grid, 0, &series.labels),
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
            let value = answers
                .filter(|_| known)
                .map(|answers| value_of(service, answers));
            let (class, word, name) = box_of(value);
            view! { <li class=class title=format!("{}: {word}", service.name)>{symbol(name)}<span class="visually-hidden">{format!("{}: {word}", service.name)}</span></li> }
        };
        panel.expects.iter().map(of).collect_view()
    };
    view! { <ul class="boxes">{boxes}</ul> }
}
