//! The value axis: which values it covers, its marks in words, and which limits lie beyond it. Draws nothing.

use super::ticks;
use crate::domain::{
    limit::{Bound, Limit, Limits},
    unit::{Unit, group_thousands},
};
use crate::float;

/// A mark on the value axis.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueTick {
    /// Where, in the base unit.
    pub at: f64,
    /// `7.5%`, `300`.
    pub label: String,
}

/// A limit too far above the data to widen the axis for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Soft {
    /// The limit.
    pub limit: Limit,
    /// `4.6 × max`; empty where there is no maximum to compare with.
    pub distance: String,
}

/// The value axis of one chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueAxis {
    /// The value at the lower edge.
    pub low: f64,
    /// The value at the upper edge.
    pub high: f64,
    /// Its marks from low to high.
    pub ticks: Vec<ValueTick>,
    /// The limits on the axis, the milder first.
    pub limits: Vec<(f64, Limit)>,
    /// The limits beyond it, the milder first.
    pub soft: Vec<Soft>,
}

/// A limit widens the axis only when it is at most this many times the largest value.
const WIDENS: f64 = 2.0;

/// The axis for values between `least` and `largest`. Without data (`None`) it runs from 0 to what the limits ask.
pub fn value_axis(
    extent: Option<(f64, f64)>,
    limits: &Limits,
    unit: &Unit,
    most_ticks: usize,
) -> ValueAxis {
    let (least, largest) = extent.unwrap_or((0.0, 0.0));
    let mut high = largest.max(0.0);
    let (mut on_axis, mut soft) = (Vec::new(), Vec::new());
    if limits.iter().next().is_some() {
        // By its address, so that no optimiser makes it part of this one: many charts have no limits, and the first one of a
        // page waits for what is compiled.
        let with: WithLimits = std::hint::black_box(with_limits);
        (high, on_axis, soft) = with(high, limits, extent.map(|(_, largest)| largest));
    }
    let mut low = least.min(0.0);
    if high <= low {
        high = low + if *unit == Unit::Ratio { 0.01 } else { 1.0 };
    }
    // The step is chosen on the scale that people read, so that 0.25 s has marks at 50 ms.
    let scale = unit.scale(high);
    let step = ticks::nice_step((high - low) * scale.factor, most_ticks).max(least_step(unit));
    let in_words = |value: f64| value * scale.factor;
    high = (in_words(high) / step - 1e-9).ceil() * step / scale.factor;
    low = (in_words(low) / step + 1e-9).floor() * step / scale.factor;
    // A share of a whole has no more than the whole, unless something says more than the whole.
    if *unit == Unit::Ratio && largest <= 1.0 {
        high = high.min(1.0);
    }
    let decimals = ticks::decimals(step);
    let unit_words = if matches!(unit, Unit::PerSecond(_)) {
        String::new()
    } else {
        scale.suffix.clone()
    };
    let marks = ticks::values(in_words(low), in_words(high), step);
    let last = marks.len().saturating_sub(1);
    let ticks = marks.into_iter().enumerate().map(|(index, mark)| {
        let number = group_thousands(&float::fixed(mark, decimals));
        // The unit stands once, at the top; it is part of the number only for percent.
        let label = match unit_words.as_str() {
            "" | "%" => number + &unit_words,
            words if index == last => number + " " + words,
            _ => number,
        };
        ValueTick {
            at: mark / scale.factor,
            label,
        }
    });
    ValueAxis {
        low,
        high,
        ticks: ticks.collect(),
        limits: on_axis,
        soft,
    }
}

type WithLimits = fn(f64, &Limits, Option<f64>) -> (f64, Vec<(f64, Limit)>, Vec<Soft>);

/// How high an axis up to `high` is with those of its limits that stand on it, these, and those beyond it.
fn with_limits(
    mut high: f64,
    limits: &Limits,
    largest: Option<f64>,
) -> (f64, Vec<(f64, Limit)>, Vec<Soft>) {
    let (mut on_axis, mut soft) = (Vec::new(), Vec::new());
    for limit in limits.iter() {
        let Bound::Above(bound) = limit.bound else {
            continue;
        };
        if largest.is_none_or(|largest| bound <= WIDENS * largest) {
            on_axis.push((bound, limit.clone()));
            high = high.max(bound * 1.15);
        } else {
            let distance = match largest {
                Some(largest) if largest > 0.0 => format!(
                    "{} × max",
                    crate::domain::unit::three_figures(two_figures(bound / largest))
                ),
                _ => String::new(),
            };
            soft.push(Soft {
                limit: limit.clone(),
                distance,
            });
        }
    }
    (high, on_axis, soft)
}

/// What is counted has no halves.
fn least_step(unit: &Unit) -> f64 {
    if *unit == Unit::Count { 1.0 } else { 0.0 }
}

fn two_figures(value: f64) -> f64 {
    if value >= 10.0 {
        value.round()
    } else {
        (value * 10.0).round() / 10.0
    }
}
