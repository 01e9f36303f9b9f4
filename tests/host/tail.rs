//! Joining a tail gives what the whole would have given.

use sre_portal::{
    domain::{
        labels::Labels,
        series::{GAP, Grid, Matrix, Series},
        time::Moment,
    },
    prometheus::tail::{join, missing},
};

const STEP: i64 = 15_000;

fn grid(first: i64, len: usize) -> Grid {
    Grid {
        start: Moment(first * STEP),
        step: STEP,
        len,
    }
}

/// What a server would answer: series that begin, end, restart, measure NaN, and lie about nothing.
fn answer(grid: Grid) -> Matrix {
    let value = |name: usize, step: i64| match name {
        0 => step as f64,
        1 if step % 7 == 0 => f64::NAN,
        1 => (step % 5) as f64,
        2 if (40..55).contains(&step) => GAP,
        2 => -(step as f64),
        3 if step < 60 => GAP,
        3 => 1.0,
        4 if step > 30 => GAP,
        _ => 2.0,
    };
    let mut series = Vec::new();
    for name in 0..5 {
        let values: Vec<f64> = (0..grid.len)
            .map(|index| value(name, grid.at(index).0 / STEP))
            .collect();
        if values.iter().any(|value| value.to_bits() != GAP.to_bits()) {
            series.push(Series {
                labels: Labels::new(vec![("n".to_owned(), name.to_string())]),
                values,
            });
        }
    }
    Matrix { grid, series }
}

fn bits(matrix: &Matrix) -> Vec<(String, Vec<u64>)> {
    let of = |series: &Series| {
        let name = series.labels.get("n").unwrap_or_default().to_owned();
        (
            name,
            series.values.iter().map(|value| value.to_bits()).collect(),
        )
    };
    matrix.series.iter().map(of).collect()
}

#[test]
fn a_joined_answer_is_the_whole_answer_bit_for_bit() {
    let mut known = answer(grid(0, 50));
    for first in [1, 2, 3, 7, 8, 20, 21, 40] {
        let wanted = grid(first, 50);
        let tail = missing(known.grid, wanted).expect("a part is enough");
        assert!(tail.len < wanted.len, "less is asked for");
        assert_eq!(tail.end(), wanted.end());
        known = join(&known, &answer(tail), wanted);
        assert_eq!(bits(&known), bits(&answer(wanted)), "moved to {first}");
    }
}

#[test]
fn a_range_that_does_not_move_asks_for_its_last_45_seconds() {
    let known = answer(grid(5, 30));
    let tail = missing(known.grid, known.grid).expect("a part is enough");
    assert_eq!((tail.len, tail.end()), (3, known.grid.end()));
    assert_eq!(bits(&join(&known, &answer(tail), known.grid)), bits(&known));
}

#[test]
fn two_steps_are_asked_for_again_however_long_they_are() {
    for (step, again) in [(5_000, 9), (15_000, 3), (60_000, 2), (3_600_000, 2)] {
        let start = Moment(1_000 * step);
        let grid = Grid {
            start,
            step,
            len: 60,
        };
        assert_eq!(missing(grid, grid).map(|tail| tail.len), Some(again));
    }
}

#[test]
fn late_samples_of_the_last_two_steps_are_taken_over() {
    let mut known = answer(grid(0, 50));
    known.series[0].values[48] = -1.0;
    known.series[0].values[49] = GAP;
    let wanted = grid(1, 50);
    let tail = missing(known.grid, wanted).expect("a part is enough");
    assert_eq!(
        bits(&join(&known, &answer(tail), wanted)),
        bits(&answer(wanted))
    );
}

#[test]
fn what_a_tail_cannot_cover_is_asked_for_whole() {
    let known = grid(10, 50);
    let other_step = Grid {
        step: STEP * 2,
        ..grid(10, 50)
    };
    let off_the_grid = Grid {
        start: Moment(10 * STEP + 1),
        ..grid(10, 50)
    };
    for wanted in [
        grid(9, 50),
        grid(70, 50),
        grid(40, 50),
        other_step,
        off_the_grid,
        grid(200, 50),
    ] {
        assert_eq!(missing(known, wanted), None, "{wanted:?}");
    }
    assert_eq!(missing(grid(10, 2), grid(11, 2)), None);
    assert_eq!(missing(grid(10, 0), grid(10, 50)), None);
}
