//! The list of pages with the state of each dashboard, and how Prometheus answers.

use super::symbol::symbol;
use crate::{
    domain::status::Status,
    float,
    ui::{
        board::Server,
        browser,
        incidents::Incidents,
        pages::handbook::duty::{self, Now},
        portal::Portal,
        reactive::{Memo, signal},
    },
};
use leptos::{ev, prelude::*};
use leptos_router::components::A;

/// The pages beside the dashboards: path, symbol, name.
const RESPOND: [(&str, &str, &str); 10] = [
    ("/alerts", "bell", "Alerts"),
    ("/incidents", "flag", "Incidents"),
    ("/runbooks", "book", "Runbooks"),
    ("/response", "page", "Response"),
    ("/escalation", "ladder", "Escalation"),
    ("/on-call", "people", "On call"),
    ("/commands", "command", "Commands"),
    ("/contacts", "phone", "Contacts"),
    ("/rules", "page", "Rules"),
    ("/wall", "screen", "Wall"),
];

/// The tabs at the thumb: those of [`RESPOND`] that are wanted most.
const TABS: [usize; 3] = [0, 1, 2];

/// The sheet with all pages, for small screens; they are made when it is first opened.
const MORE: &str = "all-pages";

/// The list of all pages; a column of symbols where there is less room.
#[component]
pub fn Rail() -> impl IntoView {
    view! {
        <nav class="rail" aria-label="Pages">
            {all_pages()}
            <ServerState/>
            {on_call()}
        </nav>
    }
}

/// The bar at the thumb on small screens, and the sheet with all pages.
#[component]
pub fn Tabs() -> impl IntoView {
    let portal = Portal::use_here();
    let first = portal.handbook.with_value(|handbook| {
        let first = handbook.dashboards.first();
        first.map(|dashboard| format!("/dashboards/{}", dashboard.slug))
    });
    let tabs = TABS.iter().filter_map(|place| RESPOND.get(*place));
    let tabs = tabs.map(|(path, icon, name)| page(portal, (*path).to_owned(), icon, name));
    let (opened, set_opened) = signal(false);
    let pages = move || {
        let check = || page(portal, "/check".to_owned(), "ok", "Check");
        opened
            .get()
            .then(|| view! { {all_pages()}<ul>{check()}</ul> }.into_any())
    };
    view! {
        <nav class="tabs" aria-label="Main pages">
            <ul>
                {page(portal, first.unwrap_or_default(), "chart", "Panels")}
                {tabs.collect_view()}
                <li><button popovertarget=MORE>{symbol("more")}<span class="name">"More"</span></button></li>
            </ul>
        </nav>
        <div id=MORE popover="auto" class="sheet all-pages" on:click=|_| browser::close_popover(MORE)
            on:beforetoggle=move |_: ev::Event| set_opened.set(true)>
            <nav aria-label="All pages">{pages}</nav>
        </div>
    }
}

fn all_pages() -> AnyView {
    let portal = Portal::use_here();
    let links = portal.handbook.with_value(|handbook| {
        let dashboards = handbook.dashboards.iter().enumerate();
        dashboards
            .map(|(index, dashboard)| (index, dashboard.slug.clone(), dashboard.title.clone()))
            .collect::<Vec<_>>()
    });
    let links = links.into_iter().map(|(index, slug, title)| {
        let status = Memo::new(move |_| portal.status(index));
        let state = move || match status.get() {
            None => symbol("loading").into_any(),
            Some(Status::None) => symbol("fresh").into_any(),
            Some(status) => view! { {symbol(status.slug())}<span class="visually-hidden">{status.word()}</span> }.into_any(),
        };
        let icon = icon(&slug);
        let href = portal.url.link(format!("/dashboards/{slug}"));
        view! { <li><A href=href>{symbol(icon)}<span class="name">{title}</span>{state}</A></li> }
    });
    let others = RESPOND.map(|(path, icon, name)| page(portal, path.to_owned(), icon, name));
    view! {
        <h2>"Dashboards"</h2>
        <ul>{links.collect_view()}</ul>
        <h2>"Respond"</h2>
        <ul>{others.collect_view()}</ul>
    }
    .into_any()
}

fn page(portal: Portal, path: String, icon: &'static str, name: &'static str) -> AnyView {
    let href = portal.url.link(path);
    let count = (icon == "flag").then(open_incidents);
    view! { <li><A href=href>{symbol(icon)}<span class="name">{name}</span>{count}</A></li> }
        .into_any()
}

/// Who is on call, where a roster says so.
fn on_call() -> AnyView {
    let portal = Portal::use_here();
    let (listed, handoff) = (duty::now(portal), duty::handoff(portal));
    let words = move || {
        let (first, second) = match listed.get() {
            Now::Elsewhere => return None,
            Now::Nobody => ("nobody listed".to_owned(), String::new()),
            Now::People(first, second) => (first, second),
        };
        let zone = portal.zone.get();
        let next = handoff.and_then(|handoff| handoff.next(portal.clock.now.get(), &zone));
        let next =
            next.map(|next| format!("handoff {} {}", zone.day(next), zone.hour_minute(next)));
        let second =
            (!second.is_empty()).then(|| view! { <span>{format!("second: {second}")}</span> });
        let href = portal.url.link("/on-call".to_owned());
        Some(
            view! { <div class="server">{symbol("people")}<p><a href=href>{format!("On call: {first}")}</a>{second}<span>{next}</span></p></div> },
        )
    };
    words.into_any()
}

/// How many incidents are open; nothing when there is none.
fn open_incidents() -> AnyView {
    let portal = Portal::use_here();
    let count = Memo::new(move |_| portal.incidents.get().map_or(0, Incidents::open));
    (move || {
        (count.get() > 0).then(|| view! { <span class="count">{count.get()}<span class="visually-hidden">" open"</span></span> }.into_any())
    })
    .into_any()
}

/// How Prometheus answers and whether the clocks agree.
#[component]
fn ServerState() -> impl IntoView {
    let portal = Portal::use_here();
    let server = portal.board.server;
    let answers = move || match server.get() {
        Server::Waiting => "no answer yet".to_owned(),
        Server::Answers(milliseconds) => format!("answers in {} ms", float::fixed(milliseconds, 0)),
        Server::Fails => "does not answer".to_owned(),
    };
    let clocks = move || {
        portal.clock.skew.get().map_or_else(String::new, |skew| {
            let seconds = skew.abs() as f64 / 1000.0;
            if seconds > 5.0 {
                format!(
                    "this clock is {} s off, corrected",
                    float::fixed(seconds, 0)
                )
            } else {
                format!("clocks agree to {} s", float::fixed(seconds, 1))
            }
        })
    };
    view! {
        <div class="server">
            {move || symbol(match server.get() {
                Server::Waiting => "loading",
                Server::Answers(_) => "ok",
                Server::Fails => "unreachable",
            })}
            <p><a href=portal.url.link("/check".to_owned())>"Prometheus"</a><span>{answers}</span><span>{clocks}</span></p>
        </div>
    }
}

/// The icon of a dashboard; those of another handbook have a common one.
fn icon(slug: &str) -> &'static str {
    match slug {
        "service-overview" => "overview",
        "api-gateway" => "gateway",
        "database" => "database",
        "event-bus" => "bus",
        "nodejs" => "runtime",
        _ => "chart",
    }
}
