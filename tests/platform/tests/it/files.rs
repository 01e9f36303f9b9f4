//! History files say what a scrape would have said; it must not know Prometheus.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use platform::{Plan, Replay, Scenario, Span, write_history};

use crate::snapshot::{MONDAY, Snapshot, label_of};

const FROM: i64 = MONDAY as i64 + 3_600;
const UNTIL: i64 = FROM + 2 * 7_200;

/// Four hours with buddy-service down for ten minutes in the middle of them.
fn plan() -> Plan {
    let from = FROM as f64 + 7_200.0;
    Plan {
        seed: 8,
        spans: vec![Span {
            scenario: Scenario::ServiceDown,
            from,
            until: Some(from + 600.0),
        }],
    }
}

fn written(name: &str) -> (PathBuf, Vec<PathBuf>) {
    let dir = std::env::temp_dir().join(format!("platform-{name}-{}", std::process::id()));
    let paths = write_history(&dir, &plan(), FROM, UNTIL).unwrap();
    (dir, paths)
}

/// (series, value, time) of each line.
fn samples(text: &str) -> impl Iterator<Item = (&str, f64, i64)> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (rest, at) = line.rsplit_once(' ').unwrap();
            let (key, value) = rest.rsplit_once(' ').unwrap();
            (key, value.parse().unwrap(), at.parse().unwrap())
        })
}

#[test]
fn there_is_a_file_for_each_two_hours_and_each_is_whole() {
    let (dir, paths) = written("whole");
    assert_eq!(
        paths.len(),
        3,
        "the range begins and ends in the middle of two hours"
    );
    let mut times = BTreeSet::new();
    for path in &paths {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.ends_with("\n# EOF\n"));
        let (mut families, mut seen, mut slot) =
            (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        for line in text.lines().filter(|line| line.starts_with("# TYPE")) {
            let family = line.split(' ').nth(2).unwrap();
            assert!(families.insert(family), "{family} comes twice");
            assert!(
                !line.ends_with("counter") || !family.ends_with("_total"),
                "{line}"
            );
        }
        for (key, _, at) in samples(&text) {
            assert!(
                seen.insert(key, at).is_none_or(|before| before < at),
                "{key} goes back at {at}"
            );
            slot.insert(at.div_euclid(7_200));
            times.insert(at);
        }
        assert_eq!(slot.len(), 1, "{}", path.display());
    }
    assert_eq!(
        (times.first(), times.last()),
        (Some(&FROM), Some(&(UNTIL - 15)))
    );
    let quick = times.iter().filter(|at| **at % 60 != 0).count();
    assert_eq!(
        quick,
        3 * (30 + 65),
        "sampled every 15 s: half an hour around the span, the last hour"
    );
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn a_sample_is_what_a_scrape_finds_at_that_instant() {
    let (dir, paths) = written("equal");
    let mut replay = Replay::new(plan());
    let text = fs::read_to_string(&paths[1]).unwrap();
    let down = FROM + 7_200 + 300;
    for at in [down - 1_800, down, down + 885] {
        let scrape = Snapshot::take(&mut replay, at as f64);
        let mut found = BTreeMap::new();
        for (key, value, _) in samples(&text).filter(|sample| sample.2 == at) {
            let job = label_of(key, "job");
            if key.starts_with("up{") {
                assert_eq!(
                    value == 0.0,
                    scrape.down.iter().any(|name| name == job),
                    "{key} at {at}"
                );
            } else if !key.starts_with("scrape_duration_seconds{") {
                let instance = format!(",instance=\"{}\"", label_of(key, "instance"));
                found.insert(key.replace(&instance, ""), value);
            }
        }
        assert_eq!(found, scrape.series, "at {at}");
        assert_eq!(scrape.down.len(), usize::from(at == down));
    }
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn targets_keep_their_documented_instance() {
    let (dir, paths) = written("instance");
    let text = fs::read_to_string(&paths[0]).unwrap();
    let ups: BTreeSet<_> = samples(&text)
        .map(|sample| sample.0)
        .filter(|key| key.starts_with("up{"))
        .collect();
    assert_eq!(ups.len(), 9);
    assert!(ups.contains("up{job=\"teei-safety-moderation\",instance=\"localhost:3006\"}"));
    assert!(ups.contains("up{job=\"nats\",instance=\"localhost:7777\"}"));
    fs::remove_dir_all(dir).unwrap();
}
