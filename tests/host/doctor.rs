//! Causes are told apart by what a browser can see.

use sre_portal::prometheus::{
    doctor::{Evidence, diagnose},
    fault::Fault,
};

fn cause(fault: &Fault, base: &str, alive: Option<bool>, redirects: Option<bool>) -> &'static str {
    let seen = Evidence {
        origin: "https://portal.example".to_owned(),
        base: base.to_owned(),
        alive,
        redirects,
        forbidden: false,
    };
    let found = diagnose(fault, &seen);
    assert!(!found.words.is_empty() && !found.evidence.is_empty());
    if let Some((file, lines)) = &found.mend {
        assert!(!file.is_empty() && !lines.is_empty());
    }
    found.cause
}

#[test]
fn each_cause_has_its_own_name() {
    let silence = Fault::NoAnswer {
        words: "Failed to fetch".to_owned(),
    };
    let other = "https://prometheus.example";
    assert_eq!(
        cause(&silence, "http://prometheus.example", None, None),
        "mixed-content"
    );
    assert_eq!(cause(&silence, other, Some(true), Some(false)), "cors");
    assert_eq!(cause(&silence, other, Some(true), Some(true)), "login");
    assert_eq!(cause(&silence, other, Some(false), None), "down");
    assert_eq!(
        cause(&silence, "/prometheus", Some(true), Some(false)),
        "down"
    );
    assert_eq!(
        cause(&Fault::TimedOut { seconds: 10 }, other, None, None),
        "time-out"
    );
    let http = |status, kind: &str, body: &str| Fault::from_http(status, kind, body.as_bytes());
    assert_eq!(
        cause(&http(401, "text/html", "<h1>401"), other, None, None),
        "unauthorized"
    );
    assert_eq!(cause(&http(403, "", ""), other, None, None), "unauthorized");
    assert_eq!(
        cause(
            &http(404, "text/plain", "404 page not found"),
            other,
            None,
            None
        ),
        "prefix"
    );
    assert_eq!(
        cause(
            &http(503, "text/plain", "Service Unavailable"),
            other,
            None,
            None
        ),
        "starting"
    );
    assert_eq!(
        cause(&http(502, "text/html", "<h1>502"), other, None, None),
        "down"
    );
    assert_eq!(
        cause(
            &Fault::not_prometheus(200, "text/html", b"<!doctype html>"),
            other,
            None,
            None
        ),
        "login"
    );
    let tenant = r#"{"status":"error","errorType":"internal","error":"no org id"}"#;
    assert_eq!(
        cause(&http(500, "application/json", tenant), other, None, None),
        "tenant"
    );
    for body in [
        &b"no org id"[..],
        br#"{"status":"error","errorType":"server_error","error":"no valid org id found"}"#,
    ] {
        let fault = Fault::from_http(401, "text/plain", body);
        assert_eq!(cause(&fault, other, None, None), "tenant");
    }
    let refused = r#"{"status":"error","errorType":"execution","error":"many-to-many"}"#;
    assert_eq!(
        cause(&http(422, "application/json", refused), other, None, None),
        "refused"
    );
    assert_eq!(
        cause(
            &Fault::Damaged {
                words: "EOF".to_owned()
            },
            other,
            None,
            None
        ),
        "damaged"
    );
}

#[test]
fn a_policy_that_forbids_is_mended_by_the_origin_alone() {
    let seen = Evidence {
        origin: "https://portal.example".to_owned(),
        base: "https://metrics.example:9090/prometheus".to_owned(),
        alive: Some(false),
        redirects: None,
        forbidden: true,
    };
    let words = "Failed to fetch".to_owned();
    let found = diagnose(&Fault::NoAnswer { words }, &seen);
    assert_eq!(found.cause, "policy");
    let lines = "set $sre_connect \" https://metrics.example:9090\";".to_owned();
    assert_eq!(found.mend, Some(("nginx's site.conf", lines)));
}

/// nginx replaces the browser's tenant by its own, so the advice differs where it stands between.
#[test]
fn a_tenant_is_named_where_it_counts() {
    let fault = Fault::from_http(401, "text/plain", b"no org id");
    for (base, file, line) in [
        (
            "/prometheus",
            "nginx's site.conf",
            "set $sre_prometheus_tenant \"TENANT\";",
        ),
        (
            "https://prometheus.example",
            "config.json",
            "\"X-Scope-OrgID\": \"TENANT\"",
        ),
    ] {
        let seen = Evidence {
            origin: "https://portal.example".to_owned(),
            base: base.to_owned(),
            ..Evidence::default()
        };
        let (where_to, lines) = diagnose(&fault, &seen).mend.unwrap();
        assert_eq!(where_to, file);
        assert!(lines.contains(line), "{lines}");
    }
}
