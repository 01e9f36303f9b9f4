//! The log of an incident, newest first: what happened, notes to write, change and redact. Knows no clocks.

use crate::{
    incident::{
        event::{Event, Kind},
        id::Id,
        timeline,
    },
    ui::{
        browser,
        incidents::Incidents,
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, RwSignal, effect, signal},
    },
};
use leptos::{ev, prelude::*};

/// The log.
#[component]
pub fn Log(id: Id) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    // A half-written note is there again after a reload, or when the page is come back to.
    let key = StoredValue::new(format!("portal.note.{}", id.short()));
    let left = key.with_value(|key| browser::stored_for_session(key));
    let (text, set_text) = signal(left.unwrap_or_default());
    // The note that is being changed.
    let editing = RwSignal::new(None::<Id>);
    // What was half written when an older note was to be changed.
    let draft = StoredValue::new(String::new());
    let done = move || {
        editing.set(None);
        set_text.set(draft.try_update_value(std::mem::take).unwrap_or_default());
    };
    // A note that waits for its author's name stays in the field, until it is written.
    let waits = StoredValue::new(false);
    effect(move |_| {
        if !incidents.asks_for_name() && waits.get_value() {
            waits.set_value(false);
            if !incidents.author.with_untracked(String::is_empty) {
                done();
            }
        }
    });
    effect(move |_| {
        // While an older note is changed, the half-written one stays kept.
        let (text, changes) = (text.get(), editing.with(Option::is_some));
        key.with_value(|key| match (changes, text.is_empty()) {
            (true, _) => {}
            (false, true) => browser::forget_for_session(key),
            (false, false) => browser::store_for_session(key, &text),
        });
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked().trim().to_owned();
        if words.is_empty() {
            return done();
        }
        let kind = match editing.get_untracked() {
            Some(note) => Kind::Edited(note, words),
            None => Kind::Note(words),
        };
        match incidents.act_in(Some(id), kind) {
            Some(_) => done(),
            None => waits.set_value(true),
        }
    };
    let edit = move |note: Id, words: String| {
        if editing.get_untracked().is_none() {
            draft.set_value(text.get_untracked());
        }
        editing.set(Some(note));
        set_text.set(words);
        browser::focus("#note");
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && editing.get_untracked().is_some() {
            done();
        }
    };
    let timeline = Memo::new(move |_| {
        let state = incidents.state(id);
        let told = state.map(|state| (state.timeline, state.refused));
        told.unwrap_or_default()
    });
    let rows = move || {
        let (events, _) = timeline.get();
        let rows = events
            .into_iter()
            .rev()
            .map(|event| row(portal, incidents, id, event, edit));
        rows.collect_view()
    };
    let refused = move || {
        let (_, refused) = timeline.get();
        let words = incidents.record.with(|record| {
            let words = refused.iter().filter_map(|(event, why)| {
                let event = record.get(*event)?;
                let what = timeline::words(event, &portal.zone.get());
                Some(format!(
                    "'{what}' by {} has no effect: {why}.",
                    event.author
                ))
            });
            words.collect::<Vec<_>>()
        });
        words
            .into_iter()
            .map(|words| view! { <p class="refused">{words}</p> })
            .collect_view()
    };
    let kept = move || {
        if incidents.store.base.get_value().is_none() {
            return "Kept in this browser. The shared link gives others the same clocks."
                .to_owned();
        }
        let sharing = incidents.store.sharing.get();
        match (sharing.waiting, sharing.trouble, sharing.locked) {
            (_, Some(trouble), _) => format!("Kept in this browser. {trouble}"),
            (0, None, _) if sharing.read.is_some() => {
                "Kept in this browser and in the shared store.".to_owned()
            }
            (count, None, true) => format!(
                "Kept in this browser. {count} events wait for the shared store's password: type it on the page of all incidents."
            ),
            (..) => "Kept in this browser, and on the way to the shared store.".to_owned(),
        }
    };
    view! {
        <section class="panel log" aria-label="Log">
            <header><h2>"Log"</h2><span class="note">{move || format!("newest first, times in {}", portal.zone.get().name())}</span></header>
            <form on:submit=submit>
                <input id="note" data-key="n" aria-label="Write what you did or saw" placeholder="Write what you did or saw" autocomplete="off"
                    prop:value=move || text.get() on:input=move |event| set_text.set(event_target_value(&event)) on:keydown=on_key/>
                <button>{move || if editing.get().is_some() { "Change" } else { "Write" }}</button>
            </form>
            <ol>{rows}</ol>
            {refused}
            <p class="foot">{kept}</p>
        </section>
    }
}

fn row(
    portal: Portal,
    incidents: Incidents,
    id: Id,
    event: Event,
    edit: impl Fn(Id, String) + Copy + 'static,
) -> AnyView {
    let (now, zone) = (portal.clock.read(), portal.zone.get());
    let (at, words) = (
        zone.clock_near(event.time, now),
        timeline::words(&event, &zone),
    );
    let icon = match &event.kind {
        Kind::Acknowledged | Kind::Responded | Kind::Resolved => "ok",
        Kind::StepTicked(..) => "book",
        Kind::DutyTicked(..) | Kind::ActionDone(_) => "tick",
        Kind::LevelNotified(_) | Kind::TriggerNamed(_) => "ladder",
        Kind::Note(_) => "page",
        Kind::Declared(_) | Kind::SeverityChanged(..) | Kind::Reopened => "flag",
        _ => "more",
    };
    let strong = event.kind.moves_clocks();
    let name = event.id();
    let tools = event.kind.is_text().then(|| {
        let note = match &event.kind {
            Kind::Note(text) => Some(text.clone()),
            _ => None,
        };
        let change = note.map(|text| {
            view! { <button on:click=move |_| edit(name, text.clone()) title="Change this note">"Change"</button> }
        });
        // It cannot be taken back: one press by mistake changes nothing.
        let sure = RwSignal::new(false);
        let redact = move |_| match sure.get_untracked() {
            true => incidents.act(id, Kind::Redacted(name)),
            false => sure.set(true),
        };
        let words = move || if sure.get() { "Redact for good" } else { "Redact" };
        view! { <span class="tools">{change}<button on:click=redact on:blur=move |_| sure.set(false) title="Nobody shows or passes this text on any more">{words}</button></span> }
    });
    let (author, moved) = (event.author.clone(), if strong { "moved" } else { "" });
    view! {
        <li class=moved><time>{at}</time>{symbol(icon)}<span class="what">{words}<span class="by">{format!(" · {author}")}</span></span>{tools}</li>
    }
    .into_any()
}
