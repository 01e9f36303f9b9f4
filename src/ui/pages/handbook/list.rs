//! All runbooks with their areas and reviews, and what the index says beside. Knows no runbook's contents.

use super::{anchors, beside::review_words, document::sections};
use crate::{handbook::page::Page, ui::portal::Portal};
use leptos::prelude::*;

/// The list.
#[component]
pub fn RunbooksPage() -> impl IntoView {
    let portal = Portal::use_here();
    portal.set_title("Runbooks");
    anchors::follow();
    let rows = portal.handbook.with_value(|handbook| {
        let runbooks = handbook.runbooks().map(|page| row(portal, page));
        runbooks.collect_view()
    });
    let index = portal.handbook.with_value(|handbook| {
        let index = handbook.page("index");
        index.map(|page| sections(page, None).into_any())
    });
    view! {
        <div class="page">
            <header class="page-head"><h1>"Runbooks"</h1><p>"what to do, step by step"</p></header>
            <section class="panel table">
                <table class="stacked">
                    <thead><tr><th>"Runbook"</th><th>"Area"</th><th>"Owner"</th><th>"Last review"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
            <article class="document index" on:click=move |event| anchors::open(portal, &event)>{index}</article>
        </div>
    }
}

fn row(portal: Portal, page: &Page) -> impl IntoView + use<> {
    let href = portal.url.link(page.path.clone());
    let (id, title) = (page.id.clone(), page.title.clone());
    let (area, owner) = (
        page.area.clone().unwrap_or_default(),
        page.owner.clone().unwrap_or_default(),
    );
    let review = review_words(portal, page);
    view! {
        <tr>
            <td><a class="runbook-link" href=href><strong>{id}</strong>{title}</a></td>
            <td>{area}</td><td>{owner}</td><td>{review}</td>
        </tr>
    }
}
