//! How far this device's clock is off the server's: when that is corrected for, and in which words it is told.

use crate::domain::duration;

/// The clocks may differ by this much (milliseconds): less is the way of the answer and the grain of the clocks.
const TOLERANCE: i64 = 5_000;

/// What is added to this device's clock (milliseconds). `skew` is the server's minus the device's.
pub fn correction(skew: Option<i64>) -> i64 {
    skew.filter(|skew| skew.abs() > TOLERANCE).unwrap_or(0)
}

/// The skew in a sentence; `None` while the clocks agree or nothing is known of the server's.
pub fn words(skew: Option<i64>) -> Option<String> {
    let skew = skew.filter(|skew| skew.abs() > TOLERANCE)?;
    let side = if skew > 0 { "behind" } else { "ahead of" };
    Some(format!(
        "This device's clock is {} {side} the server's. All times here follow the server's clock; set the device's right.",
        duration::words(skew.abs())
    ))
}
