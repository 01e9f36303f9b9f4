//! Samples in columns over one grid of times; knows neither where they came from nor how they are drawn.

use super::{order, time::Moment};
use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// The value that stands for 'no sample at this step'. It is a NaN by its own bits, so that a column needs no
/// second one; a NaN that Prometheus sends is another value and stays itself.
pub const GAP: f64 = f64::from_bits(0x7ff8_0000_0000_6a9b);

/// Whether a value is a gap, and not a NaN that was measured.
pub fn is_gap(value: f64) -> bool {
    value.to_bits() == GAP.to_bits()
}

/// Label names and values, sorted by name. Thousands of alerts are copied and compared at each poll: a copy shares the
/// pairs, and those that differ mostly do so in their marks.
#[derive(Clone, Default, Eq)]
pub struct Labels {
    mark: u64,
    pairs: Arc<[(String, String)]>,
}

impl Labels {
    /// From pairs in any order.
    pub fn new(mut pairs: Vec<(String, String)>) -> Self {
        // Prometheus sorts them.
        if !pairs.is_sorted() {
            order::plain(&mut pairs);
        }
        Self {
            mark: mark(&pairs),
            pairs: pairs.into(),
        }
    }

    /// What finds them in a tree: quick to compare, and in no order that means anything.
    pub fn key(&self) -> (u64, Self) {
        (self.mark, self.clone())
    }

    /// The value of a label.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All pairs, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same without one label.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let others = self.pairs.iter().filter(|(key, _)| key != name);
        Self::new(others.cloned().collect())
    }
}

/// FNV-1a of all names and values. Equal marks prove nothing: whoever names labels may have sought them.
fn mark(pairs: &[(String, String)]) -> u64 {
    let mut mark = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| mark = (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for (name, value) in pairs {
        for text in [name, value] {
            for byte in text.as_bytes() {
                add(*byte);
            }
            // No text holds the byte that ends it.
            add(0xff);
        }
    }
    mark
}

impl PartialEq for Labels {
    fn eq(&self, other: &Self) -> bool {
        self.mark == other.mark
            && (Arc::ptr_eq(&self.pairs, &other.pairs) || self.pairs == other.pairs)
    }
}

impl Ord for Labels {
    fn cmp(&self, other: &Self) -> Ordering {
        match self == other {
            true => Ordering::Equal,
            false => self.pairs.cmp(&other.pairs),
        }
    }
}

impl PartialOrd for Labels {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Labels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.mark.hash(state);
    }
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
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
