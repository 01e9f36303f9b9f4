//! What Alertmanager says, and which alert of Prometheus it is about.

use crate::effort::processor_time;
use sre_portal::{
    alertmanager::{
        answer::{Held, alerts, groups, silences},
        quiet::{Quiet, Reading},
        trouble::{from_http, sentence},
    },
    domain::{
        alert::{Alert, AlertState},
        labels::Labels,
        slices::{Slices, at_once},
        time::Moment,
    },
    prometheus::fault::Fault,
};

/// What Alertmanager 0.25 answered; all that was sent to it has the label `cluster` beside its own.
const ALERTS: &[u8] = include_bytes!("../fixtures/alertmanager-0.25-alerts.json");
const GROUPS: &[u8] = include_bytes!("../fixtures/alertmanager-0.25-groups.json");
const SILENCES: &[u8] = include_bytes!("../fixtures/alertmanager-0.25-silences.json");

fn alert(labels: &[(&str, &str)]) -> Alert {
    let labels = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Alert {
        labels: Labels::new(labels.collect()),
        annotations: Labels::default(),
        state: AlertState::Firing,
        active_at: None,
        kept_since: None,
        value: None,
    }
}

fn reading() -> Reading {
    Reading::new(
        alerts(ALERTS).expect("decodes"),
        groups(GROUPS).expect("decodes"),
        silences(SILENCES).expect("decodes"),
    )
}

fn quiet_of(reading: &Reading, alerts: &[Alert]) -> Vec<Option<Quiet>> {
    at_once(async |slices: Slices<'_>| reading.quiet(alerts, slices).await)
}

#[test]
fn a_real_answer_says_who_why_and_until_when() {
    let asked = [
        alert(&[
            ("alertname", "ServiceDown"),
            ("job", "teei-q2q-ai"),
            ("instance", "127.0.0.1:1"),
            ("severity", "critical"),
        ]),
        alert(&[
            ("alertname", "SlowQueries"),
            ("service", "q2q-ai"),
            ("severity", "critical"),
        ]),
        alert(&[("alertname", "Watchdog"), ("severity", "none")]),
        alert(&[("alertname", "ServiceDown"), ("job", "teei-other")]),
        alert(&[("alertname", "Unheard")]),
    ];
    let quiet = quiet_of(&reading(), &asked);
    let down = quiet[0].as_ref().expect("held");
    assert!(down.suppressed);
    assert_eq!(down.silenced.len(), 1);
    assert_eq!(
        (down.silenced[0].who.as_str(), down.silenced[0].why.as_str()),
        ("ada", "new disk")
    );
    assert_eq!(
        down.silenced[0].until,
        Moment::from_iso("2026-11-23T13:46:35.752Z")
    );
    assert_eq!(down.starts_at, Moment::from_iso("2026-11-23T11:46:35.713Z"));
    let slow = quiet[1].as_ref().expect("held");
    assert!(slow.suppressed && slow.silenced.is_empty());
    assert_eq!(slow.inhibited, ["DatabaseDown"]);
    assert!(quiet[2].as_ref().is_some_and(|quiet| !quiet.suppressed));
    assert_eq!(quiet[3], None);
    assert_eq!(quiet[4], None);
    assert!(
        !reading().shows_mutes(),
        "this version tells nothing of mute intervals"
    );
    assert_eq!(
        quiet[0].as_ref().and_then(|quiet| quiet.muted.clone()),
        None
    );
}

#[test]
fn silences_are_read_whole() {
    let found = silences(SILENCES).expect("decodes");
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].state.as_str(), found[1].state.as_str()),
        ("active", "expired")
    );
    assert_eq!(found[0].matchers[0].words(), "alertname=\"ServiceDown\"");
    let odd = br#"[{"matchers":[{"name":"a","value":"b\"c","isRegex":true,"isEqual":false},{}]},{"id":5},null]"#;
    let found = silences(odd).expect("decodes");
    assert_eq!(found[0].matchers[0].words(), r#"a!~"b\"c""#);
    assert_eq!(found[0].matchers[1].words(), "=\"\"");
    assert_eq!((found.len(), found[1].ends_at), (3, None));
}

