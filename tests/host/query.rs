//! Slots and parameters of a request.

use sre_portal::{
    domain::{series::Grid, time::Moment},
    embedded,
    prometheus::query::{Request, Scope, alerts_query, fill, narrowed, unheeded},
};
use std::sync::Arc;

fn scope(matchers: &[(&str, &str)], filters: &[(&str, &str)]) -> Scope {
    let handbook = embedded::handbook();
    let pairs = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
            .collect()
    };
    Scope {
        matchers: pairs(matchers),
        filters: pairs(filters),
        metrics: handbook.metrics.into(),
        services: Arc::new(handbook.services),
    }
}

#[test]
fn an_empty_scope_leaves_no_trace() {
    let scope = Scope::default();
    assert_eq!(fill("rate(a{$scope}[$window])", &scope, 0), "rate(a[5m])");
    assert_eq!(fill("a{b=\"c\",$scope}", &scope, 0), "a{b=\"c\"}");
}

#[test]
fn configured_matchers_enter_every_selector_and_are_escaped() {
    let scope = scope(&[("cluster", "/a\"} or up{\"\\\n")], &[]);
    assert_eq!(
        fill("a{$scope} / b{x=\"y\",$scope}", &scope, 0),
        "a{cluster=\"/a\\\"} or up{\\\"\\\\\\n\"} / b{x=\"y\",cluster=\"/a\\\"} or up{\\\"\\\\\\n\"}"
    );
}

#[test]
fn a_filter_enters_where_the_metric_has_its_label() {
    let scope = scope(&[("env", "x")], &[("service", "q2q-ai"), ("route", "/a")]);
    for (promql, expected) in [
        (
            "http_requests_total{$scope}",
            "http_requests_total{env=\"x\",service=\"q2q-ai\",route=\"/a\"}",
        ),
        (
            "rate(http_request_duration_seconds_bucket{$scope}[$window])",
            "rate(http_request_duration_seconds_bucket{env=\"x\",service=\"q2q-ai\",route=\"/a\"}[5m])",
        ),
        (
            "queue_size{$scope}",
            "queue_size{env=\"x\",service=\"q2q-ai\"}",
        ),
        (
            "up{job=~\"teei-.*\",$scope}",
            "up{job=~\"teei-.*\",env=\"x\",job=\"teei-q2q-ai\"}",
        ),
        (
            "up{job=\"postgres\",$scope}",
            "up{job=\"postgres\",env=\"x\"}",
        ),
        (
            "pg_stat_activity_count{$scope}",
            "pg_stat_activity_count{env=\"x\"}",
        ),
    ] {
        assert_eq!(fill(promql, &scope, 0), expected);
    }
}

#[test]
fn no_slot_of_the_handbook_stays_open() {
    for scope in [
        Scope::default(),
        scope(
            &[("a", "b")],
            &[("service", "c"), ("table", "d"), ("queue_name", "e")],
        ),
    ] {
        for panel in embedded::handbook()
            .dashboards
            .iter()
            .flat_map(|page| &page.panels)
        {
            for text in panel
                .queries
                .iter()
                .map(|query| &query.promql)
                .chain([&panel.samples])
            {
                let filled = fill(text, &scope, 15_000);
                assert!(
                    !filled.contains('$') && !filled.contains("{}") && !filled.contains(",}"),
                    "{filled}"
                );
            }
        }
    }
}

#[test]
fn the_window_is_five_minutes_or_the_step() {
    for (step, expected) in [
        (15_000, "[5m]"),
        (300_000, "[5m]"),
        (1_800_000, "[30m]"),
        (7_200_000, "[2h]"),
    ] {
        assert_eq!(fill("[$window]", &Scope::default(), step), expected);
    }
}

#[test]
fn parameters_are_encoded_and_times_are_exact() {
    let grid = Grid {
        start: Moment(1_700_000_000_500),
        step: 15_000,
        len: 3,
    };
    let request = Request::range("sum(a{b=\"ü &+%\"})".to_owned(), grid);
    assert_eq!(
        request.encoded(),
        "query=sum%28a%7Bb%3D%22%C3%BC%20%26%2B%25%22%7D%29&start=1700000000.5&end=1700000030.5&step=15"
    );
}

#[test]
fn the_history_of_alerts_keeps_those_that_lost_a_configured_label() {
    let scope = scope(&[("env", "a.b\"")], &[]);
    assert_eq!(
        alerts_query(&["A", "B+"], &scope),
        "ALERTS{alertname=~\"A|B\\\\+\",env=~\"|a\\\\.b\\\"\"}"
    );
    assert_eq!(
        alerts_query(&["A"], &Scope::default()),
        "ALERTS{alertname=~\"A\"}"
    );
}

#[test]
fn a_panel_tells_which_filters_it_cannot_follow() {
    let handbook = embedded::handbook();
    let panel = |id: &str| {
        handbook
            .dashboards
            .iter()
            .flat_map(|dashboard| &dashboard.panels)
            .find(|panel| panel.id == id)
            .expect("the handbook has the panel")
    };
    for (id, filters, unheard) in [
        ("queue-size", &[("queue_name", "a")][..], &[][..]),
        (
            "queue-size",
            &[("route", "/a"), ("service", "b")],
            &["route"],
        ),
        ("connection-pool", &[("service", "a")], &["service"]),
        ("connection-pool", &[], &[]),
    ] {
        assert_eq!(unheeded(panel(id), &scope(&[], filters)), unheard, "{id}");
    }
}

#[test]
fn of_services_that_are_not_asked_about_none_is_expected() {
    let handbook = embedded::handbook();
    let panel = |id: &str| {
        let all = handbook.dashboards.iter().flat_map(|page| &page.panels);
        all.clone()
            .find(|panel| panel.id == id)
            .expect("the handbook has the panel")
    };
    let expected = |id: &str, filters: &[(&str, &str)]| {
        let narrow = narrowed(panel(id), &scope(&[], filters));
        let names = narrow.expects.into_iter().map(|one| one.name);
        names.collect::<Vec<_>>()
    };
    assert_eq!(expected("services-up", &[]).len(), 7);
    assert_eq!(
        expected("services-up", &[("service", "q2q-ai")]),
        ["q2q-ai"]
    );
    // A service that nobody has: nothing is asked of the seven, so none of them is missed.
    assert!(expected("services-up", &[("service", "nope")]).is_empty());
    assert!(expected("downstream-services", &[("service", "api-gateway")]).is_empty());
    // The database is itself, whatever service is chosen.
    assert_eq!(
        expected("database-up", &[("service", "nope")]),
        ["postgres"]
    );
}
