//! The alerting rules as the handbook has them: condition, time, severity, runbook. Knows nothing of what fires.

use super::anchors;
use crate::{
    domain::{duration, rule::Rule},
    ui::portal::Portal,
    watch::template::named,
};
use leptos::prelude::*;

/// The runbook that a rule names, by its id or by an address that ends in it; empty when it names none.
fn runbook_of(rule: &Rule) -> &str {
    let named = rule
        .annotations
        .get("runbook")
        .or_else(|| rule.annotations.get("runbook_url"));
    let last = named.and_then(|named| named.rsplit('/').next());
    last.and_then(|last| last.split(['#', '?']).next())
        .unwrap_or_default()
}

/// The alerts whose rules name a runbook.
pub fn alerts_of(portal: Portal, runbook: &str) -> Vec<String> {
    portal.rules.with_value(|rules| {
        let naming = rules.iter().filter(|rule| runbook_of(rule) == runbook);
        naming.map(|rule| rule.name.clone()).collect()
    })
}

/// All rules by their groups, in the order of their file.
#[component]
pub fn RulesPage() -> impl IntoView {
    let portal = Portal::use_here();
    portal.set_title("Alerting rules");
    anchors::follow();
    let (groups, source) = portal.rules.with_value(|rules| {
        let groups = rules.chunk_by(|left, right| left.group == right.group);
        let groups = groups.map(|group| of_group(portal, group)).collect_view();
        let source = rules.first().map(|rule| rule.source.clone());
        (groups, source.unwrap_or_default())
    });
    let file = source.split(':').next().unwrap_or_default().to_owned();
    view! {
        <div class="page">
            <header class="page-head"><h1>"Alerting rules"</h1><p>{format!("as {file} has them; what fires is on the page of alerts")}</p></header>
            <article class="document">{groups}</article>
        </div>
    }
}

fn of_group(portal: Portal, rules: &[Rule]) -> AnyView {
    let name = rules
        .first()
        .map(|rule| rule.group.clone())
        .unwrap_or_default();
    let shown = rules.iter().map(|rule| one(portal, rule)).collect_view();
    view! { <section class="rule-group"><h2>{format!("Group {name}")}</h2>{shown}</section> }
        .into_any()
}

fn one(portal: Portal, rule: &Rule) -> AnyView {
    let severity = rule.severity().to_owned();
    let held = match rule.hold {
        0 => "fires at once".to_owned(),
        hold => format!("fires after {}", duration::words(hold)),
    };
    let runbook = runbook_of(rule).to_owned();
    let page = portal.handbook.with_value(|handbook| {
        let page = handbook.page(&runbook)?;
        Some((page.path.clone(), page.title.clone()))
    });
    let runbook = match page {
        Some((path, title)) => {
            let href = portal.url.link(path);
            view! { <a href=href>{format!("{runbook} {title}")}</a> }.into_any()
        }
        None if runbook.is_empty() => "no runbook".into_any(),
        None => runbook.into_any(),
    };
    let summary = rule.annotations.get("summary").map(named);
    let class = format!(
        "rule-severity severity-{}",
        if severity == "critical" || severity == "warning" {
            severity.as_str()
        } else {
            "none"
        }
    );
    view! {
        <section class="section rule" id=rule.name.clone() tabindex="-1">
            <div class="section-head"><h3>{rule.name.clone()}</h3><span class=class>{severity}</span><span class="progress">{held}</span></div>
            <p>{summary}</p>
            <pre tabindex="0"><code>{rule.expr.trim().to_owned()}</code></pre>
            <p>"Runbook: "{runbook}</p>
        </section>
    }
    .into_any()
}
