//! Alerts as the page lists them: their values, times, runbooks and panels, and what keeps them quiet.

use sre_portal::{
    alertmanager::{answer::Held, quiet::Reading},
    domain::{
        alert::{Alert, AlertState},
        labels::Labels,
        rule::Rule,
        status::Status,
        time::Moment,
    },
    embedded,
    prometheus::{alerts::alerts, rules::rules},
    watch::alarm::{
        Alarm, Board, Measure, Standing,
        gather::{Sources, fires_at, gather},
        search::Index,
    },
};
use std::sync::Arc;

const RULES: &[u8] = include_bytes!("../fixtures/prometheus-2.42-rules.json");
const ALERTS: &[u8] = include_bytes!("../fixtures/prometheus-2.42-alerts.json");

pub const BEGAN: Moment = Moment(1_764_000_000_000);

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

pub fn board(alerts: &[Alert], alertmanager: Option<&Reading>) -> Board {
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
fn an_alert_concerns_the_dashboards_whose_panels_are_about_it() {
    let on = |name: &str, severity: &str, service: &str, state: AlertState| {
        let board = board(&[alert(name, severity, service, state)], None);
        let handbook = embedded::handbook();
        let pages = handbook.dashboards.iter().zip(&board.dashboards);
        let concerned = pages.filter(|(_, concern)| concern.pending || !concern.loud.is_empty());
        let concerned = concerned.map(|(page, concern)| (page.slug.clone(), concern.status()));
        concerned.collect::<Vec<_>>()
    };
    let told = |pages: &[(&str, Option<Status>)]| {
        let pages = pages.iter();
        let pages = pages.map(|(slug, status)| ((*slug).to_owned(), *status));
        pages.collect::<Vec<_>>()
    };
    let (firing, pending) = (AlertState::Firing, AlertState::Pending);
    let (critical, warning) = (Some(Status::Critical), Some(Status::Warning));
    // The gateway's own dashboard is about errors of the gateway, and of no other service.
    assert_eq!(
        on("HighErrorRate", "critical", "api-gateway", firing),
        told(&[("service-overview", critical), ("api-gateway", critical)])
    );
    assert_eq!(
        on("HighErrorRate", "critical", "q2q-ai", firing),
        told(&[("service-overview", critical)])
    );
    // Downstream latency is of all services but the gateway.
    assert_eq!(
        on("HighResponseTime", "warning", "q2q-ai", firing),
        told(&[("service-overview", warning), ("api-gateway", warning)])
    );
    assert_eq!(
        on("DatabaseDown", "critical", "postgres", pending),
        told(&[("database", None)])
    );
    assert_eq!(on("NobodysAlert", "critical", "q2q-ai", firing), told(&[]));
}

#[test]
fn what_fires_on_a_dashboard_is_told_by_its_names() {
    let firing = |name: &str, severity: &str, service: &str| {
        alert(name, severity, service, AlertState::Firing)
    };
    let board = board(
        &[
            firing("HighResponseTime", "warning", "q2q-ai"),
            firing("HighErrorRate", "critical", "q2q-ai"),
            firing("HighErrorRate", "critical", "api-gateway"),
        ],
        None,
    );
    let told = |service: Option<&str>| {
        let names = board.dashboards[0].by_name(service).into_iter();
        let names = names.map(|(first, count)| (first.name.clone(), first.service.clone(), count));
        names.collect::<Vec<_>>()
    };
    let line = |name: &str, service: &str, count: usize| {
        (name.to_owned(), Some(service.to_owned()), count)
    };
    // The worst first, and by the first service of each name.
    assert_eq!(
        told(None),
        [
            line("HighErrorRate", "api-gateway", 2),
            line("HighResponseTime", "q2q-ai", 1)
        ]
    );
    assert_eq!(
        told(Some("api-gateway")),
        [line("HighErrorRate", "api-gateway", 1)]
    );
    assert_eq!(told(Some("nope")), []);
}

#[test]
fn an_alarm_says_why_its_rule_lets_it_fire() {
    let alarm = one(alert(
        "HighErrorRate",
        "critical",
        "api-gateway",
        AlertState::Firing,
    ));
    assert_eq!(
        alarm.reason(),
        "api-gateway, 7.14% > 5%, critical by its rule"
    );
    let bare = Alert {
        labels: labels(&[("alertname", "X")]),
        value: None,
        ..alert("X", "", "", AlertState::Firing)
    };
    assert_eq!(one(bare).reason(), "");
}
