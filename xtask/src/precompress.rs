//! Compressed copies beside the built files, so that nginx compresses nothing itself. It must not know what is in them.

use crate::failure::Failure;
use crate::process;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Instant;

const ENDINGS: [&str; 10] = [
    "html",
    "js",
    "wasm",
    "css",
    "json",
    "svg",
    "md",
    "txt",
    "webmanifest",
    "ics",
];

/// Below this the headers outweigh what is saved. Bytes.
const SMALLEST: u64 = 256;

/// Writes `.br` and `.gz` beside each file of `folder` that gains by it. A file whose copies are newer is left alone.
pub fn folder(folder: &Path) -> Result<(), Failure> {
    let began = Instant::now();
    let failed = |error: io::Error| {
        Failure::new(format!(
            "Compressing the files in {} failed: {error}.\nDelete the folder and start again.",
            folder.display()
        ))
    };
    let mut files = Vec::new();
    collect(folder, &mut files).map_err(failed)?;
    let (mut count, mut before, mut after) = (0, 0, 0);
    for file in &files {
        if compress(file).map_err(failed)? {
            count += 1;
        }
        before += fs::metadata(file).map_err(failed)?.len();
        after += fs::metadata(beside(file, "br")).map_err(failed)?.len();
    }
    println!(
        "Page: {} files, {} kB, {} kB by brotli ({count} compressed in {:.1} s)",
        files.len(),
        before / 1000,
        after / 1000,
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, files)?;
        } else if is_wanted(&path, entry.metadata()?.len()) {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

fn is_wanted(path: &Path, length: u64) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    length > SMALLEST && ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

/// Both at once, on two cores. True when something was done.
fn compress(file: &Path) -> io::Result<bool> {
    let (brotli, gzip) = (beside(file, "br"), beside(file, "gz"));
    if is_newer(&brotli, file) && is_newer(&gzip, file) {
        return Ok(false);
    }
    let first = Packing::start("brotli", &["-q", "11", "-c"], file, brotli)?;
    // -n leaves name and time out: the same input gives the same bytes.
    let second = Packing::start("gzip", &["-9", "-n", "-c"], file, gzip)?;
    first.finish()?;
    second.finish()?;
    Ok(true)
}

/// A compressor at work. What it writes gets its name only when it is whole, so that a build that was stopped leaves
/// no half of a file behind.
struct Packing {
    name: &'static str,
    child: Child,
    part: PathBuf,
    target: PathBuf,
}

impl Packing {
    fn start(name: &'static str, args: &[&str], file: &Path, target: PathBuf) -> io::Result<Self> {
        let part = beside(&target, "part");
        let mut command = process::command(name);
        command.args(args).arg(file).stdout(File::create(&part)?);
        let child = command.spawn()?;
        Ok(Self {
            name,
            child,
            part,
            target,
        })
    }

    fn finish(mut self) -> io::Result<()> {
        let status = self.child.wait()?;
        if !status.success() {
            return Err(io::Error::other(format!(
                "{} ended with {status}",
                self.name
            )));
        }
        fs::rename(&self.part, &self.target)
    }
}

fn is_newer(copy: &Path, original: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    matches!((changed(copy), changed(original)), (Some(copy), Some(original)) if copy >= original)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_gain_by_it() {
        assert!(is_wanted(Path::new("a/app.wasm"), 1000));
        assert!(!is_wanted(Path::new("a/app.wasm"), 256));
        assert!(!is_wanted(Path::new("a/icon.png"), 1000));
        assert!(!is_wanted(Path::new("a/app.wasm.br"), 1000));
        assert_eq!(beside(Path::new("a/b.js"), "gz"), Path::new("a/b.js.gz"));
    }
}
