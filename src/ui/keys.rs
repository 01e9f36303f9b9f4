//! The keys of the page: what each does (`parts::key_list` says it). A key never works while somebody types.

use super::{
    browser, later,
    parts::time_controls::{Move, next_zone, pause, travel},
    portal::Portal,
    reactive::signal,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// The sheet's id.
pub const SHEET: &str = "key-sheet";

/// So long after a G the next key names a page (milliseconds).
const AFTER_G: f64 = 2000.0;

/// Listens to the keys of the whole page.
pub fn listen(portal: Portal) {
    let g_pressed = StoredValue::new(None::<f64>);
    let listener = window_event_listener(ev::keydown, move |event: ev::KeyboardEvent| {
        if portal.on_wall.get_untracked() {
            // A wall has one way out, and nothing to press by accident.
            if event.key() == "Escape" {
                portal.url.open("/");
            }
            return;
        }
        if (event.ctrl_key() || event.meta_key()) && event.key() == "k" {
            portal.palette.set(true);
            event.prevent_default();
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(&event) {
            return;
        }
        let key = event.key();
        // What misses the field of the search, or is pressed in a sheet, must not work what lies behind it.
        let covered = browser::is_there("dialog[open]") || is_in_sheet(&event);
        if covered && !matches!(key.as_str(), "/" | "?") {
            return;
        }
        // One press is one change; going through a list is held.
        if event.repeat() && !matches!(key.as_str(), "j" | "k") {
            return;
        }
        let on = portal.preferences.single_keys.get_untracked();
        if !on && !matches!(key.as_str(), "Escape") {
            return;
        }
        let now = browser::elapsed();
        let after_g = g_pressed.get_value().is_some_and(|at| now - at < AFTER_G);
        g_pressed.set_value(None);
        if after_g {
            let slugs = portal.handbook.with_value(|handbook| {
                handbook
                    .dashboards
                    .iter()
                    .map(|dashboard| dashboard.slug.clone())
                    .collect::<Vec<_>>()
            });
            let place = ["o", "g", "d", "e", "n"]
                .iter()
                .position(|name| *name == key);
            let page = match (place.and_then(|place| slugs.get(place)), key.as_str()) {
                (Some(slug), _) => Some(format!("/dashboards/{slug}")),
                (None, "a") => Some("/alerts".to_owned()),
                (None, "i") => Some("/incidents".to_owned()),
                (None, "r") => Some("/runbooks".to_owned()),
                (None, "s") => Some("/escalation".to_owned()),
                (None, "c") => Some("/commands".to_owned()),
                (None, "w") => Some("/wall".to_owned()),
                _ => None,
            };
            if let Some(page) = page {
                return portal.url.open(&page);
            }
        }
        match key.as_str() {
            "g" => g_pressed.set_value(Some(now)),
            "/" => portal.palette.set(true),
            "[" => travel(portal, Move::Earlier),
            "]" => travel(portal, Move::Later),
            "-" | "−" => travel(portal, Move::Wider),
            "+" => travel(portal, Move::Closer),
            "0" => travel(portal, Move::Reset),
            "p" => pause(portal),
            "R" => portal.by_hand.update(|count| *count += 1),
            "z" => next_zone(portal),
            "j" => go(portal, 1),
            "k" => go(portal, -1),
            "f" => {
                browser::press_in_workplace("[aria-pressed][title^='Full screen']");
                request_animation_frame(browser::reveal_workplace);
            }
            "t" => {
                // What has the focus may be what is put away.
                browser::focus_own_workplace();
                browser::press_in_workplace(".table-toggle");
            }
            "x" => browser::press_in_workplace(".tick"),
            "c" => browser::press_in_workplace(".copy"),
            "b" => browser::press_in_workplace(".runbook-link"),
            "d" => browser::press_in_workplace(".declare-link"),
            "a" | "r" | "v" | "n" => browser::use_key(&key),
            "Escape" => {
                // The browser closes a sheet; only without one the key is the panel's.
                if !browser::is_there(":popover-open") {
                    portal.url.change(|view| view.panel = None);
                    request_animation_frame(browser::reveal_workplace);
                }
                return;
            }
            "?" => browser::toggle_popover(SHEET),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// On to the panel, alert or step so many after the one that has the focus. Where a panel fills the screen, the next one then does.
fn go(portal: Portal, by: i32) {
    match browser::panel_beside_solo(by) {
        Some(id) => {
            portal.url.change(|view| view.panel = Some(id));
            request_animation_frame(|| browser::focus(".panel.solo"));
        }
        None => browser::focus_workplace(by),
    }
}

fn target(event: &ev::KeyboardEvent) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// Whether a key goes into a field: nobody types into a box to tick. A field that has gone, with its dialog, keeps the focus until
/// the next frame.
fn is_typing(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|target| {
        let boxes = "[type=checkbox], [type=radio]";
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && !target.matches(boxes).unwrap_or(false)
            && browser::is_shown(&target)
    })
}

/// Whether a key is pressed in a sheet; that of the keys is there to try them.
fn is_in_sheet(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|target| {
        let sheet = target.closest(&format!("[popover]:not(#{SHEET})"));
        sheet.is_ok_and(|sheet| sheet.is_some())
    })
}

/// The list of keys, shown by `?`.
#[component]
pub fn KeySheet() -> impl IntoView {
    let (opened, set_opened) = signal(false);
    view! {
        <div id=SHEET popover="auto" class="sheet keys" role="dialog" aria-label="Keys" tabindex="-1" autofocus
            on:beforetoggle=move |_: ev::Event| set_opened.set(true)>
            {move || opened.get().then(later::key_list)}
        </div>
    }
}
