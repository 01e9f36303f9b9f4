//! The whole page: routes, the shell around them, and the one status of everything.

use super::{
    pages::{dashboard::DashboardPage, missing::MissingPage},
    parts::{rail::Rail, topbar::TopBar},
    portal::{Portal, load_config},
    range,
};
use crate::{domain::status::Status, watch::panel::standing};
use leptos::prelude::*;
use leptos_router::{
    components::{Redirect, Route, Router, Routes},
    path,
};

/// The page, once its configuration is known.
#[component]
pub fn App() -> impl IntoView {
    let config = LocalResource::new(load_config);
    move || {
        config
            .get()
            .map(|(config, problems)| view! { <Shell config problems/> }.into_any())
    }
}

#[component]
fn Shell(config: crate::config::Config, problems: Vec<String>) -> impl IntoView {
    let portal = Portal::provide(config, problems);
    let global = Memo::new(move |_| global_status(portal));
    let first = portal.handbook.with_value(|handbook| {
        handbook
            .dashboards
            .first()
            .map(|dashboard| format!("/dashboards/{}", dashboard.slug))
            .unwrap_or_default()
    });
    view! {
        <Router>
            <div class="portal" data-global-status=move || global.get().slug()>
                <a class="skip" href="#main">"Skip to the content"</a>
                <TopBar global/>
                <Rail/>
                <main id="main" tabindex="-1">
                    {portal.config_problems.get_value().into_iter().map(|problem| view! {
                        <p class="banner" role="status">{problem}</p>
                    }).collect_view()}
                    <Routes fallback=MissingPage>
                        <Route path=path!("/") view=move || view! { <Redirect path=first.clone()/> }/>
                        <Route path=path!("/dashboards/:slug") view=DashboardPage/>
                    </Routes>
                </main>
            </div>
        </Router>
    }
}

/// The status of one dashboard: the worst of its panels.
pub fn dashboard_status(portal: Portal, index: usize) -> Status {
    let now = portal.clock.now.get();
    let Some(readings) = portal.board.readings(index) else {
        return Status::CannotSay;
    };
    let pace = portal.pace();
    readings
        .read()
        .iter()
        .map(|reading| standing(reading, None, pace, now).status)
        .max()
        .unwrap_or(Status::CannotSay)
}

fn global_status(portal: Portal) -> Status {
    let count = portal
        .handbook
        .with_value(|handbook| handbook.dashboards.len());
    (0..count)
        .map(|index| dashboard_status(portal, index))
        .max()
        .unwrap_or(Status::CannotSay)
}

/// A link's target with the range that is shown now.
pub fn keep_range(path: String) -> Memo<String> {
    let suffix = range::range_suffix();
    Memo::new(move |_| format!("{path}{}", suffix.get()))
}
