//! The past, written to files as Prometheus would have scraped it; it must not know the format of a line.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::fold::Fold;
use crate::instants::{FILE, files, instants};
use crate::noise;
use crate::openmetrics::{self, Sample};
use crate::plan::Plan;
use crate::source::Source;

/// Writes the samples of `from..until` (unix seconds) into `dir`, which is made if it is missing, as OpenMetrics
/// files for `promtool tsdb create-blocks-from openmetrics`: one for each two hours UTC, oldest first in the
/// result. A sample a minute; one every 15 s around each span of the plan and in the hour before `until`, after
/// which live scrapes go on. An empty range writes nothing.
///
/// # Errors
/// What the file system answers.
pub fn write_history(dir: &Path, plan: &Plan, from: i64, until: i64) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let sources = Source::all();
    let mut folds: Vec<_> = sources
        .iter()
        .map(|source| Fold::new(source, plan, from as f64))
        .collect();
    let mut paths = Vec::new();
    for (start, stop) in files(from, until) {
        let samples: Vec<Vec<Sample>> = sources
            .iter()
            .zip(&mut folds)
            .map(|(source, fold)| {
                instants(plan, start, stop, until)
                    .map(|at| scrape(source, fold, plan, at))
                    .collect()
            })
            .collect();
        let path = dir.join(format!("history-{}.om", start.div_euclid(FILE) * FILE));
        let mut out = BufWriter::new(File::create(&path)?);
        openmetrics::write(&mut out, &sources, &samples)?;
        out.flush()?;
        paths.push(path);
    }
    Ok(paths)
}

fn scrape(source: &Source, fold: &mut Fold, plan: &Plan, at: i64) -> Sample {
    let values = fold.scrape(source, plan, at as f64);
    let usual = if values.is_some() { 0.006 } else { 0.001 };
    let noise = noise::jitter(plan.seed, u64::from(source.port), at);
    Sample {
        at,
        values,
        took: (usual * (1.0 + 0.4 * noise) * 1e6).round() / 1e6,
    }
}
