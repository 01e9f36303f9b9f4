//! From a column of values to the polylines that show it: gaps stay gaps, and of the many values that fall into one
//! pixel column the first, least, largest and last are kept. Draws nothing.

use super::{axis::ValueAxis, layout::Rect};
use crate::domain::series::{Grid, Tip};

/// From moments and values to places in the plot, and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    plot: Rect,
    start: f64,
    per_millisecond: f64,
    high: f64,
    per_unit: f64,
}

impl Projection {
    /// The projection of `from..to` (milliseconds) and an axis onto a plot. A range of no length maps to the left edge.
    pub fn new(plot: Rect, from: i64, to: i64, axis: &ValueAxis) -> Self {
        let (range, span) = (axis.high - axis.low, (to - from) as f64);
        Self {
            plot,
            start: from as f64,
            per_millisecond: if span > 0.0 {
                f64::from(plot.width()) / span
            } else {
                0.0
            },
            high: axis.high,
            per_unit: if range > 0.0 {
                f64::from(plot.height()) / range
            } else {
                0.0
            },
        }
    }

    /// The horizontal place of a moment (milliseconds).
    pub fn x(&self, at: i64) -> i32 {
        self.plot.left + nearest((at as f64 - self.start) * self.per_millisecond)
    }

    /// The moment (milliseconds) at a horizontal place.
    pub fn moment(&self, x: i32) -> i64 {
        if self.per_millisecond == 0.0 {
            return self.start as i64;
        }
        (self.start + f64::from(x - self.plot.left) / self.per_millisecond).round() as i64
    }

    /// The vertical place of a value; what is beyond the axis lies at its edge, infinity too.
    pub fn y(&self, value: f64) -> i32 {
        let place = f64::from(self.plot.top) + (self.high - value) * self.per_unit;
        // By comparisons: `clamp` brings the code that writes floats, and `max` and `min` are functions of their own.
        if place >= f64::from(self.plot.bottom) {
            self.plot.bottom
        } else if place > f64::from(self.plot.top) {
            nearest(place)
        } else {
            self.plot.top
        }
    }
}

/// The polylines of a column of values and what follows it, each with at least one point. Pixel columns are `column` wide
/// (eighths); where they have no width, each value stays.
pub fn polylines(
    values: &[f64],
    tip: Option<Tip>,
    grid: Grid,
    projection: &Projection,
    column: i32,
) -> Vec<Vec<(i32, i32)>> {
    // The moments lie at equal distances, and so do their places.
    let first = f64::from(projection.plot.left)
        + (grid.start.0 as f64 - projection.start) * projection.per_millisecond;
    let apart = grid.step as f64 * projection.per_millisecond;
    let x = |index: usize| nearest(first + index as f64 * apart);
    // One or two values in a column all stay, and need not be compared.
    let all = 2.0 * apart >= f64::from(column);
    let mut lines = Vec::new();
    let mut line: Vec<(i32, i32)> = Vec::new();
    let mut at = 0;
    while let Some(value) = values.get(at) {
        if value.is_nan() {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            at += 1;
        } else if all {
            line.push((x(at), projection.y(*value)));
            at += 1;
        } else {
            // How many there are up to the next column is found once: there may be a hundred.
            let next = f64::from((x(at).div_euclid(column) + 1) * column) - 0.5;
            let end = (((next - first) / apart).ceil() as usize).clamp(at + 1, values.len());
            let kept = Kept::of(values.get(at..end).unwrap_or_default());
            let mut before = None;
            for place in &kept.in_order() {
                if before != Some(*place) {
                    let value = values.get(at + place).copied().unwrap_or(f64::NAN);
                    line.push((x(at + place), projection.y(value)));
                    before = Some(*place);
                }
            }
            at += kept.count;
        }
    }
    if let Some(tip) = tip.filter(|tip| !tip.value.is_nan()) {
        line.push((projection.x(tip.at.0), projection.y(tip.value)));
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// To the nearest whole number; unlike `round` one instruction, and the same but for halves below zero.
fn nearest(place: f64) -> i32 {
    (place + 0.5).floor() as i32
}

/// Which of the values of one pixel column are kept, by their places among them.
struct Kept {
    /// How many there are before the first gap: one at least.
    count: usize,
    least: usize,
    largest: usize,
}

impl Kept {
    /// By whole numbers of the same order as the values, since processors choose between those without guessing which it
    /// will be, and all values of a chart pass here.
    fn of(values: &[f64]) -> Self {
        let (mut least, mut largest) = (0, 0);
        let (mut low, mut high) = (i64::MAX, i64::MIN);
        for (index, value) in values.iter().enumerate() {
            let key = order(*value);
            (low, least) = if key < low {
                (key, index)
            } else {
                (low, least)
            };
            (high, largest) = if key > high {
                (key, index)
            } else {
                (high, largest)
            };
        }
        // Every NaN is beyond an infinity.
        if low < order(f64::NEG_INFINITY) || high > order(f64::INFINITY) {
            let count = values.iter().position(|value| value.is_nan());
            return Self::of(
                count
                    .and_then(|count| values.get(..count))
                    .unwrap_or_default(),
            );
        }
        Self {
            count: values.len(),
            least,
            largest,
        }
    }

    /// First and last, and the least and the largest between them.
    fn in_order(&self) -> [usize; 4] {
        let (earlier, later) = if self.largest <= self.least {
            (self.largest, self.least)
        } else {
            (self.least, self.largest)
        };
        [0, earlier, later, self.count - 1]
    }
}

/// A whole number that is larger where the value is.
fn order(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}
