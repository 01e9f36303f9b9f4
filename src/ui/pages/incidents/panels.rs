//! The panels that the incident's alert is about, over the incident's span where that is asked for. Knows no questions.

use crate::{
    domain::{span::Span, time::Moment},
    incident::{id::Id, state::State},
    ui::{incidents::Incidents, parts::miniature::Miniature, portal::Portal},
};
use leptos::prelude::*;

/// What is shown before the start and after the end (milliseconds).
const MARGIN: i64 = 10 * 60_000;

/// No page has room for more.
const MOST: usize = 3;

/// The panels; nothing where no alert is named, or no panel is about it.
#[component]
pub fn Panels(id: Id) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let alert = incidents.state(id).and_then(|state| state.declared.alert);
    let about = alert.map(|alert| about(portal, &alert)).unwrap_or_default();
    if about.is_empty() {
        return ().into_any();
    }
    let whole = move |_| {
        if let Some(state) = incidents.state(id) {
            let span = span(&state, portal.clock.read());
            portal.url.change(|view| view.span = Some(span));
        }
    };
    let views = about
        .into_iter()
        .map(|(slug, panel)| view! { <Miniature slug panel/> });
    view! {
        <section class="breaching" aria-label="Charts">
            {views.collect_view()}
            <p class="actions"><button on:click=whole>"Show the incident's span"</button></p>
        </section>
    }
    .into_any()
}

fn about(portal: Portal, alert: &str) -> Vec<(String, String)> {
    portal.handbook.with_value(|handbook| {
        let panels = handbook.dashboards.iter().flat_map(|dashboard| {
            let panels = dashboard.panels.iter();
            let named = panels.filter(|panel| panel.alerts.iter().any(|name| name == alert));
            named.map(|panel| (dashboard.slug.clone(), panel.id.clone()))
        });
        panels.take(MOST).collect()
    })
}

/// From before its start until after its end, or now.
pub fn span(state: &State, now: Moment) -> Span {
    let end = state.resolved.as_ref().map_or(now, |tick| tick.at);
    // A start that was corrected to after the resolution still gives a range.
    let end = end
        .max(state.start)
        .plus(MARGIN)
        .min(now.max(state.start.plus(MARGIN)));
    Span::Between(state.start.plus(-MARGIN), end)
}
