//! The whole page: routes, the shell around them, and the one status of everything.

use super::{
    brought::{Own, bring},
    browser,
    incidents::Incidents,
    keys::{self, KeySheet},
    notice,
    pages::{
        alerts::AlertsPage,
        check::CheckPage,
        dashboard::DashboardPage,
        handbook::{DocumentPage, RulesPage, RunbookPage, RunbooksPage},
        incidents::{IncidentPage, IncidentsPage, Telling},
        missing::MissingPage,
        now::NowPage,
        wall::WallPage,
    },
    parts::{
        palette::Palette,
        rail::{Rail, Tabs},
        topbar::TopBar,
    },
    portal::{Portal, load_config},
};
use crate::watch::skew;
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

/// The page, once its configuration and handbook are known.
#[component]
pub fn App() -> impl IntoView {
    let start = LocalResource::new(async || {
        let (config, problems) = load_config().await;
        let own = bring(&config).await;
        (config, problems, own)
    });
    move || {
        start
            .get()
            .map(|(config, problems, own)| view! { <Shell config problems own/> }.into_any())
    }
}

#[component]
fn Shell(config: crate::config::Config, problems: Vec<String>, own: Own) -> impl IntoView {
    view! { <Router base=browser::at("")><Frame config problems own/></Router> }
}

#[component]
fn Frame(config: crate::config::Config, problems: Vec<String>, own: Own) -> impl IntoView {
    let portal = Portal::provide(config, problems, own);
    Incidents::provide(portal);
    keys::listen(portal);
    notice::follow(portal);
    let skewed = Memo::new(move |_| skew::words(portal.clock.skew.get()));
    move || match portal.on_wall.get() {
        true => view! { <WallPage/> }.into_any(),
        false => pages(portal, skewed),
    }
}

/// Every page but the wall, with bar and rail around it.
fn pages(portal: Portal, skewed: Memo<Option<String>>) -> AnyView {
    view! {
        <div class="portal" data-global-status=move || portal.alarms.tab.get().status.slug()>
            <a class="skip" href="#main">"Skip to the content"</a>
            <TopBar/>
            <Rail/>
            <main id="main" tabindex="-1">
                {portal.config_problems.get_value().into_iter().map(|problem| view! {
                    <p class="banner" role="status">{problem}</p>
                }).collect_view()}
                {handbook_banner(portal)}
                {move || skewed.get().map(|words| view! { <p class="banner" role="status">{words}</p> })}
                <Routes fallback=MissingPage>
                    <Route path=path!("/") view=NowPage/>
                    <Route path=path!("/alerts") view=AlertsPage/>
                    <Route path=path!("/dashboards/:slug") view=DashboardPage/>
                    <Route path=path!("/incidents") view=IncidentsPage/>
                    <Route path=path!("/incidents/:id") view=IncidentPage/>
                    <Route path=path!("/runbooks") view=RunbooksPage/>
                    <Route path=path!("/runbooks/:id") view=RunbookPage/>
                    <Route path=path!("/rules") view=RulesPage/>
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
    .into_any()
}

/// What is wrong with a brought handbook; all of it stands on the page of checks.
fn handbook_banner(portal: Portal) -> AnyView {
    let problems = portal.handbook_problems.get_value();
    let more = problems.len().saturating_sub(1);
    let href = portal.url.link("/check".to_owned());
    let banner = problems.into_iter().next().map(|first| {
        let link = (more > 0).then(|| view! { " "<a href=href>{format!("and {more} more")}</a> });
        view! { <p class="banner" role="status">{first}{link}</p> }
    });
    banner.into_any()
}
