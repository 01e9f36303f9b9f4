//! The wall while nothing has taken it over: what else is wrong as bands, the state of every dashboard, and charts in turn.

use super::{
    Wall,
    chart::{ChartCard, Shows},
    clocks::band_words,
};
use crate::{
    domain::{
        judgement::Verdict,
        panel::{Dashboard, Kind},
        status::Status,
    },
    ui::{panels::moving_grid, parts::symbol::symbol, reactive::Memo},
    watch::{
        panel::standing,
        wall::{
            rotation::{CHARTS, Slide, charts, shown},
            takeover::Subject,
        },
        words::state_words,
    },
};
use leptos::prelude::*;

/// Two numbers of a dashboard stand side by side when they are no longer than this.
const ROOM: usize = 38;

/// So many bands have room above the charts.
const BANDS: usize = 3;

/// Symbol and word of a dashboard's state.
pub fn state_of(wall: Wall, index: usize) -> (&'static str, &'static str) {
    let status = wall.statuses.with(|all| all.get(index).copied().flatten());
    let pending = wall.pending.with(|all| all.get(index) == Some(&true));
    match status {
        None => ("loading", "Loading"),
        Some(Status::None | Status::Ok) if pending => ("pending", "Pending"),
        Some(Status::None) => ("fresh", "no limit"),
        Some(status) => (status.slug(), status.word()),
    }
}

/// Bands, states and charts.
#[component]
pub fn Body(wall: Wall) -> impl IntoView {
    let portal = wall.portal;
    let dashboards = StoredValue::new(
        portal
            .handbook
            .with_value(|handbook| handbook.dashboards.clone()),
    );
    let slide = Memo::new(move |before: Option<&Slide>| {
        wall.options.with(|(options, _)| {
            let statuses = wall.statuses.read();
            let before = before.copied();
            shown(
                &options.dashboards,
                &statuses,
                options.every,
                wall.now(),
                before,
            )
        })
    });
    let places = Memo::new(move |_| {
        let chosen = wall.options.with(|(options, _)| options.dashboards.clone());
        let (slide, now, pace) = (slide.get(), portal.clock.now.get(), portal.pace());
        dashboards.with_value(|dashboards| {
            charts(slide, &chosen, dashboards, |index, panel| {
                let readings = portal.board.readings(index);
                readings.map_or(Status::None, |readings| {
                    let readings = readings.read();
                    let reading = readings.get(panel);
                    reading.map_or(Status::None, |one| standing(one, None, pace, now).status)
                })
            })
        })
    });
    let rows = dashboards.with_value(|dashboards| {
        let all = dashboards.iter().enumerate();
        all.map(|(index, dashboard)| row(wall, slide, index, dashboard))
            .collect_view()
    });
    let grid = moving_grid(portal);
    let cards = (0..CHARTS).map(|number| {
        let shows = Memo::new(move |_| {
            let (index, place) = places.with(|places| places.get(number).copied())?;
            dashboards.with_value(|all| {
                let dashboard = all.get(index)?;
                let caption = match (slide.get(), dashboard.panels.get(place)?.kind) {
                    (Slide::Key, _) => dashboard.title.clone(),
                    (_, Kind::Lines) => "the largest of all lines".to_owned(),
                    _ => String::new(),
                };
                Some(Shows {
                    index,
                    place,
                    caption,
                    since: None,
                    presence: None,
                })
            })
        });
        view! { <ChartCard wall grid shows/> }
    });
    view! {
        <Bands wall most=BANDS/>
        <div class="wall-body" data-slide=move || match slide.get() {
            Slide::Key => "key".to_owned(),
            Slide::Dashboard(index) => dashboards.with_value(|all| all.get(index).map(|one| one.slug.clone()).unwrap_or_default()),
        }>
            <ul class="wall-states">{rows}</ul>
            <div class="wall-charts">{cards.collect_view()}</div>
        </div>
    }
}

/// One dashboard: its state, and the numbers that matter most there or what is wrong.
fn row(wall: Wall, slide: Memo<Slide>, index: usize, dashboard: &Dashboard) -> AnyView {
    let state = Memo::new(move |_| state_of(wall, index));
    let stored = StoredValue::new(dashboard.clone());
    let words = Memo::new(move |_| stored.with_value(|dashboard| words(wall, index, dashboard)));
    let (title, slug) = (dashboard.title.clone(), dashboard.slug.clone());
    let here = Memo::new(move |_| slide.get() == Slide::Dashboard(index));
    view! {
        <li data-dashboard=slug data-status=move || state.get().0 class:here=move || here.get()>
            {move || symbol(state.get().0)}
            <strong>{title}</strong>
            <span class="wall-words">{move || words.get()}</span>
            <b class=move || format!("state-{}", state.get().0)>{move || state.get().1}</b>
        </li>
    }
    .into_any()
}

