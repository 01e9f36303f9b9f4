//! The marks under a page's curves: alerts, restarts and deployments over its range, a question for each kind.

use super::{
    portal::Portal,
    reactive::{Memo, RwSignal, effect},
    together,
    under_way::UnderWay,
};
use crate::{
    domain::{
        marks::{MarkQuery, Marks, alert_spans, events},
        order,
        panel::Dashboard,
        series::{Grid, Matrix},
    },
    prometheus::{
        client::Client,
        gate::Urgency,
        query::{Scope, alerts_query, fill},
        tail,
    },
};
use futures_util::future::join_all;
use leptos::{prelude::*, task::spawn_local};
use std::iter;
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
    let known = StoredValue::new(Vec::<Known>::new());
    let late = RwSignal::new(0_u32);
    let wanted = grid;
    effect(move |_| {
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
            let mut newer = Vec::new();
            let Some(old) = known.try_get_value() else {
                return;
            };
            // Alerts come first, then what else there is, in the order of the handbook.
            let questions = iter::once(alerts).chain(
                queries
                    .iter()
                    .map(|query| fill(&query.promql, &scope, grid.step)),
            );
            let asked = questions.map(|promql| ask(&client, promql, grid, view.as_ref(), &old));
            let mut answers = join_all(asked).await.into_iter();
            let alerts = answers.next().flatten();
            let answered = alerts.is_some();
            if let Some(alerts) = alerts {
                found.alerts = alert_spans(&alerts.answer);
                newer.push(alerts);
            }
            // A deployment query that the server refuses takes no other marks along.
            for (query, asked) in queries.iter().zip(answers) {
                if let Some(asked) = asked {
                    found.events.extend(events(&query.word, &asked.answer));
                    newer.push(asked);
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
            let _ = known.try_set_value(newer);
            let of_service =
                |other: &Option<String>| service.is_none() || other.is_none() || *other == service;
            found.alerts.retain(|span| of_service(&span.service));
            found.events.retain(|event| of_service(&event.service));
            let _ = marks.try_update(|marks| *marks = found);
        });
    });
    PageMarks(marks)
}

/// What was answered to one question, and in how many tails.
#[derive(Clone)]
struct Known {
    promql: String,
    answer: Matrix,
    tails: u32,
}

/// Asks for the end of the grid where the rest is known.
async fn ask(
    client: &Client,
    promql: String,
    grid: Grid,
    view: Option<&AbortSignal>,
    known: &[Known],
) -> Option<Known> {
    let known = known
        .iter()
        .find(|known| known.promql == promql && known.tails < tail::MOST);
    let known = known.and_then(|known| Some((known, tail::missing(known.answer.grid, grid)?)));
    let asked = known.map_or(grid, |(_, end)| end);
    let end = known.is_some();
    let answer = together::lines(client, promql.clone(), asked, end, view, Urgency::Unseen)
        .await
        .ok()?
        .data;
    let (answer, tails) = match known {
        Some((known, _)) => (tail::join(&known.answer, &answer, grid), known.tails + 1),
        None => (answer, 0),
    };
    Some(Known {
        promql,
        answer,
        tails,
    })
}
