//! The numbers of a chart as a table, the newest first.

use super::overlay::Chart;
use crate::{ui::portal::Portal, watch::export::rows};
use leptos::prelude::*;

/// More rows than this nobody reads; the CSV has all.
const MOST: usize = 240;

/// The table of one chart.
#[component]
pub fn DataTable(chart: Chart) -> impl IntoView {
    let portal = Portal::use_here();
    let body = move || {
        let lines = chart.lines.read();
        let zone = portal.zone.get();
        let now = portal.clock.now.get_untracked();
        let roles = chart.roles.read();
        let units: Vec<_> = chart.panel.with_value(|panel| {
            roles
                .iter()
                .map(|role| {
                    panel
                        .queries
                        .get(role.query)
                        .map(|query| query.unit.clone())
                })
                .collect()
        });
        let rows = lines
            .answer()
            .map(|lines| rows(lines, &roles, MOST))
            .unwrap_or_default();
        let row = |(at, values): crate::watch::export::Row| {
            let cells = values
                .into_iter()
                .zip(&units)
                .map(|(value, unit)| match (value, unit) {
                    (Some(value), Some(unit)) => unit.write_below_heading(value),
                    _ => String::new(),
                });
            view! { <tr><th scope="row">{zone.clock_near(at, now)}</th>{cells.map(|words| view! { <td class="number">{words}</td> }).collect_view()}</tr> }
        };
        rows.into_iter().map(row).collect_view()
    };
    let heads = move || {
        chart
            .roles
            .read()
            .iter()
            .map(|role| view! { <th scope="col" class="number">{role.name.clone()}</th> })
            .collect_view()
    };
    let label = chart
        .panel
        .with_value(|panel| format!("{} as a table", panel.title));
    view! {
        <div class="table numbers" tabindex="0" role="group" aria-label=label>
            <table>
                <thead><tr><th scope="col">"Time"</th>{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}
