//! The platform over HTTP; it must not know how a value comes about.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{SystemTime, UNIX_EPOCH};

use platform::{Plan, Platform, PlatformError, Ports, Replay, Scenario};

fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (
        head.split(' ').nth(1).unwrap().parse().unwrap(),
        body.to_owned(),
    )
}

fn start() -> Platform {
    Platform::start(
        Plan {
            seed: 2,
            spans: Vec::new(),
        },
        Ports::Free,
    )
    .unwrap()
}

fn address(platform: &Platform, job: &str) -> SocketAddr {
    platform
        .targets()
        .iter()
        .find(|target| target.job == job)
        .unwrap()
        .address
}

fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs_f64()
}

/// All values of one metric in an exposition, summed.
fn sum(text: &str, name: &str) -> f64 {
    let lines = text
        .lines()
        .filter(|line| line.starts_with(&format!("{name}{{")));
    lines
        .map(|line| line.rsplit_once(' ').unwrap().1.parse::<f64>().unwrap())
        .sum()
}

#[test]
fn a_live_scrape_lies_between_the_replay_before_and_after_it() {
    let platform = start();
    let mut replay = Replay::new(Plan {
        seed: 2,
        spans: Vec::new(),
    });
    for target in platform.targets() {
        let before = replay.text(&target.job, now()).unwrap();
        let (status, live) = get(target.address, "/metrics");
        let after = replay.text(&target.job, now()).unwrap();
        assert_eq!(status, 200);
        for name in [
            "http_requests_total",
            "http_request_duration_seconds_sum",
            "gnatsd_varz_in_msgs",
        ] {
            let (low, seen, high) = (sum(&before, name), sum(&live, name), sum(&after, name));
            assert!(
                low <= seen && seen <= high,
                "{}: {name} {low} {seen} {high}",
                target.job
            );
        }
    }
}

#[test]
fn health_answers_as_the_runbooks_ask() {
    let platform = start();
    let profile = address(&platform, "teei-unified-profile");
    let health = r#"{"status":"ok","service":"unified-profile","dependencies":{"database":"up","nats":"up"}}"#;
    assert_eq!(get(profile, "/health"), (200, health.to_owned()));
    assert_eq!(
        get(profile, "/health/liveness"),
        (200, r#"{"status":"ok"}"#.to_owned())
    );
    assert_eq!(get(profile, "/health/readiness").0, 200);
    assert_eq!(get(profile, "/nothing").0, 404);
    assert_eq!(get(profile, "/auth/jwks").0, 404);
    let (status, keys) = get(address(&platform, "teei-api-gateway"), "/auth/jwks");
    assert!(status == 200 && keys.starts_with(r#"{"keys":[{"#), "{keys}");

    platform.begin(Scenario::DatabaseDown);
    assert!(
        get(profile, "/health")
            .1
            .contains(r#""database":"down","nats":"up""#)
    );
    let (status, reasons) = get(profile, "/health/readiness");
    assert!(
        status == 503 && reasons.contains("database is down"),
        "{reasons}"
    );
    assert_eq!(get(profile, "/health/liveness").0, 200);
    assert_eq!(get(address(&platform, "postgres"), "/metrics").0, 503);
}

#[test]
fn a_scenario_begins_and_ends_at_once() {
    let platform = start();
    let buddy = address(&platform, "teei-buddy-service");
    let statuses = || ["/metrics", "/health", "/health/liveness"].map(|path| get(buddy, path).0);
    assert_eq!(statuses(), [200; 3]);
    platform.begin(Scenario::ServiceDown);
    platform.begin(Scenario::ServiceDown);
    assert_eq!(statuses(), [503; 3]);
    assert_eq!(get(address(&platform, "teei-q2q-ai"), "/metrics").0, 200);
    platform.end(Scenario::ServiceDown);
    assert_eq!(statuses(), [200; 3]);
    platform.begin(Scenario::NatsDown);
    assert_eq!(get(address(&platform, "nats"), "/metrics").0, 503);
}

#[test]
fn counters_of_one_job_begin_anew() {
    let platform = start();
    let requests = |job: &str| {
        sum(
            &get(address(&platform, job), "/metrics").1,
            "http_requests_total",
        )
    };
    let before = (requests("teei-api-gateway"), requests("teei-q2q-ai"));
    platform.reset("teei-api-gateway");
    let after = (requests("teei-api-gateway"), requests("teei-q2q-ai"));
    assert!(after.0 < 0.01 * before.0, "{before:?} {after:?}");
    assert!(after.1 >= before.1, "{before:?} {after:?}");
}

#[test]
fn dropping_it_gives_the_ports_back() {
    let platform = start();
    let addresses: Vec<_> = platform
        .targets()
        .iter()
        .map(|target| target.address)
        .collect();
    assert_eq!(addresses.len(), 9);
    drop(platform);
    assert!(
        addresses
            .into_iter()
            .all(|address| TcpListener::bind(address).is_ok())
    );
}

#[test]
fn a_port_in_use_is_named_with_what_to_do() {
    // Whether this test or another program holds the port, the answer is the same.
    let _held = TcpListener::bind("127.0.0.1:3000");
    let problem = Platform::start(Plan::default(), Ports::Documented)
        .err()
        .unwrap();
    assert!(
        matches!(problem, PlatformError::PortInUse { port: 3000, .. }),
        "{problem}"
    );
    assert!(
        problem
            .to_string()
            .contains("end the program that holds it"),
        "{problem}"
    );
}
