//! Alerts as the page lists them: their order, values, times, runbooks and panels, what keeps them quiet, which are gone.

use crate::effort::processor_time;
use sre_portal::{
    alertmanager::{answer::Held, quiet::Reading},
    domain::{
        alert::{Alert, AlertState},
        rule::Rule,
        series::{GAP, Grid, Labels, Matrix, Sample, Series},
        time::Moment,
    },
    embedded,
    prometheus::{alerts::alerts, rules::rules},
    watch::alarm::{
        Alarm, Board, Measure, Standing, earlier,
        gather::{Sources, fires_at, gather},
        history,
        outline::{Line, Section, in_order, outline},
        resolved::after,
        search::Index,
    },
};
use std::{sync::Arc, time::Duration};

const RULES: &[u8] = include_bytes!("../fixtures/prometheus-2.42-rules.json");
const ALERTS: &[u8] = include_bytes!("../fixtures/prometheus-2.42-alerts.json");

const BEGAN: Moment = Moment(1_764_000_000_000);

pub fn labels(pairs: &[(&str, &str)]) -> Labels {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Labels::new(pairs.collect())
}

pub fn alert(name: &str, severity: &str, service: &str, state: AlertState) -> Alert {
    Alert {
        labels: labels(&[
            ("alertname", name),
            ("severity", severity),
            ("service", service),
        ]),
        annotations: labels(&[("summary", &format!("{name} on {service}"))]),
        state,
        active_at: Some(BEGAN),
        kept_since: None,
        value: Some(0.0714),
    }
}

fn board(alerts: &[Alert], alertmanager: Option<&Reading>) -> Board {
    gather(Sources {
        rules: &[],
        alerts,
        handbook: &embedded::rules(),
        alertmanager,
        dashboards: &embedded::handbook().dashboards,
        interval: 15_000,
    })
}

fn one(alert: Alert) -> Alarm {
    Arc::unwrap_or_clone(board(&[alert], None).alarms.remove(0))
}

#[test]
fn a_real_answer_becomes_alarms() {
    let loaded = rules(RULES).expect("decodes").data;
    let listed = alerts(ALERTS).expect("decodes").data;
    let handbook = embedded::handbook();
    let board = gather(Sources {
        rules: &loaded,
        alerts: &listed,
        handbook: &embedded::rules(),
        alertmanager: None,
        dashboards: &handbook.dashboards,
        interval: 15_000,
    });
    assert_eq!(
        board.alarms.len() + 1,
        listed.len(),
        "each once, and the watchdog apart"
    );
    assert!(board.watchdog.is_some());
    let down = board
        .alarms
        .iter()
        .find(|alarm| alarm.name == "ServiceDown")
        .expect("listed");
    assert_eq!(down.standing, Standing::Firing);
    assert_eq!(down.service.as_deref(), Some("q2q-ai"));
    assert_eq!(down.summary, "Service teei-q2q-ai is down");
    assert_eq!(down.runbook.id.as_deref(), Some("RB-001"));
    assert_eq!(down.measure, None, "'equals 0' is no limit");
    assert_eq!(
        down.place.as_ref().map(|place| place.slug.as_str()),
        Some("service-overview")
    );
    let began = down.began.expect("known");
    assert_eq!(down.fires_at, Some(began.plus(60_000)), "a group of 5 s");
    assert!(board.alarms.len() > 3);
    assert!(
        board
            .alarms
            .iter()
            .all(|alarm| alarm.severity == "critical")
    );
}

#[test]
fn values_stand_against_their_limits_in_the_panels_unit() {
    let measure = |name: &str, severity: &str, value: f64| {
        let mut alert = alert(name, severity, "x", AlertState::Firing);
        alert.value = Some(value);
        one(alert)
            .measure
            .map(|Measure { value, limit }| (value, limit))
    };
    let pair = |value: &str, limit: &str| Some((value.to_owned(), limit.to_owned()));
    assert_eq!(
        measure("HighErrorRate", "critical", 0.0714),
        pair("7.14%", "> 5%")
    );
    assert_eq!(
        measure("HighResponseTime", "warning", 1.42),
        pair("1.42 s", "> 1 s")
    );
    assert_eq!(
        measure("EventLoopLag", "warning", 0.25),
        pair("250 ms", "> 100 ms")
    );
    assert_eq!(
        measure("DeadLetterQueue", "critical", 413.0),
        pair("413", "> 100")
    );
    assert_eq!(
        measure("HighErrorRate", "critical", f64::INFINITY),
        pair("infinite", "> 5%")
    );
    assert_eq!(measure("ServiceDown", "critical", 0.0), None);
    assert_eq!(measure("DatabaseAbsent", "critical", 1.0), None);
    assert_eq!(measure("Strange", "critical", 1.0), None);
    let mut nameless = alert("HighErrorRate", "critical", "x", AlertState::Firing);
    nameless.value = None;
    assert_eq!(one(nameless).measure, None);
}

