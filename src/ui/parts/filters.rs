//! The filters of a dashboard: one choice a label, its values asked from Prometheus once.

use crate::{
    domain::{order, panel::Dashboard, view::filter_word},
    prometheus::{
        decode::vector,
        gate::Urgency,
        query::{Request, Scope, fill},
    },
    ui::{
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// One select for each filter that the dashboard offers.
#[component]
pub fn Filters(dashboard: StoredValue<Dashboard>) -> impl IntoView {
    let labels = dashboard.with_value(|dashboard| dashboard.filters.clone());
    labels
        .into_iter()
        .map(|label| view! { <Filter dashboard label/> })
        .collect_view()
}

#[component]
fn Filter(dashboard: StoredValue<Dashboard>, label: String) -> impl IntoView {
    let portal = Portal::use_here();
    let word = filter_word(&label).to_owned();
    let values = RwSignal::new(known_values(portal, &label));
    if values.with_untracked(Vec::is_empty)
        && let Some(promql) = question(portal, dashboard, &label)
    {
        let label = label.clone();
        spawn_local(async move {
            let answer = portal
                .client()
                .ask(&Request::instant(promql), None, Urgency::Seen)
                .await;
            let Ok(answer) = answer.and_then(vector) else {
                return;
            };
            let mut found: Vec<String> = answer
                .data
                .iter()
                .filter_map(|sample| sample.labels.get(&label))
                .map(str::to_owned)
                .collect();
            order::plain(&mut found);
            values.set(found);
        });
    }
    let current = {
        let label = label.clone();
        Memo::new(move |_| {
            portal
                .view()
                .with(|view| view.filter(&label).map(str::to_owned))
        })
    };
    let choose = {
        let label = label.clone();
        move |event| {
            let value = event_target_value(&event);
            portal.url.change(|view| {
                view.set_filter(
                    &label,
                    Some(value.as_str()).filter(|value| !value.is_empty()),
                );
            });
        }
    };
    let options = move || {
        let current = current.get();
        let mut values = values.get();
        values.extend(current.clone().filter(|current| !values.contains(current)));
        let options = values.into_iter().map(|value| {
            let selected = current.as_deref() == Some(value.as_str());
            view! { <option value=value.clone() selected=selected>{value.clone()}</option> }
        });
        view! { <option value="" selected=current.is_none()>"all"</option> {options.collect_view()} }
    };
    let name = format!("Filter by {word}");
    view! {
        <label class="filter" class:chosen=move || current.get().is_some()>
            <span>{word}</span>
            <select aria-label=name on:change=choose>{options}</select>
        </label>
    }
}

/// The services stand in the handbook.
fn known_values(portal: Portal, label: &str) -> Vec<String> {
    if label != "service" {
        return Vec::new();
    }
    portal.handbook.with_value(|handbook| {
        handbook
            .services
            .services
            .iter()
            .map(|service| service.name.clone())
            .collect()
    })
}

/// All values of a label, on the first selector of the dashboard whose metric has it.
fn question(portal: Portal, dashboard: StoredValue<Dashboard>, label: &str) -> Option<String> {
    portal.handbook.with_value(|handbook| {
        dashboard.with_value(|dashboard| {
            let has = |panel: &&crate::domain::panel::Panel| {
                let name = panel.samples.split('{').next().unwrap_or_default();
                let metric = handbook
                    .metrics
                    .iter()
                    .find(|metric| metric.has_series(name));
                metric.is_some_and(|metric| metric.labels.iter().any(|own| own == label))
            };
            let panel = dashboard.panels.iter().find(has)?;
            Some(format!(
                "count by ({label}) ({})",
                fill(&panel.samples, &Scope::default(), 0)
            ))
        })
    })
}
