//! What is in the page, by whom, and under which licence; asked of cargo without a network. It must not know any crate.

use crate::failure::Failure;
use crate::process;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const HEAD: &str = "\
# Licences

What the page is compiled from, each crate with its version and the licence that it offers. Their texts follow, each
once. Beside them: Rust's standard library (MIT OR Apache-2.0), the JavaScript that wasm-bindgen writes (MIT OR
Apache-2.0), and the time zones below `www/zoneinfo` (public domain).

| crate | version | licence |
| --- | --- | --- |
";

/// The list as Markdown: the same text from the same `Cargo.lock`.
pub fn list() -> Result<String, Failure> {
    // What runs while the page is built (macros, build scripts) is not in it.
    let tree = cargo(&[
        "tree",
        "--package=sre-portal",
        "--target=wasm32-unknown-unknown",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}|{l}|",
    ])?;
    let metadata = cargo(&["metadata", "--format-version=1"])?;
    let folders = folders(&metadata);
    let (mut text, mut texts) = (HEAD.to_owned(), BTreeMap::<String, Vec<String>>::new());
    for (name, version, licence) in crates(&tree) {
        text.push_str(&format!("| {name} | {version} | {licence} |\n"));
        let Some(folder) = folders.get(&format!("{name}-{version}")) else {
            continue;
        };
        for one in texts_in(folder) {
            texts
                .entry(one)
                .or_default()
                .push(format!("{name} {version}"));
        }
    }
    for (one, crates) in &texts {
        text.push_str(&format!(
            "\n## {}\n\n```text\n{one}\n```\n",
            crates.join(", ")
        ));
    }
    Ok(text)
}

fn cargo(args: &[&str]) -> Result<String, Failure> {
    let output = process::cargo()
        .args(args)
        .args(["--offline", "--locked"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cargo cannot be run: {error}.")))?;
    if !output.status.success() {
        return Err(Failure::child(
            format!(
                "'cargo {}' failed; its own messages stand above.",
                args.join(" ")
            ),
            output.status.code(),
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Name, version and licence of each line of `cargo tree`, sorted, each once; the portal's own crate is none.
fn crates(tree: &str) -> Vec<(String, String, String)> {
    let mut all: Vec<_> = tree
        .lines()
        .filter_map(|line| {
            let (package, rest) = line.split_once('|')?;
            let (licence, _) = rest.split_once('|')?;
            let mut words = package.split(' ');
            let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
            let licence = if licence.is_empty() {
                "see its text"
            } else {
                licence
            };
            (name != "sre-portal")
                .then(|| (name.to_owned(), version.to_owned(), licence.to_owned()))
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// The folder of each crate that cargo knows, by `name-version`, which is how a registry's sources are called.
fn folders(metadata: &str) -> BTreeMap<String, PathBuf> {
    metadata
        .split("\"manifest_path\":\"")
        .skip(1)
        .filter_map(|rest| {
            let folder = Path::new(rest.split_once('"')?.0).parent()?;
            Some((
                folder.file_name()?.to_str()?.to_owned(),
                folder.to_path_buf(),
            ))
        })
        .collect()
}

/// The licence texts of a crate, sorted by the names of their files.
fn texts_in(folder: &Path) -> Vec<String> {
    const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_uppercase();
            path.is_file() && NAMES.iter().any(|begin| name.starts_with(begin))
        })
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .map(|text| {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            lines.join("\n").trim_matches('\n').to_owned()
        })
        .filter(|text| !text.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_becomes_a_sorted_list() {
        let tree = "sre-portal v0.1.0 (/somewhere)|MIT|\nserde v1.0.2|MIT OR Apache-2.0|\nbytes v1.0.0|MIT|\n\
                    serde v1.0.2|MIT OR Apache-2.0| (*)\nodd v2.0.0||\n";
        let of = |name: &str, version: &str, licence: &str| {
            (name.to_owned(), version.to_owned(), licence.to_owned())
        };
        assert_eq!(
            crates(tree),
            [
                of("bytes", "1.0.0", "MIT"),
                of("odd", "2.0.0", "see its text"),
                of("serde", "1.0.2", "MIT OR Apache-2.0"),
            ]
        );
    }

    /// Every crate of the page has a licence.
    #[test]
    fn the_list_is_of_this_page() {
        let text = list().unwrap();
        for name in ["leptos", "jiff", "pulldown-cmark", "wasm-bindgen"] {
            assert!(text.contains(&format!("| {name} | ")), "{name}");
        }
        for absent in [
            "| sre-portal |",
            "| proptest |",
            "see its text",
            "fantoccini",
        ] {
            assert!(!text.contains(absent), "{absent}");
        }
        assert!(text.contains("Permission is hereby granted"));
    }
}
