//! How observations fall into the buckets of a histogram; it must not know what is observed.

/// Upper edges of a histogram's finite buckets.
pub(crate) type Edges = &'static [f64];

pub(crate) const HTTP_SECONDS: Edges = &[
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
pub(crate) const BYTES: Edges = &[100.0, 1e3, 5e3, 1e4, 5e4, 1e5, 5e5, 1e6];
pub(crate) const QUERY_SECONDS: Edges = &[
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];
pub(crate) const EVENT_SECONDS: Edges = &[0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
pub(crate) const GC_SECONDS: Edges = &[0.001, 0.01, 0.1, 1.0, 2.0, 5.0];

/// A log-logistic distribution: heavy-tailed, and cheap, for its share below x is x^b / (x^b + median^b).
/// The larger `steepness` (b), the lighter the tail: p99 over p50 is 99^(1/b).
pub(crate) struct Shape {
    steepness: f64,
    powers: Vec<f64>,
    /// Nothing lies above the last edge: callers give up before.
    closed: bool,
}

impl Shape {
    pub(crate) fn open(edges: Edges, steepness: f64) -> Self {
        let powers = edges.iter().map(|edge| edge.powf(steepness)).collect();
        Self {
            steepness,
            powers,
            closed: false,
        }
    }

    pub(crate) fn closed(edges: Edges, steepness: f64) -> Self {
        Self {
            closed: true,
            ..Self::open(edges, steepness)
        }
    }

    /// Adds to each bucket of `out` its part of `rate` for the given median; `out` has one place per edge and
    /// one for what lies above the last.
    pub(crate) fn spread(&self, rate: f64, median: f64, out: &mut [f64]) {
        let middle = median.powf(self.steepness);
        let mut below = 0.0;
        for (bucket, power) in out.iter_mut().zip(&self.powers) {
            let share = power / (power + middle);
            *bucket += rate * (share - below);
            below = share;
        }
        let last = if self.closed {
            self.powers.len() - 1
        } else {
            self.powers.len()
        };
        if let Some(bucket) = out.get_mut(last) {
            *bucket += rate * (1.0 - below);
        }
    }
}

/// What one observation in each bucket adds to the sum: the middle of the bucket on a logarithmic scale. A
/// fixed value per bucket keeps `_sum` consistent with the buckets and never falling.
pub(crate) fn centres(edges: Edges) -> Vec<f64> {
    let (Some(first), Some(last)) = (edges.first(), edges.last()) else {
        return Vec::new();
    };
    let inner = edges.windows(2).map(|pair| (pair[0] * pair[1]).sqrt());
    let all = [first / 2.0].into_iter().chain(inner).chain([last * 1.3]);
    let grain = if *last > 1_000.0 { 1.0 } else { 1e6 };
    all.map(|centre| (centre * grain).round() / grain).collect()
}
