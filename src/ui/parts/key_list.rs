//! The keys in words, and whether single ones work. Must not know what they do (`ui::keys`).

use crate::ui::portal::Portal;
use leptos::prelude::*;

/// The keys and what they do, in words.
const KEYS: [(&str, &str); 17] = [
    ("Ctrl K  /", "search everything"),
    ("G then O, G, D, E, N", "the five dashboards"),
    (
        "G then A, I, R, S, C, W",
        "alerts, incidents, runbooks, escalation, commands, wall",
    ),
    ("[  ]", "earlier, later"),
    ("−  +  0", "zoom out, in, reset"),
    ("P", "pause or go on"),
    ("Shift R", "refresh now"),
    ("Z", "the next zone: configured, UTC, this browser's"),
    ("J  K", "next and previous panel, alert or step"),
    ("F", "the panel in full screen and back"),
    ("T", "the panel as a table and back"),
    ("← →", "move the crosshair on a chart"),
    ("X  C", "tick the step, copy its command"),
    ("B  D", "the alert's runbook, declare an incident from it"),
    ("A  R  V  N", "acknowledge, respond, resolve, write a note"),
    ("Escape", "close or back"),
    ("?", "this list"),
];

/// The list.
#[component]
pub fn KeyList() -> impl IntoView {
    let preferences = Portal::use_here().preferences;
    let row = |(keys, words): &(&'static str, &'static str)| view! { <dt><kbd>{*keys}</kbd></dt><dd>{*words}</dd> };
    view! {
        <h2>"Keys"</h2>
        <dl>{KEYS.iter().map(row).collect_view()}</dl>
        <label class="switch">
            <input type="checkbox" prop:checked=move || preferences.single_keys.get()
                on:change=move |event| preferences.set_single_keys(event_target_checked(&event))/>
            "Single keys work"
        </label>
    }
}