#[test]
fn mutes_stand_in_the_groups_alone() {
    let held = r#"{"labels":{"alertname":"A"},"fingerprint":"f","status":{"state":"STATE","silencedBy":[],"inhibitedBy":[]MUTED}}"#;
    let held = |state: &str, muted: &str| held.replace("STATE", state).replace("MUTED", muted);
    let read = |in_groups: &[String]| {
        let one = alerts(format!("[{}]", held("active", "")).as_bytes()).expect("decodes");
        let body: Vec<String> = in_groups
            .iter()
            .map(|alert| format!(r#"{{"labels":{{}},"alerts":[{alert}]}}"#))
            .collect();
        let groups = groups(format!("[{}]", body.join(",")).as_bytes()).expect("decodes");
        let reading = Reading::new(one, groups, Vec::new());
        let quiet = quiet_of(&reading, &[alert(&[("alertname", "A")])]).remove(0);
        (reading.shows_mutes(), quiet.expect("held"))
    };
    let nights = || held("suppressed", r#","mutedBy":["nights"]"#);
    let told = || held("active", r#","mutedBy":[]"#);
    let (shows, quiet) = read(&[nights()]);
    assert!(shows && quiet.suppressed);
    assert_eq!(quiet.muted, Some(vec!["nights".to_owned()]));
    for groups in [[nights(), told()], [told(), nights()]] {
        let (_, quiet) = read(&groups);
        assert!(!quiet.suppressed, "one of its routes tells it");
        assert_eq!(quiet.muted, Some(Vec::new()));
    }
    let (shows, quiet) = read(&[]);
    assert!(!shows && !quiet.suppressed && quiet.muted.is_none());
}

#[test]
fn an_alert_is_quiet_only_if_all_that_have_its_labels_are() {
    let of = |cluster: &str, state: &str| {
        format!(
            r#"{{"labels":{{"alertname":"A","cluster":"{cluster}"}},"status":{{"state":"{state}","silencedBy":["x"]}}}}"#
        )
    };
    for (left, right, expected) in [
        ("suppressed", "suppressed", true),
        ("suppressed", "active", false),
        ("active", "suppressed", false),
        ("unheard-of", "suppressed", false),
    ] {
        let body = format!("[{},{}]", of("eu", left), of("us", right));
        let reading = Reading::new(
            alerts(body.as_bytes()).expect("decodes"),
            Vec::new(),
            Vec::new(),
        );
        let quiet = quiet_of(&reading, &[alert(&[("alertname", "A")])])
            .remove(0)
            .expect("held");
        assert_eq!(quiet.suppressed, expected, "{left} {right}");
        assert_eq!(
            quiet.silenced[0].until, None,
            "the silence itself is not in the answer"
        );
    }
}

#[test]
fn what_is_no_list_is_a_fault_and_errors_name_alertmanager() {
    for body in [
        "",
        "{}",
        "null",
        "\"bad matcher\"",
        "<html>",
        r#"{"status":"success","data":[]}"#,
    ] {
        assert!(alerts(body.as_bytes()).is_err(), "{body}");
        assert!(groups(body.as_bytes()).is_err(), "{body}");
        assert!(silences(body.as_bytes()).is_err(), "{body}");
    }
    assert!(alerts(b"[]").expect("decodes").is_empty());
    let refused = from_http(400, "application/json", b"\"bad matcher format: {\"\n");
    assert_eq!(
        sentence(&refused),
        "Alertmanager answered 400: bad matcher format: {"
    );
    let busy = from_http(
        503,
        "text/plain",
        b"Limit of concurrent GET requests reached (8)",
    );
    assert!(matches!(busy, Fault::NotPrometheus { status: 503, .. }));
    assert!(sentence(&busy).starts_with("Alertmanager answered 503"));
    let gone = from_http(
        410,
        "application/json",
        br#"{"status":"error","error":"v1 is gone"}"#,
    );
    assert_eq!(sentence(&gone), "Alertmanager answered 410: v1 is gone");
    assert_eq!(
        sentence(&Fault::TimedOut { seconds: 5 }),
        "Alertmanager did not answer within 5 s."
    );
}

#[test]
fn two_thousand_of_one_name_are_matched_at_once() {
    let one = |number: usize| alert(&[("alertname", "A"), ("instance", &format!("i{number}"))]);
    let held = |number: usize| Held {
        labels: Labels::new(vec![
            ("alertname".to_owned(), "A".to_owned()),
            ("cluster".to_owned(), "eu".to_owned()),
            ("instance".to_owned(), format!("i{number}")),
        ]),
        starts_at: Some(Moment(number as i64)),
        fingerprint: number.to_string(),
        suppressed: number.is_multiple_of(2),
        silenced_by: Vec::new(),
        inhibited_by: Vec::new(),
        muted_by: None,
    };
    let asked: Vec<Alert> = (0..2000).map(one).collect();
    let reading = Reading::new((0..2000).rev().map(held).collect(), Vec::new(), Vec::new());
    let before = processor_time();
    let quiet = quiet_of(&reading, &asked);
    let took = processor_time() - before;
    assert!(took.as_millis() < 500, "{took:?}");
    for (number, quiet) in quiet.iter().enumerate() {
        let quiet: &Quiet = quiet.as_ref().expect("held");
        assert_eq!(quiet.starts_at, Some(Moment(number as i64)));
        assert_eq!(quiet.suppressed, number.is_multiple_of(2));
    }
}
