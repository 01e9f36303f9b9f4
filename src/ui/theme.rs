//! Dark and light: chosen, kept, and read out of the style sheet for charts. No colour is written here.

use super::browser;
use crate::chart::theme::{Theme, colour};
use leptos::prelude::*;
use plotters::style::RGBAColor;

/// Where the choice is kept; `boot.js` reads it before the first paint.
const KEY: &str = "portal.theme";

/// The theme in force and the way to change it.
#[derive(Clone, Copy)]
pub struct Themes {
    /// `dark` or `light`.
    pub name: ReadSignal<String>,
    set_name: WriteSignal<String>,
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
            from_style_sheet()
        });
        Self {
            name,
            set_name,
            chart,
        }
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
        let root = browser::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            // Setting an attribute fails for illegal names only.
            let _ = root.set_attribute("data-theme", name);
        }
        self.set_name.set(name.to_owned());
    }
}

fn from_style_sheet() -> Theme {
    let style = browser::window().and_then(|window| {
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok()?
    });
    let text = |name: &str| {
        style
            .as_ref()
            .and_then(|style| style.get_property_value(name).ok())
            .unwrap_or_default()
    };
    // A token that is missing or no colour shows at once: grey, half transparent.
    let token = |name: &str| colour(&text(name)).unwrap_or(RGBAColor(128, 128, 128, 0.5));
    Theme {
        family: text("--font").trim().to_owned(),
        caption: token("--text-3"),
        words: token("--text-2"),
        text: token("--text"),
        page: token("--page"),
        panel: token("--panel"),
        selection: token("--selection"),
        grid: token("--grid"),
        axis: token("--line-2"),
        warning_band: token("--warn-band"),
        warning_line: token("--warn-sym"),
        warning_words: token("--warn"),
        critical_band: token("--crit-band"),
        critical_line: token("--crit"),
        stale: token("--stale"),
        hatch: token("--hatch"),
        nothing: token("--inset"),
        series: std::array::from_fn(|index| token(&format!("--series-{index}"))),
    }
}
