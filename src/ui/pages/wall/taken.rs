//! The wall when somebody must act: what is wrong, the countdown, the chart, the runbook, and whom to tell next.

use super::{
    Wall,
    calm::Bands,
    chart::Breach,
    clocks::Clocks,
    foot,
    head::{BlindBand, Time},
};
use crate::{
    domain::duration,
    ui::{parts::symbol::symbol, reactive::Memo},
    watch::{
        alarm::Standing,
        wall::takeover::{Subject, next_level},
    },
};
use leptos::prelude::*;

/// The screen of what has taken it over.
#[component]
pub fn Takeover(wall: Wall) -> impl IntoView {
    view! {
        <BlindBand wall/>
        <Head wall/>
        <Bands wall most=1/>
        <div class="wall-body taken">
            <div class="wall-left"><Clocks wall/></div>
            <div class="wall-right"><Breach wall/><Runbook wall/><Next wall/></div>
        </div>
        <foot::Taken wall/>
    }
}

/// Its name, what is wrong and since when, its severity, the time.
#[component]
fn Head(wall: Wall) -> impl IntoView {
    let subject = Memo::new(move |_| wall.subject());
    let title = Memo::new(move |_| {
        subject.with(|subject| subject.as_ref().map(|one| one.title().to_owned()))
    });
    let words =
        Memo::new(move |_| subject.with(|subject| subject.as_ref().map(|one| summary(wall, one))));
    let severity = Memo::new(move |_| {
        subject.with(|subject| {
            let subject = subject.as_ref()?;
            Some(match (subject.severity(), subject.declared) {
                (Some(severity), true) => (String::new(), severity.to_string()),
                (Some(severity), false) => ("If ".to_owned(), severity.to_string()),
                (None, _) => (String::new(), "SEV?".to_owned()),
            })
        })
    });
    view! {
        <header class="wall-head taken" role="alert">
            {symbol("critical")}
            <div class="wall-said"><h1>{move || title.get()}</h1><p>{move || words.get()}</p></div>
            {move || severity.get().map(|(when, name)| view! { <p class="wall-severity"><small>{when}</small>{name}</p> })}
            <Time wall/>
        </header>
    }
}

/// `PostgreSQL database is down, firing 7m50s. 3 more alerts fire.`
fn summary(wall: Wall, subject: &Subject) -> String {
    let what = match (&subject.alarm, &subject.state) {
        (Some(alarm), _) => alarm.summary.clone(),
        (None, Some(state)) if !state.services.is_empty() => state.services.join(", "),
        _ => "declared by hand".to_owned(),
    };
    let since = subject
        .since()
        .map(|since| duration::compact(wall.now().since(since)));
    let how = match (&subject.alarm, since) {
        (Some(alarm), Some(since)) => format!("{what}, {} {since}", alarm.standing.word()),
        (None, Some(since)) => format!("{what}, for {since}"),
        (_, None) => what,
    };
    let others = wall.portal.alarms.board.with(|board| {
        let firing = board.count(|alarm| alarm.standing != Standing::Pending);
        firing.saturating_sub(usize::from(subject.alarm.is_some()))
    });
    match others {
        0 => format!("{how}."),
        1 => format!("{how}. 1 more alert fires."),
        others => format!("{how}. {others} more alerts fire."),
    }
}

/// The runbook's id, large enough to be typed from across the room.
#[component]
fn Runbook(wall: Wall) -> impl IntoView {
    let id = Memo::new(move |_| wall.subject()?.runbook().map(str::to_owned));
    move || {
        id.get().map(|id| {
            let title = wall.portal.handbook.with_value(|handbook| {
                let page = handbook.page(&id);
                page.map(|page| page.title.trim_start_matches(&id).trim_start_matches([':', ' ']).to_owned())
            });
            view! { <section class="wall-card wall-runbook">{symbol("book")}<strong>{id}</strong><span>{title}</span></section> }
        })
    }
}

/// The next level of the ladder, and when it is due.
#[component]
fn Next(wall: Wall) -> impl IntoView {
    let next = Memo::new(move |_| {
        let subject = wall.subject()?;
        let rung = next_level(&subject, wall.now())?;
        let name = format!("L{} {}", rung.level.number, rung.level.name);
        Some((name, rung.level.contact.clone(), rung.due?))
    });
    let figure = move || {
        next.get().map(|(_, _, due)| match due.since(wall.now()) {
            left if left > 0 => duration::countdown(left),
            _ => "now".to_owned(),
        })
    };
    let figure = Memo::new(move |_| figure());
    let words = Memo::new(move |_| {
        next.get().map(|(_, contact, due)| {
            let at = wall.zone().clock_near(due, wall.now());
            match due > wall.now() {
                true => format!("next escalation, at {at}"),
                false => format!("{contact}, due since {at}"),
            }
        })
    });
    let name = Memo::new(move |_| next.get().map(|(name, _, _)| name));
    move || {
        name.get().map(|name| view! {
            <section class="wall-card wall-next"><strong>{name}</strong><span>{move || words.get()}</span><b>{move || figure.get()}</b></section>
        })
    }
}
