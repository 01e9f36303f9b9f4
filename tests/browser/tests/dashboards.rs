//! Every dashboard on a platform on which nothing is wrong. It must not know what the panels ask.

use browser::{Browser, Failure, Page, baseline};
use platform::EXPECTATIONS;
use serde_json::Value;
use std::time::Duration;

/// What is not right about the panels of the page, as a list of sentences; empty when all of them are fresh.
const TROUBLES: &str = "
    (() => {
        const panels = [...document.querySelectorAll('[data-panel]')];
        if (panels.length === 0) return ['there is no panel'];
        return panels
            .filter(panel => panel.dataset.state !== 'fresh')
            .map(panel => `${panel.dataset.panel}: data-state is ${panel.dataset.state}`);
    })()
";

/// Slug, role, accessible name, state and status of each panel.
const PANELS: &str = "
    [...document.querySelectorAll('[data-panel]')].map(panel => [
        panel.dataset.panel,
        panel.getAttribute('role') ?? '',
        panel.getAttribute('aria-label') ?? '',
        panel.dataset.status ?? '',
    ])
";

fn open(dashboard: &str) -> Result<Page, Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto(&format!("/dashboards/{dashboard}"))?;
    page.wait_for_paint()?;
    Ok(page)
}

fn check(dashboard: &str) -> Result<(), Failure> {
    let mut page = open(dashboard)?;
    page.wait_at_most(
        Duration::from_secs(60),
        "every panel to be fresh",
        TROUBLES,
        |troubles| troubles.as_array().is_some_and(Vec::is_empty),
    )?;
    let panels = page.eval(PANELS)?;
    for panel in panels.as_array().map(Vec::as_slice).unwrap_or_default() {
        judge(dashboard, panel)?;
    }
    page.wait_for(
        "the page's root to carry the global status",
        "document.querySelector('[data-global-status]')?.dataset.globalStatus",
    )?;
    page.end()
}

/// A panel is a named region; it has a status exactly when a limit is its own; and a limit has a row in the table.
fn judge(dashboard: &str, panel: &Value) -> Result<(), Failure> {
    let text = |index: usize| panel[index].as_str().unwrap_or_default();
    let (slug, role, name, status) = (text(0), text(1), text(2), text(3));
    let wrong = |what: &str| Failure::new(format!("Panel '{slug}' of '{dashboard}' {what}"));
    if role != "region" || name.is_empty() {
        return Err(wrong("is no region with an accessible name."));
    }
    let has_row = EXPECTATIONS
        .iter()
        .any(|row| row.dashboard == dashboard && row.panel == slug);
    match status {
        "ok" if has_row => Ok(()),
        "ok" => Err(wrong(
            "has a limit, but no scenario of EXPECTATIONS turns its status.",
        )),
        "none" if !has_row => Ok(()),
        "none" => Err(wrong("has a row in EXPECTATIONS, but no limit.")),
        other => Err(wrong(&format!(
            "has the status '{other}' although nothing is wrong."
        ))),
    }
}

#[test]
fn service_overview() -> Result<(), Failure> {
    check("service-overview")
}

#[test]
fn api_gateway() -> Result<(), Failure> {
    check("api-gateway")
}

#[test]
fn database() -> Result<(), Failure> {
    check("database")
}

#[test]
fn event_bus() -> Result<(), Failure> {
    check("event-bus")
}

#[test]
fn nodejs() -> Result<(), Failure> {
    check("nodejs")
}
