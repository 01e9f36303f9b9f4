//! Counters and histograms hold together at any instant; it must not know how busy the platform is.

use std::collections::BTreeMap;

use platform::{Plan, Replay, past_incident};

use crate::snapshot::{MONDAY, Snapshot, label_of};

/// A calm week with one incident in it.
fn week() -> Replay {
    Replay::new(Plan {
        seed: 3,
        spans: vec![past_incident(MONDAY + 86_400.0, 3)],
    })
}

fn counts(key: &str) -> bool {
    ["_total{", "_bucket{", "_sum{", "_count{"]
        .iter()
        .any(|end| key.contains(end))
        && !key.starts_with("nodejs_active")
        && !key.starts_with("pg_")
}

#[test]
fn counters_only_fall_when_their_process_starts_anew_and_that_is_once_a_week() {
    let mut replay = week();
    let mut starts = BTreeMap::new();
    let mut before = Snapshot::take(&mut replay, MONDAY);
    for step in 1..=1_300 {
        let after = Snapshot::take(&mut replay, MONDAY + f64::from(step) * 467.3);
        for (key, value) in &after.series {
            let job = label_of(key, "job");
            let start = format!(
                "process_start_time_seconds{{service=\"{}\",job=\"{job}\"}}",
                &job[5.min(job.len())..]
            );
            let anew = before.series.get(&start) != after.series.get(&start);
            if key.starts_with("process_start") && anew {
                *starts.entry(job.to_owned()).or_insert(0) += 1;
            }
            let old = before.series.get(key).copied().unwrap_or(0.0);
            assert!(
                !counts(key) || anew || *value >= old,
                "{key} fell from {old} to {value} at {}",
                after.at
            );
            assert!(value.is_finite() && *value >= 0.0, "{key} is {value}");
        }
        before = after;
    }
    assert_eq!(starts.len(), 7);
    assert!(starts.values().all(|count| *count == 1), "{starts:?}");
}

#[test]
fn an_error_series_is_absent_until_its_first_error() {
    let mut replay = week();
    let job = "teei-unified-profile".to_owned();
    let start = Snapshot::of(&mut replay, std::slice::from_ref(&job), MONDAY + 86_400.0);
    let start = start.select("process_start_time_seconds", &[])[0].1 + 7.0 * 86_400.0;
    let errors = |replay: &mut Replay, at| {
        Snapshot::of(replay, std::slice::from_ref(&job), at)
            .select("http_requests_total", &[("status_code", "500")])
            .len()
    };
    assert_eq!(errors(&mut replay, start + 1.0), 0);
    assert_eq!(errors(&mut replay, start + 3_600.0), 2);
}

#[test]
fn buckets_count_and_sum_of_a_histogram_agree_at_any_instant() {
    let mut replay = week();
    for step in 0..60 {
        let now = Snapshot::take(&mut replay, MONDAY + f64::from(step) * 1_733.7);
        let mut histograms: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
        for (key, value) in now
            .series
            .iter()
            .filter(|(key, _)| key.contains("_bucket{"))
        {
            let le = label_of(key, "le");
            let edge = le.trim_start_matches('+').parse().unwrap();
            let base = key.replace(&format!("le=\"{le}\","), "");
            histograms.entry(base).or_default().push((edge, *value));
        }
        assert!(histograms.len() > 80);
        for (base, mut buckets) in histograms {
            buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
            let count = now.series[&base.replace("_bucket{", "_count{")];
            let sum = now.series[&base.replace("_bucket{", "_sum{")];
            assert_eq!(buckets.last().unwrap().1, count, "{base}");
            let (mut least, mut most, mut edge, mut below) = (0.0, 0.0, 0.0, 0.0);
            for (next, upto) in buckets {
                assert!(upto >= below, "{base} falls at {next}");
                least += (upto - below) * edge;
                most += if upto > below {
                    (upto - below) * next
                } else {
                    0.0
                };
                (edge, below) = (next, upto);
            }
            assert!(
                sum >= least && sum <= most,
                "{base}: {least} <= {sum} <= {most}"
            );
            if base.starts_with("http_request_duration") {
                assert_eq!(
                    now.series[&base.replace(
                        "http_request_duration_seconds_bucket",
                        "http_requests_total"
                    )],
                    count
                );
            }
        }
    }
}
