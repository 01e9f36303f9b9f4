//! What fires on the subjects of a dashboard: a line for each alert, with the limit of its rule. Panels judge by the limits
//! of their own document; where a rule is stricter or counts otherwise, this says so. Knows no panels.

use super::symbol::symbol;
use crate::{
    domain::status::Status,
    ui::{panels::PageScope, portal::Portal, reactive::Memo},
    watch::alarm::Alarm,
};
use leptos::prelude::*;
use std::sync::Arc;

/// So many have a line; the page of alerts has all.
const MOST: usize = 3;

/// The lines; nothing while nothing fires. Of a dashboard that is filtered by service, those of the others are left out.
#[component]
pub fn Firing(index: usize) -> impl IntoView {
    let portal = Portal::use_here();
    let scope = expect_context::<PageScope>().0;
    let firing: Memo<Vec<Arc<Alarm>>> = Memo::new(move |_| {
        let scope = scope.read();
        let mut filters = scope.filters.iter();
        let chosen = filters.find(|(label, _)| label == "service");
        let is_chosen = |alarm: &&Arc<Alarm>| match (chosen, &alarm.service) {
            (Some((_, chosen)), Some(service)) => chosen == service,
            _ => true,
        };
        portal.alarms.board.with(|board| {
            let concern = board.dashboards.get(index);
            let loud = concern.map_or(&[][..], |concern| &concern.loud);
            loud.iter().filter(is_chosen).cloned().collect()
        })
    });
    move || {
        firing.with(|firing| {
            let mut lines: Vec<AnyView> = firing
                .iter()
                .take(MOST)
                .map(|alarm| line(portal, alarm))
                .collect();
            let more = firing.len() - lines.len();
            if more > 0 {
                let more = format!("and {more} more on this dashboard");
                lines.push(view! { <li>{more}</li> }.into_any());
            }
            (!lines.is_empty())
                .then(|| view! { <ul class="firing" role="status">{lines}</ul> }.into_any())
        })
    }
}

fn line(portal: Portal, alarm: &Alarm) -> AnyView {
    let status = match alarm.is_critical() {
        true => Status::Critical,
        false => Status::Warning,
    };
    let (reason, since) = (
        alarm.reason(),
        alarm.start(portal.clock.now.get_untracked()),
    );
    let words = move || {
        let now = portal.clock.now.get_untracked();
        let since = since.map(|at| portal.zone.get().clock_near(at, now));
        let since = since.map(|at| format!(" since {at}")).unwrap_or_default();
        format!("fires{since}: {reason}")
    };
    let href = match &alarm.runbook.id {
        Some(id) => portal.url.link(format!("/runbooks/{id}")),
        None => portal.url.link("/alerts".to_owned()),
    };
    let way = alarm
        .runbook
        .id
        .clone()
        .unwrap_or_else(|| "Alerts".to_owned());
    view! {
        <li data-alert=alarm.name.clone() data-status=status.slug()>
            {symbol(status.slug())}<strong>{alarm.name.clone()}</strong><span>{words}</span><a href=href>{way}</a>
        </li>
    }
    .into_any()
}
