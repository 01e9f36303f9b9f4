//! A Prometheus that answers wrongly, or not at all: each panel says what happened. It must not know the page's advice.

use browser::panels::{STATES, silent};
use browser::{Browser, Failure, Page, Played, place};
use stack::{Options, Stack};
use std::time::Duration;

/// For the page to notice: its time limit for one question, and a refresh.
const NOTICED: Duration = Duration::from_secs(60);

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

/// What a wrong answer makes of every panel.
struct Expected {
    state: &'static str,
    /// Said by every panel.
    title: &'static str,
    /// Said by those with room for it: the server's own words.
    quote: &'static str,
}

/// Every panel gets the state and says what happened, none claims a status, and the rest of the page goes on working.
fn check(url: &str, expected: &Expected) -> Result<(), Failure> {
    let _place = place();
    let (_stack, mut page) = open(url)?;
    let Expected {
        state,
        title,
        quote,
    } = expected;
    let what = format!("every panel to be '{state}'");
    page.wait_at_most(NOTICED, &what, STATES, |states| {
        states == &serde_json::json!([state])
    })?;
    let what = format!("every panel to say '{title}', and one to quote '{quote}'");
    page.wait_at_most(NOTICED, &what, &silent(title, quote), |panels| {
        panels.as_array().is_some_and(Vec::is_empty)
    })?;
    page.wait_for(
        "no panel to claim a status",
        "[...document.querySelectorAll('[data-panel]')]
            .every(panel => ['cannot-say', 'none'].includes(panel.dataset.status))",
    )?;
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
    expected: &Expected,
) -> Result<(), Failure> {
    let server = Played::start(status, kind, body)?;
    check(&format!("http://{}", server.address()), expected)
}

#[test]
fn html_instead_of_json() -> Result<(), Failure> {
    let expected = Expected {
        state: "error",
        title: "The answer is not from Prometheus",
        quote: "<title>Sign in",
    };
    let body = "<!doctype html><title>Sign in</title>";
    played("200 OK", "text/html", body, &expected)
}

#[test]
fn not_allowed() -> Result<(), Failure> {
    let expected = Expected {
        state: "error",
        title: "Not allowed to ask Prometheus",
        quote: "Unauthorized",
    };
    played("401 Unauthorized", "text/plain", "Unauthorized", &expected)
}

#[test]
fn a_query_that_is_refused() -> Result<(), Failure> {
    let expected = Expected {
        state: "error",
        title: "Prometheus answered 422",
        quote: "too many samples",
    };
    let body = r#"{"status":"error","errorType":"execution","error":"too many samples"}"#;
    let status = "422 Unprocessable Entity";
    played(status, "application/json", body, &expected)
}

#[test]
fn a_query_that_takes_too_long() -> Result<(), Failure> {
    let expected = Expected {
        state: "error",
        title: "Prometheus answered 503",
        quote: "query timed out",
    };
    let body = r#"{"status":"error","errorType":"timeout","error":"query timed out"}"#;
    let status = "503 Service Unavailable";
    played(status, "application/json", body, &expected)
}

#[test]
fn a_server_that_is_not_ready() -> Result<(), Failure> {
    let expected = Expected {
        state: "unreachable",
        title: "No answer from Prometheus",
        quote: "Service Unavailable",
    };
    let status = "503 Service Unavailable";
    played(status, "text/plain", "Service Unavailable", &expected)
}

#[test]
fn nobody_there() -> Result<(), Failure> {
    let expected = Expected {
        state: "unreachable",
        title: "No answer from Prometheus",
        quote: "The proxy answers 502",
    };
    let url = format!("http://127.0.0.1:{}", stack::unused_port()?);
    check(&url, &expected)
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
