//! From a column of values to the polylines that show it: gaps stay gaps, and of the many values that fall into one
//! pixel column the first, least, largest and last are kept. Draws nothing.

use super::{axis::ValueAxis, layout::Rect};
use crate::domain::series::Grid;

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
        // Not clamped: what says that a range is none brings the code that writes floats.
        let (top, bottom) = (f64::from(self.plot.top), f64::from(self.plot.bottom));
        nearest(place.max(top).min(bottom))
    }
}

/// The polylines of a column of values, each with at least one point. Pixel columns are `column` wide (eighths); where they
/// have no width, each value stays.
pub fn polylines(
    values: &[f64],
    grid: Grid,
    projection: &Projection,
    column: i32,
) -> Vec<Vec<(i32, i32)>> {
    let mut lines = Vec::new();
    let mut line: Vec<(i32, i32)> = Vec::new();
    let mut bucket: Option<Bucket> = None;
    // The moments lie at equal distances, and so do their places.
    let first = f64::from(projection.plot.left)
        + (grid.start.0 as f64 - projection.start) * projection.per_millisecond;
    let apart = grid.step as f64 * projection.per_millisecond;
    for (index, value) in values.iter().enumerate() {
        if value.is_nan() {
            flush(&mut bucket, projection, &mut line);
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            continue;
        }
        let x = nearest(first + index as f64 * apart);
        let key = x.checked_div_euclid(column).unwrap_or(index as i32);
        match &mut bucket {
            Some(open) if open.key == key => open.add((x, *value)),
            _ => {
                flush(&mut bucket, projection, &mut line);
                bucket = Some(Bucket::new(key, (x, *value)));
            }
        }
    }
    flush(&mut bucket, projection, &mut line);
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// To the nearest whole number; unlike `round` one instruction, and the same but for halves below zero.
fn nearest(place: f64) -> i32 {
    (place + 0.5).floor() as i32
}

fn flush(bucket: &mut Option<Bucket>, projection: &Projection, line: &mut Vec<(i32, i32)>) {
    if let Some(bucket) = bucket.take() {
        bucket.write(projection, line);
    }
}

/// The values that fall into one pixel column, each with its horizontal place.
struct Bucket {
    key: i32,
    count: u32,
    first: (i32, f64),
    largest: (i32, f64),
    least: (i32, f64),
    last: (i32, f64),
}

impl Bucket {
    fn new(key: i32, point: (i32, f64)) -> Self {
        Self {
            key,
            count: 1,
            first: point,
            largest: point,
            least: point,
            last: point,
        }
    }

    fn add(&mut self, point: (i32, f64)) {
        self.count += 1;
        if point.1 > self.largest.1 {
            self.largest = point;
        }
        if point.1 < self.least.1 {
            self.least = point;
        }
        self.last = point;
    }

    fn write(self, projection: &Projection, line: &mut Vec<(i32, i32)>) {
        let place = |(x, value): (i32, f64)| (x, projection.y(value));
        if self.count == 1 {
            line.push(place(self.first));
            return;
        }
        let (earlier, later) = if self.largest.0 <= self.least.0 {
            (self.largest, self.least)
        } else {
            (self.least, self.largest)
        };
        for point in [self.first, earlier, later, self.last].map(place) {
            if line.last() != Some(&point) {
                line.push(point);
            }
        }
    }
}
