//! What newest values mean by the handbook's own limits.

use sre_portal::{
    domain::{
        judgement::{Verdict, judge},
        labels::Labels,
        panel::Panel,
        series::Sample,
        status::Status,
    },
    embedded,
};

fn panel(dashboard: &str, id: &str) -> Panel {
    let handbook = embedded::handbook();
    let dashboard = handbook
        .dashboards
        .into_iter()
        .find(|page| page.slug == dashboard);
    let panels = dashboard
        .map(|dashboard| dashboard.panels)
        .unwrap_or_default();
    panels
        .into_iter()
        .find(|panel| panel.id == id)
        .unwrap_or_else(|| panic!("no panel {id}"))
}

fn sample(label: &str, name: &str, value: f64) -> Sample {
    Sample {
        labels: Labels::new(vec![(label.to_owned(), name.to_owned())]),
        value,
    }
}

fn verdict(panel: &Panel, samples: &[Sample]) -> Verdict {
    judge(panel, &vec![samples.to_vec(); panel.queries.len()])
}

/// Just below, at, and just above each of a tile's limits: every limit is a strict `>`.
#[test]
fn limits_are_strict() {
    let handbook = embedded::handbook();
    let mut checked = 0;
    for page in &handbook.dashboards {
        for panel in page
            .panels
            .iter()
            .filter(|panel| panel.queries.len() == 1 && panel.expects.is_empty())
        {
            for limit in panel.limits().iter() {
                let sre_portal::domain::limit::Bound::Above(bound) = limit.bound else {
                    continue;
                };
                let status = |value: f64| verdict(panel, &[sample("x", "y", value)]).status;
                let worse = if limit.level == sre_portal::domain::limit::Level::Critical {
                    Status::Critical
                } else {
                    Status::Warning
                };
                assert!(status(bound) < worse, "{} at {bound}", panel.id);
                assert_eq!(
                    status(bound + bound.abs() * 1e-9 + 1e-12),
                    worse,
                    "{} above {bound}",
                    panel.id
                );
                checked += 1;
            }
        }
    }
    assert!(checked >= 20, "only {checked} limits");
}

#[test]
fn nothing_at_all_is_never_ok() {
    let handbook = embedded::handbook();
    for panel in handbook.dashboards.iter().flat_map(|page| &page.panels) {
        let status = verdict(panel, &[]).status;
        let expected = if panel.has_limit() {
            [Status::CannotSay, Status::Critical]
        } else {
            [Status::None, Status::None]
        };
        assert!(expected.contains(&status), "{}: {status:?}", panel.id);
    }
}

#[test]
fn no_traffic_is_not_judged() {
    let tile = panel("api-gateway", "p95-response-time");
    assert_eq!(
        verdict(&tile, &[sample("x", "y", f64::NAN)]).status,
        Status::CannotSay
    );
    let infinite = verdict(&tile, &[sample("x", "y", f64::INFINITY)]);
    assert_eq!(infinite.status, Status::Critical);
}

#[test]
fn a_service_that_is_down_or_gone_counts_as_down() {
    let tile = panel("service-overview", "services-up");
    let all: Vec<Sample> = tile
        .expects
        .iter()
        .map(|service| sample("job", &service.job, 1.0))
        .collect();
    let up = verdict(&tile, &all);
    assert_eq!((up.status, up.value), (Status::Ok, Some(7.0)));
    let mut down = all.clone();
    down[2].value = 0.0;
    let down = verdict(&tile, &down);
    assert_eq!((down.status, down.value), (Status::Critical, Some(6.0)));
    assert_eq!(down.crossings[0].value, "down");
    let gone = verdict(&tile, &all[..6]);
    assert_eq!((gone.status, gone.value), (Status::Critical, Some(6.0)));
    assert_eq!(gone.crossings[0].value, "does not report");
}

#[test]
fn a_missing_service_keeps_the_others_from_being_ok() {
    let chart = panel("service-overview", "error-rate-by-service");
    let all: Vec<Sample> = chart
        .expects
        .iter()
        .map(|service| sample("service", &service.name, 0.001))
        .collect();
    assert_eq!(verdict(&chart, &all).status, Status::Ok);
    let some = verdict(&chart, &all[1..]);
    assert_eq!((some.status, some.missing.len()), (Status::CannotSay, 1));
    let mut bad = all[1..].to_vec();
    bad[0].value = 0.2;
    assert_eq!(
        verdict(&chart, &bad).status,
        Status::Critical,
        "trouble is seen all the same"
    );
}

#[test]
fn the_worst_is_told_first() {
    let chart = panel("event-bus", "queue-sizes");
    let samples = [
        sample("queue_name", "a", 1500.0),
        sample("queue_name", "b", 9000.0),
        sample("queue_name", "c", 6000.0),
    ];
    let crossings = verdict(&chart, &samples).crossings;
    let who: Vec<&str> = crossings
        .iter()
        .map(|crossing| crossing.who.as_str())
        .collect();
    assert_eq!(who, ["b", "c", "a"]);
}

#[test]
fn only_the_limited_line_is_judged() {
    let chart = panel("api-gateway", "response-time-percentiles");
    let answers = vec![
        vec![sample("x", "p99", 9.0)],
        vec![sample("x", "p95", 0.5)],
        vec![sample("x", "p50", 9.0)],
    ];
    assert_eq!(judge(&chart, &answers).status, Status::Ok);
}
