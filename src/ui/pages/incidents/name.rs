//! What incidents need on every page: the question for the author's name, and what was told last. Knows no incident's page.

use crate::ui::{
    browser,
    incidents::Incidents,
    parts::symbol::symbol,
    portal::Portal,
    reactive::{RwSignal, effect},
};
use leptos::{ev, prelude::*};

/// The last message, for eyes and for readers of the screen, and the question for a name.
#[component]
pub fn Telling(incidents: Incidents) -> impl IntoView {
    let portal = Portal::use_here();
    let told = incidents.told.0;
    let rows = move || {
        let rows = told.get().into_iter().map(|notice| {
            let href = portal
                .url
                .link(format!("/incidents/{}", notice.incident.short()));
            view! { <li>{symbol("late")}<a href=href>{notice.words}</a></li> }
        });
        rows.collect_view()
    };
    view! {
        <div class="told" role="status" aria-live="polite">
            <ul>{rows}</ul>
            {move || told.with(|told| !told.is_empty()).then(|| view! {
                <button on:click=move |_| told.set(Vec::new())>"Put away"</button>
            })}
        </div>
        {move || incidents.asks_for_name().then(|| view! { <NameForm incidents/> })}
    }
}

#[component]
fn NameForm(incidents: Incidents) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        incidents.name(&name.get_untracked());
    };
    effect(move |_| browser::focus("#author"));
    view! {
        <form class="ask-name" role="dialog" aria-label="Your name" on:submit=submit
            on:keydown=move |event| if event.key() == "Escape" { incidents.name("") }>
            <label for="author">"Your name, for the record. This browser remembers it."</label>
            <input id="author" autocomplete="name" maxlength="80" required
                on:input=move |event| name.set(event_target_value(&event))/>
            <button class="primary">"Write it down"</button>
            <button type="button" on:click=move |_| incidents.name("")>"Do not"</button>
        </form>
    }
}
