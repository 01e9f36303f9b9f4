//! Slots and parameters of a request.

use sre_portal::{
    domain::{series::Grid, time::Moment},
    prometheus::query::{Request, Scope, fill},
};

#[test]
fn an_empty_scope_leaves_no_trace() {
    let scope = Scope::default();
    assert_eq!(fill("rate(a{$scope}[$window])", &scope, 0), "rate(a[5m])");
    assert_eq!(fill("a{b=\"c\",$scope}", &scope, 0), "a{b=\"c\"}");
}

#[test]
fn matchers_enter_every_selector_and_are_escaped() {
    let scope = Scope {
        equal: vec![("route".to_owned(), "/a\"} or up{\"\\\n".to_owned())],
    };
    assert_eq!(
        fill("a{$scope} / b{x=\"y\",$scope}", &scope, 0),
        "a{route=\"/a\\\"} or up{\\\"\\\\\\n\"} / b{x=\"y\",route=\"/a\\\"} or up{\\\"\\\\\\n\"}"
    );
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
