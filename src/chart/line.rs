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
        self.plot.left + ((at as f64 - self.start) * self.per_millisecond).round() as i32
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
        place
            .clamp(f64::from(self.plot.top), f64::from(self.plot.bottom))
            .round() as i32
    }
}

/// The polylines of a column, each with at least one point.
pub fn polylines(
    values: &[f64],
    grid: Grid,
    projection: &Projection,
    column: i32,
) -> Vec<Vec<(i32, i32)>> {
    let mut lines = Vec::new();
    let mut line: Vec<(i32, i32)> = Vec::new();
    let mut bucket: Option<Bucket> = None;
    for (index, value) in values.iter().enumerate() {
        if value.is_nan() {
            flush(&mut bucket, &mut line);
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            continue;
        }
        let point = (projection.x(grid.at(index).0), projection.y(*value));
        let key = point.0.div_euclid(column.max(1));
        match &mut bucket {
            Some(open) if open.key == key => open.add(point),
            _ => {
                flush(&mut bucket, &mut line);
                bucket = Some(Bucket::new(key, point));
            }
        }
    }
    flush(&mut bucket, &mut line);
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn flush(bucket: &mut Option<Bucket>, line: &mut Vec<(i32, i32)>) {
    if let Some(bucket) = bucket.take() {
        bucket.write(line);
    }
}

/// The points that fall into one pixel column. Places grow downwards: the least value has the largest place.
struct Bucket {
    key: i32,
    count: u32,
    first: (i32, i32),
    highest: (i32, i32),
    lowest: (i32, i32),
    last: (i32, i32),
}

impl Bucket {
    fn new(key: i32, point: (i32, i32)) -> Self {
        Self {
            key,
            count: 1,
            first: point,
            highest: point,
            lowest: point,
            last: point,
        }
    }

    fn add(&mut self, point: (i32, i32)) {
        self.count += 1;
        if point.1 < self.highest.1 {
            self.highest = point;
        }
        if point.1 > self.lowest.1 {
            self.lowest = point;
        }
        self.last = point;
    }

    fn write(self, line: &mut Vec<(i32, i32)>) {
        let (earlier, later) = if self.highest.0 <= self.lowest.0 {
            (self.highest, self.lowest)
        } else {
            (self.lowest, self.highest)
        };
        for point in [self.first, earlier, later, self.last] {
            if line.last() != Some(&point) {
                line.push(point);
            }
        }
    }
}
