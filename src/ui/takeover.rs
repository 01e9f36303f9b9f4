//! The page takes the place of the first picture (`src/first`), which lies over it until all of its panels have painted. Knows no
//! panels.

use super::browser;
use leptos::{ev, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The first picture goes after this in any case: what is not there by then says so itself.
const LONGEST: Duration = Duration::from_secs(5);

/// Shows the page. Whether there was a first picture in its place.
pub fn take_over() -> bool {
    browser::first(".first-picture").is_some_and(|first| {
        first.remove();
        true
    })
}

/// The names that have a colour in the first picture, and their places in the palette: answers come in any order, and nothing may
/// change colour when the page takes over.
pub fn coloured() -> Vec<(String, usize)> {
    let document = browser::window().and_then(|window| window.document());
    let found =
        document.and_then(|document| document.query_selector_all(".first-picture .swatch").ok());
    let swatches = found.iter().flat_map(|found| {
        (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<Element>().ok())
    });
    let entries = swatches.filter_map(|swatch| {
        let class = swatch.class_name();
        let (_, place) = class.split_once("series-")?;
        let name = swatch.next_element_sibling()?.first_child()?.node_value()?;
        Some((name, place.parse().ok()?))
    });
    entries.collect()
}

/// Takes over after a while, and as soon as somebody wants something.
pub fn follow() {
    let now = || {
        take_over();
    };
    if let Ok(timer) = set_timeout_with_handle(now, LONGEST) {
        on_cleanup(move || timer.clear());
    }
    let pressed = window_event_listener(ev::pointerdown, move |_| now());
    let typed = window_event_listener(ev::keydown, move |_| now());
    on_cleanup(move || {
        pressed.remove();
        typed.remove();
    });
}
