//! The panels that an incident is about, over its span until another range is chosen. Knows no questions.

use crate::{
    domain::{span::Span, time::Moment},
    incident::{event::Declared, id::Id, state::State},
    ui::{
        incidents::Incidents, pages::handbook::alerts_of, panels::OwnSpan,
        parts::miniature::Miniature, portal::Portal, reactive::Memo,
    },
};
use leptos::prelude::*;

/// What is shown before the start and after the end (milliseconds).
const MARGIN: i64 = 10 * 60_000;

/// No page has room for more.
const MOST: usize = 3;

/// The panels; nothing where neither alert nor runbook is named, or no panel is about them.
#[component]
pub fn Panels(id: Id) -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let declared = incidents.state(id).map(|state| state.declared);
    let about = declared.map(|declared| about(portal, &declared));
    let about = about.unwrap_or_default();
    if about.is_empty() {
        return ().into_any();
    }
    // A range that came along from another page is not one for these charts; one that is chosen here is.
    let at_first = portal.view().with_untracked(|view| view.span);
    let chosen = Memo::new(move |_| portal.view().with(|view| view.span != at_first));
    // As often as charts are refreshed, and at once when the incident ends or its start is corrected.
    let turn = Memo::new(move |_| portal.clock.now.get().0.div_euclid(portal.pace().refresh));
    let own = Memo::new(move |_| {
        let _ = turn.get();
        let state = incidents.state(id).filter(|_| !chosen.get());
        state.map(|state| span(&state, portal.clock.read()))
    });
    provide_context(OwnSpan(own));
    let note = move || match chosen.get() {
        true => "over the range that was chosen",
        false => "from before its start until after its end, or now",
    };
    let back = move || {
        let whole = move |_| portal.url.change(|view| view.span = at_first);
        chosen
            .get()
            .then(|| view! { <button on:click=whole>"Show the incident's span"</button> })
    };
    let views = about
        .into_iter()
        .map(|(slug, panel)| view! { <Miniature slug panel/> });
    view! {
        <section class="breaching" aria-label="Charts">
            <header><h2>"Charts"</h2><span class="note">{note}</span>{back}</header>
            {views.collect_view()}
        </section>
    }
    .into_any()
}

/// The charts about its alert, then those about other alerts of its runbook: what a post-mortem shows.
fn about(portal: Portal, declared: &Declared) -> Vec<(String, String)> {
    let own: Vec<String> = declared.alert.iter().cloned().collect();
    let related = declared.runbook.as_deref().map(|id| alerts_of(portal, id));
    portal.handbook.with_value(|handbook| {
        let services = &declared.services;
        let mut found = handbook.charts(&own, services);
        for chart in handbook.charts(&related.unwrap_or_default(), services) {
            if !found.contains(&chart) {
                found.push(chart);
            }
        }
        found.truncate(MOST);
        found
    })
}

/// From before its start until after its end, but not beyond now.
pub fn span(state: &State, now: Moment) -> Span {
    let end = state.resolved.as_ref().map_or(now, |tick| tick.at);
    // A start that was corrected to after the resolution still gives a range.
    let end = end.max(state.start).plus(MARGIN).min(now);
    Span::Between(state.start.plus(-MARGIN), end)
}
