//! Takes out of the built program what tells where cargo's home was. It must not know what the program does.

use crate::failure::Failure;
use crate::hash::Hash;
use crate::parts;
use std::fs;
use std::path::Path;

/// A crate below leptos writes this and 16 digits into every program: a hash of the path of its own source.
const STAMP: &[u8] = b"_WASM_SPLIT_MARKER_";

const DIGITS: usize = 16;

/// Sets the digits to 0 and names the program, its script and its `parts` anew, by what is in all of them now.
pub fn remove(dist: &Path, parts: &[String]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", dist.display()));
    let stem = parts::stem(dist)?;
    let mut files = vec![format!("{stem}_bg.wasm"), format!("{stem}.js")];
    files.extend_from_slice(parts);
    let mut hash = Hash::new();
    let mut read = Vec::new();
    for file in &files {
        let mut bytes = fs::read(dist.join(file)).map_err(failed)?;
        blank(&mut bytes);
        hash.take(&bytes);
        read.push(bytes);
    }
    let hash = format!("{:016x}", hash.value());
    let (name, _) = stem.rsplit_once('-').unwrap_or((&stem, ""));
    let ours = |ending: &str| (format!("{stem}{ending}"), format!("{name}-{hash}{ending}"));
    let mut renamed = vec![ours("_bg.wasm"), ours(".js")];
    for part in parts {
        let (plain, ending) = part.rsplit_once('.').unwrap_or((part, ""));
        let plain = plain.trim_start_matches('_').replace('_', "-");
        renamed.push((part.clone(), format!("{plain}-{hash}.{ending}")));
    }
    for ((file, new), bytes) in renamed.iter().zip(read) {
        let bytes = match file.ends_with(".js") {
            true => renamed.iter().fold(bytes, address),
            false => bytes,
        };
        fs::remove_file(dist.join(file)).map_err(failed)?;
        fs::write(dist.join(new), bytes).map_err(failed)?;
    }
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(failed)?;
    let text = renamed
        .iter()
        .fold(text, |text, (old, new)| text.replace(old, new));
    fs::write(&page, text).map_err(failed)
}

/// Replaces a name where a script fetches it. Where it names what the program imports, the program names it too.
fn address(script: Vec<u8>, (old, new): &(String, String)) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(&script).into_owned();
    for before in ["from \"./", "URL(\"./"] {
        text = text.replace(&format!("{before}{old}\""), &format!("{before}{new}\""));
    }
    text.into_bytes()
}

fn blank(program: &mut [u8]) {
    let length = STAMP.len() + DIGITS;
    for at in 0..program.len().saturating_sub(length - 1) {
        if program[at..].starts_with(STAMP) {
            program[at + STAMP.len()..at + length].fill(b'0');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_is_blanked_and_the_names_follow() {
        let dist = std::env::temp_dir().join(format!("sre-portal-stamp-{}", std::process::id()));
        let made = |stamp: &str| {
            let _ = fs::remove_dir_all(&dist);
            fs::create_dir_all(&dist).unwrap();
            let write = |name: &str, text: &str| fs::write(dist.join(name), text).unwrap();
            write(
                "a-b-12ab_bg.wasm",
                &format!("code_WASM_SPLIT_MARKER_{stamp}version"),
            );
            write(
                "a-b-12ab.js",
                "import * as parts from \"./__wasm_split.js\"; ({ \"./__wasm_split.js\": parts, \"./a-b-12ab_bg.js\": 1 })",
            );
            write(
                "__wasm_split.js",
                "import { initSync } from \"./a-b-12ab.js\"; new URL(\"./split_late.wasm\")",
            );
            write("split_late.wasm", "late");
            write(
                "index.html",
                "<a-b-12ab.js a-b-12ab_bg.wasm __wasm_split.js>",
            );
            let parts = ["__wasm_split.js", "split_late.wasm"].map(String::from);
            remove(&dist, &parts).unwrap();
            let read = |name: &str| fs::read_to_string(dist.join(name)).unwrap();
            let page = read("index.html");
            let name = page.trim_start_matches('<').split('.').next().unwrap();
            let hash = name.strip_prefix("a-b-").unwrap();
            assert_eq!(hash.len(), 16, "{page}");
            assert_eq!(
                page,
                format!("<{name}.js {name}_bg.wasm wasm-split-{hash}.js>")
            );
            assert_eq!(
                read(&format!("{name}.js")),
                format!(
                    "import * as parts from \"./wasm-split-{hash}.js\"; ({{ \"./__wasm_split.js\": parts, \"./a-b-12ab_bg.js\": 1 }})"
                )
            );
            assert_eq!(
                read(&format!("wasm-split-{hash}.js")),
                format!(
                    "import {{ initSync }} from \"./{name}.js\"; new URL(\"./split-late-{hash}.wasm\")"
                )
            );
            assert_eq!(read(&format!("split-late-{hash}.wasm")), "late");
            (read(&format!("{name}_bg.wasm")), name.to_owned())
        };
        let first = made("0123456789abcdef");
        assert_eq!(first.0, "code_WASM_SPLIT_MARKER_0000000000000000version");
        assert_eq!(first, made("fedcba9876543210"));
        fs::remove_dir_all(&dist).unwrap();
    }

    #[test]
    fn a_stamp_that_was_cut_is_left_alone() {
        let mut text = b"x_WASM_SPLIT_MARKER_0123".to_vec();
        blank(&mut text);
        assert_eq!(text, b"x_WASM_SPLIT_MARKER_0123");
    }
}
