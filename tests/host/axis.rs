//! The value axis: what it covers, and which limits widen it.

use sre_portal::{
    chart::axis::value_axis,
    domain::{
        limit::{Bound, Level, Limit, Limits},
        unit::Unit,
    },
};

fn limits(warning: Option<f64>, critical: Option<f64>) -> Limits {
    let limit = |level, bound: f64| Limit {
        subject: "x".to_owned(),
        level,
        bound: Bound::Above(bound),
        words: format!("> {bound}"),
        source: String::new(),
    };
    Limits {
        warning: warning.map(|bound| limit(Level::Warning, bound)),
        critical: critical.map(|bound| limit(Level::Critical, bound)),
    }
}

#[test]
fn a_limit_within_twice_the_largest_value_widens_the_axis() {
    let axis = value_axis(
        Some((0.0, 0.0714)),
        &limits(Some(0.05), Some(0.1)),
        &Unit::Ratio,
        7,
    );
    assert!(axis.high >= 0.115, "{}", axis.high);
    assert_eq!((axis.limits.len(), axis.soft.len()), (2, 0));
    assert_eq!(
        axis.ticks.first().map(|tick| tick.label.as_str()),
        Some("0%")
    );
}

#[test]
fn a_limit_far_above_is_a_soft_mark_with_its_distance() {
    let axis = value_axis(
        Some((0.1, 0.435)),
        &limits(Some(2.0), Some(5.0)),
        &Unit::Seconds,
        6,
    );
    assert!(axis.high < 1.0);
    let distances: Vec<&str> = axis
        .soft
        .iter()
        .map(|soft| soft.distance.as_str())
        .collect();
    assert_eq!(distances, ["4.6 × max", "11 × max"]);
    assert_eq!(
        axis.ticks.last().map(|tick| tick.label.as_str()),
        Some("500 ms")
    );
}

#[test]
fn nothing_and_all_zero_still_make_an_axis() {
    for extent in [None, Some((0.0, 0.0))] {
        let axis = value_axis(extent, &limits(Some(0.0), Some(100.0)), &Unit::Count, 6);
        assert!(axis.high > axis.low && axis.ticks.len() >= 2, "{axis:?}");
    }
}

#[test]
fn what_is_counted_has_no_halves() {
    let axis = value_axis(Some((0.0, 2.0)), &Limits::default(), &Unit::Count, 7);
    assert!(
        axis.ticks.iter().all(|tick| !tick.label.contains('.')),
        "{axis:?}"
    );
}

#[test]
fn values_below_zero_are_on_the_axis() {
    let axis = value_axis(Some((-3.0, 4.0)), &Limits::default(), &Unit::Count, 6);
    assert!(axis.low <= -3.0 && axis.high >= 4.0);
}
