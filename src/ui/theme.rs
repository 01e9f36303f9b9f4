//! Dark and light: chosen, kept, and read out of the style sheet for charts. No colour is written here.

use super::{
    browser,
    reactive::{Memo, ReadSignal, RwSignal, signal},
};
use crate::chart::{style_sheet, theme::Theme};
use leptos::{ev, prelude::*};

/// Where the choice is kept; `boot.js` reads it before the first paint.
const KEY: &str = "portal.theme";

/// The theme in force and the way to change it.
#[derive(Clone, Copy)]
pub struct Themes {
    /// `dark` or `light`.
    pub name: ReadSignal<String>,
    set_name: RwSignal<String>,
    /// What charts are drawn with.
    pub chart: Memo<Theme>,
}

impl Themes {
    /// Takes the theme that `boot.js` has set on the document.
    pub fn start() -> Self {
        let root = browser::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        let name = root
            .and_then(|root| root.get_attribute("data-theme"))
            .unwrap_or_else(|| "dark".to_owned());
        let (name, set_name) = signal(name);
        let chart = Memo::new(move |_| {
            name.track();
            style_sheet::theme()
        });
        let themes = Self {
            name,
            set_name,
            chart,
        };
        // Paper is light.
        for (event, theme) in [("beforeprint", Some("light")), ("afterprint", None)] {
            let listener = window_event_listener_untyped(event, move |_: ev::Event| {
                let own = name.get_untracked();
                themes.show(theme.unwrap_or(&own));
            });
            on_cleanup(move || listener.remove());
        }
        themes
    }

    /// Changes to the other theme, for this visit and the next.
    pub fn toggle(self) {
        let next = if self.name.get_untracked() == "dark" {
            "light"
        } else {
            "dark"
        };
        browser::store(KEY, next);
        self.wear(next);
    }

    /// Changes to `dark` or `light` until the page is left.
    pub fn wear(self, name: &str) {
        self.show(name);
        self.set_name.set(name.to_owned());
    }

    fn show(self, name: &str) {
        let root = browser::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            // Setting an attribute fails for illegal names only.
            let _ = root.set_attribute("data-theme", name);
        }
    }
}
