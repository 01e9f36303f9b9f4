//! A table with one row for each service, the worst first.

use super::{
    frame::{Head, narrowed, watch},
    message,
    symbol::symbol,
};
use crate::{
    domain::{freshness::DataState, panel::Panel},
    ui::reactive::Memo,
    watch::{
        panel::Judged,
        table::{HEADS, columns, rows},
    },
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

fn table(panel: &Panel, judged: &Judged, stale: bool) -> AnyView {
    let columns: Vec<String> = columns(panel).map(|query| query.name.clone()).collect();
    let [state, service] = HEADS;
    let rows = rows(panel, judged, stale).into_iter().map(|row| {
        let cells = row.cells.into_iter().map(|cell| {
            let class = cell.class();
            view! { <td class=class>{cell.words}</td> }
        });
        let status = row.status;
        view! {
            <tr>
                <td class=format!("state-{}", status.slug())>{symbol(status.slug())}{status.word()}</td>
                <th scope="row">{row.name}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <div class="table" tabindex="0">
            <table class:stale=stale>
                <thead><tr>
                    <th scope="col">{state}</th>
                    <th scope="col">{service}</th>
                    {columns.into_iter().map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view()}
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
