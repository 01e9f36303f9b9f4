//! The tab's title and favicon, and which alarms are news.

use crate::alarms::alert;
use sre_portal::{
    domain::{
        alert::{Alert, AlertState},
        status::Status,
    },
    embedded,
    watch::{
        alarm::{
            Board,
            gather::{Sources, gather},
        },
        all_clear::{Answer, Condition, Proof},
        notice::{Tab, Told, notification},
    },
};

fn board(alerts: &[Alert]) -> Board {
    gather(Sources {
        rules: &[],
        alerts,
        handbook: &embedded::rules(),
        alertmanager: None,
        dashboards: &[],
        interval: 15_000,
    })
}

fn critical(service: &str, state: AlertState) -> Alert {
    alert("ServiceDown", "critical", service, state)
}

fn tab(alerts: &[Alert], answer: Answer) -> (String, String) {
    let proof = Proof {
        answer,
        findings: Vec::new(),
    };
    let tab = Tab::new(&board(alerts), &proof);
    (tab.title("prod · Alerts"), tab.badge())
}

#[test]
fn the_tab_tells_state_and_count() {
    let pair = |title: &str, badge: &str| (title.to_owned(), badge.to_owned());
    let clear = || Answer::AllClear {
        delivery_proven: true,
    };
    let trouble = || Answer::Trouble(vec![Condition::NothingFires]);
    let cannot = || Answer::CannotSay(vec![Condition::RulesEqual]);
    let firing: Vec<Alert> = ["a", "b", "c"]
        .map(|service| critical(service, AlertState::Firing))
        .into();
    let warning = alert("EventLoopLag", "warning", "a", AlertState::Firing);
    let pending = critical("d", AlertState::Pending);
    assert_eq!(tab(&[], clear()), pair("prod · Alerts", ""));
    assert_eq!(
        tab(&[], cannot()),
        pair("(?) Cannot say — prod · Alerts", "?")
    );
    assert_eq!(tab(&[], trouble()), pair("Warning — prod · Alerts", "!"));
    let grave = Answer::Trouble(vec![Condition::NoIncidentOpen]);
    assert_eq!(tab(&[], grave), pair("Critical — prod · Alerts", "!"));
    let mixed: Vec<Alert> = firing
        .iter()
        .cloned()
        .chain([warning.clone(), pending.clone()])
        .collect();
    assert_eq!(
        tab(&mixed, trouble()),
        pair("(4) Critical — prod · Alerts", "4")
    );
    assert_eq!(
        tab(&[warning], trouble()),
        pair("(1) Warning — prod · Alerts", "1")
    );
    assert_eq!(
        tab(&[pending], trouble()),
        pair("Warning — prod · Alerts", "!")
    );
    assert_eq!(
        tab(&firing, cannot()),
        pair("(3) Critical — prod · Alerts", "3")
    );
    let many: Vec<Alert> = (0..12)
        .map(|n| critical(&n.to_string(), AlertState::Firing))
        .collect();
    assert_eq!(
        tab(&many, trouble()),
        pair("(12) Critical — prod · Alerts", "9+")
    );
    let proof = Proof {
        answer: clear(),
        findings: Vec::new(),
    };
    let worse = Tab::new(&board(&[]), &proof).with(Status::Critical);
    assert_eq!(worse.title("x"), "Critical — x");
}

#[test]
fn each_critical_alarm_is_told_once() {
    let mut told = Told::default();
    let mut news = |alerts: &[Alert], acknowledged: &str| -> Vec<String> {
        let board = board(alerts);
        let found = told.news(&board, |alarm| {
            alarm.service.as_deref() == Some(acknowledged)
        });
        found
            .iter()
            .filter_map(|alarm| alarm.service.clone())
            .collect()
    };
    let (a, b) = (
        critical("a", AlertState::Firing),
        critical("b", AlertState::Firing),
    );
    let none = Vec::<String>::new();
    assert_eq!(
        news(std::slice::from_ref(&a), ""),
        none,
        "what was there when the page opened is seen"
    );
    assert_eq!(
        news(&[a.clone(), critical("b", AlertState::Pending)], ""),
        none
    );
    assert_eq!(news(&[a.clone(), b.clone()], ""), ["b"]);
    assert_eq!(news(&[b.clone(), a.clone()], ""), none, "nothing changed");
    assert_eq!(
        news(
            &[
                a.clone(),
                b.clone(),
                alert("X", "warning", "c", AlertState::Firing)
            ],
            ""
        ),
        none
    );
    assert_eq!(news(std::slice::from_ref(&b), ""), none, "resolved");
    assert_eq!(news(&[a.clone(), b.clone()], ""), ["a"], "it fires again");
    assert_eq!(news(&[], ""), none);
    assert_eq!(
        news(&[a.clone(), b.clone()], "a"),
        ["b"],
        "an acknowledged incident stays quiet"
    );
    assert_eq!(news(&[a, b], ""), none, "and is no news later");
}

#[test]
fn a_notification_names_at_most_three() {
    let alerts: Vec<Alert> = (0..5)
        .map(|number| {
            let mut one = critical(&number.to_string(), AlertState::Firing);
            one.annotations = crate::alarms::labels(&[("summary", &"<b>é".repeat(3_000))]);
            one
        })
        .collect();
    let board = board(&alerts);
    let all: Vec<_> = board.alarms.iter().map(AsRef::as_ref).collect();
    assert_eq!(notification(&[]), None);
    let (title, _) = notification(&all[..1]).expect("one");
    assert_eq!(title, "Critical: ServiceDown");
    let (title, text) = notification(&all).expect("five");
    assert_eq!(title, "5 new critical alerts");
    assert!(text.ends_with("\nand 2 more") && text.lines().count() == 4);
    assert!(text.chars().count() < 700);
}
