//! All rules as the server has them, and the last day of each on demand. Knows nothing of what they mean.

use super::history::History;
use crate::{
    domain::duration,
    prometheus::rules::{Health, Loaded, RuleState},
    ui::{browser, parts::symbol::symbol, portal::Portal},
};
use leptos::prelude::*;

/// The table.
#[component]
pub fn RuleTable() -> impl IntoView {
    let portal = Portal::use_here();
    let rules = Memo::new(move |_| {
        portal.alarms.rules.with(|reading| {
            let rules = reading.answer().map(|answer| answer.data.as_slice());
            let key = |one: &Loaded| {
                let key = (
                    one.rule.group.clone(),
                    one.rule.name.clone(),
                    one.rule.expr.clone(),
                );
                (key, one.clone())
            };
            rules
                .unwrap_or_default()
                .iter()
                .map(key)
                .collect::<Vec<_>>()
        })
    });
    let head = move || {
        rules.with(|rules| {
            let healthy = rules
                .iter()
                .filter(|(_, one)| one.health == Health::Ok)
                .count();
            format!(
                "{}: {healthy} healthy, {} not",
                rules.len(),
                rules.len() - healthy
            )
        })
    };
    let rows = move || {
        let rules = rules.get();
        rules
            .into_iter()
            .map(|(_, one)| row(portal, one))
            .collect_view()
    };
    view! {
        <section class="panel rules table">
            <h2>{symbol("bell")}"Rules"<span>{head}</span></h2>
            <table>
                <thead><tr><th>"Rule"</th><th>"State"</th><th>"Severity"</th><th>"For"</th><th>"Expression"</th><th>"Runbook"</th><th>"Health"</th><th class="number">"Evaluated"</th><th class="number">"Took"</th><th>"History"</th></tr></thead>
                {rows}
            </table>
        </section>
    }
}

fn row(portal: Portal, one: Loaded) -> AnyView {
    let (icon, state) = match one.state {
        RuleState::Firing if one.rule.is_watchdog() => ("ok", "Firing, as it must"),
        RuleState::Firing => match one.rule.severity() {
            "critical" => ("critical", "Firing"),
            _ => ("warning", "Firing"),
        },
        RuleState::Pending => ("pending", "Pending"),
        RuleState::Inactive => ("ok", "Inactive"),
        RuleState::Unknown => ("cannot-say", "Cannot say"),
    };
    let (health_icon, health) = match one.health {
        Health::Ok => ("ok", "healthy".to_owned()),
        Health::Failing => (
            "error",
            match one.last_error.as_str() {
                "" => "failing".to_owned(),
                error => error.chars().take(200).collect(),
            },
        ),
        Health::Unknown => ("cannot-say", "not evaluated yet".to_owned()),
    };
    let rule = one.rule;
    let runbook = rule.annotations.get("runbook").map(str::to_owned);
    let runbook = runbook.filter(|id| super::super::handbook::runbook_title(portal, id).is_some());
    let runbook = runbook.map(|id| {
        let href = browser::at(&format!("/runbooks/{id}"));
        view! { <a href=href>{id}</a> }
    });
    let evaluated = move || {
        one.evaluated
            .map(|at| format!("{} ago", duration::words(portal.clock.now.get().since(at))))
    };
    let took = one.took.map(|took| format!("{took} ms"));
    let open = RwSignal::new(false);
    let (name, shown) = (rule.name.clone(), rule.name.clone());
    let (expr, whole) = (rule.expr.clone(), rule.expr.clone());
    view! {
        <tbody>
            <tr data-rule=rule.name.clone()>
                <td><strong>{rule.name.clone()}</strong></td>
                <td>{symbol(icon)}{state}</td>
                <td>{rule.severity().to_owned()}</td>
                <td>{duration::words(rule.hold)}</td>
                <td class="expr" title=whole><code>{expr}</code></td>
                <td>{runbook}</td>
                <td class="health">{symbol(health_icon)}{health}</td>
                <td class="number">{evaluated}</td>
                <td class="number">{took}</td>
                <td><button aria-label=format!("24 h of {shown}") aria-expanded=move || if open.get() { "true" } else { "false" } on:click=move |_| open.update(|open| *open = !*open)>"24 h"</button></td>
            </tr>
            {move || open.get().then(|| view! { <tr class="history-row"><td colspan="10"><History name=name.clone()/></td></tr> })}
        </tbody>
    }
    .into_any()
}
