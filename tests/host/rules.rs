//! What a server says of its rules and alerts, and all that may be missing or wrong in it; its rules beside the handbook's.

use sre_portal::{
    domain::{alert::AlertState, labels::Labels, rule::Rule, time::Moment},
    embedded,
    prometheus::{
        alerts::alerts,
        fault::Fault,
        rules::{Health, Loaded, RuleState, rules},
        same_rule::{Difference, compare},
    },
};

/// What Prometheus 2.42 answered with `runbooks/alerts.yml` loaded, one service down and the database gone.
const RULES: &[u8] = include_bytes!("../fixtures/prometheus-2.42-rules.json");
const ALERTS: &[u8] = include_bytes!("../fixtures/prometheus-2.42-alerts.json");

fn loaded() -> Vec<Loaded> {
    rules(RULES).expect("decodes").data
}

#[test]
fn the_handbooks_rules_are_found_again_in_the_servers_reprint() {
    let (own, server) = (embedded::rules(), loaded());
    assert_eq!(own.len(), server.len());
    assert_eq!(compare(&own, &server), []);
    let reprinted = own.iter().filter(|rule| {
        let twin = server.iter().find(|loaded| loaded.rule.name == rule.name);
        twin.is_some_and(|loaded| loaded.rule.expr != rule.expr)
    });
    assert!(reprinted.count() > 5, "the server did reprint them");
}

#[test]
fn a_real_answer_is_understood() {
    let server = loaded();
    let of = |name: &str| {
        server
            .iter()
            .find(|loaded| loaded.rule.name == name)
            .unwrap_or_else(|| panic!("{name}"))
    };
    let down = of("ServiceDown");
    assert_eq!((down.state, down.health), (RuleState::Firing, Health::Ok));
    assert_eq!((down.rule.hold, down.rule.interval), (60_000, Some(5_000)));
    assert_eq!(down.rule.group, "critical");
    assert!(down.evaluated.is_some() && down.last_error.is_empty());
    let alert = &down.alerts[0];
    assert_eq!(alert.state, AlertState::Firing);
    assert_eq!(alert.value, Some(0.0));
    assert_eq!(alert.labels.get("job"), Some("teei-q2q-ai"));
    assert_eq!(
        alert.annotations.get("summary"),
        Some("Service teei-q2q-ai is down")
    );
    assert_eq!(of("HighErrorRate").state, RuleState::Inactive);
    assert_eq!(of("DatabaseAbsent").state, RuleState::Pending);
    let listed = alerts(ALERTS).expect("decodes").data;
    let of_rules: usize = server.iter().map(|loaded| loaded.alerts.len()).sum();
    assert_eq!(listed.len(), of_rules);
    for alert in &listed {
        assert!(
            alert
                .active_at
                .is_some_and(|at| at > Moment(1_700_000_000_000))
        );
        assert!(server.iter().any(|loaded| loaded.alerts.contains(alert)));
    }
    assert_eq!(listed.iter().filter(|alert| alert.is_watchdog()).count(), 1);
}

