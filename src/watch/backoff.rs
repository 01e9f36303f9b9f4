//! When to try again after a failure: longer each time, spread out, and never so long that a recovery goes unseen.

/// The first wait (milliseconds).
const FIRST: f64 = 2_000.0;

/// No wait is longer than the refresh, or than this (milliseconds).
const LONGEST: i64 = 15_000;

/// How long to wait (milliseconds) after so many failures in a row. `chance` from 0 to 1 spreads the tries of many
/// pages by a fifth to both sides.
pub fn wait(tries: u32, refresh: i64, chance: f64) -> i64 {
    let doubled = FIRST * 2_f64.powi(i32::try_from(tries.saturating_sub(1).min(10)).unwrap_or(10));
    let spread = 1.0 + (chance.clamp(0.0, 1.0) - 0.5) * 0.4;
    ((doubled * spread) as i64).min(refresh.max(LONGEST))
}
