//! Stops the build when the handbook cannot be understood, and lists its documents for the page; knows no page.

// The page's own parser, so that the build and the page cannot disagree about a document.
#[allow(dead_code, reason = "the build uses a part of what the page uses")]
#[path = "src/domain/mod.rs"]
mod domain;
#[allow(dead_code, reason = "the build uses a part of what the page uses")]
#[path = "src/float.rs"]
mod float;
#[allow(dead_code, reason = "the build uses a part of what the page uses")]
#[path = "src/handbook/mod.rs"]
mod handbook;
#[allow(dead_code, reason = "the build uses a part of what the page uses")]
#[path = "build/prometheus.rs"]
mod prometheus;
#[path = "build/questions.rs"]
mod questions;
#[path = "build/rule_file.rs"]
mod rule_file;
#[path = "build/styles.rs"]
mod styles;

use domain::packed::Packed;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(messages) => {
            for message in messages {
                println!("cargo::error={message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), Vec<String>> {
    println!("cargo::rerun-if-changed=runbooks");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/domain");
    println!("cargo::rerun-if-changed=src/float.rs");
    println!("cargo::rerun-if-changed=src/handbook");
    println!("cargo::rerun-if-changed=src/prometheus/joined.rs");
    println!("cargo::rerun-if-changed=src/prometheus/query.rs");
    println!("cargo::rerun-if-changed=src/prometheus/status.rs");
    // What the linker knew of who needs what: the page is cut by it into what is wanted at once and later.
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let root =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|error| vec![error.to_string()])?);
    let mut texts = Vec::new();
    for file in documents(&root).map_err(|error| vec![format!("runbooks/: {error}")])? {
        let text = fs::read_to_string(root.join(&file))
            .map_err(|error| vec![format!("{file}: {error}")])?;
        texts.push((file, text));
    }
    let documents: Vec<_> = texts
        .iter()
        .map(|(file, text)| handbook::Document { file, text })
        .collect();
    let (book, mut problems) = handbook::read(&documents);
    let file = "runbooks/alerts.yml";
    let text =
        fs::read_to_string(root.join(file)).map_err(|error| vec![format!("{file}: {error}")])?;
    let rules = rule_file::read(file, &text, &mut problems);
    let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    // Names are told apart only where all of them are known.
    let mut messages = Vec::new();
    if problems.is_empty() {
        handbook::severity_table::check(&book.suggestions, &names, &mut problems);
        messages = unknown_alerts(file, &names, &book);
    }
    messages.extend(problems.iter().map(ToString::to_string));
    if !messages.is_empty() {
        return Err(messages);
    }
    let mut list = String::from("&[\n");
    for (file, _) in &texts {
        let path = root.join(file);
        list.push_str(&format!(
            "    Document {{ file: {file:?}, text: include_str!({path:?}) }},\n"
        ));
    }
    list.push(']');
    write("handbook.bin", packed(&book.outline()))?;
    write("boards.bin", packed(&book.boards()))?;
    write("pages.bin", packed(&book.pages))?;
    write("guides.bin", packed(&book.guides()))?;
    write("questions.json", questions::first(&book))?;
    for (name, text) in styles::all(&root).map_err(|error| vec![format!("style/: {error}")])? {
        write(name, text)?;
    }
    write("documents.rs", &list)?;
    write("rules.rs", rule_file::as_source(&rules))
}

fn packed(value: &impl Packed) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.pack(&mut bytes);
    bytes
}

fn write(name: &str, text: impl AsRef<[u8]>) -> Result<(), Vec<String>> {
    let out = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join(name);
    fs::write(&out, text).map_err(|error| vec![format!("{}: {error}", out.display())])
}

/// Alerts that a panel names and the rule file does not have.
fn unknown_alerts(file: &str, known: &[&str], book: &handbook::Handbook) -> Vec<String> {
    let mut messages = Vec::new();
    for page in &book.dashboards {
        for panel in &page.panels {
            let missing = panel
                .alerts
                .iter()
                .filter(|name| !known.contains(&name.as_str()));
            messages.extend(missing.map(|name| {
                format!(
                    "{}: panel '{}': found the alert '{name}', expected one of {file}",
                    page.file, panel.id
                )
            }));
        }
    }
    messages
}

/// All Markdown below `runbooks/`, sorted.
fn documents(root: &Path) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![String::from("runbooks")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.ends_with(".md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
