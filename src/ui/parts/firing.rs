//! What fires on the subjects of a dashboard: a line for each name of an alert, with the limit of its rule. Panels judge by the limits
//! of their own document; where a rule is stricter or counts otherwise, this says so. Knows no panels.

use super::symbol::symbol;
use crate::{
    domain::status::Status,
    ui::{panels::PageScope, portal::Portal, reactive::Memo},
    watch::alarm::Alarm,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The lines; nothing while nothing fires. Of a dashboard that is filtered by service, those of the others are left out.
#[component]
pub fn Firing(index: usize) -> impl IntoView {
    let portal = Portal::use_here();
    let scope = expect_context::<PageScope>().0;
    let firing: Memo<Vec<(Arc<Alarm>, usize)>> = Memo::new(move |_| {
        let scope = scope.read();
        let mut filters = scope.filters.iter();
        let chosen = filters.find(|(label, _)| label == "service");
        let service = chosen.map(|(_, service)| service.as_str());
        portal.alarms.board.with(|board| {
            let concern = board.dashboards.get(index);
            concern
                .map(|concern| concern.by_name(service))
                .unwrap_or_default()
        })
    });
    move || {
        firing.with(|firing| {
            // No more than the panels name.
            let lines = firing
                .iter()
                .map(|(alarm, count)| line(portal, alarm, count - 1));
            let lines = lines.collect_view();
            let worst = firing.first().map(|(alarm, _)| status(alarm).slug());
            worst.map(|worst| {
                view! { <ul class="firing" role="status" data-status=worst>{lines}</ul> }.into_any()
            })
        })
    }
}

fn status(alarm: &Alarm) -> Status {
    match alarm.is_critical() {
        true => Status::Critical,
        false => Status::Warning,
    }
}

/// The first alarm of a name, and how many others there are.
fn line(portal: Portal, alarm: &Alarm, others: usize) -> AnyView {
    let (reason, since) = (
        alarm.reason(),
        alarm.start(portal.clock.now.get_untracked()),
    );
    let others = match others {
        0 => String::new(),
        others => format!("; and on {others} more"),
    };
    let words = move || {
        let now = portal.clock.now.get_untracked();
        // What is old is dated: without an answer nobody knows whether it still fires.
        let (word, at) = match portal.alarms.asked() {
            (Some(answered), Some(_)) => ("fired at", Some(answered)),
            _ => ("fires since", since),
        };
        let at = at
            .map(|at| portal.zone.get().clock_near(at, now))
            .unwrap_or_default();
        format!("{word} {at}: {reason}{others}")
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
        <li data-alert=alarm.name.clone()>
            {symbol(status(alarm).slug())}<strong>{alarm.name.clone()}</strong><span>{words}</span><a href=href>{way}</a>
        </li>
    }
    .into_any()
}
