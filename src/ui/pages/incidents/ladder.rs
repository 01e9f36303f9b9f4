//! The escalation ladder of an incident: when each level is due, whom to tell and how, and what makes it due at once.

use crate::{
    domain::{duration, ladder::Level, rotation::Listed, time::Moment},
    float,
    incident::{event::Kind, id::Id, ladder, state::State},
    ui::{browser, incidents::Incidents, parts::symbol::symbol, portal::Portal, reactive::Memo},
};
use leptos::prelude::*;

/// The levels side by side, on a line to scale.
#[component]
pub fn Ladder(id: Id) -> impl IntoView {
    let incidents = Incidents::use_here();
    // The levels were frozen when the incident was declared; only a change of severity brings others.
    let levels = Memo::new(move |_| {
        incidents
            .state(id)
            .map(|state| (state.policy.ladder.levels, state.severity, state.start))
    });
    let body = move || {
        let (levels, severity, start) = levels.get()?;
        let dues = levels.iter().filter_map(|level| level.due(severity, start));
        let last = dues.max().map_or(0, |due| due.since(start));
        let line = (last > 0).then(|| line(id, &levels, severity, start, last));
        let steps = levels.into_iter().map(|level| step(id, level));
        Some(view! { {line}<ol class="rungs">{steps.collect_view()}</ol> })
    };
    view! {
        <section class="panel ladder" aria-label="Escalation ladder">
            <header><h2>"Escalation ladder"</h2><span class="note">"time since the start; it halts when the incident is resolved"</span></header>
            {body}
        </section>
    }
}

/// The time line: a mark for each level that time reaches, and where now is, or the resolution.
fn line(
    id: Id,
    levels: &[Level],
    severity: crate::domain::severity::Severity,
    start: Moment,
    last: i64,
) -> AnyView {
    let portal = Portal::use_here();
    let share = move |moment: Moment| {
        let share = moment.since(start) as f64 / last as f64;
        float::percent(share.clamp(0.0, 1.0))
    };
    let marks = levels.iter().filter_map(|level| {
        let due = level.due(severity, start)?;
        let words = match due.since(start) {
            0 => portal.zone.get().clock(due),
            after => format!("+{}", duration::promql(after)),
        };
        let edge = if due.since(start) == last {
            "mark last"
        } else {
            "mark"
        };
        Some(view! { <li class=edge style:left=share(due)><span>{words}</span></li> })
    });
    let incidents = Incidents::use_here();
    let resolved = Memo::new(move |_| Some(incidents.state(id)?.resolved?.at));
    let reached = move || resolved.get().unwrap_or_else(|| portal.clock.now.get());
    let now = move || share(reached());
    let words = move || {
        let word = if resolved.get().is_some() {
            "resolved"
        } else {
            "now"
        };
        format!("{word}, +{}", duration::compact(reached().since(start)))
    };
    view! {
        <div class="time-line" aria-hidden="true">
            <span class="passed" style:width=now></span>
            <span class="now-words" style:left=now>{words}</span>
            <ul>{marks.collect_view()}</ul>
        </div>
    }
    .into_any()
}

fn step(id: Id, level: Level) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let number = level.number;
    let state = Memo::new(move |_| incidents.state(id));
    let words = Memo::new(move |_| {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        let near = |moment| zone.clock_near(moment, now);
        state.with(|state| {
            let Some(state) = state else {
                return Figure::default();
            };
            figure(state, number, now, near)
        })
    });
    let told =
        Memo::new(move |_| state.with(|state| state.as_ref()?.notified.get(&number).cloned()));
    let tick = move |event| {
        let told = told.get_untracked();
        browser::hold_box(&event, told.is_some());
        match told {
            Some(tick) => incidents.retract(id, tick.event),
            None => incidents.act(id, Kind::LevelNotified(number)),
        }
    };
    let triggers = level.triggers.iter().map(|trigger| {
        let name = trigger.clone();
        let named = Memo::new(move |_| state.with(|state| state.as_ref()?.triggers.get(&name).cloned()));
        let press = {
            let trigger = trigger.clone();
            move |_| match named.get_untracked() {
                Some(tick) => incidents.retract(id, tick.event),
                None => incidents.act(id, Kind::TriggerNamed(trigger.clone())),
            }
        };
        let face = format!("{}: now", capital(trigger));
        view! { <button aria-pressed=move || named.get().is_some().to_string() on:click=press>{face}</button> }
    });
    let triggers = triggers.collect_view();
    // Whoever acknowledges is the first level: nobody else is to be told of it.
    let acknowledged = Memo::new(move |_| {
        let at = |state: &Option<State>| Some(state.as_ref()?.acknowledged.as_ref()?.at);
        state.with(at).filter(|_| number == 1)
    });
    let taken = move || {
        acknowledged.get().map(|at| {
            let at = portal
                .zone
                .get()
                .clock_near(at, portal.clock.now.get_untracked());
            view! { <span class="rung-taken">{symbol("ok")}{format!("Acknowledged {at}")}</span> }
        })
    };
    let contact = match (number, on_duty(portal)) {
        (1, Some(name)) => format!("{name}, {}", level.contact),
        _ => level.contact.clone(),
    };
    let name = format!("Level {number} notified");
    view! {
        <li class="rung" data-level=number class:due=move || words.with(|words| words.due) && acknowledged.get().is_none()>
            <h3><span>{format!("L{number}")}</span>" "{level.name.clone()}</h3>
            <p class="rung-figure"><strong>{move || words.with(|words| words.figure.clone())}</strong>" "<span>{move || words.with(|words| words.beside.clone())}</span></p>
            <p>{contact}</p>
            <p class="quiet">{level.when.clone()}</p>
            <p class="quiet">{level.response.clone()}</p>
            <p class="rung-buttons">
                <label class="chip"><input type="checkbox" aria-label=name prop:checked=move || told.get().is_some() on:change=tick/>"Notified"</label>
                {taken}
                {triggers}
            </p>
        </li>
    }
    .into_any()
}

/// The words of one level at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
struct Figure {
    figure: String,
    beside: String,
    due: bool,
}

fn figure(state: &State, number: u8, now: Moment, near: impl Fn(Moment) -> String) -> Figure {
    let rungs = ladder::rungs(state);
    let Some(rung) = rungs.iter().find(|rung| rung.level.number == number) else {
        return Figure::default();
    };
    let plain = |figure: &str, beside: String| Figure {
        figure: figure.to_owned(),
        beside,
        due: false,
    };
    match (rung.notified, rung.due) {
        (Some(tick), _) => plain("told", format!("{} by {}", near(tick.at), tick.by)),
        (None, _) if ladder::halted(state) => plain("halted", String::new()),
        (None, None) => plain("not by time", "a trigger makes it due".to_owned()),
        (None, Some(due)) if due <= now => Figure {
            figure: "now".to_owned(),
            beside: match rung.trigger {
                Some(trigger) => format!("since {}: {trigger}", near(due)),
                None => format!("since {}", near(due)),
            },
            due: true,
        },
        (None, Some(due)) => plain(
            &format!("in {}", duration::countdown(due.since(now))),
            format!("at {}", near(due)),
        ),
    }
}

/// Who is called first now, where the roster says it.
fn on_duty(portal: Portal) -> Option<String> {
    let roster = portal.config.with_value(crate::config::Config::roster);
    let (now, zone) = (portal.clock.read(), portal.zone.get_untracked());
    match roster.at(now, &zone) {
        Listed::Duty(duty) => Some(duty.primary.clone()),
        Listed::NoRoster | Listed::Nobody => None,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
