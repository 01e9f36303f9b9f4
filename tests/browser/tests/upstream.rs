//! nginx before somebody's own Prometheus, good or bad. It must not need a real one: it plays the server itself.

use browser::{Failure, Played};
use stack::{Answer, Client, Options, Stack};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

fn before(url: &str) -> Result<Stack, Failure> {
    Ok(Stack::start(&Options {
        external_prometheus: Some(url.to_owned()),
        ..Options::default()
    })?)
}

fn query(stack: &Stack) -> Result<Answer, Failure> {
    let url = format!("{}/prometheus/api/v1/query", stack.portal_url());
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", "http://127.0.0.1"),
        ("Cookie", "secret=1"),
        ("Authorization", "Basic YnJvd3Nlcg=="),
    ];
    Client::default()
        .send("POST", &url, &headers, "query=up%7Bjob%3D%22x%22%7D")
        .map_err(Failure::new)
}

#[test]
fn prefix_and_password_reach_it_and_the_browsers_secrets_do_not() -> Result<(), Failure> {
    let server = Played::start("200 OK", "application/json", "{}")?;
    let stack = before(&format!(
        "http://me:s3cret@{}/select/0/prometheus/",
        server.address()
    ))?;
    assert_eq!(query(&stack)?.status, 200);
    let request = server.asked()?;
    assert!(
        request.starts_with("POST /select/0/prometheus/api/v1/query HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with("query=up%7Bjob%3D%22x%22%7D"),
        "{request}"
    );
    assert!(
        request.contains("Authorization: Basic bWU6czNjcmV0\r\n"),
        "{request}"
    );
    assert!(
        request.contains(&format!("Host: {}\r\n", server.address())),
        "{request}"
    );
    let lower = request.to_lowercase();
    assert!(
        !lower.contains("\ncookie:") && !lower.contains("\norigin:"),
        "{request}"
    );
    Ok(())
}

#[test]
fn its_own_failures_go_through_unchanged() -> Result<(), Failure> {
    let error = r#"{"status":"error","errorType":"execution","error":"too many samples"}"#;
    for (status, kind, body) in [
        ("400 Bad Request", "application/json", error),
        ("401 Unauthorized", "text/plain", "Unauthorized"),
        ("422 Unprocessable Entity", "application/json", error),
        (
            "503 Service Unavailable",
            "text/plain",
            "Service Unavailable",
        ),
        ("200 OK", "text/html", "<html>a login page</html>"),
    ] {
        let server = Played::start(status, kind, body)?;
        let answer = query(&before(&format!("http://{}", server.address()))?)?;
        assert_eq!(
            Some(answer.status.to_string().as_str()),
            status.split(' ').next()
        );
        assert_eq!(answer.text(), body, "{status}");
        assert_eq!(
            answer.header("content-type").as_deref(),
            Some(kind),
            "{status}"
        );
    }
    Ok(())
}

#[test]
fn nobody_there_is_502_and_no_alertmanager_is_404() -> Result<(), Failure> {
    let stack = before(&format!("http://127.0.0.1:{}", stack::unused_port()?))?;
    assert_eq!(query(&stack)?.status, 502);
    let url = format!("{}/alertmanager/api/v2/alerts", stack.portal_url());
    let answer = Client::default().get(&url).map_err(Failure::new)?;
    assert_eq!(answer.status, 404);
    assert!(stack.prometheus_url().is_none());
    Ok(())
}

#[test]
fn a_server_that_is_silent_is_504_within_the_time_limit() -> Result<(), Failure> {
    // Its system takes connections, and nobody ever reads from one.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let stack = before(&format!("http://{}", silent.local_addr()?))?;
    let portal = stack.portal_url();
    let mut connection = TcpStream::connect(portal.trim_start_matches("http://"))?;
    connection.set_read_timeout(Some(Duration::from_secs(60)))?;
    let began = Instant::now();
    connection.write_all(
        b"GET /prometheus/api/v1/rules HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    )?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    assert!(answer.starts_with("HTTP/1.1 504 "), "{answer}");
    assert!(began.elapsed() < Duration::from_secs(45));
    Ok(())
}

#[test]
fn a_flood_is_answered_with_429_and_twenty_portals_are_not() -> Result<(), Failure> {
    let server = Played::start("200 OK", "application/json", "{}")?;
    let stack = before(&format!("http://{}", server.address()))?;
    let url = format!("{}/prometheus/api/v1/rules", stack.portal_url());
    let client = Client::default();
    let mut statuses = Vec::new();
    for _ in 0..5000 {
        let status = client.get(&url).map_err(Failure::new)?.status;
        statuses.push(status);
        if status == 429 {
            break;
        }
    }
    let let_through = statuses.iter().filter(|status| **status == 200).count();
    // All of twenty pages that load at once.
    assert!(let_through >= 800, "only {let_through} were let through");
    assert_eq!(
        statuses.last(),
        Some(&429),
        "{let_through} were let through"
    );
    Ok(())
}

#[test]
fn an_address_that_cannot_be_used_says_why() {
    for (url, why) in [
        ("localhost:9090", "http://localhost:9090"),
        ("http://no-such-host.invalid:9090", "is not known here"),
    ] {
        let error = before(url).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}