#[test]
fn rules_of_one_name_keep_their_own_limits() {
    let rule = |severity: &str, limit: &str| Rule {
        name: "A".to_owned(),
        expr: format!("a > {limit}"),
        labels: labels(&[("severity", severity)]),
        ..Rule::default()
    };
    let board = gather(Sources {
        rules: &[],
        alerts: &[
            alert("A", "critical", "x", AlertState::Firing),
            alert("A", "warning", "x", AlertState::Firing),
        ],
        handbook: &[rule("critical", "90"), rule("warning", "80")],
        alertmanager: None,
        dashboards: &[],
        interval: 15_000,
    });
    let limits: Vec<&str> = board
        .alarms
        .iter()
        .filter_map(|alarm| Some(alarm.measure.as_ref()?.limit.as_str()))
        .collect();
    assert_eq!(limits, ["> 90", "> 80"]);
}

#[test]
fn firing_begins_at_the_first_evaluation_after_the_rules_time() {
    for (hold, interval, own, expected) in [
        (300_000, Some(15_000), 60_000, 300_000),
        (60_000, Some(25_000), 60_000, 75_000),
        (60_000, None, 45_000, 90_000),
        (0, Some(60_000), 15_000, 0),
        (1, Some(60_000), 15_000, 60_000),
    ] {
        let rule = Rule {
            hold,
            interval,
            ..Rule::default()
        };
        assert_eq!(
            fires_at(BEGAN, &rule, own),
            Some(BEGAN.plus(expected)),
            "{hold} {interval:?}"
        );
    }
    let rule = Rule {
        hold: i64::MAX,
        interval: Some(i64::MAX),
        ..Rule::default()
    };
    assert_eq!(fires_at(BEGAN, &rule, 0), None);
}

#[test]
fn what_fires_already_did_not_begin_to_in_the_future() {
    let alarm = one(alert("HighErrorRate", "critical", "x", AlertState::Firing));
    let fires_at = alarm.fires_at.expect("known");
    assert_eq!(alarm.start(fires_at), Some(fires_at));
    assert_eq!(alarm.start(fires_at.plus(-1)), alarm.began);
}

#[test]
fn what_alertmanager_says_changes_the_standing_and_the_start() {
    let held = |change: &dyn Fn(&mut Held)| {
        let mut held = Held {
            labels: labels(&[
                ("alertname", "HighErrorRate"),
                ("severity", "critical"),
                ("service", "x"),
                ("cluster", "eu"),
            ]),
            starts_at: Some(Moment(7)),
            fingerprint: "f".to_owned(),
            suppressed: false,
            silenced_by: Vec::new(),
            inhibited_by: Vec::new(),
            muted_by: None,
        };
        change(&mut held);
        Reading::new(vec![held], Vec::new(), Vec::new())
    };
    let standing = |change: &dyn Fn(&mut Held), state| {
        let alert = alert("HighErrorRate", "critical", "x", state);
        let alarm = board(&[alert], Some(&held(change))).alarms.remove(0);
        (alarm.standing, alarm.fires_at)
    };
    let firing = AlertState::Firing;
    assert_eq!(
        standing(&|_| {}, firing),
        (Standing::Firing, Some(Moment(7)))
    );
    let silenced = |held: &mut Held| {
        held.suppressed = true;
        held.silenced_by = vec!["s".to_owned()];
        held.inhibited_by = vec!["i".to_owned()];
    };
    assert_eq!(standing(&silenced, firing).0, Standing::Silenced);
    let inhibited = |held: &mut Held| {
        held.suppressed = true;
        held.inhibited_by = vec!["i".to_owned()];
    };
    assert_eq!(standing(&inhibited, firing).0, Standing::Inhibited);
    assert_eq!(
        standing(&|held| held.suppressed = true, firing).0,
        Standing::Muted
    );
    assert_eq!(
        standing(&silenced, AlertState::Pending),
        (Standing::Pending, Some(BEGAN.plus(300_000))),
        "Alertmanager is not told of what is pending: this is an older one"
    );
    assert_eq!(
        standing(&silenced, AlertState::Unknown).0,
        Standing::Unknown
    );
}

