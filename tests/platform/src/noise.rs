//! Repeatable noise: the same (seed, stream, time) gives the same value; it must not know what is being shaken.

/// A well-mixed 64-bit number for (seed, stream, index): splitmix64's finisher over their combination.
pub(crate) fn hash(seed: u64, stream: u64, index: i64) -> u64 {
    let mut z = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(stream.wrapping_mul(0xd1b5_4a32_d192_ed03))
        .wrapping_add((index as u64).wrapping_mul(0x8cb9_2ba7_2f3d_8dd7));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A value in [-1, 1) for (seed, stream, index).
pub(crate) fn jitter(seed: u64, stream: u64, index: i64) -> f64 {
    (hash(seed, stream, index) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// A smooth curve in [-1, 1] that turns about once every `period` seconds.
pub(crate) fn smooth(seed: u64, stream: u64, t: f64, period: f64) -> f64 {
    let place = t / period;
    let step = place.floor();
    let u = place - step;
    let (left, right) = (
        jitter(seed, stream, step as i64),
        jitter(seed, stream, step as i64 + 1),
    );
    left + (right - left) * u * u * (3.0 - 2.0 * u)
}

/// Traffic-like noise in [-1, 1]: a slow drift with quicker and smaller ripples on it.
pub(crate) fn wobble(seed: u64, stream: u64, t: f64) -> f64 {
    0.55 * smooth(seed, stream, t, 2_400.0)
        + 0.28 * smooth(seed, stream ^ 0x5bd1, t, 420.0)
        + 0.17 * smooth(seed, stream ^ 0xa3c7, t, 75.0)
}
