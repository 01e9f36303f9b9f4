//! The house rules that a machine can check.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(below: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(below).unwrap_or_else(|error| panic!("{}: {error}", below.display()));
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn all(ending: &str, folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in folders {
        files(&root().join(folder), ending, &mut found);
    }
    assert!(!found.is_empty());
    found
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap_or_default()))
        .collect()
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in all(".rs", &["src", "tests", "xtask/src"]) {
        assert!(
            text.starts_with("//! "),
            "{} does not open with a line that says what it is",
            path.display()
        );
    }
}

#[test]
fn the_core_knows_no_page() {
    for folder in [
        "src/alertmanager",
        "src/domain",
        "src/handbook",
        "src/incident",
        "src/watch",
        "src/config.rs",
        "src/embedded.rs",
    ] {
        let path = root().join(folder);
        let texts = if path.is_dir() {
            all(".rs", &[folder])
        } else {
            vec![(path.clone(), fs::read_to_string(&path).unwrap_or_default())]
        };
        for (path, text) in texts {
            for word in [
                "leptos",
                "web_sys",
                "wasm_bindgen",
                "gloo",
                "js_sys",
                "SystemTime",
                "Instant::now",
            ] {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn colours_stand_in_the_tokens_alone() {
    for (path, text) in all(".css", &["style"]) {
        if path.ends_with("tokens.css") {
            continue;
        }
        for line in text.lines() {
            let colour = line
                .split('#')
                .nth(1)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
            assert!(
                !colour && !line.contains("rgb("),
                "{}: {line}",
                path.display()
            );
        }
    }
}

/// Every element of every page would look at all of its elder siblings: a document of 42,000 paragraphs took a minute.
#[test]
fn no_selector_asks_all_elements_for_their_siblings() {
    for (path, text) in all(".css", &["style"]) {
        assert!(!text.contains("~ *"), "{} has `~ *`", path.display());
    }
}

/// A limit is written once, in its document: none of its numbers stands in the source.
#[test]
fn no_limit_is_typed_into_the_source() {
    for (path, text) in all(".rs", &["src"]) {
        for limit in [
            "0.05", "0.8", "0.9", "0.7", "5000", "5_000.0", "> 5%", "> 10%", "> 100",
        ] {
            let told = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or_default();
                let tokens: Vec<&str> = code
                    .split(|c: char| !(c.is_alphanumeric() || "._>% ".contains(c)))
                    .collect();
                tokens.iter().any(|token| token.trim() == limit)
            });
            assert!(!told, "{} has {limit}", path.display());
        }
    }
}

/// Terms, levels, the post-mortem's time and the handoff stand in their documents alone. Axes and ranges have lengths of
/// their own, which mean nothing but themselves.
#[test]
fn no_term_is_typed_into_the_source() {
    for (path, text) in all(".rs", &["src"]) {
        let axis = path.ends_with("chart/ticks.rs") || path.ends_with("domain/span.rs");
        for term in [
            "48 h",
            "172_800",
            " 5 minutes",
            " 15 minutes",
            " 30 minutes",
            "1_800_000",
            " 2 hours",
            "7_200_000",
            "Friday 17",
            "Friday 5",
        ] {
            let told = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or_default();
                code.contains(term)
            });
            assert!(axis || !told, "{} has {term}", path.display());
        }
    }
}

#[test]
fn the_pinned_versions_agree() {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap_or_default();
    let cargo = read("Cargo.toml");
    let pinned = cargo
        .split("wasm-bindgen = \"=")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    assert!(
        read("Trunk.toml").contains(&format!("wasm_bindgen = \"{pinned}\"")),
        "Trunk.toml and Cargo.toml disagree"
    );
    let tools = all(".rs", &["xtask/src"]);
    assert!(
        tools
            .iter()
            .any(|(_, text)| text.contains(&format!("\"{pinned}\""))),
        "xtask installs another wasm-bindgen"
    );
}
