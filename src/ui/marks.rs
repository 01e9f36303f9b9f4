//! The marks under a page's curves: alerts, restarts and deployments over its range, a question for each kind.

use super::portal::Portal;
use crate::{
    domain::{
        marks::{MarkQuery, Marks, alert_spans, events},
        order,
        panel::Dashboard,
        series::{Grid, Matrix},
    },
    prometheus::{
        client::{Abort, Client},
        decode::matrix,
        gate::Urgency,
        query::{Request, Scope, alerts_query, fill},
    },
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::AbortSignal;

/// The marks of the page, for all its panels.
#[derive(Clone, Copy)]
pub struct PageMarks(pub RwSignal<Marks>);

/// Asks for the marks whenever the grid moves. Marks are a help: without an answer the curves stand alone, and the panels
/// say what is wrong.
pub fn watch(dashboard: &Dashboard, grid: Memo<Grid>, scope: Memo<Scope>) -> PageMarks {
    let portal = Portal::use_here();
    let marks = RwSignal::new(Marks::default());
    let mut names: Vec<String> = dashboard
        .panels
        .iter()
        .flat_map(|panel| panel.alerts.iter().cloned())
        .collect();
    order::plain(&mut names);
    names.dedup();
    let mut queries = portal
        .handbook
        .with_value(|handbook| handbook.marks.clone());
    queries.extend(portal.config.with_value(|config| {
        (!config.deployments.is_empty()).then(|| MarkQuery {
            word: "deployment".to_owned(),
            promql: config.deployments.clone(),
        })
    }));
    let under_way = StoredValue::new_local(None::<Abort>);
    Effect::new(move |_| {
        let (grid, scope) = (grid.get(), scope.get());
        let abort = Abort::new();
        let view = abort.as_ref().map(Abort::signal);
        under_way.set_value(abort);
        let service = scope
            .filters
            .iter()
            .find(|(label, _)| label == "service")
            .map(|(_, value)| value.clone());
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let alerts = alerts_query(&names, &scope);
        let (client, queries) = (portal.client(), queries.clone());
        spawn_local(async move {
            let mut found = Marks::default();
            let Some(answer) = ask(&client, alerts, grid, view.as_ref()).await else {
                return;
            };
            found.alerts = alert_spans(&answer);
            for query in queries {
                let promql = fill(&query.promql, &scope, grid.step);
                // A deployment query that the server refuses takes no other marks along.
                if let Some(answer) = ask(&client, promql, grid, view.as_ref()).await {
                    found.events.extend(events(&query.word, &answer));
                }
            }
            if view.is_some_and(|view| view.aborted()) {
                return;
            }
            let of_service =
                |other: &Option<String>| service.is_none() || other.is_none() || *other == service;
            found.alerts.retain(|span| of_service(&span.service));
            found.events.retain(|event| of_service(&event.service));
            let _ = marks.try_update(|marks| *marks = found);
        });
    });
    PageMarks(marks)
}

async fn ask(
    client: &Client,
    promql: String,
    grid: Grid,
    view: Option<&AbortSignal>,
) -> Option<Matrix> {
    let request = Request::range(promql, grid);
    let body = client.ask(&request, view, Urgency::Unseen).await.ok()?;
    matrix(&body, grid).ok().map(|answer| answer.data)
}