#[test]
fn other_servers_are_understood() {
    // vmalert: snake case, values as plain numbers, fields of its own.
    let body = br#"{"status":"success","data":{"groups":[{"id":"1","name":"g","file":"f","interval":15,"lastEvaluation":"2026-11-23T10:00:00.5+01:00","rules":[
        {"id":"2","group_id":"1","type":"alerting","name":"A","query":"a > 1","duration":60,"keep_firing_for":30,"state":"firing","health":"ok",
         "alerts":[{"state":"firing","name":"A","value":"0.0625","labels":{"alertname":"A"},"annotations":null,"activeAt":"2026-11-23T09:00:00Z","expression":"a > 1","stabilizing":false,"restored":true},
                   {"state":"inactive","labels":{"alertname":"A"}}]}]}]}}"#;
    let found = rules(body).expect("decodes").data;
    assert_eq!(
        (found[0].rule.hold, found[0].rule.keep_firing),
        (60_000, 30_000)
    );
    assert_eq!(
        found[0].evaluated,
        Moment::from_iso("2026-11-23T09:00:00.5Z")
    );
    assert_eq!(found[0].alerts.len(), 1);
    assert_eq!(found[0].alerts[0].value, Some(0.0625));
    // Thanos: warnings, and fields of its own. Mimir: empty error fields on success.
    let body = br#"{"status":"success","errorType":"","error":"","warnings":["1 of 2 rulers"],"data":{"groups":[{"name":"g","partialResponseStrategy":"ABORT","rules":[
        {"type":"recording","name":"x","query":"y"},
        {"type":"alerting","name":"A","query":"a","state":"unknown","health":"unknown","lastEvaluation":"0001-01-01T00:00:00Z","alerts":null}]}],"warnings":["inner"]}}"#;
    let answer = rules(body).expect("decodes");
    assert_eq!(answer.warnings, ["1 of 2 rulers", "inner"]);
    assert_eq!(answer.data.len(), 1, "recording rules are left out");
    let rule = &answer.data[0];
    assert_eq!(
        (rule.state, rule.health),
        (RuleState::Unknown, Health::Unknown)
    );
    assert_eq!((rule.evaluated, rule.rule.interval), (None, None));
    // VictoriaMetrics without vmalert: no rule is an answer, and says nothing.
    let none = rules(br#"{"status":"success","data":{"groups":[]}}"#).expect("decodes");
    assert!(none.data.is_empty());
    assert!(
        alerts(br#"{"status":"success","data":{"alerts":null}}"#)
            .expect("decodes")
            .data
            .is_empty()
    );
    let partial = alerts(br#"{"status":"success","isPartial":true,"data":{"alerts":[]}}"#);
    assert_eq!(partial.expect("decodes").warnings.len(), 1);
}

#[test]
fn fields_of_another_type_and_hostile_values_are_borne() {
    let body = format!(
        r#"{{"status":"success","data":{{"alerts":[
            {{}}, null, 7, "x",
            {{"labels":{{"alertname":"<img src=x onerror=alert(1)>","n":5,"z":"\u202e{}"}},"state":"exploding","activeAt":"yesterday","value":"12x"}},
            {{"labels":[],"annotations":"x","state":"firing","activeAt":17,"value":"NaN"}},
            {{"labels":{{"alertname":"A"}},"state":"firing","value":"+Inf","keepFiringSince":"2026-11-23T09:00:00Z"}}]}}}}"#,
        "a".repeat(10_000)
    );
    let found = alerts(body.as_bytes()).expect("decodes").data;
    assert_eq!(found.len(), 7);
    assert_eq!(found[4].state, AlertState::Unknown);
    assert_eq!((found[4].active_at, found[4].value), (None, None));
    assert_eq!(found[4].labels.get("n"), None);
    assert_eq!(found[4].name(), "<img src=x onerror=alert(1)>");
    assert!(found[5].value.is_some_and(f64::is_nan));
    assert_eq!(found[6].value, Some(f64::INFINITY));
    assert!(found[6].kept_since.is_some());
    let body = br#"{"status":"success","data":{"groups":[null,{"rules":7},{"interval":-5,"rules":[{"name":5,"duration":"x","labels":{"a":1}}]}]}}"#;
    let found = rules(body).expect("decodes").data;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].rule.name.as_str(), found[0].rule.interval),
        ("", None)
    );
}

#[test]
fn what_is_no_answer_is_a_fault() {
    for body in [
        "",
        "null",
        "[]",
        "{",
        "{}",
        "<html>",
        r#"{"status":"success"}"#,
        r#"{"status":"success","data":null}"#,
        r#"{"status":"success","data":[]}"#,
        r#"{"status":"success","data":{}}"#,
        r#"{"status":"success","data":{"groups":5,"alerts":{}}}"#,
    ] {
        assert!(rules(body.as_bytes()).is_err(), "{body}");
        assert!(alerts(body.as_bytes()).is_err(), "{body}");
    }
    let refused = br#"{"status":"error","errorType":"internal","error":"no org id"}"#;
    assert!(matches!(
        rules(refused),
        Err(Fault::Refused { kind, words, .. }) if kind == "internal" && words == "no org id"
    ));
}

