//! In which order alerts stand, and how the page divides them.

use crate::alarms::{BEGAN, alert, board, labels};
use sre_portal::{
    domain::alert::AlertState,
    watch::alarm::{
        Standing,
        outline::{Line, Section, in_order, one_more, outline},
    },
};
use std::sync::Arc;

#[test]
fn what_fired_first_stands_first_whatever_its_service_is_called() {
    let since = |name: &str, service: &str, seconds: i64| {
        let mut one = alert(name, "critical", service, AlertState::Firing);
        one.active_at = Some(BEGAN.plus(seconds * 1000));
        one
    };
    // One outage begins for all rules in one evaluation, or for its cause a little later. DatabaseDown waits a minute,
    // the others five.
    for cause in [-60, 0, 60] {
        let alerts = [
            since("HighErrorRate", "api-gateway", 30),
            since("QueryErrorRate", "api-gateway", 0),
            since("DatabaseDown", "postgres", cause),
        ];
        let board = board(&alerts, None);
        let names: Vec<&str> = board
            .alarms
            .iter()
            .map(|alarm| alarm.name.as_str())
            .collect();
        let expected = ["DatabaseDown", "QueryErrorRate", "HighErrorRate"];
        assert_eq!(names, expected, "{cause} s");
    }
}

#[test]
fn the_order_is_the_same_whatever_order_they_come_in() {
    let mut alerts = Vec::new();
    for severity in ["warning", "critical", "", "info"] {
        for service in ["b", "a"] {
            for state in [AlertState::Pending, AlertState::Firing] {
                let mut one = alert("A", severity, service, state);
                one.labels = labels(&[
                    ("alertname", "A"),
                    ("severity", severity),
                    ("service", service),
                    ("n", &format!("{state:?}")),
                ]);
                alerts.push(one);
            }
        }
    }
    let mut nobodys = alert("A", "critical", "", AlertState::Firing);
    nobodys.labels = labels(&[("alertname", "A"), ("severity", "critical")]);
    alerts.push(nobodys);
    let first = board(&alerts, None);
    alerts.reverse();
    assert_eq!(first, board(&alerts, None));
    alerts.rotate_left(5);
    assert_eq!(first, board(&alerts, None));
    let mut groups: Vec<(&str, Option<&str>)> = first
        .alarms
        .iter()
        .map(|alarm| (alarm.severity.as_str(), alarm.service.as_deref()))
        .collect();
    groups.dedup();
    assert_eq!(
        groups,
        [
            ("critical", Some("a")),
            ("critical", Some("b")),
            ("critical", None),
            ("warning", Some("a")),
            ("warning", Some("b")),
            ("", Some("a")),
            ("", Some("b")),
            ("info", Some("a")),
            ("info", Some("b")),
        ]
    );
    assert_eq!(first.alarms[0].standing, Standing::Firing);
    assert_eq!(first.alarms[1].standing, Standing::Pending);
    assert_eq!(first.count(|alarm| alarm.standing == Standing::Pending), 8);
}

#[test]
fn the_page_reads_what_fires_by_severity_then_what_waits_then_what_is_quiet() {
    let of = |service: &str, name: &str, severity: &str, state| {
        let mut one = alert(name, severity, service, state);
        one.labels = labels(&[
            ("alertname", name),
            ("severity", severity),
            ("service", service),
        ]);
        one
    };
    let alerts = [
        of("b", "One", "critical", AlertState::Firing),
        of("b", "Two", "critical", AlertState::Firing),
        of("a", "One", "critical", AlertState::Firing),
        of("a", "Two", "critical", AlertState::Pending),
        of("c", "One", "warning", AlertState::Firing),
        of("c", "Two", "warning", AlertState::Pending),
        of("c", "Three", "warning", AlertState::Pending),
    ];
    let mut all = board(&alerts, None).alarms;
    let quiet = all
        .iter_mut()
        .find(|alarm| alarm.severity == "warning" && alarm.standing == Standing::Firing)
        .expect("listed");
    Arc::make_mut(quiet).standing = Standing::Silenced;
    let lines = outline(&in_order(all));
    let words: Vec<String> = lines
        .iter()
        .map(|line| match line {
            Line::Section(Section::Firing(severity), count) => format!("# {severity} {count}"),
            Line::Section(Section::Pending, count) => format!("# pending {count}"),
            Line::Section(Section::Quiet, count) => format!("# quiet {count}"),
            Line::Service { service, count, .. } => format!("## {service} {count}"),
            Line::Alarm(labels) => ["service", "alertname"]
                .map(|name| labels.get(name).unwrap_or_default())
                .join(" "),
        })
        .collect();
    assert_eq!(
        words,
        [
            "# critical 3",
            "a One",
            "## b 2",
            "b One",
            "b Two",
            "# pending 3",
            "a Two",
            "## c 2",
            "c Three",
            "c Two",
            "# quiet 1",
            "c One",
        ]
    );
    let different: std::collections::HashSet<&Line> = lines.iter().collect();
    assert_eq!(
        different.len(),
        lines.len(),
        "each line is told from the others"
    );
    assert_eq!(outline(&[]), []);
}

#[test]
fn a_list_grows_by_a_row_and_what_stands_in_it_stays() {
    let of = |name: &str| alert(name, "critical", "a", AlertState::Firing);
    let listed = |names: &[&str]| {
        let alerts: Vec<_> = names.iter().map(|name| of(name)).collect();
        outline(&in_order(board(&alerts, None).alarms))
    };
    let heads = |lines: &[Line]| {
        let heads = lines.iter().filter(|line| !matches!(line, Line::Alarm(_)));
        heads.cloned().collect::<Vec<_>>()
    };
    let lines = listed(&["One", "Two", "Three"]);
    let mut shown = Vec::new();
    for rows in 1..=3 {
        shown = one_more(&shown, &lines);
        assert_eq!(heads(&shown), heads(&lines), "heads say how many there are");
        assert_eq!(shown.len(), heads(&lines).len() + rows);
    }
    assert_eq!(shown, lines);
    assert_eq!(one_more(&shown, &lines), lines, "nothing more comes");
    // Two come and one goes: what was there stays, whatever place the new ones have.
    let later = listed(&["Before", "One", "Two", "Zero"]);
    let next = one_more(&shown, &later);
    let stays = |line: &&Line| shown.contains(line) && later.contains(line);
    assert!(lines.iter().filter(stays).all(|line| next.contains(line)));
    assert_eq!(next.len(), later.len() - 1, "one of the two new ones");
    assert_eq!(one_more(&next, &later), later);
    assert_eq!(one_more(&later, &[]), []);
}
