//! What all panels of a dashboard show, as JavaScript expressions. It must not know which panels there are.

use serde_json::Value;

/// The states of all panels, each once, sorted.
pub const STATES: &str = "[...new Set([...document.querySelectorAll('[data-panel]')].map(panel => panel.dataset.state))].sort()";

/// The panels that do not say `title`, and `no quote` unless one of them says `quote`: an empty list when all is said.
pub fn silent(title: &str, quote: &str) -> String {
    let (title, quote) = (Value::from(title), Value::from(quote));
    format!(
        "(() => {{
            const panels = [...document.querySelectorAll('[data-panel]')];
            const silent = panels.filter(panel => !panel.innerText.includes({title}));
            const quoted = panels.some(panel => panel.innerText.includes({quote}));
            return [...silent.map(panel => panel.dataset.panel), ...(quoted ? [] : ['no quote'])];
        }})()"
    )
}
