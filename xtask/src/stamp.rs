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
    let mut renamed = vec![(stem.clone(), format!("{name}-{hash}"))];
    for part in parts {
        let (plain, ending) = part.rsplit_once('.').unwrap_or((part, ""));
        let plain = plain.trim_start_matches('_').replace('_', "-");
        renamed.push((part.clone(), format!("{plain}-{hash}.{ending}")));
    }
    let anew = |text: &str| {
        let start = text.to_owned();
        renamed
            .iter()
            .fold(start, |text, (old, new)| text.replace(old, new))
    };
    for (file, bytes) in files.iter().zip(read) {
        let bytes = match String::from_utf8(bytes) {
            Ok(script) if file.ends_with(".js") => anew(&script).into_bytes(),
            Ok(text) => text.into_bytes(),
            Err(program) => program.into_bytes(),
        };
        fs::remove_file(dist.join(file)).map_err(failed)?;
        fs::write(dist.join(anew(file)), bytes).map_err(failed)?;
    }
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(failed)?;
    fs::write(&page, anew(&text)).map_err(failed)
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
            write("a-b-12ab.js", "import './__wasm_split.js'");
            write(
                "__wasm_split.js",
                "import './a-b-12ab.js'; fetch('./split_late.wasm')",
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
                format!("import './wasm-split-{hash}.js'")
            );
            assert_eq!(
                read(&format!("wasm-split-{hash}.js")),
                format!("import './{name}.js'; fetch('./split-late-{hash}.wasm')")
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
