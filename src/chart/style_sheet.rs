//! What charts are drawn with, out of the style sheet of the document. No colour is written here.

use super::theme::{Theme, colour};
use plotters::style::RGBAColor;

/// The theme that the document wears now.
pub fn theme() -> Theme {
    let style = web_sys::window().and_then(|window| {
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
