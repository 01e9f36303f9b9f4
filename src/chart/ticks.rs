//! Where an axis has its marks: functions from a range to a list. Draws nothing.

use crate::domain::time::{Moment, Zone};

/// The distance between marks: 1, 2, 2.5 or 5 times a power of ten, so that at most `most` of them fit in `range`.
pub fn nice_step(range: f64, most: usize) -> f64 {
    if !(range.is_finite() && range > 0.0) {
        return 1.0;
    }
    let rough = range / most.max(1) as f64;
    let power = power_of_ten(rough);
    let scaled = rough / power;
    let nice = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|nice| scaled <= nice * 1.000_001)
        .unwrap_or(10.0);
    nice * power
}

/// The largest power of ten that is not above a positive number. By counting: logarithms and powers are large, and the
/// first chart of a page waits until they are compiled.
fn power_of_ten(number: f64) -> f64 {
    let mut ten = 1.0;
    if number < 1.0 {
        while ten * number < 1.0 && ten < 1e300 {
            ten *= 10.0;
        }
        return 1.0 / ten;
    }
    while ten * 10.0 <= number {
        ten *= 10.0;
    }
    ten
}

/// All multiples of `step` from `low` to `high`.
pub fn values(low: f64, high: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    if !(first.is_finite() && last.is_finite()) || last - first > 1000.0 {
        return Vec::new();
    }
    (0..=(last - first) as usize)
        .map(|index| (first + index as f64) * step)
        .collect()
}

/// How many decimals the labels of marks at multiples of `step` need.
pub fn decimals(step: f64) -> usize {
    (0..6_u8)
        .find(|digits| {
            let scaled = step * 10_f64.powi(i32::from(*digits));
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0)
        })
        .map_or(6, usize::from)
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// Where.
    pub at: Moment,
    /// `13:10`, or `24 Nov` at a midnight.
    pub label: String,
}

/// Distances of time marks (milliseconds).
const TIME_STEPS: [i64; 18] = [
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_200_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    14_400_000,
    21_600_000,
    28_800_000,
    43_200_000,
    86_400_000,
    172_800_000,
    604_800_000,
    1_209_600_000,
];

/// At most `most` marks on round local times.
pub fn times(from: Moment, to: Moment, most: usize, zone: &Zone) -> Vec<TimeTick> {
    const DAY: i64 = 86_400_000;
    let wanted = to.since(from) / most.max(1) as i64;
    let step = TIME_STEPS
        .into_iter()
        .find(|step| *step >= wanted)
        .unwrap_or(28 * DAY);
    let mut ticks = Vec::new();
    // Round local times: the offset is looked up at each mark, since it may change between two of them.
    let local = |moment: Moment| moment.0 + i64::from(zone.offset_seconds(moment)) * 1000;
    let mut at = Moment(from.0 - local(from).rem_euclid(step));
    while at <= to {
        let misfit = local(at).rem_euclid(step);
        let aligned = if misfit == 0 {
            at
        } else if misfit * 2 < step {
            at.plus(-misfit)
        } else {
            at.plus(step - misfit)
        };
        if aligned >= from && aligned <= to {
            let midnight = local(aligned).rem_euclid(DAY) == 0;
            let label = if midnight {
                zone.day_month(aligned)
            } else {
                zone.hour_minute(aligned)
            };
            ticks.push(TimeTick { at: aligned, label });
        }
        at = at.plus(step);
    }
    ticks.dedup_by_key(|tick| tick.at);
    ticks
}
