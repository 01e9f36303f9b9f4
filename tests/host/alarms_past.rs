//! Alerts that were: which stopped firing lately, and the strip of the last day.

use crate::alarms::{BEGAN, alert, board, labels};
use sre_portal::{
    domain::{
        alert::{Alert, AlertState},
        series::{GAP, Grid, Matrix, Sample, Series},
        time::Moment,
    },
    embedded,
    watch::alarm::{Board, earlier, history, resolved::after},
};

#[test]
fn what_fired_and_does_no_longer_is_listed_for_a_while() {
    let at = |minutes: i64| BEGAN.plus(minutes * 60_000);
    let firing = |names: &[&str]| {
        let alerts: Vec<Alert> = names
            .iter()
            .map(|name| alert(name, "critical", "x", AlertState::Firing))
            .collect();
        board(&alerts, None)
    };
    let names = |list: &[sre_portal::watch::alarm::resolved::Resolved]| {
        list.iter()
            .map(|one| {
                (
                    one.alarm.name.clone(),
                    one.at.since(BEGAN) / 60_000,
                    one.rule_gone,
                )
            })
            .collect::<Vec<_>>()
    };
    let rules = ["A", "B"];
    let keep = 600_000;
    let list = after(
        Vec::new(),
        &firing(&["A", "B", "C"]),
        &firing(&["B"]),
        &rules,
        at(1),
        keep,
    );
    assert_eq!(
        names(&list),
        [("A".to_owned(), 1, false), ("C".to_owned(), 1, true)]
    );
    let list = after(list, &firing(&["B"]), &firing(&[]), &rules, at(2), keep);
    assert_eq!(names(&list).len(), 3);
    assert_eq!(
        names(&list)[0],
        ("B".to_owned(), 2, false),
        "the newest first"
    );
    let list = after(list, &firing(&[]), &firing(&["A"]), &rules, at(3), keep);
    assert!(
        !names(&list).iter().any(|(name, ..)| name == "A"),
        "it fires again"
    );
    let list = after(list, &firing(&["A"]), &firing(&[]), &rules, at(4), keep);
    assert_eq!(names(&list)[0], ("A".to_owned(), 4, false));
    let list = after(list, &firing(&[]), &firing(&[]), &rules, at(12), keep);
    assert_eq!(
        names(&list),
        [("B".to_owned(), 2, false), ("A".to_owned(), 4, false)]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    let list = after(list, &firing(&[]), &firing(&[]), &rules, at(15), keep);
    assert_eq!(names(&list), []);
    let pending = board(&[alert("A", "critical", "x", AlertState::Pending)], None);
    assert_eq!(
        after(Vec::new(), &pending, &firing(&[]), &rules, at(1), keep),
        []
    );
    let back = after(Vec::new(), &firing(&["A"]), &pending, &rules, at(1), keep);
    assert_eq!(back.len(), 1, "pending again: it has stopped firing");
}

#[test]
fn the_last_day_is_a_strip_for_each_alarm() {
    let hostile = labels(&[("alertname", "A\"} or vector(1) #"), ("service", "x")]);
    let (request, grid) = history::request(&hostile, Moment(1_764_000_012_345));
    assert_eq!(
        request.parameters[0].1,
        "ALERTS{alertname=\"A\\\"} or vector(1) #\",service=\"x\"}"
    );
    assert_eq!((grid.len, grid.end()), (2881, Moment(1_764_000_000_000)));
    let grid = Grid {
        start: BEGAN,
        step: 30_000,
        len: 6,
    };
    let series = |service: &str, state: &str, values: &[f64]| Series {
        labels: labels(&[
            ("__name__", "ALERTS"),
            ("alertname", "A"),
            ("alertstate", state),
            ("service", service),
        ]),
        values: values.to_vec(),
    };
    let strips = history::strips(&Matrix {
        grid,
        series: vec![
            series("x", "firing", &[GAP, GAP, 1.0, 1.0, GAP, 1.0]),
            series("x", "pending", &[GAP, 1.0, GAP, GAP, GAP, GAP]),
            series("a", "pending", &[1.0, GAP, GAP, GAP, GAP, GAP]),
        ],
    });
    assert_eq!(strips.len(), 2);
    assert_eq!(
        strips[1].labels,
        labels(&[("alertname", "A"), ("service", "x")])
    );
    let spans: Vec<(i64, i64, AlertState)> = strips[1]
        .spans
        .iter()
        .map(|span| {
            let step = |moment: Moment| moment.since(BEGAN) / 30_000;
            (step(span.from), step(span.to), span.state)
        })
        .collect();
    assert_eq!(
        spans,
        [
            (1, 2, AlertState::Pending),
            (2, 4, AlertState::Firing),
            (5, 5, AlertState::Firing)
        ]
    );
    assert_eq!(strips[0].spans.len(), 1);
}

#[test]
fn what_fired_before_the_page_was_opened_is_remembered_by_the_server() {
    assert_eq!(
        earlier::request(6 * 3_600_000).parameters[0].1,
        "max_over_time(timestamp(ALERTS{alertstate=\"firing\",alertname!=\"Watchdog\"})[6h:30s])"
    );
    let sample = |name: &str, job: &str, value: f64| Sample {
        labels: labels(&[
            ("alertname", name),
            ("alertstate", "firing"),
            ("severity", "critical"),
            ("job", job),
        ]),
        value,
    };
    let samples = [
        sample("ServiceDown", "teei-q2q-ai", 1_764_000_000.0),
        sample("ServiceDown", "teei-buddy-service", 1_764_000_060.0),
        sample("<b>Other</b>", "x", 1_763_999_000.0),
    ];
    let handbook = embedded::handbook();
    let fired = earlier::fired(&samples, &embedded::rules(), &handbook.dashboards, 15_000);
    let seen: Vec<_> = fired
        .iter()
        .map(|one| (one.alarm.summary.as_str(), one.at.0, one.rule_gone))
        .collect();
    assert_eq!(
        seen,
        [
            (
                "Service teei-buddy-service is down",
                1_764_000_075_000,
                false
            ),
            ("Service teei-q2q-ai is down", 1_764_000_015_000, false),
            ("<b>Other</b>", 1_763_999_015_000, true),
        ]
    );
    let first = &fired[0].alarm;
    assert_eq!(first.service.as_deref(), Some("buddy-service"));
    assert_eq!(first.runbook.id.as_deref(), Some("RB-001"));
    assert_eq!(
        first.labels.get("alertstate"),
        None,
        "the label is the state's and not the alert's"
    );
    // What fires still is not resolved.
    let still = board(
        &[Alert {
            labels: fired[1].alarm.labels.clone(),
            ..alert("ServiceDown", "critical", "", AlertState::Firing)
        }],
        None,
    );
    let now = Moment(1_764_000_100_000);
    let list = after(fired, &Board::default(), &still, &[], now, 600_000);
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(list[0].alarm.service.as_deref(), Some("buddy-service"));
}
