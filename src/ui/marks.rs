//! The marks under a page's curves: alerts, restarts and deployments over its range, a question for each kind.

use super::{portal::Portal, under_way::UnderWay};
use crate::{
    domain::{
        marks::{MarkQuery, Marks, alert_spans, events},
        order,
        panel::Dashboard,
        series::{Grid, Matrix},
    },
    prometheus::{
        client::Client,
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
    let under_way = StoredValue::new_local(None::<UnderWay>);
    let late = RwSignal::new(0_u32);
    let wanted = grid;
    Effect::new(move |_| {
        let (grid, scope, by_hand) = (wanted.get(), scope.get(), portal.by_hand.get());
        let _ = late.get();
        let serves = |asked: &UnderWay| asked.serves(grid, &scope, by_hand);
        if under_way.with_value(|asked| asked.as_ref().is_some_and(serves)) {
            return;
        }
        let asking = UnderWay::new(grid, &scope, by_hand);
        let view = asking.signal();
        under_way.set_value(Some(asking));
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
            let answer = ask(&client, alerts, grid, view.as_ref()).await;
            let answered = answer.is_some();
            found.alerts = answer.as_ref().map(alert_spans).unwrap_or_default();
            for query in queries.into_iter().filter(|_| answered) {
                let promql = fill(&query.promql, &scope, grid.step);
                // A deployment query that the server refuses takes no other marks along.
                if let Some(answer) = ask(&client, promql, grid, view.as_ref()).await {
                    found.events.extend(events(&query.word, &answer));
                }
            }
            if view.is_some_and(|view| view.aborted()) {
                return;
            }
            let _ = under_way.try_set_value(None);
            if !answered {
                return;
            }
            if wanted.try_get_untracked() != Some(grid) {
                let _ = late.try_update(|late| *late += 1);
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
