//! The range, the refresh and the zone in the bar, and the ways to change them by a press. Knows no sheet's contents.

use super::{menu::Menu, symbol::symbol};
use crate::{
    domain::{
        duration,
        span::Span,
        time::Moment,
        view::{Refresh, ZoneChoice},
    },
    ui::{later, portal::Portal, reactive::Memo},
};
use leptos::prelude::*;

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
        let compared = portal.view().with(|view| view.compare);
        let compared = compared.map(|length| format!(", pale: {} before", duration::words(length)));
        format!(
            "{} – {}{}",
            words(from),
            words(to),
            compared.unwrap_or_default()
        )
    };
    let face = ViewFn::from(move || {
        view! {
            <span class="label">"Range"</span>
            <span class="words"><strong>{move || match portal.span() { Span::Last(_) => portal.span().words(), Span::Between(..) => String::new() }}</strong>
            <span class="range-times">{shown}</span>{symbol("down")}</span>
        }
    });
    let contents = Callback::new(later::range_sheet);
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
    let contents = Callback::new(later::refresh_sheet);
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
                <span class="range-times">{move || match portal.zone.get() {
                    zone if zone.name() == "UTC" => String::new(),
                    zone => zone.offset_words(portal.clock.now.get()),
                }}</span></span>
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
