//! Samples in columns over one grid of times; knows neither where they came from nor how they are drawn.

use super::{labels::Labels, time::Moment};

/// The value that stands for 'no sample at this step'. It is a NaN by its own bits, so that a column needs no
/// second one; a NaN that Prometheus sends is another value and stays itself.
pub const GAP: f64 = f64::from_bits(0x7ff8_0000_0000_6a9b);

/// Whether a value is a gap, and not a NaN that was measured.
pub fn is_gap(value: f64) -> bool {
    value.to_bits() == GAP.to_bits()
}

/// Times at equal distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The first.
    pub start: Moment,
    /// The distance (milliseconds, above 0).
    pub step: i64,
    /// How many.
    pub len: usize,
}

impl Grid {
    /// The moment at `index`.
    pub fn at(&self, index: usize) -> Moment {
        Moment(
            self.start
                .0
                .saturating_add(self.step.saturating_mul(index as i64)),
        )
    }

    /// The last moment; the first of an empty grid.
    pub fn end(&self) -> Moment {
        self.at(self.len.saturating_sub(1))
    }

    /// The index of a moment that is on the grid, to the nearest step.
    pub fn index_of(&self, moment: Moment) -> Option<usize> {
        let steps = (moment.since(self.start) + self.step / 2).div_euclid(self.step.max(1));
        usize::try_from(steps)
            .ok()
            .filter(|index| *index < self.len)
    }
}

/// The newest value of a series, which is newer than the last moment of its grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tip {
    /// When it was measured.
    pub at: Moment,
    /// The value; may be NaN.
    pub value: f64,
}

/// One series: its labels, and a value or [`GAP`] for each moment of the grid.
#[derive(Clone, Debug)]
pub struct Series {
    /// What it is of.
    pub labels: Labels,
    /// One value for each moment of the grid.
    pub values: Vec<f64>,
}

impl Series {
    /// The newest value that is no gap.
    pub fn last(&self) -> Option<f64> {
        self.values
            .iter()
            .rev()
            .copied()
            .find(|value| !is_gap(*value))
    }
}

/// The answer to a range query.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The moments of all series.
    pub grid: Grid,
    /// The series.
    pub series: Vec<Series>,
}

/// One element of the answer to an instant query.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What it is of.
    pub labels: Labels,
    /// Its value.
    pub value: f64,
}
