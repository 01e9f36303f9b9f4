//! How much a first visit fetches, compressed by brotli, and how much it may. It must not know what the files do.

use crate::failure::Failure;
use crate::workspace;
use std::fs;
use std::path::Path;

/// What is wanted (`docs/benchmarks.md`). KiB.
const WANTED: u64 = 350;

/// What a first visit may fetch until that is reached: what it fetched when this was written, and 2 %. KiB.
const LIMIT: u64 = 640;

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
    let wanted = needed(
        &fs::read_to_string(dist.join(loader)).map_err(failed)?,
        part,
    );
    if wanted.is_empty() {
        return Err(Failure::new(format!("{loader} knows no part '{part}'.")));
    }
    let is_part = |name: &str| name.ends_with(".wasm") && !name.ends_with("_bg.wasm");
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

/// The files that the loader fetches for a part: its own, and those that it shares with others.
fn needed(loader: &str, part: &str) -> Vec<String> {
    let statements: Vec<&str> = loader
        .split("\nexport const ")
        .flat_map(|text| text.split("\nconst "))
        .collect();
    let files_of = |name: &str| {
        let own = statements
            .iter()
            .find(|statement| statement.starts_with(&format!("{name} = ")));
        own.copied().unwrap_or_default()
    };
    let file_in = |statement: &str| {
        let (_, rest) = statement.split_once("new URL(\"./")?;
        rest.split_once('"').map(|(file, _)| file.to_owned())
    };
    let own = files_of(&format!("__wasm_split_load_{part}"));
    let shared = own
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("__chunk_"));
    shared
        .map(files_of)
        .chain([own])
        .filter_map(file_in)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_comes_with_what_it_shares() {
        let loader = "function f() {}\nconst __chunk_1 = makeLoad(() => { fetch(new URL(\"./one.wasm\", x)) }, []);\n\
            const __chunk_2 = makeLoad(() => { fetch(new URL(\"./two.wasm\", x)) }, []);\n\
            export const __wasm_split_load_now = wrapAsyncCb(makeLoad(() => { fetch(new URL(\"./now.wasm\", x)) }, [__chunk_2]));\n\
            export const __wasm_split_load_all = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_1, __chunk_2]));";
        assert_eq!(needed(loader, "now"), ["two.wasm", "now.wasm"]);
        assert_eq!(needed(loader, "all"), ["one.wasm", "two.wasm"]);
        assert!(needed(loader, "none").is_empty());
    }
}
