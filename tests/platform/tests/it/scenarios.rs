//! Each scenario turns its panels, and back; it must not know how.

use std::collections::BTreeSet;

use platform::{EXPECTATIONS, Plan, Replay, Scenario, Span};

use crate::panels::{PANELS, Panel};
use crate::snapshot::{MONDAY, Snapshot};

const LENGTH: f64 = 900.0;
const APART: f64 = 2_400.0;

/// Every scenario once by day and once by night, a quarter of an hour each, with time to recover between them.
fn one_after_another() -> Plan {
    let starts = [MONDAY + 8.0 * 3_600.0 + 3.7, MONDAY + 20.0 * 3_600.0 + 3.7];
    let spans = starts.into_iter().flat_map(|start| {
        Scenario::ALL
            .into_iter()
            .enumerate()
            .map(move |(index, scenario)| {
                let from = start + index as f64 * APART;
                Span {
                    scenario,
                    from,
                    until: Some(from + LENGTH),
                }
            })
    });
    Plan {
        seed: 5,
        spans: spans.collect(),
    }
}

fn window(replay: &mut Replay, at: f64) -> (Snapshot, Snapshot) {
    (
        Snapshot::take(replay, at - 300.0),
        Snapshot::take(replay, at),
    )
}

fn panel(dashboard: &str, slug: &str) -> &'static Panel {
    let found = PANELS
        .iter()
        .find(|panel| panel.dashboard == dashboard && panel.slug == slug);
    found.unwrap_or_else(|| panic!("no panel {dashboard}/{slug}"))
}

#[test]
fn every_row_is_reached_within_ten_minutes_and_left_six_minutes_after_the_end() {
    let plan = one_after_another();
    let mut replay = Replay::new(plan.clone());
    for span in plan.spans {
        let (before, after) = window(&mut replay, span.from + 600.0);
        for row in EXPECTATIONS
            .iter()
            .filter(|row| row.scenario == span.scenario)
        {
            for (number, status) in panel(row.dashboard, row.panel).statuses(&before, &after) {
                assert_eq!(status, row.status, "{row:?}: {number} at {}", span.from);
            }
        }
        let (before, after) = window(&mut replay, span.from + LENGTH + 360.0);
        for panel in PANELS {
            for (number, status) in panel.statuses(&before, &after) {
                assert_eq!(
                    status, "ok",
                    "{}/{} after {}: {number}",
                    panel.dashboard, panel.slug, span.scenario
                );
            }
        }
    }
}

#[test]
fn the_table_has_a_row_for_every_scenario_and_every_panel_with_a_limit() {
    for scenario in Scenario::ALL {
        assert!(
            EXPECTATIONS.iter().any(|row| row.scenario == scenario),
            "{scenario}"
        );
    }
    for panel in PANELS {
        let shown = EXPECTATIONS
            .iter()
            .any(|row| row.dashboard == panel.dashboard && row.panel == panel.slug);
        assert!(shown, "{}/{}", panel.dashboard, panel.slug);
    }
}

#[test]
fn a_platform_beset_by_everything_stays_within_the_budget_of_series() {
    let plan = one_after_another();
    let mut replay = Replay::new(plan.clone());
    let mut series = BTreeSet::new();
    for span in plan.spans {
        series.extend(
            Snapshot::take(&mut replay, span.from + 700.0)
                .series
                .into_keys(),
        );
    }
    // Prometheus adds `up` and four more about the scrape to each target.
    let all = series.len() + 5 * replay.jobs().count();
    assert!((1_500..=2_500).contains(&all), "{all} series");
}

#[test]
fn what_begins_inside_a_tick_changes_that_tick_and_nothing_before() {
    let at = MONDAY + 36_007.25;
    let calm = Plan {
        seed: 5,
        spans: Vec::new(),
    };
    let begun = Plan {
        seed: 5,
        spans: vec![Span {
            scenario: Scenario::ErrorBurst,
            from: at,
            until: None,
        }],
    };
    let ended = Plan {
        seed: 5,
        spans: vec![Span {
            until: Some(at + 60.5),
            ..begun.spans[0]
        }],
    };
    let text = |plan: &Plan, t: f64| Replay::new(plan.clone()).text("teei-api-gateway", t);
    assert_eq!(text(&calm, at - 0.25), text(&begun, at - 0.25));
    assert_eq!(text(&calm, at), text(&begun, at));
    assert_ne!(
        text(&calm, at + 4.0),
        text(&begun, at + 4.0),
        "both lie in one tick"
    );
    assert_eq!(text(&begun, at + 60.0), text(&ended, at + 60.0));
    assert_ne!(text(&begun, at + 64.0), text(&ended, at + 64.0));
}

#[test]
fn names_are_read_back_and_an_unknown_one_lists_those_known() {
    for scenario in Scenario::ALL {
        assert_eq!(scenario.name().parse(), Ok(scenario));
        assert_eq!(scenario.to_string(), scenario.name());
    }
    let problem = "slow".parse::<Scenario>().unwrap_err().to_string();
    assert!(
        Scenario::ALL
            .iter()
            .all(|scenario| problem.contains(scenario.name())),
        "{problem}"
    );
}
