//! Links within the handbook: to a section of this page or another, with the range of the view. Knows no documents.

use crate::ui::{browser, portal::Portal, reactive::effect};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// Shows the section that the address names, now and whenever it names another.
pub fn follow() {
    let hash = use_location().hash;
    effect(move |_| {
        let id = hash.with(|hash| hash.trim_start_matches('#').to_owned());
        if !id.is_empty() && !browser::show_section(&id) {
            // A page that was just opened comes into the document after its effects have run.
            request_animation_frame(move || {
                let _ = browser::show_section(&id);
            });
        }
    });
}

/// Opens what a link within prose leads to, where that is a part of the portal; all else is the browser's.
pub fn open(portal: Portal, event: &ev::MouseEvent) {
    let with_key = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|target| target.closest(".prose a").ok().flatten())
        .and_then(|link| link.get_attribute("href"));
    let Some(href) = link.filter(|href| href.starts_with('/') && !with_key) else {
        return;
    };
    event.prevent_default();
    portal.url.open(&href);
    browser::to_top();
    if let Some((_, anchor)) = href.split_once('#') {
        let _ = browser::show_section(anchor);
    }
}
