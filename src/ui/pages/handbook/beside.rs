//! What stands beside a document: its contents, the panels that it speaks of, who can help, and when it was reviewed.

use super::{rules::alerts_of, steps::step_count};
use crate::{
    domain::{
        command::Reference,
        review::{Review, review},
    },
    handbook::page::Page,
    incident::reviews::named_by_sev1,
    ui::{
        parts::{miniature::Miniature, symbol::symbol},
        portal::Portal,
        worksheet::Kept,
    },
};
use leptos::prelude::*;

/// The headings, with how many of their steps are ticked.
pub fn contents(page: &Page, kept: Option<Kept>) -> AnyView {
    let rows = page
        .sections
        .iter()
        .filter(|section| section.level >= 2)
        .map(|section| {
            let (href, title) = (format!("#{}", section.anchor), section.title.clone());
            let class = if section.level > 2 { "deeper" } else { "" };
            let steps = step_count(section);
            let ticked = move || {
                let (done, all) = kept?.done(&steps);
                (all > 0).then(|| format!("{done} of {all}"))
            };
            view! { <li class=class><a href=href rel="external">{title}</a><span>{ticked}</span></li> }
        })
        .collect_view();
    view! { <nav class="panel contents" aria-label="On this page"><h2>"Contents"</h2><ul>{rows}</ul></nav> }
        .into_any()
}

/// The panels that the steps say to look at, live; of a runbook that names none, a chart about its alerts.
pub fn miniatures(portal: Portal, page: &Page) -> AnyView {
    let mut seen: Vec<(String, String)> = Vec::new();
    for reference in page.references() {
        if let Reference::Panel { slug, panel } = reference {
            let pair = (slug.clone(), panel.clone());
            if !seen.contains(&pair) {
                seen.push(pair);
            }
        }
    }
    if seen.is_empty() && page.is_runbook() {
        let alerts = alerts_of(portal, &page.id);
        let charts = portal
            .handbook
            .with_value(|handbook| handbook.charts(&alerts, &[]));
        seen.extend(charts.into_iter().next());
    }
    let views = seen
        .into_iter()
        .map(|(slug, panel)| view! { <Miniature slug panel/> });
    views.collect_view().into_any()
}

/// The specialist for the page's area.
pub fn helpers(portal: Portal, page: &Page) -> Option<AnyView> {
    let area = page.area.as_ref()?;
    let found = portal
        .handbook
        .with_value(|handbook| handbook.escalation.specialist(area).cloned())?;
    let href = portal.url.link("/escalation".to_owned());
    Some(
        view! {
            <section class="panel helpers">
                <h2>"Who can help"</h2>
                <p>{symbol("people")}<strong>{found.contact}</strong></p>
                <p>{format!("{}: {}", found.area, found.when)}</p>
                <p><a href=href>"Escalation matrix"</a></p>
            </section>
        }
        .into_any(),
    )
}

/// When a page was last reviewed, and once the incidents were read whether it is due again.
pub fn review_words(portal: Portal, page: &Page) -> AnyView {
    let Some(day) = page.reviewed else {
        return "no review date".into_any();
    };
    let months = portal
        .handbook
        .with_value(|handbook| handbook.review_months);
    let id = page.id.clone();
    let state = move || {
        let states = portal.incidents.get()?.states.get_untracked();
        let (now, zone) = (
            portal.clock.now.get_untracked(),
            portal.zone.get_untracked(),
        );
        let state = review(day, months?, named_by_sev1(&states, &id), now, &zone);
        Some(match state {
            Review::Overdue(due) => overdue(format!("review overdue since {due}")),
            Review::NamedBySev1 => overdue("review due: a SEV1 named it since".to_owned()),
            Review::Due(due) => format!(", next by {due}").into_any(),
        })
    };
    view! { {format!("Last reviewed {day}")}{state} }.into_any()
}

fn overdue(words: String) -> AnyView {
    view! { <span class="overdue">{symbol("late")}{words}</span> }.into_any()
}
