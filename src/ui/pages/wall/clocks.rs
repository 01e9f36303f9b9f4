//! The running clocks of a wall: the one that matters most in large figures, the others small, and one in words for a band.

use super::Wall;
use crate::{
    domain::duration,
    float,
    incident::{
        clocks::{Timer, clocks},
        face::Face,
        state::State,
    },
    ui::{parts::symbol::symbol, reactive::Memo},
    watch::wall::takeover::{Subject, foremost},
};
use leptos::prelude::*;

/// Symbol, name and state of something that is wrong, for a band.
pub fn band_words(wall: Wall, subject: &Subject) -> (&'static str, String, String) {
    let mut words = Vec::new();
    let mut slug = "warning";
    if let Some(alarm) = &subject.alarm {
        if !alarm.standing.is_loud() {
            slug = "silenced";
        } else if alarm.is_critical() {
            slug = "critical";
        }
        words.push(match subject.declared {
            true => alarm.standing.word().to_owned(),
            false => format!("{}, {}", alarm.summary, alarm.standing.word()),
        });
    }
    match &subject.state {
        Some(state) if subject.declared => {
            if let Some(by) = &state.acknowledged {
                words.push(format!("acknowledged by {}", by.by));
            }
            let faces = faces(wall, state);
            let timers = timers(wall, state);
            let main = foremost(&timers, wall.now()).and_then(|place| faces.get(place));
            words.extend(main.map(|face| {
                format!(
                    "{} {} {}",
                    face.title.to_lowercase(),
                    face.figure,
                    face.beside
                )
            }));
        }
        _ => words.extend(subject.since().map(|since| wall.ago(since))),
    }
    let title = match (subject.declared, subject.severity()) {
        (true, Some(severity)) => format!("{severity} {}", subject.title()),
        _ => subject.title().to_owned(),
    };
    (slug, title, words.join(", "))
}

/// The clocks of an incident, declared or supposed.
fn timers(wall: Wall, state: &State) -> Vec<Timer> {
    wall.incidents.zones.with(|zones| clocks(state, zones))
}

fn faces(wall: Wall, state: &State) -> Vec<Face> {
    let zone = wall.zone();
    let face = |timer: &Timer| {
        let of = |zones: &_| Face::of(timer, wall.now(), "began", &zone, zones);
        wall.incidents.zones.with(of)
    };
    timers(wall, state).iter().map(face).collect()
}

/// The countdown that fills the screen, and the other clocks below it.
#[component]
pub fn Clocks(wall: Wall) -> impl IntoView {
    let state = Memo::new(move |_| wall.subject().and_then(|subject| subject.state));
    let all = Memo::new(move |_| {
        state.with(|state| {
            state
                .as_ref()
                .map(|state| timers(wall, state))
                .unwrap_or_default()
        })
    });
    let main = Memo::new(move |_| all.with(|all| foremost(all, wall.now())));
    let faces = Memo::new(move |_| {
        state.with(|state| {
            state
                .as_ref()
                .map(|state| faces(wall, state))
                .unwrap_or_default()
        })
    });
    let face = Memo::new(move |_| faces.with(|faces| faces.get(main.get()?).cloned()));
    let others = Memo::new(move |_| {
        let main = main.get();
        faces.with(|faces| {
            let others = faces
                .iter()
                .enumerate()
                .filter(|(place, _)| Some(*place) != main);
            others.map(|(_, face)| face.clone()).collect::<Vec<_>>()
        })
    });
    move || {
        match main.get() {
        Some(_) => view! { {large(wall, face)}<div class="wall-others">{small(others, 0)}{small(others, 1)}</div> }.into_any(),
        None => view! { <Unclocked wall/> }.into_any(),
    }
    }
}

/// One clock in the largest figures.
fn large(wall: Wall, face: Memo<Option<Face>>) -> AnyView {
    let of = move |take: fn(&Face) -> String| {
        move || face.with(|face| face.as_ref().map(take).unwrap_or_default())
    };
    let slug =
        Memo::new(move |_| face.with(|face| face.as_ref().map_or("cannot-say", |face| face.slug)));
    let figure = of(|face| face.figure.clone());
    let figure = Memo::new(move |_| figure());
    let length = move || match figure.with(|figure| figure.chars().count()) {
        0..=5 => "short",
        6..=7 => "middle",
        _ => "long",
    };
    let due = move || {
        let due = face.with(|face| face.as_ref()?.due);
        due.map_or_else(String::new, |due| {
            format!(", due {}", wall.zone().clock_near(due, wall.now()))
        })
    };
    let due = Memo::new(move |_| due());
    view! {
        <section class="wall-clock" data-standing=move || slug.get()>
            <h2>{move || symbol(icon(slug.get()))}<strong>{of(|face| face.title.to_owned())}</strong><em>{of(|face| face.word.to_lowercase())}</em></h2>
            <p class="wall-countdown" data-length=length>{move || figure.get()}</p>
            <div class="wall-bar"><span style:width=of(|face| float::percent(face.share))></span></div>
            <p class="wall-beside">{of(|face| face.beside.clone())}{move || due.get()}</p>
        </section>
    }
    .into_any()
}

fn small(faces: Memo<Vec<Face>>, place: usize) -> AnyView {
    let of = move |take: fn(&Face) -> String| {
        move || faces.with(|faces| faces.get(place).map(take).unwrap_or_default())
    };
    let slug = Memo::new(move |_| {
        faces.with(|faces| faces.get(place).map_or("cannot-say", |face| face.slug))
    });
    view! {
        <section class="wall-small" data-standing=move || slug.get()>
            <h2>{move || symbol(icon(slug.get()))}<strong>{of(|face| face.title.to_owned())}</strong></h2>
            <p class="wall-figure">{of(|face| face.figure.clone())}</p>
            <p class="wall-beside">{of(|face| match face.slug {
                "met" => format!("met, {}", face.beside),
                _ => face.beside.clone(),
            })}</p>
        </section>
    }
    .into_any()
}

fn icon(slug: &str) -> &'static str {
    match slug {
        "met" => "ok",
        "due-soon" => "warning",
        "missed" => "critical",
        "on-time" => "late",
        _ => "cannot-say",
    }
}

/// An alert for which no severity is suggested has no clocks yet: how long it fires, counted up.
#[component]
fn Unclocked(wall: Wall) -> impl IntoView {
    let since = Memo::new(move |_| wall.subject().and_then(|subject| subject.since()));
    let figure = move || {
        since.get().map_or_else(
            || "?".to_owned(),
            |since| duration::countdown(wall.now().since(since)),
        )
    };
    let figure = Memo::new(move |_| figure());
    let length = move || {
        if figure.with(|figure| figure.chars().count()) > 5 {
            "middle"
        } else {
            "short"
        }
    };
    let why = Memo::new(move |_| {
        let alarm = wall.subject().and_then(|subject| subject.alarm);
        alarm.map(|alarm| crate::ui::pages::alerts::suggestion(wall.portal, &alarm).reason)
    });
    view! {
        <section class="wall-clock" data-standing="missed">
            <h2>{symbol("critical")}<strong>"Firing"</strong><em>"no clock runs"</em></h2>
            <p class="wall-countdown" data-length=length>{move || figure.get()}</p>
            <p class="wall-beside">"Choose a severity: the clocks run from when it fired."</p>
            <p class="wall-beside">{move || why.get()}</p>
        </section>
    }
}
