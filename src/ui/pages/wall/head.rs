//! The head of the wall: one word for everything, its evidence, and the time. When nothing can be said it is the screen.

use super::Wall;
use crate::{
    domain::{duration, status::Status},
    ui::{parts::symbol::symbol, reactive::Memo},
    watch::{
        alarm::Standing,
        reading::Reading,
        wall::{sight::evidence, takeover::place_of},
    },
};
use leptos::prelude::*;

/// The time of day, the date and the zone.
#[component]
pub fn Time(wall: Wall) -> impl IntoView {
    let time = Memo::new(move |_| wall.zone().hour_minute(wall.now()));
    let day = Memo::new(move |_| {
        let zone = wall.zone();
        format!("{}, {}", zone.day(wall.now()), place_of(&zone))
    });
    view! { <div class="wall-time"><strong>{move || time.get()}</strong><span>{move || day.get()}</span></div> }
}

/// One word, and why.
#[component]
pub fn Calm(wall: Wall) -> impl IntoView {
    let alarms = wall.portal.alarms;
    let status = Memo::new(move |_| match alarms.rules.with(Reading::is_waiting) {
        true => None,
        false => Some(alarms.tab.get().status),
    });
    let word = move || match status.get() {
        None => "Asking Prometheus",
        Some(Status::Ok | Status::None) => "All clear",
        Some(status) => status.word(),
    };
    let slug = move || status.get().map_or("loading", Status::slug);
    let evidence = Memo::new(move |_| {
        status.get()?;
        let rules = alarms.handbook.with_value(Vec::len);
        alarms
            .proof
            .with(|proof| Some(evidence(proof, rules, alarms.down.get())))
    });
    let words = move || {
        let evidence = evidence.get().unwrap_or_else(|| "no answer yet".to_owned());
        let (answered, _) = alarms.asked();
        match (status.get(), answered) {
            (Some(Status::Ok | Status::None), Some(at)) => {
                format!("proven {} ago: {evidence}", wall.ago(at))
            }
            _ => evidence,
        }
    };
    let environment = wall
        .portal
        .config
        .with_value(|config| config.environment.clone());
    view! {
        <header class="wall-head" data-status=slug>
            {move || symbol(slug())}
            <div class="wall-said">
                <h1>{word}{(!environment.is_empty()).then(|| view! { <small>{environment}</small> })}</h1>
                <p>{words}</p>
            </div>
            <Time wall/>
        </header>
    }
}

/// The whole screen says that nothing can be said.
#[component]
pub fn Blind(wall: Wall) -> impl IntoView {
    let title = move || {
        wall.blind
            .with(|blind| blind.as_ref().map(|blind| blind.title.clone()))
    };
    let advice = move || {
        wall.blind
            .with(|blind| blind.as_ref().map(|blind| blind.advice.clone()))
    };
    let since = Memo::new(move |_| wall.blind.with(|blind| blind.as_ref()?.since));
    let since = move || {
        since.get().map(|since| {
            let at = wall.zone().clock_near(since, wall.now());
            format!(
                "The last of what this wall knows is from {at}, {} ago.",
                wall.ago(since)
            )
        })
    };
    let last = move || {
        let alarms = wall.portal.alarms.board.read();
        let mut firing = alarms
            .alarms
            .iter()
            .filter(|alarm| alarm.standing != Standing::Pending);
        let first = firing.next()?;
        let more = match firing.count() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(format!("{}{more} fired then.", first.name))
    };
    view! {
        <section class="wall-blind" role="alert">
            <Time wall/>
            {symbol("cannot-say")}
            <h1>"Cannot say"</h1>
            <p class="wall-why"><strong>{title}</strong></p>
            <p>{since}" "{last}</p>
            <p>{advice}</p>
        </section>
    }
}

/// A line across the screen above what was known last.
#[component]
pub fn BlindBand(wall: Wall) -> impl IntoView {
    move || {
        wall.blind.get().map(|blind| {
            let at = blind.since.map(|since| wall.zone().clock_near(since, wall.now()));
            let old = blind.since.map(|since| duration::words(wall.now().since(since)));
            view! {
                <p class="wall-band band-blind" role="alert">
                    {symbol("cannot-say")}
                    <strong>"Cannot say"</strong>
                    <span>{format!("{}. What fires is as of {}, {} ago; the clocks run on.", blind.title, at.unwrap_or_default(), old.unwrap_or_default())}</span>
                </p>
            }
        })
    }
}
