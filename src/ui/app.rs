//! The whole page: routes, the shell around them, and the one status of everything.

use super::{
    incidents::Incidents,
    keys::{self, KeySheet},
    pages::{
        check::CheckPage,
        dashboard::DashboardPage,
        handbook::{DocumentPage, RunbookPage, RunbooksPage},
        incidents::{IncidentPage, IncidentsPage, Telling},
        missing::MissingPage,
    },
    parts::{
        palette::Palette,
        rail::{Rail, Tabs},
        topbar::TopBar,
    },
    portal::{Portal, load_config},
};
use crate::{
    domain::status::Status,
    watch::{panel::standing, reading::Reading, skew},
};
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
    view! { <Router><Frame config problems/></Router> }
}

#[component]
fn Frame(config: crate::config::Config, problems: Vec<String>) -> impl IntoView {
    let portal = Portal::provide(config, problems);
    Incidents::provide(portal);
    let global = Memo::new(move |_| overall(portal));
    let first = portal.handbook.with_value(|handbook| {
        handbook
            .dashboards
            .first()
            .map(|dashboard| format!("/dashboards/{}", dashboard.slug))
            .unwrap_or_default()
    });
    keys::listen(portal);
    let skewed = Memo::new(move |_| skew::words(portal.clock.skew.get()));
    view! {
        <div class="portal" data-global-status=move || global.with(|global| global.status.slug())>
            <a class="skip" href="#main">"Skip to the content"</a>
            <TopBar global/>
            <Rail/>
            <main id="main" tabindex="-1">
                {portal.config_problems.get_value().into_iter().map(|problem| view! {
                    <p class="banner" role="status">{problem}</p>
                }).collect_view()}
                {move || skewed.get().map(|words| view! { <p class="banner" role="status">{words}</p> })}
                <Routes fallback=MissingPage>
                    <Route path=path!("/") view=move || view! { <Redirect path=first.clone()/> }/>
                    <Route path=path!("/dashboards/:slug") view=DashboardPage/>
                    <Route path=path!("/incidents") view=IncidentsPage/>
                    <Route path=path!("/incidents/:id") view=IncidentPage/>
                    <Route path=path!("/runbooks") view=RunbooksPage/>
                    <Route path=path!("/runbooks/:id") view=RunbookPage/>
                    <Route path=path!("/response") view=|| view! { <DocumentPage id="incident-response"/> }/>
                    <Route path=path!("/escalation") view=|| view! { <DocumentPage id="escalation"/> }/>
                    <Route path=path!("/on-call") view=|| view! { <DocumentPage id="on-call"/> }/>
                    <Route path=path!("/commands") view=|| view! { <DocumentPage id="commands"/> }/>
                    <Route path=path!("/contacts") view=|| view! { <DocumentPage id="contacts"/> }/>
                    <Route path=path!("/check") view=CheckPage/>
                </Routes>
            </main>
            <Tabs/>
            <Telling/>
            <KeySheet/>
            <Palette/>
        </div>
    }
}

/// The one status of everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Overall {
    /// The worst of all dashboards.
    pub status: Status,
    /// The dashboards that are as bad as that, by place; those that wait for a first answer are not among them.
    pub worst: Vec<usize>,
}

/// The status of one dashboard: the worst of its panels. `None` while there is no first answer.
pub fn dashboard_status(portal: Portal, index: usize) -> Option<Status> {
    let now = portal.clock.now.get();
    let pace = portal.pace();
    let readings = portal.board.readings(index)?;
    let readings = readings.read();
    if readings.iter().all(Reading::is_waiting) {
        return None;
    }
    readings
        .iter()
        .map(|reading| standing(reading, None, pace, now).status)
        .max()
}

/// A dashboard without an answer cannot be judged, so neither can the whole.
fn overall(portal: Portal) -> Overall {
    let count = portal
        .handbook
        .with_value(|handbook| handbook.dashboards.len());
    let each: Vec<Option<Status>> = (0..count)
        .map(|index| dashboard_status(portal, index))
        .collect();
    let judged = |status: &Option<Status>| status.unwrap_or(Status::CannotSay);
    let status = each.iter().map(judged).max().unwrap_or(Status::CannotSay);
    let worst = (0..count)
        .filter(|index| each.get(*index) == Some(&Some(status)))
        .collect();
    Overall { status, worst }
}
