//! The page of alerts: what the tests of it share. It must not know a rule.

mod many;
mod quiet;
mod rows;
mod still;
mod told;

use browser::{Failure, Page};
use serde_json::{Value, json};
use std::time::Duration;

/// For a scrape, an evaluation, the shortened `for`, and a poll of the page.
const TURNED: Duration = Duration::from_secs(150);

/// For a poll of the page, with some to spare.
const SOON: Duration = Duration::from_secs(45);

const ANSWER: &str = "document.querySelector('.proof')?.dataset.answer";

fn is(wanted: &'static str) -> impl Fn(&Value) -> bool {
    move |value| value == wanted
}

fn is_true(value: &Value) -> bool {
    value == true
}

/// Writes down every question's method and address as `window.asked`, and the addresses that answered as `window.answered`.
const ASKED: &str = "(() => {
    const real = window.fetch;
    window.asked = [];
    window.answered = [];
    window.fetch = (asked, options) => {
        const address = String(asked.url ?? asked);
        window.asked.push([asked.method ?? options?.method ?? 'GET', address]);
        return real(asked, options).finally(() => window.answered.push(decodeURIComponent(address)));
    };
})()";

/// Lets the server list the alerts of `window.firing` beside its own, each a name and a service. They began a minute ago.
const FIRING: &str = "(path, body) => {
    if (!path.endsWith('/api/v1/alerts')) return;
    window.began ??= new Date(Date.now() - 60000).toISOString();
    for (const [alertname, service] of window.firing ?? []) body.data.alerts.push({
        labels: { alertname, severity: 'critical', service },
        annotations: { summary: alertname + ' on ' + service, runbook: 'RB-005' },
        state: 'firing', activeAt: window.began, value: '0.61' });
}";

/// Sets what fires, and has the page ask at once.
fn fire(page: &Page, firing: &Value) -> Result<(), Failure> {
    page.eval(&format!("void (window.firing = {firing})"))?;
    page.eval(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'R', bubbles: true }))",
    )?;
    Ok(())
}

fn press(page: &mut Page, selector: &str) -> Result<(), Failure> {
    let found = format!("document.querySelector({})", json!(selector));
    page.wait_for(&format!("{selector} to press"), &format!("!!{found}"))?;
    page.eval(&format!("{found}.click()"))?;
    Ok(())
}

fn row(alert: &str, service: &str) -> String {
    format!(
        "[...document.querySelectorAll('[data-alert={alert}]')].find(row => row.innerText.includes('service={service}'))"
    )
}
