//! Searching among alerts, and how long it takes with very many.

use crate::{
    alarms::{alert, board, labels},
    effort::processor_time,
};
use sre_portal::{
    domain::alert::{Alert, AlertState},
    embedded,
    watch::alarm::{
        gather::{Sources, gather},
        search::Index,
    },
};
use std::time::Duration;

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
