//! How much a first visit fetches, compressed by brotli, and how much it may. It must not know what the files do.

use crate::failure::Failure;
use crate::{parts, workspace};
use std::fs;
use std::path::Path;

/// What is wanted (`docs/benchmarks.md`). KiB.
const WANTED: u64 = 350;

/// A view that a first visit may open, the part of the program that shows it, and what it may fetch: what is wanted, or, until
/// that is reached, what it fetched when this was written and 2 %. KiB.
const VIEWS: [(&str, &str, u64); 2] = [
    ("the landing page", "now", WANTED),
    ("a dashboard", "dashboards", 481),
];

/// Fails when the page that was built last fetches more than it may.
pub fn check() -> Result<(), Failure> {
    let dist = workspace::root().join("dist");
    for (view, part, limit) in VIEWS {
        let bytes = first_visit(&dist, part)?;
        let size = bytes as f64 / 1024.0;
        println!(
            "First visit to {view}: {size:.1} KiB by brotli; at most {limit}, wanted {WANTED}"
        );
        if bytes > limit * 1024 {
            return Err(Failure::new(format!(
                "A first visit to {view} fetches {size:.1} KiB, and may fetch {limit} (xtask/src/budget.rs).\n\
                 Find what grew: docs/benchmarks.md tells how. What few visits need can be fetched later (src/ui/later.rs)."
            )));
        }
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
    // Dashboards alone have a first picture, which a program of its own draws.
    let is_picture = |name: &str| name.starts_with("first-");
    let is_part =
        |name: &str| name.ends_with(".wasm") && !name.ends_with("_bg.wasm") && !is_picture(name);
    let left_out = |name: &str| is_picture(name) && part != "dashboards";
    let mut sum = 0;
    for name in names
        .iter()
        .filter(|name| !is_part(name) || wanted.contains(name))
        .filter(|name| !left_out(name))
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
