//! The style sheets that come with a part of the program (`src/ui/style.rs`), each as one text. Knows no rule of them.

use std::{fs, io, path::Path};

/// A style sheet, its folder below `style/`, and what is in it: later ones win.
const SHEETS: [(&str, &str, &[&str]); 3] = [
    (
        "wall.css",
        "wall",
        &["wall", "calm", "foot", "blind", "taken", "portrait"],
    ),
    ("handbook.css", "handbook", &["flow"]),
    (
        "incidents.css",
        "incidents",
        &["head", "clocks", "ladder", "work", "declare", "narrow"],
    ),
];

/// The names of the style sheets, and their texts.
pub fn all(root: &Path) -> io::Result<Vec<(&'static str, String)>> {
    let sheet = |(name, folder, files): (&'static str, &str, &[&str])| {
        println!("cargo::rerun-if-changed=style/{folder}");
        let mut text = String::new();
        for file in files {
            text += &fs::read_to_string(root.join(format!("style/{folder}/{file}.css")))?;
        }
        Ok((name, shortened(&text)))
    };
    SHEETS.into_iter().map(sheet).collect()
}

/// The same rules without comments, and with one blank where there were several.
fn shortened(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut rules = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rules += part.split_once("*/").map_or("", |(_, rest)| rest);
    }
    let words: Vec<&str> = rules.split_whitespace().collect();
    words.join(" ")
}