fn change(edit: impl Fn(&mut Loaded)) -> Vec<(Difference, bool)> {
    let mut server = loaded();
    for loaded in &mut server {
        if loaded.rule.name == "HighErrorRate" {
            edit(loaded);
        }
    }
    let found = compare(&embedded::rules(), &server);
    for finding in &found {
        assert_eq!(finding.rule, "HighErrorRate");
        assert!(
            finding.words.contains("runbooks/alerts.yml:"),
            "{}",
            finding.words
        );
    }
    found
        .into_iter()
        .map(|finding| (finding.difference.clone(), finding.voids()))
        .collect()
}

#[test]
fn what_a_server_does_otherwise_is_told() {
    assert_eq!(change(|_| {}), []);
    assert_eq!(
        change(|loaded| loaded.rule.name = "Other".to_owned()),
        [(Difference::Missing, true)]
    );
    assert_eq!(
        change(|loaded| loaded.rule.expr = loaded.rule.expr.replace("0.05", "0.06")),
        [(Difference::Expression, true)]
    );
    assert_eq!(
        change(|loaded| loaded.rule.hold = 300_001),
        [(Difference::Slower, true)]
    );
    assert_eq!(
        change(|loaded| loaded.rule.hold = 60_000),
        [(Difference::Faster, false)]
    );
    assert_eq!(
        change(|loaded| loaded.rule.labels =
            Labels::new(vec![("severity".to_owned(), "warning".to_owned())])),
        [(Difference::Label("severity".to_owned()), true)]
    );
    assert_eq!(
        change(|loaded| loaded.rule.labels = Labels::default()),
        [(Difference::Label("severity".to_owned()), true)]
    );
    assert_eq!(
        change(|loaded| {
            loaded.rule.hold = 0;
            loaded.rule.expr = "vector(0)".to_owned();
        }),
        [(Difference::Expression, true), (Difference::Faster, false)]
    );
}

#[test]
fn of_rules_with_one_name_the_nearest_counts() {
    let own: Vec<Rule> = embedded::rules();
    let mut server = loaded();
    let mut other = server[0].clone();
    other.rule.expr = "vector(0)".to_owned();
    server.insert(0, other);
    assert_eq!(compare(&own, &server), []);
    assert_eq!(compare(&own, &[]).len(), own.len());
    assert_eq!(compare(&[], &server), []);
}

/// What a decoder that reads in pieces makes of a body is what one makes that reads the whole: a blank before a list keeps
/// the body whole.
#[test]
fn alerts_are_the_same_in_pieces_and_whole() {
    let text = String::from_utf8_lossy(RULES).into_owned();
    let whole = text.replace("\"alerts\":[", "\"alerts\": [");
    assert_ne!(whole, text, "there are lists to be cut out");
    let (cut, whole) = (rules(text.as_bytes()), rules(whole.as_bytes()));
    assert_eq!(cut.expect("decodes").data, whole.expect("decodes").data);
    let text = String::from_utf8_lossy(ALERTS).into_owned();
    let whole = text.replace("\"alerts\":[", "\"alerts\": [");
    let (cut, whole) = (alerts(text.as_bytes()), alerts(whole.as_bytes()));
    assert_eq!(cut.expect("decodes").data, whole.expect("decodes").data);
}

#[test]
fn texts_that_look_like_lists_of_alerts_stay_texts() {
    let words = r#"\"alerts\":[{}],{]}\\"#;
    let body = |sign: &str| {
        format!(
            r#"{{"status":"success","data":{{"alerts":{sign}[{{"labels":{{"alertname":"A","x":"{words}"}},"annotations":{{}},"state":"firing","value":"1"}},{{"labels":{{"alertname":"B"}},"state":"pending"}}]}}}}"#
        )
    };
    let cut = alerts(body("").as_bytes()).expect("decodes").data;
    assert_eq!(cut.len(), 2);
    assert_eq!(cut[0].labels.get("x"), Some(r#""alerts":[{}],{]}\"#));
    assert_eq!(cut, alerts(body(" ").as_bytes()).expect("decodes").data);
}

#[test]
fn a_broken_alert_damages_the_answer() {
    for alert in [
        r#"{"labels":{}"#,
        r#"{"labels":{]}}"#,
        r#"{"labels"}"#,
        r#"{"a":"b}"#,
    ] {
        let body = format!(r#"{{"status":"success","data":{{"alerts":[{{}},{alert}]}}}}"#);
        assert!(alerts(body.as_bytes()).is_err(), "{body}");
    }
}
