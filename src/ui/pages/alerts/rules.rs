//! All rules as the server has them, and the last day of each on demand. Knows nothing of what they mean.

use super::history::History;
use crate::{
    domain::{alert::ALERTNAME, duration, labels::Labels, order},
    prometheus::rules::{Health, Loaded, RuleState},
    ui::{
        parts::symbol::symbol,
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What tells rules apart: group, name, expression, and a number where all three are the same.
type Key = (String, String, String, usize);

/// The table.
#[component]
pub fn RuleTable() -> impl IntoView {
    let portal = Portal::use_here();
    let rules = Memo::new(move |_| {
        portal.alarms.rules.with(|reading| {
            let rules = reading.answer().map(|answer| answer.data.as_slice());
            let mut keyed: Vec<(Key, Loaded)> = Vec::new();
            for one in rules.unwrap_or_default() {
                let rule = &one.rule;
                let mut key = (rule.group.clone(), rule.name.clone(), rule.expr.clone(), 0);
                while keyed.iter().any(|(known, _)| *known == key) {
                    key.3 += 1;
                }
                keyed.push((key, one.bare()));
            }
            keyed
        })
    });
    let head = move || {
        rules.with(|rules| {
            let healthy = rules.iter().filter(|(_, one)| one.health == Health::Ok);
            let (all, healthy) = (rules.len(), healthy.count());
            let groups: BTreeSet<&str> = order::tree(rules.iter().map(|(key, _)| key.0.as_str()));
            let groups = groups.len();
            format!(
                "{all} in {groups} groups: {healthy} healthy, {} not",
                all - healthy
            )
        })
    };
    // A row stays while its rule is there, so that an open history stays open.
    let line = move |(key, first): (Key, Loaded)| {
        let one = Memo::new(move |before: Option<&Loaded>| {
            rules.with(|rules| {
                let now = rules
                    .iter()
                    .find(|(own, _)| *own == key)
                    .map(|(_, one)| one);
                now.or(before).unwrap_or(&first).clone()
            })
        });
        row(portal, one)
    };
    view! {
        <section class="panel rules table" tabindex="0" aria-label="Rules">
            <h2>{symbol("bell")}"Rules"<span>{head}</span></h2>
            <table>
                <thead><tr><th>"Rule"</th><th>"State"</th><th>"Severity"</th><th>"For"</th><th>"Expression"</th><th>"Runbook"</th><th>"Health"</th><th class="number">"Evaluated"</th><th class="number">"Took"</th><th>"History"</th></tr></thead>
                <For each=move || rules.get() key=|(key, _)| key.clone() children=line/>
            </table>
        </section>
    }
}

fn row(portal: Portal, one: Memo<Loaded>) -> AnyView {
    let state = move || {
        let (icon, state) = one.with(state_words);
        view! { {symbol(icon)}{state} }
    };
    let health = move || {
        let (icon, health) = one.with(health_words);
        view! { {symbol(icon)}{health} }
    };
    let rule = one.with_untracked(|one| one.rule.clone());
    let runbook = rule.annotations.get("runbook").map(str::to_owned);
    let runbook = runbook.filter(|id| super::super::handbook::runbook_title(portal, id).is_some());
    let runbook = runbook.map(|id| {
        let href = portal.url.link(format!("/runbooks/{id}"));
        view! { <a href=href>{id}</a> }
    });
    let evaluated = move || {
        let at = one.with(|one| one.evaluated)?;
        let age = duration::words(portal.clock.now.get().since(at));
        Some(format!("{age} ago"))
    };
    let took = move || one.with(|one| one.took.map(|took| format!("{took} ms")));
    let open = RwSignal::new(false);
    let labels = Labels::new(vec![(ALERTNAME.to_owned(), rule.name.clone())]);
    let (name, severity) = (rule.name.clone(), rule.severity().to_owned());
    let (label, whole) = (format!("24 h of {name}"), rule.expr.clone());
    view! {
        <tbody>
            <tr data-rule=rule.name>
                <td><strong>{name}</strong></td>
                <td>{state}</td>
                <td>{severity}</td>
                <td>{move || one.with(|one| duration::words(one.rule.hold))}</td>
                <td class="expr" title=whole><code>{rule.expr}</code></td>
                <td>{runbook}</td>
                <td class="health">{health}</td>
                <td class="number">{evaluated}</td>
                <td class="number">{took}</td>
                <td><button aria-label=label aria-expanded=move || if open.get() { "true" } else { "false" } on:click=move |_| open.update(|open| *open = !*open)>"24 h"</button></td>
            </tr>
            {move || open.get().then(|| view! { <tr class="history-row"><td colspan="10"><History labels=labels.clone()/></td></tr> })}
        </tbody>
    }
    .into_any()
}

fn state_words(one: &Loaded) -> (&'static str, &'static str) {
    match one.state {
        RuleState::Firing if one.rule.is_watchdog() => ("ok", "Firing, as it must"),
        RuleState::Firing => match one.rule.severity() {
            "critical" => ("critical", "Firing"),
            _ => ("warning", "Firing"),
        },
        RuleState::Pending => ("pending", "Pending"),
        RuleState::Inactive => ("ok", "Inactive"),
        RuleState::Unknown => ("cannot-say", "Cannot say"),
    }
}

fn health_words(one: &Loaded) -> (&'static str, String) {
    match one.health {
        Health::Ok => ("ok", "healthy".to_owned()),
        Health::Failing if one.last_error.is_empty() => ("error", "failing".to_owned()),
        Health::Failing => ("error", one.last_error.chars().take(200).collect()),
        Health::Unknown => ("cannot-say", "not evaluated yet".to_owned()),
    }
}