/// What is wrong on a dashboard, else its first numbers with the limit.
fn words(wall: Wall, index: usize, dashboard: &Dashboard) -> String {
    let portal = wall.portal;
    let (now, pace) = (wall.now(), portal.pace());
    let Some(readings) = portal.board.readings(index) else {
        return String::new();
    };
    let readings = readings.read();
    let standings: Vec<_> = readings
        .iter()
        .map(|reading| standing(reading, None, pace, now))
        .collect();
    let status = wall.statuses.with(|all| all.get(index).copied().flatten());
    if status.is_none() {
        return "Asking Prometheus".to_owned();
    }
    if status > Some(Status::Ok) {
        let worst = standings
            .iter()
            .enumerate()
            .max_by_key(|(_, one)| one.status);
        if let Some((place, worst)) = worst.filter(|(_, worst)| worst.status > Status::Ok) {
            let verdict = readings
                .get(place)
                .and_then(|one| one.answer())
                .map(|one| &one.verdict);
            let title = dashboard.panels.get(place).map(|panel| panel.title.clone());
            return format!(
                "{}: {}",
                title.unwrap_or_default(),
                state_words(worst, verdict)
            );
        }
        return alarm_on(wall, &dashboard.slug);
    }
    let limited = dashboard.panels.iter().zip(readings.iter()).zip(&standings);
    let limited = limited.filter(|((panel, _), standing)| {
        panel.has_limit()
            && matches!(panel.kind, Kind::Tile | Kind::Presence)
            && standing.status >= Status::Ok
    });
    let mut words = limited.filter_map(|((panel, reading), _)| {
        let verdict: &Verdict = &reading.answer()?.verdict;
        let value = verdict.value?;
        let limits = panel.limits();
        let limit = limits
            .iter()
            .next()
            .map(|limit| limit.words.trim_start_matches(['>', ' ']).to_owned());
        Some(match panel.kind {
            Kind::Presence => (format!("{value} of {} up", verdict.expected), None),
            _ => (
                format!("{} {}", panel.title, panel.unit().write(value).joined()),
                limit,
            ),
        })
    });
    let Some((first, limit)) = words.next() else {
        return String::new();
    };
    match (words.next(), limit) {
        (Some((second, _)), _) if first.len() + second.len() < ROOM => {
            format!("{first}, {}", small(&second))
        }
        (_, Some(limit)) => format!("{first}, limit {limit}"),
        _ => first,
    }
}

/// With a small letter where it stands within a sentence.
fn small(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// The alert that makes a dashboard bad while none of its panels is.
fn alarm_on(wall: Wall, slug: &str) -> String {
    wall.portal.alarms.board.with(|board| {
        let here = board.alarms.iter().find(|alarm| {
            let place = alarm.place.as_ref();
            place.is_some_and(|place| place.slug == slug) && alarm.standing.is_loud()
        });
        here.map(|alarm| alarm.summary.clone()).unwrap_or_default()
    })
}

/// What is wrong and does not fill the screen.
#[component]
pub fn Bands(wall: Wall, most: usize) -> impl IntoView {
    let others = Memo::new(move |_| {
        let taken = wall.taken.get();
        wall.subjects.with(|all| {
            let others = all
                .iter()
                .enumerate()
                .filter(|(place, _)| Some(*place) != taken);
            others
                .map(|(_, subject)| subject.clone())
                .collect::<Vec<Subject>>()
        })
    });
    let bands = Memo::new(move |_| {
        others.with(|others| {
            let shown = others.iter().take(most);
            shown
                .map(|subject| band_words(wall, subject))
                .collect::<Vec<_>>()
        })
    });
    let more = Memo::new(move |_| others.with(Vec::len).saturating_sub(most));
    view! {
        <div class="wall-bands" hidden=move || bands.with(Vec::is_empty)>
            {move || bands.get().into_iter().map(|(slug, title, words)| view! {
                <p class=format!("wall-band band-{slug}")>{symbol(slug)}<strong>{title}</strong><span>{words}</span></p>
            }).collect_view()}
            {move || (more.get() > 0).then(|| view! { <p class="wall-band"><span>{format!("and {} more", more.get())}</span></p> })}
        </div>
    }
}