#[test]
fn runbooks_are_ids_or_web_addresses_and_nothing_else() {
    let runbook = |annotations: &[(&str, &str)]| {
        let mut alert = alert("A", "critical", "x", AlertState::Firing);
        alert.annotations = labels(annotations);
        let runbook = one(alert).runbook;
        (
            runbook.id.unwrap_or_default(),
            runbook.url.unwrap_or_default(),
        )
    };
    let pair = |id: &str, url: &str| (id.to_owned(), url.to_owned());
    assert_eq!(runbook(&[("runbook", "RB-001")]), pair("RB-001", ""));
    assert_eq!(
        runbook(&[("runbook_url", "https://a.example/b?c#d")]),
        pair("", "https://a.example/b?c#d")
    );
    assert_eq!(
        runbook(&[("runbook", "HTTP://a.example/b")]),
        pair("", "HTTP://a.example/b")
    );
    assert_eq!(runbook(&[("runbook_url", "RB-002")]), pair("RB-002", ""));
    assert_eq!(
        runbook(&[("runbook", "RB-001"), ("runbook_url", "http://a.example")]),
        pair("RB-001", "http://a.example")
    );
    for hostile in [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "../../etc",
        "https://a.example/ x",
        "https://a.example/\u{0}",
        "RB-001<script>",
        "\u{202e}RB-001",
        "ééééé",
        "",
    ] {
        assert_eq!(
            runbook(&[("runbook", hostile), ("runbook_url", hostile)]),
            pair("", ""),
            "{hostile}"
        );
    }
}

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
fn the_watchdog_is_never_listed() {
    let watchdog = |state| {
        let mut alert = alert("Watchdog", "none", "", state);
        alert.labels = labels(&[("alertname", "Watchdog"), ("severity", "none")]);
        board(&[alert], None)
    };
    assert!(watchdog(AlertState::Firing).watchdog.is_some());
    assert!(watchdog(AlertState::Pending).watchdog.is_none());
    for state in [AlertState::Firing, AlertState::Pending] {
        assert!(watchdog(state).alarms.is_empty());
    }
}

#[test]
fn hostile_texts_are_kept_as_texts() {
    let mut one = alert("<b>A</b>", "critical", "\u{202e}x", AlertState::Firing);
    one.annotations = labels(&[("summary", &"é<img onerror=x>".repeat(700))]);
    let alarm = self::one(one);
    assert_eq!(alarm.name, "<b>A</b>");
    assert!(alarm.summary.len() > 10_000);
    assert_eq!(Index::new(&[Arc::new(alarm)]).find("ONERROR <b>a"), [0]);
    let bare = Alert {
        labels: Labels::default(),
        annotations: Labels::default(),
        state: AlertState::Unknown,
        active_at: None,
        kept_since: None,
        value: None,
    };
    let alarm = self::one(bare);
    assert_eq!(
        (alarm.name.as_str(), alarm.standing),
        ("", Standing::Unknown)
    );
    assert_eq!((alarm.began, alarm.fires_at), (None, None));
}

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
fn two_thousand_alarms_are_gathered_and_searched_at_once() {
    let alerts: Vec<Alert> = (0..2000)
        .map(|number| {
            let mut one = alert(
                "HighErrorRate",
                "critical",
                &format!("service-{number}"),
                AlertState::Firing,
            );
            one.annotations = labels(&[("summary", &"x".repeat(10_000)), ("runbook", "RB-005")]);
            one
        })
        .collect();
    let (handbook, rules) = (embedded::handbook(), embedded::rules());
    let before = processor_time();
    let board = gather(Sources {
        rules: &[],
        alerts: &alerts,
        handbook: &rules,
        alertmanager: None,
        dashboards: &handbook.dashboards,
        interval: 15_000,
    });
    let gathered = processor_time() - before;
    let index = Index::new(&board.alarms);
    let before = processor_time();
    assert_eq!(index.find("rb-005 SERVICE-1999").len(), 1);
    assert_eq!(index.find("").len(), 2000);
    assert_eq!(index.find("nothing of the kind").len(), 0);
    let searched = processor_time() - before;
    // Unoptimised: quadratic work would take minutes.
    assert!(gathered < Duration::from_secs(2), "{gathered:?}");
    assert!(searched < Duration::from_millis(500), "{searched:?}");
}

#[test]
fn searching_looks_for_all_words_in_any_order() {
    let alarms = board(
        &[
            alert("HighErrorRate", "critical", "q2q-ai", AlertState::Firing),
            alert(
                "EventLoopLag",
                "warning",
                "api-gateway",
                AlertState::Pending,
            ),
        ],
        None,
    )
    .alarms;
    let index = Index::new(&alarms);
    assert_eq!(index.find("firing q2q"), [0]);
    assert_eq!(index.find("  PENDING   lag "), [1]);
    assert_eq!(index.find("service=api-gateway"), [1]);
    assert_eq!(index.find("error lag"), Vec::<usize>::new());
    assert_eq!(index.find("ratecritical"), Vec::<usize>::new());
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
