//! Every series of the platform at one instant, and what Prometheus would make of two of them; it must not know
//! a metric's meaning.

use std::collections::BTreeMap;

use platform::Replay;

/// Monday 2026-11-16 00:00 UTC: the week in which most tests play.
pub const MONDAY: f64 = 1_794_787_200.0;

/// All targets at one instant. Keys are `name{labels}` with the job as a last label.
pub struct Snapshot {
    pub at: f64,
    pub series: BTreeMap<String, f64>,
    /// Jobs that did not answer.
    pub down: Vec<String>,
}

impl Snapshot {
    pub fn take(replay: &mut Replay, at: f64) -> Self {
        let jobs: Vec<_> = replay.jobs().map(str::to_owned).collect();
        Self::of(replay, &jobs, at)
    }

    /// Only these jobs.
    pub fn of(replay: &mut Replay, jobs: &[String], at: f64) -> Self {
        let (mut series, mut down) = (BTreeMap::new(), Vec::new());
        for job in jobs {
            match replay.text(job, at) {
                Some(text) => series.extend(parse(&text, job)),
                None => down.push(job.clone()),
            }
        }
        Self { at, series, down }
    }

    /// The series of one metric that carry all of these labels.
    pub fn select(&self, name: &str, labels: &[(&str, &str)]) -> Vec<(&str, f64)> {
        let first = format!("{name}{{");
        let from = self
            .series
            .range(first.clone()..)
            .take_while(|(key, _)| key.starts_with(&first));
        from.filter(|(key, _)| {
            labels
                .iter()
                .all(|(label, value)| label_of(key, label) == *value)
        })
        .map(|(key, value)| (key.as_str(), *value))
        .collect()
    }

    /// Increase since `before`, summed by `by`; a counter that fell has started anew.
    pub fn increase(
        &self,
        before: &Self,
        name: &str,
        labels: &[(&str, &str)],
        by: &[&str],
    ) -> BTreeMap<Vec<String>, f64> {
        let mut sums = BTreeMap::new();
        for (key, value) in self.select(name, labels) {
            let old = before.series.get(key).copied().unwrap_or(0.0);
            let group = by
                .iter()
                .map(|label| label_of(key, label).to_owned())
                .collect();
            *sums.entry(group).or_insert(0.0) += if value < old { value } else { value - old };
        }
        sums
    }

    /// `histogram_quantile` of the increase since `before`, by `by`.
    pub fn quantile(
        &self,
        before: &Self,
        q: f64,
        name: &str,
        labels: &[(&str, &str)],
        by: &[&str],
    ) -> Vec<f64> {
        let bucket = format!("{name}_bucket");
        let mut groups: BTreeMap<Vec<String>, Vec<(f64, f64)>> = BTreeMap::new();
        for (mut group, count) in self.increase(before, &bucket, labels, &[by, &["le"]].concat()) {
            let edge = group
                .pop()
                .and_then(|le| le.trim_start_matches('+').parse().ok())
                .unwrap_or(f64::NAN);
            groups.entry(group).or_default().push((edge, count));
        }
        groups
            .into_values()
            .map(|buckets| interpolate(q, buckets))
            .collect()
    }
}

/// Prometheus' own way between the edges of a bucket.
fn interpolate(q: f64, mut buckets: Vec<(f64, f64)>) -> f64 {
    buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rank = q * buckets.last().map_or(0.0, |last| last.1);
    let (mut start, mut below) = (0.0, 0.0);
    for (edge, count) in buckets {
        if count >= rank {
            return if edge.is_infinite() {
                start
            } else {
                start + (edge - start) * (rank - below) / (count - below)
            };
        }
        (start, below) = (edge, count);
    }
    f64::NAN
}

/// The value of a label, empty where there is none.
pub fn label_of<'a>(key: &'a str, label: &str) -> &'a str {
    let mark = format!("{label}=\"");
    let mut places = key.match_indices(&mark).map(|(place, _)| place);
    let own = places.find(|place| key[..*place].ends_with(['{', ',']));
    own.and_then(|place| key[place + mark.len()..].split('"').next())
        .unwrap_or("")
}

fn parse(text: &str, job: &str) -> Vec<(String, f64)> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (key, value) = line.rsplit_once(' ').unwrap();
            let key = match key.strip_suffix('}') {
                Some(open) => format!("{open},job=\"{job}\"}}"),
                None => format!("{key}{{job=\"{job}\"}}"),
            };
            (key, value.parse().unwrap())
        })
        .collect()
}
