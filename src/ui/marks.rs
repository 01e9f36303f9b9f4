//! The marks under a page's curves: alerts and restarts over its range, two questions for the whole page.

use super::portal::Portal;
use crate::{
    domain::{
        marks::{Marks, alert_spans, restarts},
        panel::Dashboard,
        series::Grid,
    },
    prometheus::{
        client::Abort,
        decode::matrix,
        gate::Urgency,
        query::{Request, Scope, fill},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The marks of the page, for all its panels.
#[derive(Clone, Copy)]
pub struct PageMarks(pub RwSignal<Marks>);

/// Asks for the marks whenever the grid moves. Marks are a help: without an answer the curves stand alone, and the panels
/// say what is wrong.
pub fn watch(dashboard: &Dashboard, grid: Memo<Grid>, scope: Memo<Scope>) -> PageMarks {
    let portal = Portal::use_here();
    let marks = RwSignal::new(Marks::default());
    let mut names: Vec<&str> = dashboard
        .panels
        .iter()
        .flat_map(|panel| panel.alerts.iter().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    let alerts = format!("ALERTS{{alertname=~\"{}\"}}", names.join("|"));
    let under_way = StoredValue::new_local(None::<Abort>);
    Effect::new(move |_| {
        let (grid, scope) = (grid.get(), scope.get());
        let abort = Abort::new();
        let view = abort.as_ref().map(Abort::signal);
        under_way.set_value(abort);
        let starts = fill(
            "max by (service) (process_start_time_seconds{$scope})",
            &scope,
            grid.step,
        );
        let service = scope
            .filters
            .iter()
            .find(|(label, _)| label == "service")
            .map(|(_, value)| value.clone());
        let (client, alerts) = (portal.client(), alerts.clone());
        spawn_local(async move {
            let mut found = Marks::default();
            for (promql, is_alerts) in [(alerts, true), (starts, false)] {
                let answer = client
                    .ask(
                        &Request::range(promql, grid),
                        view.as_ref(),
                        Urgency::Unseen,
                    )
                    .await;
                let Ok(answer) = answer.and_then(|body| matrix(&body, grid)) else {
                    return;
                };
                match is_alerts {
                    true => found.alerts = alert_spans(&answer.data),
                    false => found.restarts = restarts(&answer.data),
                }
            }
            found.alerts.retain(|span| {
                service.is_none() || span.service.is_none() || span.service == service
            });
            let _ = marks.try_update(|marks| *marks = found);
        });
    });
    PageMarks(marks)
}
