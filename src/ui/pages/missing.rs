//! The page for an address that leads nowhere.

use crate::ui::portal::Portal;
use leptos::prelude::*;

/// Says so, and where to go.
#[component]
pub fn MissingPage() -> impl IntoView {
    Portal::use_here().set_title("No such page");
    view! {
        <header class="page-head"><h1>"No such page"</h1></header>
        <p class="prose">"Nothing is at this address. The dashboards are in the list beside this, or below it on a phone."</p>
    }
}
