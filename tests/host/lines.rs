//! From columns to polylines: gaps, extremes, edges; and the projection with its inverse.

use proptest::prelude::*;
use sre_portal::{
    chart::{
        axis::value_axis,
        layout::Rect,
        line::{Projection, polylines},
    },
    domain::{
        limit::Limits,
        series::{GAP, Grid, Tip, is_gap},
        time::Moment,
        unit::Unit,
    },
};

const PLOT: Rect = Rect {
    left: 400,
    top: 80,
    right: 4400,
    bottom: 2080,
};

fn setting(values: &[f64]) -> (Grid, Projection) {
    let grid = Grid {
        start: Moment(1_000_000),
        step: 10_000,
        len: values.len(),
    };
    let axis = value_axis(Some((0.0, 100.0)), &Limits::default(), &Unit::Count, 5);
    (
        grid,
        Projection::new(PLOT, grid.start.0, grid.end().0, &axis),
    )
}

#[test]
fn a_gap_is_neither_zero_nor_bridged() {
    let values = [1.0, 2.0, GAP, 4.0, f64::NAN, 6.0, 7.0];
    let (grid, projection) = setting(&values);
    let lines = polylines(&values, None, grid, &projection, 8);
    assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 2]);
    let lowest = lines.iter().flatten().map(|point| point.1).max();
    assert!(lowest < Some(PLOT.bottom), "nothing is drawn at zero");
}

#[test]
fn a_measured_nan_is_no_gap_and_stays_apart_through_a_copy() {
    let column = vec![GAP, f64::NAN, 0.0];
    let copy = column.clone();
    assert_eq!(
        copy.iter().map(|value| is_gap(*value)).collect::<Vec<_>>(),
        [true, false, false]
    );
}

#[test]
fn thinning_keeps_first_least_largest_and_last_of_a_column() {
    let mut values: Vec<f64> = (0..4000).map(|index| f64::from(index % 50)).collect();
    values[1234] = 99.0;
    values[2345] = 0.5;
    let (grid, projection) = setting(&values);
    let thin = polylines(&values, None, grid, &projection, 8);
    let full = polylines(&values, None, grid, &projection, 1);
    let extremes = |lines: &[Vec<(i32, i32)>]| {
        let places = lines.iter().flatten().map(|point| point.1);
        (places.clone().min(), places.max())
    };
    assert_eq!(extremes(&thin), extremes(&full));
    let points: usize = thin.iter().map(Vec::len).sum();
    assert!(points <= 4 * 501, "{points} points for 500 columns");
    assert_eq!(thin[0].first(), full[0].first());
    assert_eq!(thin[0].last(), full[0].last());
}

proptest! {
    /// Ten pixel columns with 16 or 32 values each: whatever they are, each keeps its ends and its extremes, and no gap is bridged.
    #[test]
    fn each_column_keeps_its_ends_and_extremes(
        half in prop::collection::vec(value(), 161),
        other in prop::collection::vec(value(), 160),
        twice in any::<bool>(),
    ) {
        let values = if twice { [half, other].concat() } else { half };
        let (grid, _) = setting(&values);
        let plot = Rect { right: PLOT.left + 80, ..PLOT };
        let axis = value_axis(Some((0.0, 100.0)), &Limits::default(), &Unit::Count, 5);
        let projection = Projection::new(plot, grid.start.0, grid.end().0, &axis);
        let (thin, full) = (polylines(&values, None, grid, &projection, 8), polylines(&values, None, grid, &projection, 0));
        prop_assert_eq!(thin.len(), full.len());
        for (thin, full) in thin.iter().zip(&full) {
            prop_assert_eq!(columns(thin), columns(full));
            prop_assert!(thin.len() <= full.len());
            prop_assert!(columns(full).len() * 4 >= thin.len());
        }
    }
}

fn value() -> impl Strategy<Value = f64> {
    let edges = [f64::NAN, GAP, f64::INFINITY, f64::NEG_INFINITY, 0.0, 100.0];
    prop_oneof![12 => -10.0..110.0, 1 => prop::sample::select(edges.to_vec())]
}

/// What shows of each pixel column of a line: where it begins, where it ends, and how high and low it goes.
fn columns(line: &[(i32, i32)]) -> Vec<[i32; 4]> {
    let of = |points: &[(i32, i32)]| {
        let heights = points.iter().map(|point| point.1);
        let ends = [points.first(), points.last()].map(|end| end.map_or(0, |point| point.1));
        let (high, low) = (heights.clone().min(), heights.max());
        [ends[0], ends[1], high.unwrap_or(0), low.unwrap_or(0)]
    };
    line.chunk_by(|one, other| one.0.div_euclid(8) == other.0.div_euclid(8))
        .map(of)
        .collect()
}

#[test]
fn infinity_lies_at_the_edge() {
    let values = [f64::INFINITY, 50.0, f64::NEG_INFINITY];
    let (grid, projection) = setting(&values);
    let lines = polylines(&values, None, grid, &projection, 8);
    let places: Vec<i32> = lines[0].iter().map(|point| point.1).collect();
    assert_eq!((places[0], places[2]), (PLOT.top, PLOT.bottom));
}

#[test]
fn the_inverse_gives_the_moment_back() {
    let values = vec![1.0; 361];
    let (grid, projection) = setting(&values);
    for index in [0, 17, 180, 360] {
        let moment = grid.at(index).0;
        let back = projection.moment(projection.x(moment));
        assert!((back - moment).abs() < grid.step / 2, "{back} for {moment}");
    }
}

#[test]
fn a_range_of_no_length_is_defined() {
    let (grid, projection) = setting(&[5.0]);
    assert_eq!(projection.x(grid.start.0), PLOT.left);
    assert_eq!(projection.moment(PLOT.right), grid.start.0);
}

#[test]
fn a_tip_goes_on_from_the_last_value_and_not_across_a_gap() {
    let at = |values: &[f64], tip: f64| {
        let (grid, _) = setting(values);
        let tip = Tip {
            at: grid.end().plus(7_000),
            value: tip,
        };
        let axis = value_axis(Some((0.0, 100.0)), &Limits::default(), &Unit::Count, 5);
        let projection = Projection::new(PLOT, grid.start.0, tip.at.0, &axis);
        polylines(values, Some(tip), grid, &projection, 8)
    };
    let lines = at(&[1.0, 2.0, 3.0], 100.0);
    assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [4]);
    assert_eq!(lines[0].last(), Some(&(PLOT.right, PLOT.top)));
    let lines = at(&[1.0, 2.0, GAP], 3.0);
    assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(at(&[1.0, 2.0], f64::NAN)[0].len(), 2);
}
