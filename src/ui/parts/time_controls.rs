//! The range, the refresh, the zone and the comparison, and the ways to change them.

use super::{
    menu::{Menu, Sheet},
    symbol::symbol,
};
use crate::{
    domain::{
        duration,
        span::{PRESETS, Span},
        span_text,
        time::Moment,
        view::{REFRESHES, Refresh, ZoneChoice},
    },
    ui::portal::Portal,
};
use leptos::{ev, html, prelude::*};

/// A step in time, or a wider view.
#[derive(Clone, Copy)]
pub enum Move {
    /// By half the range into the past.
    Earlier,
    /// By half the range towards the present.
    Later,
    /// Twice the range, about its middle.
    Wider,
    /// Half the range, about its middle.
    Closer,
    /// Back to the configured range.
    Reset,
}

/// Changes the range. What would end in the future ends now, and then moves on with the clock.
pub fn travel(portal: Portal, step: Move) {
    let (now, span) = (portal.clock.read(), untrack(|| portal.span()));
    let (from, to) = span.bounds(now);
    let length = to.since(from);
    let (from, to) = match step {
        Move::Earlier => (from.plus(-length / 2), to.plus(-length / 2)),
        Move::Later => (from.plus(length / 2), to.plus(length / 2)),
        Move::Wider => (from.plus(-length / 2), to.plus(length / 2)),
        Move::Closer => (from.plus(length / 4), to.plus(-length / 4)),
        Move::Reset => return portal.url.change(|view| view.span = None),
    };
    let wanted = if to >= now {
        let length = match step {
            Move::Wider => length * 2,
            _ => length,
        };
        format!("{}s", length / 1000)
    } else {
        format!("{}..{}", from.0 / 1000, to.0 / 1000)
    };
    if let Some(span) = Span::parse(&wanted) {
        portal.url.change(|view| view.span = Some(span));
    }
}

/// The range with its menu, and the buttons around it.
#[component]
pub fn RangeControl() -> impl IntoView {
    let portal = Portal::use_here();
    let shown = move || {
        let (now, zone) = (portal.clock.now.get(), portal.zone.get());
        let (from, to) = portal.span().bounds(now);
        let words = |moment: Moment| match zone.day(moment) == zone.day(now) {
            true => zone.hour_minute(moment),
            false => format!("{} {}", zone.day_month(moment), zone.hour_minute(moment)),
        };
        format!("{} – {}", words(from), words(to))
    };
    let face = ViewFn::from(move || {
        view! {
            <span class="label">"Range"</span>
            <span class="words"><strong>{move || match portal.span() { Span::Last(_) => portal.span().words(), Span::Between(..) => String::new() }}</strong>
            <span class="range-times">{shown}</span>{symbol("down")}</span>
        }
    });
    let contents = Callback::new(move |sheet: Sheet| view! { <RangeSheet sheet/> }.into_any());
    let step = |name: &'static str, label: &'static str, step: Move| {
        view! { <button class="icon small" on:click=move |_| travel(portal, step) aria-label=label title=label>{symbol(name)}</button> }
    };
    view! {
        <div class="fact range">
            {step("earlier", "Earlier ([)", Move::Earlier)}
            <Menu label="Range".to_owned() class="face" face contents/>
            {step("later", "Later (])", Move::Later)}
            {step("wider", "Zoom out (−)", Move::Wider)}
        </div>
    }
}

#[component]
fn RangeSheet(sheet: Sheet) -> impl IntoView {
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

/// The refresh with its menu, and the button that pauses it.
#[component]
pub fn RefreshControl() -> impl IntoView {
    let portal = Portal::use_here();
    let paused = Memo::new(move |_| portal.view().with(|view| view.refresh == Refresh::Paused));
    let face = ViewFn::from(move || {
        view! {
            <span class="label">"Refresh"</span>
            <span class="words"><strong>{move || if paused.get() { "paused".to_owned() } else { format!("every {}", duration::words(portal.pace().refresh)) }}</strong>{symbol("down")}</span>
        }
    });
    let contents = Callback::new(move |sheet: Sheet| {
        let every = REFRESHES.iter().filter_map(|text| duration::parse(text)).map(move |length| {
            view! {
                <button on:click=move |_| { portal.url.change(|view| view.refresh = Refresh::Every(length)); sheet.close(); }
                    aria-pressed=move || if !paused.get() && portal.pace().refresh == length { "true" } else { "false" }>{duration::words(length)}</button>
            }
        });
        view! {
            <div class="grid">{every.collect_view()}</div>
            <button on:click=move |_| { portal.by_hand.update(|count| *count += 1); sheet.close(); }>"Refresh now"<kbd>"Shift R"</kbd></button>
        }
        .into_any()
    });
    view! {
        <div class="fact wide-only">
            <Menu label="Refresh".to_owned() class="face" face contents/>
            <button class="icon small" on:click=move |_| pause(portal)
                aria-pressed=move || if paused.get() { "true" } else { "false" }
                aria-label=move || if paused.get() { "Go on refreshing (P)" } else { "Pause (P)" }
                title="Pause or go on (P)">{move || symbol(if paused.get() { "play" } else { "pause" })}</button>
        </div>
    }
}

/// Pauses the refresh, or goes on with the configured one.
pub fn pause(portal: Portal) {
    portal.url.change(|view| {
        view.refresh = match view.refresh {
            Refresh::Paused => Refresh::Configured,
            _ => Refresh::Paused,
        };
    });
}

/// The zone; a press changes to the next of configured, UTC and the browser's.
#[component]
pub fn ZoneControl() -> impl IntoView {
    let portal = Portal::use_here();
    view! {
        <div class="fact wide-only">
            <button class="face" on:click=move |_| next_zone(portal) title="Change the zone: configured, UTC, this browser's (Z)">
                <span class="label">"Zone"</span>
                <span class="words"><strong>{move || portal.zone.get().name().to_owned()}</strong>
                <span class="range-times">{move || (portal.zone.get().name() != "UTC").then(|| portal.zone.get().offset_words(portal.clock.now.get()))}</span></span>
            </button>
        </div>
    }
}

/// Changes to the next zone.
pub fn next_zone(portal: Portal) {
    portal.url.change(|view| {
        view.zone = match view.zone {
            ZoneChoice::Configured => ZoneChoice::Utc,
            ZoneChoice::Utc => ZoneChoice::Browser,
            ZoneChoice::Browser => ZoneChoice::Configured,
        };
    });
}
