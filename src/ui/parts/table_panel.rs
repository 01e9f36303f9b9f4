//! A table with one row for each service, the worst first.

use super::{
    frame::{Head, narrowed, watch},
    message,
    symbol::symbol,
};
use crate::{
    domain::{
        freshness::DataState,
        judgement::value_of,
        limit::Level,
        order,
        panel::{Panel, Query},
        service::Service,
        status::Status,
    },
    watch::panel::Judged,
};
use leptos::prelude::*;

/// One table.
#[component]
pub fn TablePanel(place: usize, panel: Panel) -> impl IntoView {
    let (id, title) = (panel.id.clone(), panel.title.clone());
    let panel = StoredValue::new(panel);
    let watched = watch(place, panel, None);
    let standing = watched.standing;
    let state = Memo::new(move |_| standing.with(|standing| standing.state));
    let body = move || match (state.get(), watched.judged.get()) {
        (DataState::Loading, _) => view! { <p class="loading">"Asking Prometheus"</p> }.into_any(),
        (
            state @ (DataState::Fresh | DataState::Late | DataState::Partial | DataState::Stale),
            Some(judged),
        ) => table(&narrowed(panel), &judged, state == DataState::Stale),
        _ => standing.with(|standing| message::instead(panel, standing, None)),
    };
    view! {
        <section class="panel half" role="region" tabindex="-1" aria-label=title data-panel=id
            data-state=move || state.get().slug()
            data-status=move || standing.with(|standing| standing.status.slug())>
            <Head panel watched/>
            {move || standing.with(message::strip)}
            {body}
        </section>
    }
}

/// A cell: its words and the level of the limit that it crosses.
struct Cell {
    words: String,
    level: Option<Level>,
}

fn table(panel: &Panel, judged: &Judged, stale: bool) -> AnyView {
    let columns: Vec<&Query> = panel.queries.iter().skip(1).collect();
    let mut rows: Vec<(Status, String, Vec<Cell>)> = panel
        .expects
        .iter()
        .map(|service| row(panel, service, judged, stale))
        .collect();
    order::by_key(&mut rows, |(status, ..)| std::cmp::Reverse(*status));
    let rows = rows.into_iter().map(|(status, name, cells)| {
        let cells = cells.into_iter().map(|cell| {
            let class = match cell.level {
                Some(Level::Critical) => "number state-critical",
                Some(Level::Warning) => "number state-warning",
                None => "number",
            };
            view! { <td class=class>{cell.words}</td> }
        });
        view! {
            <tr>
                <td class=format!("state-{}", status.slug())>{symbol(status.slug())}{status.word()}</td>
                <th scope="row">{name}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <div class="table" tabindex="0">
            <table class:stale=stale>
                <thead><tr>
                    <th scope="col">"State"</th>
                    <th scope="col">"Service"</th>
                    {columns.iter().map(|query| view! { <th scope="col" class="number">{query.name.clone()}</th> }).collect_view()}
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    panel: &Panel,
    service: &Service,
    judged: &Judged,
    stale: bool,
) -> (Status, String, Vec<Cell>) {
    let mut answers = judged.newest.answers.iter();
    let presence = answers
        .next()
        .and_then(|samples| value_of(service, samples));
    let is_up = presence.is_some_and(|value| value >= 1.0);
    let mut status = if is_up { Status::Ok } else { Status::Critical };
    let cells = panel
        .queries
        .iter()
        .skip(1)
        .zip(answers)
        .map(|(query, samples)| {
            let Some(value) = value_of(service, samples) else {
                if !query.limits.is_empty() {
                    status = status.max(Status::CannotSay);
                }
                return Cell {
                    words: "–".to_owned(),
                    level: None,
                };
            };
            let crossed = query.limits.crossed_by(value);
            let level = crossed.map(|limit| limit.level);
            status = status.max(match level {
                Some(Level::Critical) => Status::Critical,
                Some(Level::Warning) => Status::Warning,
                None => Status::Ok,
            });
            let limit = crossed
                .map(|limit| format!(" {}", limit.words))
                .unwrap_or_default();
            Cell {
                words: format!("{}{limit}", query.unit.write_below_heading(value)),
                level,
            }
        });
    let cells = cells.collect();
    if stale {
        status = Status::CannotSay;
    }
    (status, service.name.clone(), cells)
}
