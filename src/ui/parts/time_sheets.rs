//! The sheets of the bar: another range, a comparison, another refresh. They are a part of the program that is fetched when one is
//! first opened, and know nothing of the buttons that open them.

use super::menu::Sheet;
use crate::{
    domain::{
        duration,
        span::{PRESETS, Span},
        span_text,
        view::{REFRESHES, Refresh},
    },
    ui::{portal::Portal, reactive::signal},
};
use leptos::{ev, html, prelude::*};

/// Ways to another range, and to one to compare it with.
#[component]
pub fn RangeSheet(sheet: Sheet) -> impl IntoView {
    let portal = Portal::use_here();
    let field: NodeRef<html::Input> = NodeRef::new();
    let (from_field, to_field): (NodeRef<html::Input>, NodeRef<html::Input>) =
        (NodeRef::new(), NodeRef::new());
    let (refusal, set_refusal) = signal(String::new());
    let set = move |span: Span| {
        portal.url.change(|view| view.span = Some(span));
        set_refusal.set(String::new());
        sheet.close();
    };
    let presets = PRESETS.iter().filter_map(|text| Span::parse(text)).map(move |span| {
        view! {
            <button on:click=move |_| set(span) aria-pressed=move || if portal.span() == span { "true" } else { "false" }>{span.words()}</button>
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = field
            .get_untracked()
            .map(|field| field.value())
            .unwrap_or_default();
        match span_text::parse(&text, portal.clock.read(), &portal.zone.get_untracked()) {
            Ok(span) => set(span),
            Err(words) => set_refusal.set(words),
        }
    };
    // What is shown now, as the browser's own picker wants it: `2026-11-23T08:00:00`.
    let picked = move |end: bool| {
        let (from, to) = portal.span().bounds(portal.clock.read());
        let zone = portal.zone.get();
        let text = zone.iso(if end { to } else { from });
        text.get(..19).unwrap_or_default().to_owned()
    };
    let show_picked = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let value = |field: NodeRef<html::Input>| {
            field
                .get_untracked()
                .map(|field| field.value())
                .unwrap_or_default()
        };
        let text = format!("{} to {}", value(from_field), value(to_field));
        match span_text::parse(&text, portal.clock.read(), &portal.zone.get_untracked()) {
            Ok(span) => set(span),
            Err(words) => set_refusal.set(words),
        }
    };
    let compare = |name: &'static str, length: Option<i64>| {
        view! {
            <button on:click=move |_| { portal.url.change(|view| view.compare = length); sheet.close(); }
                aria-pressed=move || if portal.view().with(|view| view.compare) == length { "true" } else { "false" }>{name}</button>
        }
    };
    view! {
        <div class="grid">{presets.collect_view()}</div>
        <form on:submit=submit>
            <label>"From and to, as text"
                <input node_ref=field type="text" name="range" autocomplete="off" spellcheck="false" placeholder="now-2h to now-1h"/>
            </label>
            <button type="submit">"Show"</button>
        </form>
        <form on:submit=show_picked>
            <label>"From"<input node_ref=from_field type="datetime-local" step="1" name="from" prop:value=move || picked(false)/></label>
            <label>"To"<input node_ref=to_field type="datetime-local" step="1" name="to" prop:value=move || picked(true)/></label>
            <button type="submit">"Show"</button>
        </form>
        <p class="hint" role="status">{move || match refusal.get() { words if words.is_empty() => format!("For example {}. Times are {}.", span_text::EXAMPLES, portal.zone.get().name()), words => words }}</p>
        <h3>"Compare with"</h3>
        <div class="grid">{compare("nothing", None)}{compare("a day before", Some(86_400_000))}{compare("a week before", Some(604_800_000))}</div>
    }
}

/// Ways to another refresh.
#[component]
pub fn RefreshSheet(sheet: Sheet) -> impl IntoView {
    let portal = Portal::use_here();
    let is_chosen = move |length: i64| {
        let paused = portal.view().with(|view| view.refresh == Refresh::Paused);
        !paused && portal.pace().refresh == length
    };
    let every = REFRESHES.iter().filter_map(|text| duration::parse(text)).map(move |length| {
        view! {
            <button on:click=move |_| { portal.url.change(|view| view.refresh = Refresh::Every(length)); sheet.close(); }
                aria-pressed=move || if is_chosen(length) { "true" } else { "false" }>{duration::words(length)}</button>
        }
    });
    view! {
        <div class="grid">{every.collect_view()}</div>
        <button on:click=move |_| { portal.by_hand.update(|count| *count += 1); sheet.close(); }>"Refresh now"<kbd>"Shift R"</kbd></button>
    }
}
