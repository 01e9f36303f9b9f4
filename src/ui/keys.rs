//! The keys of the page: what each does (`parts::key_list` says it). A key never works while somebody types.

use super::{
    browser, later,
    parts::time_controls::{Move, next_zone, pause, travel},
    portal::Portal,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// The sheet's id.
pub const SHEET: &str = "key-sheet";

/// Listens to the keys of the whole page.
pub fn listen(portal: Portal) {
    let after_g = StoredValue::new(false);
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
        // What misses the field of the search must not work what lies behind it.
        if key != "/" && browser::is_there("dialog[open]") {
            return;
        }
        let on = portal.preferences.single_keys.get_untracked();
        if !on && !matches!(key.as_str(), "Escape") {
            return;
        }
        let after = after_g.get_value();
        after_g.set_value(false);
        if after {
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
                (Some(slug), _) => format!("/dashboards/{slug}"),
                (None, "a") => "/alerts".to_owned(),
                (None, "i") => "/incidents".to_owned(),
                (None, "r") => "/runbooks".to_owned(),
                (None, "s") => "/escalation".to_owned(),
                (None, "c") => "/commands".to_owned(),
                (None, "w") => "/wall".to_owned(),
                _ => return,
            };
            portal.url.open(&page);
            return;
        }
        match key.as_str() {
            "g" => after_g.set_value(true),
            "/" => portal.palette.set(true),
            "[" => travel(portal, Move::Earlier),
            "]" => travel(portal, Move::Later),
            "-" | "−" => travel(portal, Move::Wider),
            "+" => travel(portal, Move::Closer),
            "0" => travel(portal, Move::Reset),
            "p" => pause(portal),
            "R" => portal.by_hand.update(|count| *count += 1),
            "z" => next_zone(portal),
            "j" => browser::focus_workplace(1),
            "k" => browser::focus_workplace(-1),
            "f" => browser::press_in_workplace("[aria-pressed][title^='Full screen']"),
            "t" => browser::press_in_workplace(".table-toggle"),
            "x" => browser::press_in_workplace(".tick"),
            "c" => browser::press_in_workplace(".copy"),
            "b" => browser::press_in_workplace(".runbook-link"),
            "d" => browser::press_in_workplace(".declare-link"),
            "a" | "r" | "v" | "n" => browser::use_key(&key),
            "Escape" => portal.url.change(|view| view.panel = None),
            "?" => browser::toggle_popover(SHEET),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// Whether a key goes into a field. One that has gone, with its dialog, keeps the focus until the next frame.
fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && browser::is_shown(&target)
    })
}

/// The list of keys, shown by `?`.
#[component]
pub fn KeySheet() -> impl IntoView {
    let (opened, set_opened) = signal(false);
    view! {
        <div id=SHEET popover="auto" class="sheet keys" role="dialog" aria-label="Keys"
            on:beforetoggle=move |_: ev::Event| set_opened.set(true)>
            {move || opened.get().then(later::key_list)}
        </div>
    }
}
