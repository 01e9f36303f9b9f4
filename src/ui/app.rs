//! The whole page: routes, the shell around them, and the one status of everything.

use super::{
    brought::{Own, bring},
    browser,
    incidents::HeldSound,
    keys::{self, KeySheet},
    later, notice,
    pages::missing::MissingPage,
    parts::{
        palette::Palette,
        rail::{Rail, Tabs},
        topbar::TopBar,
    },
    portal::{Portal, load_config},
    reactive::{Memo, RwSignal},
    slices::{gradually, turn},
    takeover,
};
use crate::watch::skew;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

/// What is built behind the first view comes after so many other steps.
const BEHIND: usize = 5;

/// The page, once its configuration and handbook are known.
#[component]
pub fn App() -> impl IntoView {
    let start = leptos::prelude::RwSignal::new_local(None);
    spawn_local(async move {
        let (config, problems) = load_config().await;
        let own = bring(&config).await;
        turn().await;
        start.set(Some((config, problems, own)));
    });
    move || {
        start.track();
        let known = start.try_update_untracked(Option::take).flatten();
        known.map(|(config, problems, own)| view! { <Shell config problems own/> }.into_any())
    }
}

#[component]
fn Shell(config: crate::config::Config, problems: Vec<String>, own: Own) -> impl IntoView {
    view! { <Router base=browser::at("")><Frame config problems own/></Router> }
}

#[component]
fn Frame(config: crate::config::Config, problems: Vec<String>, own: Own) -> impl IntoView {
    let portal = Portal::provide(config, problems, own);
    keys::listen(portal);
    notice::follow(portal);
    later::fetch_all();
    takeover::follow();
    portal.url.on_leaving(move || {
        portal.palette.set(false);
        browser::close_sheets();
    });
    let skewed = Memo::new(move |_| skew::words(portal.clock.skew.get()));
    // What was provided asks first, and is answered while the views are built: a task each, since browsers compile code when it is
    // first called. What they do not need comes behind them.
    let begun = gradually(BEHIND);
    let asked = Memo::new(move |_| begun.get() > 0);
    // The panels of a dashboard are for whoever opened it: what comes behind leaves them a tick of the clock.
    let (opened, hurries) = (portal.clock.read(), portal.url.dashboard().is_none());
    let built = Memo::new(move |before: Option<&bool>| {
        before == Some(&true)
            || begun.get() == BEHIND && (hurries || portal.clock.now.get().since(opened) > 0)
    });
    let pages = move || {
        let on_wall = portal.on_wall.get();
        asked.get().then(|| match on_wall {
            true => later::wall(),
            false => pages(portal, skewed, begun),
        })
    };
    view! { {pages}{move || built.get().then(later::behind)} }
}

/// Every page but the wall, with bar and rail around it; `begun` says how much of it may be built. The page comes before what leads
/// to others: a link needs routes.
fn pages(portal: Portal, skewed: Memo<Option<String>>, begun: RwSignal<usize>) -> AnyView {
    let [with_bar, with_rail, with_sheets] =
        [2, 3, 4].map(|stage| Memo::new(move |_| begun.get() >= stage));
    view! {
        <div class="portal" data-global-status=move || portal.alarms.tab.get().status.slug()>
            <a class="skip" href="#main">"Skip to the content"</a>
            {move || with_bar.get().then(|| TopBar().into_any())}
            {move || with_rail.get().then(|| Rail().into_any())}
            <main id="main" tabindex="-1">
                {portal.config_problems.get_value().into_iter().map(|problem| view! {
                    <p class="banner" role="status">{problem}</p>
                }).collect_view()}
                {handbook_banner(portal)}
                <HeldSound sounds=portal.sounds/>
                {move || skewed.get().map(|words| view! { <p class="banner" role="status">{words}</p> }.into_any())}
                <FlatRoutes fallback=MissingPage>
                    <Route path=path!("/") view=page(later::now)/>
                    <Route path=path!("/alerts") view=page(later::alerts)/>
                    <Route path=path!("/dashboards/:slug") view=page(later::dashboard)/>
                    <Route path=path!("/incidents") view=page(later::incidents)/>
                    <Route path=path!("/incidents/:id") view=page(later::incident)/>
                    <Route path=path!("/runbooks") view=page(later::runbooks)/>
                    <Route path=path!("/runbooks/:id") view=page(later::runbook)/>
                    <Route path=path!("/rules") view=page(later::rules)/>
                    <Route path=path!("/response") view=page(|| later::document("incident-response"))/>
                    <Route path=path!("/escalation") view=page(|| later::document("escalation"))/>
                    <Route path=path!("/on-call") view=page(|| later::document("on-call"))/>
                    <Route path=path!("/commands") view=page(|| later::document("commands"))/>
                    <Route path=path!("/contacts") view=page(|| later::document("contacts"))/>
                    <Route path=path!("/check") view=page(later::check)/>
                </FlatRoutes>
            </main>
            {move || with_rail.get().then(|| Tabs().into_any())}
            {move || with_sheets.get().then(|| view! { <KeySheet/><Palette/> }.into_any())}
        </div>
    }
    .into_any()
}

/// A page of one type, whatever it shows: the router has code of its own for each type.
fn page(view: fn() -> AnyView) -> fn() -> AnyView {
    view
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
