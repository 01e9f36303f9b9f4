//! Why Prometheus cannot be read: each cause is told apart, on the real page in a real browser, with the lines that mend it.
//! It must not know how the page finds out.

use browser::{Browser, Failure, Played, baseline};
use serde_json::json;
use stack::{Fault, FaultProxy, Options, Stack};
use std::time::Duration;

/// The patience of the page with one question, twice.
const LIMIT: Duration = Duration::from_secs(30);

/// Opens `/check` and waits for the cause; the finding holds these words.
fn check(options: &Options, cause: &str, words: &[&str]) -> Result<(), Failure> {
    let front = Stack::start(options)?;
    let mut page = Browser::start()?.page(&front.portal_url());
    for text in [
        "Failed to load resource",
        "CORS policy",
        "Content Security Policy",
    ] {
        page.allow(text);
    }
    page.goto("/check")?;
    page.wait_at_most(
        LIMIT,
        &format!("the cause '{cause}'"),
        "document.querySelector('.finding[data-cause]')?.dataset.cause",
        |seen| *seen == json!(cause),
    )?;
    let text = page.eval("document.querySelector('.finding[data-cause]').innerText")?;
    let text = text.as_str().unwrap_or_default();
    for words in words {
        if !text.contains(words) {
            return Err(Failure::new(format!("'{words}' is not said: {text}")));
        }
    }
    page.end()
}

/// Behind nginx.
fn behind(url: String) -> Options {
    Options {
        external_prometheus: Some(url),
        ..Options::default()
    }
}

/// Asked directly, on another port; the policy lets the page do so.
fn direct(url: &str) -> Options {
    Options {
        config: Some(json!({ "prometheus": { "url": url } }).to_string()),
        connect: format!(" {url}"),
        // Of no use here, and nobody listens.
        ..behind("http://127.0.0.1:9".to_owned())
    }
}

fn played(
    status: &'static str,
    kind: &'static str,
    body: &'static str,
    cause: &str,
    words: &[&str],
) -> Result<(), Failure> {
    let server = Played::start(status, kind, body)?;
    check(
        &behind(format!("http://{}", server.address())),
        cause,
        words,
    )
}

#[test]
fn another_origin_is_asked_directly() -> Result<(), Failure> {
    let real = baseline()?.prometheus_url().unwrap_or_default();
    let front = Stack::start(&direct(&real))?;
    let mut page = Browser::start()?.page(&front.portal_url());
    page.goto("/dashboards/service-overview")?;
    page.wait_at_most(
        Duration::from_secs(45),
        "every panel to be fresh",
        "document.querySelectorAll('[data-panel]').length > 5
            && [...document.querySelectorAll('[data-panel]')].every(panel => panel.dataset.state === 'fresh')
            && document.querySelector('[data-global-status]').dataset.globalStatus === 'ok'",
        |sound| *sound == json!(true),
    )?;
    let here = page.eval(
        "performance.getEntriesByType('resource').filter(entry => entry.name.startsWith(location.origin + '/prometheus')).length",
    )?;
    assert_eq!(here, json!(0), "nothing goes through nginx");
    page.end()
}

#[test]
fn no_cors() -> Result<(), Failure> {
    let server = Played::start("200 OK", "application/json", "{}")?;
    let url = format!("http://{}", server.address());
    let words = ["Most likely", "--web.cors.origin='http://127\\.0\\.0\\.1:"];
    check(&direct(&url), "cors", &words)
}

#[test]
fn a_policy_that_forbids() -> Result<(), Failure> {
    let server = Played::start("200 OK", "application/json", "{}")?;
    let url = format!("http://{}", server.address());
    let options = Options {
        connect: String::new(),
        ..direct(&url)
    };
    let line = format!("set $sre_connect \" {url}\";");
    check(&options, "policy", &["site.conf", &line])
}

#[test]
fn a_redirect_to_a_login_page() -> Result<(), Failure> {
    let status = "302 Found\r\nLocation: http://127.0.0.1:9/login";
    played(
        status,
        "text/html",
        "",
        "login",
        &["redirect", "proxy_pass"],
    )
}

#[test]
fn a_login_page() -> Result<(), Failure> {
    let body = "<!doctype html><title>Sign in</title>";
    let words = ["a web page came", "most likely a login page", "config.json"];
    played("200 OK", "text/html", body, "login", &words[1..])
}

#[test]
fn a_password_is_wanted() -> Result<(), Failure> {
    let words = ["401", "proxy_set_header Authorization"];
    played(
        "401 Unauthorized",
        "text/plain",
        "Unauthorized",
        "unauthorized",
        &words,
    )
}

#[test]
fn a_wrong_prefix() -> Result<(), Failure> {
    let words = ["404", "\"prometheus\": { \"url\": \"/prometheus\" }"];
    played(
        "404 Not Found",
        "text/plain",
        "404 page not found",
        "prefix",
        &words,
    )
}

#[test]
fn a_server_that_starts() -> Result<(), Failure> {
    let status = "503 Service Unavailable";
    played(
        status,
        "text/plain",
        "Service Unavailable",
        "starting",
        &["replays its log"],
    )
}

#[test]
fn no_tenant() -> Result<(), Failure> {
    let words = ["X-Scope-OrgID"];
    played(
        "401 Unauthorized",
        "text/plain",
        "no org id",
        "tenant",
        &words,
    )?;
    let body = r#"{"status":"error","errorType":"server_error","error":"no valid org id found"}"#;
    played(
        "500 Internal Server Error",
        "application/json",
        body,
        "tenant",
        &words,
    )
}

#[test]
fn no_answer_in_time() -> Result<(), Failure> {
    let proxy = FaultProxy::start(&baseline()?.prometheus_url().unwrap_or_default())?;
    proxy.set(Some(Fault::Delay(Duration::from_secs(15))));
    check(
        &behind(proxy.url()),
        "time-out",
        &["10 s", "--query.timeout"],
    )
}

#[test]
fn nobody_there() -> Result<(), Failure> {
    let url = format!("http://127.0.0.1:{}", stack::unused_port()?);
    check(
        &behind(url.clone()),
        "down",
        &["502", "upstream sre_prometheus"],
    )?;
    check(&direct(&url), "down", &["Nothing answers at"])
}
