//! A Prometheus that answers wrongly, or not at all: each panel says what happened. It must not know the page's advice.

use browser::{Browser, Failure, Page, Played, place};
use stack::{Options, Stack};
use std::time::Duration;

/// For the page to notice: its time limit for one question, and a refresh.
const NOTICED: Duration = Duration::from_secs(60);

/// The states of all panels, each once.
const STATES: &str = "[...new Set([...document.querySelectorAll('[data-panel]')].map(panel => panel.dataset.state))].sort()";

/// The panels that do not say the words.
fn silent(words: &str) -> String {
    let words = serde_json::Value::from(words);
    format!(
        "[...document.querySelectorAll('[data-panel]')]
            .filter(panel => !panel.innerText.toLowerCase().includes({words}))
            .map(panel => panel.dataset.panel)"
    )
}

fn open(url: &str) -> Result<(Stack, Page), Failure> {
    let stack = Stack::start(&Options {
        external_prometheus: Some(url.to_owned()),
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    // The browser writes of every answer that is no success.
    page.allow("Failed to load resource");
    page.goto("/dashboards/event-bus")?;
    Ok((stack, page))
}

/// Every panel gets the state and says the words (in lower case), and the rest of the page goes on working.
fn check(url: &str, state: &str, words: &str) -> Result<(), Failure> {
    let _place = place();
    let (_stack, mut page) = open(url)?;
    let what = format!("every panel to be '{state}'");
    page.wait_at_most(NOTICED, &what, STATES, |states| {
        states == &serde_json::json!([state])
    })?;
    let what = format!("every panel to say '{words}'");
    page.wait_at_most(NOTICED, &what, &silent(words), |panels| {
        panels.as_array().is_some_and(Vec::is_empty)
    })?;
    let none = "document.querySelectorAll('[data-panel]:not([data-status=\"cannot-say\"]):not([data-status=\"none\"])').length === 0";
    page.wait_for("no panel to claim a status", none)?;
    page.eval("document.querySelector('a[href^=\"/dashboards/nodejs\"]').click()")?;
    page.wait_for(
        "another dashboard to open",
        "document.querySelector('[data-panel=\"event-loop-lag\"]') !== null && location.pathname",
    )?;
    page.end()
}

fn played(
    status: &'static str,
    kind: &'static str,
    body: &'static str,
    state: &str,
    words: &str,
) -> Result<(), Failure> {
    let server = Played::start(status, kind, body)?;
    check(&format!("http://{}", server.address()), state, words)
}

#[test]
fn html_instead_of_json() -> Result<(), Failure> {
    let body = "<!doctype html><title>Sign in</title>";
    played("200 OK", "text/html", body, "error", "sign in")
}

#[test]
fn not_allowed() -> Result<(), Failure> {
    let body = "Unauthorized";
    played(
        "401 Unauthorized",
        "text/plain",
        body,
        "error",
        "unauthorized",
    )
}

#[test]
fn a_query_that_is_refused() -> Result<(), Failure> {
    let body = r#"{"status":"error","errorType":"execution","error":"too many samples"}"#;
    let status = "422 Unprocessable Entity";
    played(
        status,
        "application/json",
        body,
        "error",
        "too many samples",
    )
}

#[test]
fn a_query_that_takes_too_long() -> Result<(), Failure> {
    let body = r#"{"status":"error","errorType":"timeout","error":"query timed out"}"#;
    let status = "503 Service Unavailable";
    played(status, "application/json", body, "error", "query timed out")
}

#[test]
fn a_server_that_is_not_ready() -> Result<(), Failure> {
    let body = "Service Unavailable";
    let status = "503 Service Unavailable";
    played(status, "text/plain", body, "unreachable", "503")
}

#[test]
fn nobody_there() -> Result<(), Failure> {
    let url = format!("http://127.0.0.1:{}", stack::unused_port()?);
    check(&url, "unreachable", "502")
}

#[test]
fn a_prometheus_that_stops_and_comes_back() -> Result<(), Failure> {
    let _place = place();
    let mut stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.allow("Failed to load resource");
    page.goto("/dashboards/event-bus")?;
    let all = |state: &'static str| {
        move |states: &serde_json::Value| states == &serde_json::json!([state])
    };
    page.wait_at_most(NOTICED, "every panel to be fresh", STATES, all("fresh"))?;
    stack.stop_prometheus();
    let what = "every panel to be unreachable";
    page.wait_at_most(NOTICED, what, STATES, all("unreachable"))?;
    stack.start_prometheus()?;
    let what = "every panel to be fresh again";
    page.wait_at_most(NOTICED, what, STATES, all("fresh"))?;
    page.end()
}
