//! The search of everything, by Ctrl K or `/`: its dialog and the field to type into, which are there before the part of the program
//! that searches, so that nothing that is typed is lost. Must not know what can be found.

use super::symbol::symbol;
use crate::ui::{
    browser, later,
    portal::Portal,
    reactive::{Memo, RwSignal, effect, signal},
};
use leptos::{ev, html, prelude::*};

/// What is searched for, and what is known of it.
#[derive(Clone, Copy)]
pub struct Field {
    /// What was typed.
    pub query: RwSignal<String>,
    /// What was found, once the part that searches is there.
    pub results: RwSignal<Option<Results>>,
}

/// What the field needs to know of the results.
#[derive(Clone, Copy)]
pub struct Results {
    /// The id of the chosen one.
    pub chosen: Memo<Option<String>>,
    /// How many there are.
    pub words: Memo<String>,
    /// What a key in the field does to them.
    pub on_key: Callback<ev::KeyboardEvent>,
}

/// The search. It is built when it is first opened.
#[component]
pub fn Palette() -> impl IntoView {
    let portal = Portal::use_here();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    let (was_open, set_was_open) = signal(false);
    effect(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if portal.palette.get() {
            if !was_open.get_untracked() {
                set_was_open.set(true);
            }
            browser::call(&dialog, "showModal");
        } else {
            browser::call(&dialog, "close");
        }
    });
    view! {
        <dialog node_ref=dialog class="palette" aria-label="Search everything"
            on:close=move |_| {
                // It comes a task after the end: by then the search may be wanted again.
                if dialog.get_untracked().is_some_and(|dialog| !dialog.open()) {
                    portal.palette.set(false);
                }
            }
            on:click=move |event: ev::MouseEvent| {
                // The dialog itself is hit only beside its contents.
                if dialog.get_untracked().is_some_and(|dialog| event.target() == Some(dialog.into())) {
                    portal.palette.set(false);
                }
            }>
            {move || was_open.get().then(|| Opened().into_any())}
        </dialog>
    }
}

/// What the dialog holds once it was opened.
#[component]
fn Opened() -> impl IntoView {
    let portal = Portal::use_here();
    let field = Field {
        query: RwSignal::new(String::new()),
        results: RwSignal::new(None),
    };
    let Field { query, results } = field;
    // After the field is there: the dialog is shown before it has contents.
    let (asked, set_asked) = signal(());
    effect(move |again| {
        if portal.palette.get() {
            browser::focus("#palette-field");
            // The part that searches could not be fetched when the search was opened before.
            if again && results.with_untracked(Option::is_none) {
                set_asked.set(());
            }
        }
    });
    let on_key = move |event| {
        if let Some(results) = results.get_untracked() {
            results.on_key.run(event);
        }
    };
    view! {
        <div class="palette-head">
            {symbol("search")}
            <input id="palette-field" type="text" role="combobox" aria-expanded="true" aria-controls="found" autocomplete="off" spellcheck="false"
                aria-label="Search runbooks, commands, panels, alerts and people"
                aria-activedescendant=move || results.get()?.chosen.get()
                placeholder="Search runbooks, commands, panels, alerts, people"
                prop:value=move || query.get() on:input=move |event| query.set(event_target_value(&event)) on:keydown=on_key/>
            <span class="found-count" role="status">{move || results.get().map(|results| results.words.get())}</span>
        </div>
        {move || { asked.track(); later::search(field) }}
    }
}
