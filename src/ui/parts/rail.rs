//! The list of pages with the state of each dashboard, and how Prometheus answers.

use super::symbol::symbol;
use crate::{
    domain::status::Status,
    ui::{app::dashboard_status, board::Server, portal::Portal},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The rail; a bar at the thumb on phones.
#[component]
pub fn Rail() -> impl IntoView {
    let portal = Portal::use_here();
    let links = portal.handbook.with_value(|handbook| {
        let dashboards = handbook.dashboards.iter().enumerate();
        dashboards
            .map(|(index, dashboard)| (index, dashboard.slug.clone(), dashboard.title.clone()))
            .collect::<Vec<_>>()
    });
    let links = links.into_iter().map(|(index, slug, title)| {
        let href = portal.url.link(format!("/dashboards/{slug}"));
        let status = Memo::new(move |_| dashboard_status(portal, index));
        let icon = icon(&slug);
        view! {
            <li>
                <A href=move || href.get()>
                    {symbol(icon)}
                    <span class="name">{title}</span>
                    {move || match status.get() {
                        None => symbol("loading").into_any(),
                        Some(Status::None) => symbol("fresh").into_any(),
                        Some(status) => view! { {symbol(status.slug())}<span class="visually-hidden">{status.word()}</span> }.into_any(),
                    }}
                </A>
            </li>
        }
    });
    view! {
        <nav class="rail" aria-label="Pages">
            <h2>"Dashboards"</h2>
            <ul>{links.collect_view()}</ul>
            <ServerState/>
        </nav>
    }
}

/// How Prometheus answers and whether the clocks agree.
#[component]
fn ServerState() -> impl IntoView {
    let portal = Portal::use_here();
    let server = portal.board.server;
    let answers = move || match server.get() {
        Server::Waiting => "no answer yet".to_owned(),
        Server::Answers(milliseconds) => format!("answers in {milliseconds:.0} ms"),
        Server::Fails => "does not answer".to_owned(),
    };
    let clocks = move || {
        portal.clock.skew.get().map(|skew| {
            let seconds = skew.abs() as f64 / 1000.0;
            if seconds > 5.0 {
                format!("this clock is {seconds:.0} s off, corrected")
            } else {
                format!("clocks agree to {seconds:.1} s")
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
            <p><a href="/check">"Prometheus"</a><span>{answers}</span><span>{clocks}</span></p>
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
