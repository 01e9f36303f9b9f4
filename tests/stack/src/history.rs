//! Yesterday, written into Prometheus' storage before it starts. It must not know what the numbers mean.

use crate::child::Child;
use crate::error::StackError;
use crate::programs;
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many run at once: as many as a small machine has cores.
const AT_ONCE: usize = 2;

/// A piece of two hours takes a second or two; this is for a machine that is busy with much else.
const LIMIT: Duration = Duration::from_secs(120);

/// Turns files of the OpenMetrics format into blocks in `data`. Each file gets a folder of its own first, because two
/// runs of promtool must not share one.
pub fn backfill(files: Vec<PathBuf>, scratch: &Path, data: &Path) -> Result<(), StackError> {
    let promtool = programs::find("promtool")?;
    fs::create_dir_all(data).map_err(StackError::file(data))?;
    let mut waiting: VecDeque<_> = files.into_iter().enumerate().collect();
    let mut running: VecDeque<(Child, PathBuf, PathBuf)> = VecDeque::new();
    loop {
        while running.len() < AT_ONCE
            && let Some((index, file)) = waiting.pop_front()
        {
            let blocks = scratch.join(format!("blocks-{index}"));
            let log = scratch.join(format!("promtool-{index}.log"));
            let args = ["tsdb", "create-blocks-from", "openmetrics", "--quiet"];
            let args = args.map(AsRef::as_ref).into_iter();
            let paths = [file.as_os_str(), blocks.as_os_str()];
            let child = Child::start("promtool", &promtool, args.chain(paths), &log)?;
            running.push_back((child, file, blocks.clone()));
        }
        let Some((mut child, file, blocks)) = running.pop_front() else {
            return Ok(());
        };
        let status = child.finish(LIMIT)?;
        if !status.success() {
            return Err(child.failure(&format!("could not read the generated history ({status})")));
        }
        adopt(&blocks, data)?;
        // Large, and of no more use.
        fs::remove_file(&file).map_err(StackError::file(&file))?;
    }
}

fn adopt(blocks: &Path, data: &Path) -> Result<(), StackError> {
    for entry in fs::read_dir(blocks).map_err(StackError::file(blocks))? {
        let entry = entry.map_err(StackError::file(blocks))?;
        let target = data.join(entry.file_name());
        if entry.path().join("meta.json").is_file() {
            fs::rename(entry.path(), &target).map_err(StackError::file(&target))?;
        }
    }
    Ok(())
}
