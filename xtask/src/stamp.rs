//! Takes out of the built program what tells where cargo's home was. It must not know what the program does.

use crate::failure::Failure;
use crate::hash::Hash;
use std::fs;
use std::path::Path;

/// A crate below leptos writes this and 16 digits into every program: a hash of the path of its own source.
const STAMP: &[u8] = b"_WASM_SPLIT_MARKER_";

const DIGITS: usize = 16;

/// Sets the digits to 0 and names the program and its script anew, by what is in them now.
pub fn remove(dist: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", dist.display()));
    let names = fs::read_dir(dist).map_err(failed)?.flatten();
    let stem = names
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.strip_suffix("_bg.wasm").map(str::to_owned)
        })
        .next()
        .ok_or_else(|| Failure::new(format!("There is no program in {}.", dist.display())))?;
    let place = |name: String| dist.join(name);
    let (wasm, script) = (
        place(format!("{stem}_bg.wasm")),
        place(format!("{stem}.js")),
    );
    let mut program = fs::read(&wasm).map_err(failed)?;
    blank(&mut program);
    let mut hash = Hash::new();
    hash.take(&program);
    hash.take(&fs::read(&script).map_err(failed)?);
    let (name, _) = stem.rsplit_once('-').unwrap_or((&stem, ""));
    let renamed = format!("{name}-{:016x}", hash.value());
    fs::remove_file(&wasm).map_err(failed)?;
    fs::write(place(format!("{renamed}_bg.wasm")), program).map_err(failed)?;
    fs::rename(&script, place(format!("{renamed}.js"))).map_err(failed)?;
    let page = place("index.html".to_owned());
    let text = fs::read_to_string(&page).map_err(failed)?;
    fs::write(&page, text.replace(&stem, &renamed)).map_err(failed)
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
            write("a-b-12ab.js", "script");
            write("index.html", "<a-b-12ab.js a-b-12ab_bg.wasm>");
            remove(&dist).unwrap();
            let page = fs::read_to_string(dist.join("index.html")).unwrap();
            let name = page
                .trim_start_matches('<')
                .split('.')
                .next()
                .unwrap()
                .to_owned();
            let program = fs::read_to_string(dist.join(format!("{name}_bg.wasm"))).unwrap();
            assert!(dist.join(format!("{name}.js")).exists());
            assert!(page.contains(&format!("{name}_bg.wasm")), "{page}");
            (name, program)
        };
        let (name, program) = made("0123456789abcdef");
        assert_eq!(program, "code_WASM_SPLIT_MARKER_0000000000000000version");
        assert!(name.starts_with("a-b-") && name.len() == 20, "{name}");
        assert_eq!((name, program), made("fedcba9876543210"));
        fs::remove_dir_all(&dist).unwrap();
    }

    #[test]
    fn a_stamp_that_was_cut_is_left_alone() {
        let mut text = b"x_WASM_SPLIT_MARKER_0123".to_vec();
        blank(&mut text);
        assert_eq!(text, b"x_WASM_SPLIT_MARKER_0123");
    }
}
