//! One alarm: what is wrong, since when, how bad, what to do now. Its row stays while its numbers change. Every word of it
//! comes from elsewhere and is text.

use super::{
    promise::promise,
    texts::{LABELS, capital, face, incident_link, labels, short},
};
use crate::{
    domain::{duration, time::Moment},
    float,
    prometheus::query::percent_encoded,
    ui::{
        later,
        pages::handbook::runbook_title,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
    watch::alarm::{Alarm, Place, Runbook, Standing},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The row of the alarm that has the labels of `first`, as it is now; one that is about to go keeps what it showed. `open`
/// says whether its details are shown.
pub fn row(alarms: Memo<Vec<Arc<Alarm>>>, first: Arc<Alarm>, open: RwSignal<bool>) -> AnyView {
    let portal = Portal::use_here();
    let (name, label) = (first.name.clone(), first.name.clone());
    let alarm = Memo::new(move |before: Option<&Arc<Alarm>>| {
        let first = before.unwrap_or(&first);
        alarms.with(|alarms| {
            let now = alarms.iter().find(|one| one.labels == first.labels);
            now.unwrap_or(first).clone()
        })
    });
    let part =
        move |of: fn(Portal, &Alarm) -> AnyView| move || alarm.with(|alarm| of(portal, alarm));
    let standing = Memo::new(move |_| alarm.with(|alarm| alarm.standing));
    let class = move || alarm.with(|alarm| format!("alarm alarm-{}", face(alarm).1));
    view! {
        <article class=class tabindex="-1" aria-label=label data-alert=name data-standing=move || standing.get().word()>
            <div class="what">{part(what)}</div>
            <div class="since">{part(times)}</div>
            <div class="measure">{part(measure)}</div>
            <div class="sla">{move || match standing.get() {
                Standing::Pending => part(waiting).into_any(),
                _ => promise(portal, alarm),
            }}{part(quiet)}</div>
            <div class="do">{actions(portal, alarm, open)}</div>
            {move || open.get().then(|| later::more(alarm))}
        </article>
    }
    .into_any()
}

fn what(_: Portal, alarm: &Alarm) -> AnyView {
    let (icon, summary) = (face(alarm).0, short(&alarm.summary));
    view! {
        <p><span class="alarm-face">{symbol(icon)}</span><strong>{alarm.name.clone()}</strong><span class="summary">{summary}</span></p>
        {chips(alarm)}
    }
    .into_any()
}

/// The first of its labels.
pub fn chips(alarm: &Alarm) -> AnyView {
    let chips = labels(alarm)
        .take(LABELS)
        .map(|label| view! { <code>{short(&label)}</code> });
    let chips = chips.collect_view();
    let more = labels(alarm).count().saturating_sub(LABELS);
    view! { <p class="labels">{chips}{(more > 0).then(|| format!("and {more} more"))}</p> }
        .into_any()
}

/// When it fired, and when its condition began.
fn times(portal: Portal, alarm: &Alarm) -> AnyView {
    let (began, fires_at, standing) = (alarm.began, alarm.fires_at, alarm.standing);
    let clock = move |at: Moment| {
        let now = portal.clock.now.get_untracked();
        portal.zone.get().clock_near(at, now)
    };
    let since = match standing {
        Standing::Pending => began,
        _ => alarm.start(portal.clock.now.get_untracked()),
    };
    let fired = since.filter(|since| fires_at == Some(*since));
    let age = move || {
        let age = since.map(|since| duration::words(portal.clock.now.get().since(since)));
        format!("{} {}", capital(standing.word()), age.unwrap_or_default())
    };
    let hold = fires_at.zip(began).map(|(fires, began)| fires.since(began));
    let hold = hold.filter(|hold| *hold > 0).map(duration::words);
    let lines = move || match standing {
        Standing::Pending => [hold.as_ref().map(|hold| format!("of {hold}")), None],
        _ => [
            fired.map(|at| format!("since {}", clock(at))),
            began.map(|at| format!("true since {}", clock(at))),
        ],
    };
    view! {
        <p><strong>{age}</strong></p>
        {move || lines().into_iter().flatten().map(|line| view! { <p>{line}</p> }).collect_view()}
    }
    .into_any()
}

fn measure(_: Portal, alarm: &Alarm) -> AnyView {
    match (&alarm.measure, alarm.value) {
        (Some(measure), _) => {
            let limit = format!("alert when {}", measure.limit);
            view! { <p><strong>{measure.value.clone()}</strong></p><p>{limit}</p> }.into_any()
        }
        (None, Some(value)) => {
            let value = crate::domain::unit::three_figures(value);
            view! { <p><strong>{format!("value {value}")}</strong></p> }.into_any()
        }
        (None, None) => ().into_any(),
    }
}

/// How much of its time a pending alarm has waited, and when it fires.
fn waiting(portal: Portal, alarm: &Alarm) -> AnyView {
    let Some((began, fires_at)) = alarm.began.zip(alarm.fires_at) else {
        return ().into_any();
    };
    let hold = fires_at.since(began).max(1) as f64;
    let share = move || portal.clock.now.get().since(began) as f64 / hold;
    let at = move || {
        let now = portal.clock.now.get_untracked();
        portal.zone.get().clock_near(fires_at, now)
    };
    view! {
        <span class="dial-bar pending"><span style:width=move || float::percent(share().clamp(0.0, 1.0))></span></span>
        <p class="why">{move || format!("fires at {} if it lasts", at())}</p>
    }
    .into_any()
}

/// Who silenced it, why and until when.
fn quiet(portal: Portal, alarm: &Alarm) -> AnyView {
    let Some(quiet) = &alarm.quiet else {
        return ().into_any();
    };
    let (zone, now) = (portal.zone.get(), portal.clock.now.get_untracked());
    let silences = quiet.silenced.iter().map(|silence| {
        let until = silence.until.map(|until| zone.clock_near(until, now));
        let until = until.map_or_else(String::new, |until| format!(" until {until}"));
        format!("Silenced by {}{until}: {}", silence.who, silence.why)
    });
    let inhibited = quiet
        .inhibited
        .iter()
        .map(|by| format!("Inhibited by {by}"));
    let muted = quiet.muted.iter().flatten();
    let muted = muted.map(|by| format!("Muted by {by}"));
    let lines = silences.chain(inhibited).chain(muted);
    lines
        .map(|line| view! { <p class="why">{symbol("silenced")}{short(&line)}</p> })
        .collect_view()
        .into_any()
}

/// What the buttons of a row lead to.
#[derive(Clone, PartialEq)]
struct Ways {
    runbook: Runbook,
    service: Option<String>,
    place: Option<Place>,
    incident: Option<(String, String)>,
}

/// Made anew only when one of them leads elsewhere: who has come to a button with the keyboard stays there.
fn actions(portal: Portal, alarm: Memo<Arc<Alarm>>, open: RwSignal<bool>) -> AnyView {
    let ways = Memo::new(move |_| {
        alarm.with(|alarm| Ways {
            runbook: alarm.runbook.clone(),
            service: alarm.service.clone(),
            place: alarm.place.clone(),
            incident: (alarm.standing.fires().then(|| incident_link(portal, alarm))).flatten(),
        })
    });
    let links = move || {
        let Ways {
            runbook,
            service,
            place,
            incident,
        } = ways.get();
        let panel = place.map(|place| {
            let id = percent_encoded(&place.panel);
            let path = format!("/dashboards/{}?panel={id}", place.slug);
            let title = format!("{}: {}", place.dashboard, place.title);
            view! { <a class="button" href=portal.url.link(path) title=title>{symbol("chart")}"Panel"</a> }
        });
        let incident = incident.map(|(href, words)| {
            view! { <a class="button declare-link" href=href>{symbol("flag")}{words}</a> }
        });
        view! { {runbooks(portal, runbook, service)}{panel}{incident} }
    };
    view! {
        {links}
        <button class="button more-button" aria-label="More" title="History, silence, all labels" aria-expanded=move || if open.get() { "true" } else { "false" } on:click=move |_| open.update(|open| *open = !*open)>{symbol("more")}</button>
    }
    .into_any()
}

/// The runbook by its id, and the address that the rule gives.
fn runbooks(portal: Portal, runbook: Runbook, service: Option<String>) -> AnyView {
    let id = runbook.id.and_then(|id| {
        let title = runbook_title(portal, &id)?;
        let query = service.map_or_else(String::new, |service| {
            format!("?service={}", percent_encoded(&service))
        });
        let href = portal.url.link(format!("/runbooks/{id}{query}"));
        Some(view! { <a class="button runbook-link" href=href><strong>{id}</strong><span>{title}</span></a> })
    });
    let url = runbook.url.map(|url| {
        view! { <a class="button" href=url target="_blank" rel="noreferrer noopener">"Runbook elsewhere"</a> }
    });
    view! { {id}{url} }.into_any()
}
