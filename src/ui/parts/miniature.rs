//! One panel of a dashboard beside something else: live, without its buttons, with the way to its dashboard.

use crate::ui::{panels, portal::Portal, reactive::Memo};
use leptos::prelude::*;

/// The panel; nothing where there is none of that name.
#[component]
pub fn Miniature(slug: String, panel: String) -> impl IntoView {
    // A closure has an owner of its own: what is provided here stays here.
    move || {
        let portal = Portal::use_here();
        let (index, mut dashboard) = portal.dashboard(&slug)?;
        let place = dashboard.panels.iter().position(|one| one.id == panel)?;
        let shown = dashboard.panels.get(place)?.clone();
        let (title, offered) = (dashboard.title.clone(), dashboard.filters.clone());
        let scope = Memo::new(move |_| portal.scope(&offered));
        let grid = panels::provide(index, &dashboard, std::slice::from_ref(&shown), scope);
        let href = portal.url.link(format!("/dashboards/{slug}"));
        dashboard.panels.clear();
        Some(view! {
            <div class="miniature">
                {panels::show(place, shown, grid)}
                <p><a href=href>{format!("{title} dashboard")}</a></p>
            </div>
        })
    }
}
