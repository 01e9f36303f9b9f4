//! The past incident and what hangs together during it; it must not know how it is written to files.

use platform::{Plan, Replay, Scenario, past_incident};

use crate::snapshot::{MONDAY, Snapshot};

/// Pearson's correlation.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (a, b) = pairs
        .iter()
        .fold((0.0, 0.0), |(a, b), pair| (a + pair.0 / n, b + pair.1 / n));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        ab += (x - a) * (y - b);
        aa += (x - a) * (x - a);
        bb += (y - b) * (y - b);
    }
    ab / (aa * bb).sqrt()
}

#[test]
fn it_lies_nine_hours_back_and_is_a_slow_database_of_35_minutes() {
    let span = past_incident(MONDAY + 7.3, 6);
    let until = span.until.unwrap();
    assert_eq!(
        (span.scenario, until - span.from, span.from % 15.0),
        (Scenario::HighLatency, 2_100.0, 0.0)
    );
    assert!((8.0..10.0).contains(&((MONDAY - span.from) / 3_600.0)));
    assert_eq!(span, past_incident(MONDAY + 7.3, 6));
}

#[test]
fn the_gateway_is_slow_when_the_database_is() {
    for seed in [0, 1, 6, 42] {
        let span = past_incident(MONDAY + 40_000.0, seed);
        let mut replay = Replay::new(Plan {
            seed,
            spans: vec![span],
        });
        let minute = |step: i32| span.from + f64::from(step) * 60.0;
        let snapshots: Vec<_> = (-5..=35)
            .map(|step| Snapshot::take(&mut replay, minute(step)))
            .collect();
        let windows = snapshots.iter().zip(snapshots.iter().skip(5));
        let whole: Vec<_> = windows
            .map(|(before, after)| {
                let p95 = |name, labels: &[_]| after.quantile(before, 0.95, name, labels, &[])[0];
                let gateway = p95(
                    "http_request_duration_seconds",
                    &[("service", "api-gateway")],
                );
                (gateway, p95("db_query_duration_seconds", &[]))
            })
            .collect();
        // From the seventh minute on, no window reaches back to the time before.
        let height = &whole[7..];
        assert!(
            correlation(&whole) >= 0.6,
            "seed {seed}: {} {whole:?}",
            correlation(&whole)
        );
        assert!(
            correlation(height) >= 0.6,
            "seed {seed}, at its height: {} {height:?}",
            correlation(height)
        );
    }
}
