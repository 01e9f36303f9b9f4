//! How much a first visit fetches, compressed by brotli, and how much it may. It must not know what the files do.

use crate::failure::Failure;
use crate::{parts, workspace};
use std::fs;
use std::path::Path;

/// What is wanted (`docs/benchmarks.md`). KiB.
const WANTED: u64 = 350;

/// What a first visit may fetch until that is reached: what it fetched when this was written, and 2 %. KiB.
const LIMIT: u64 = 477;

/// A view that a first visit may open, and the part of the program that shows it.
const VIEWS: [(&str, &str); 2] = [("the landing page", "now"), ("a dashboard", "dashboards")];

/// Fails when the page that was built last fetches more than it may.
pub fn check() -> Result<(), Failure> {
    let dist = workspace::root().join("dist");
    let mut largest = 0;
    for (view, part) in VIEWS {
        let bytes = first_visit(&dist, part)?;
        println!(
            "First visit to {view}: {:.1} KiB by brotli; at most {LIMIT}, wanted {WANTED}",
            bytes as f64 / 1024.0
        );
        largest = largest.max(bytes);
    }
    if largest > LIMIT * 1024 {
        return Err(Failure::new(format!(
            "A first visit fetches {:.1} KiB, and may fetch {LIMIT} (xtask/src/budget.rs).\n\
             Find what grew: docs/benchmarks.md tells how. What few visits need can be fetched later (src/ui/later.rs).",
            largest as f64 / 1024.0
        )));
    }
    Ok(())
}

/// Bytes of the page's files without the zones (one of them is fetched, of a kilobyte) and without other views' parts.
fn first_visit(dist: &Path, part: &str) -> Result<u64, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", dist.display()));
    let mut names = Vec::new();
    collect(dist, "", &mut names).map_err(failed)?;
    let loader = names
        .iter()
        .find(|name| name.starts_with("wasm-split-") && name.ends_with(".js"))
        .ok_or_else(|| {
            Failure::new(
                "dist/ has no loader of parts.\nBuild the page: cargo xtask test --only build",
            )
        })?;
    let wanted = parts::needed(
        &fs::read_to_string(dist.join(loader)).map_err(failed)?,
        part,
    );
    if wanted.is_empty() {
        return Err(Failure::new(format!("{loader} knows no part '{part}'.")));
    }
    let is_program = |name: &str| name.ends_with("_bg.wasm") || name.starts_with("first-bg-");
    let is_part = |name: &str| name.ends_with(".wasm") && !is_program(name);
    let mut sum = 0;
    for name in names
        .iter()
        .filter(|name| !is_part(name) || wanted.contains(name))
    {
        let compressed = dist.join(format!("{name}.br"));
        let file = match compressed.is_file() {
            true => compressed,
            false => dist.join(name),
        };
        sum += fs::metadata(file).map_err(failed)?.len();
    }
    Ok(sum)
}

/// The files of a first visit, by their names in the folder.
fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // Pictures for a home screen are fetched when the page is put there.
        if entry.file_type()?.is_dir() {
            if name != "zoneinfo" && name != "icons" {
                collect(&entry.path(), &format!("{name}/"), names)?;
            }
        } else if !name.ends_with(".br") && !name.ends_with(".gz") {
            names.push(name);
        }
    }
    names.sort();
    Ok(())
}
