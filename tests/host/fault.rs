//! Every way to fail has a title, an advice and the right state.

use sre_portal::{domain::freshness::DataState, prometheus::fault::Fault};

fn check(fault: &Fault, state: DataState, title: &str, advice: &str) {
    assert_eq!(fault.state(), state, "{fault:?}");
    assert!(
        fault.title().contains(title),
        "'{}' has '{title}'",
        fault.title()
    );
    assert!(
        fault.advice().contains(advice),
        "'{}' has '{advice}'",
        fault.advice()
    );
}

#[test]
fn prometheus_own_errors_are_quoted() {
    let body = br#"{"status":"error","errorType":"execution","error":"found duplicate series"}"#;
    let fault = Fault::from_http(422, "application/json", body);
    check(&fault, DataState::Error, "422: execution", "query");
    assert_eq!(fault.quoted(), "found duplicate series");
    assert!(fault.is_about_the_query());
    let vmalert = Fault::from_http(500, "application/json", br#"{"msg":"cannot"}"#);
    assert_eq!(vmalert.quoted(), "cannot");
}

#[test]
fn proxies_and_wrong_addresses_are_told_apart() {
    let answer = |status, kind: &str, body: &str| Fault::from_http(status, kind, body.as_bytes());
    check(
        &answer(401, "text/html", "<h1>401</h1>"),
        DataState::Error,
        "Not allowed",
        "Sign in",
    );
    check(
        &answer(404, "text/plain", "404 page not found"),
        DataState::Error,
        "404",
        "prefix",
    );
    check(
        &answer(429, "text/html", "slow down"),
        DataState::Error,
        "too often",
        "limit_req",
    );
    check(
        &answer(502, "text/html", "<h1>Bad Gateway</h1>"),
        DataState::Unreachable,
        "No answer",
        "502",
    );
    check(
        &answer(503, "text/plain", "Service Unavailable"),
        DataState::Unreachable,
        "No answer",
        "starting",
    );
    let login = Fault::not_prometheus(200, "text/html", b"<!doctype html><title>Sign in</title>");
    check(
        &login,
        DataState::Error,
        "not from Prometheus",
        "login page",
    );
    check(
        &Fault::not_prometheus(200, "", b""),
        DataState::Error,
        "empty answer",
        "config.json",
    );
}

#[test]
fn silence_is_unreachable() {
    check(
        &Fault::TimedOut { seconds: 10 },
        DataState::Unreachable,
        "within 10 s",
        "shorter range",
    );
    check(
        &Fault::NoAnswer {
            words: "Failed to fetch".to_owned(),
        },
        DataState::Unreachable,
        "No answer",
        "CORS",
    );
}

#[test]
fn a_hostile_body_is_cut_and_is_only_text() {
    let body = format!("<script>alert(1)</script>{}", "\u{202e}x".repeat(5000));
    let fault = Fault::not_prometheus(200, "text/html", body.as_bytes());
    assert!(fault.quoted().chars().count() <= 160);
    let not_utf8 = Fault::from_http(500, "", &[0xff, 0xfe, 0x00, 0x80]);
    assert!(!not_utf8.title().is_empty());
}
