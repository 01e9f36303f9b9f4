//! What is wrong with keeping events in this browser, and what was set aside. Knows no incident.

use crate::ui::{incidents::Incidents, output, parts::symbol::symbol};
use leptos::prelude::*;

/// The words, where there are any.
#[component]
pub fn Keeping() -> impl IntoView {
    let incidents = Incidents::use_here();
    let aside = move || {
        let aside = incidents.aside.get();
        let first = aside.first()?;
        let words = format!(
            "{} things that were read are no events and were set aside, the first because: {}. Nothing else was changed.",
            aside.len(),
            first.message
        );
        let texts: Vec<String> = aside.iter().map(|aside| aside.text.clone()).collect();
        let save = move |_| output::offer("set-aside.txt", "text/plain", &texts.join("\n\n"));
        Some(view! {
            <p class="strip" role="status">{words}" "<button on:click=save>"Save them"</button>" "<button on:click=move |_| incidents.discard_aside()>"Discard them"</button></p>
        })
    };
    view! {
        {move || incidents.trouble.get().map(|words| view! { <p class="strip" role="alert">{symbol("error")}{words}</p> })}
        {aside}
    }
}
