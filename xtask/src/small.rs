//! Puts the small files of a first visit's parts together: a request costs more than their few bytes. It must not know what is
//! in them.

use crate::failure::Failure;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files below this many bytes are put together.
const SMALL: usize = 32_768;

/// Takes the small ones out of the folder and out of `names`, and has the loader take them out of files that hold those of the
/// same `views`, which are named instead; `views` are names with the files that they need. What only `behind` needs, by which
/// every view is followed, is in a file of its own. Returns the loader.
pub fn gather(
    folder: &Path,
    loader: &str,
    views: &[(&str, Vec<String>)],
    behind: &(&str, Vec<String>),
    names: &mut Vec<String>,
) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", folder.display()));
    let mut holders = BTreeMap::<String, Vec<u8>>::new();
    let mut text = loader.to_owned();
    let mut kept = Vec::new();
    for name in names.drain(..) {
        let path = folder.join(&name);
        let needs = |one: &&(&str, Vec<String>)| one.1.contains(&name);
        let mut needed_by: Vec<&str> = views.iter().filter(needs).map(|(view, _)| *view).collect();
        if needed_by.is_empty() {
            needed_by.extend(Some(behind).filter(needs).map(|(view, _)| *view));
        }
        let bytes = match needed_by.is_empty() {
            true => Vec::new(),
            false => fs::read(&path).map_err(failed)?,
        };
        if bytes.is_empty() || bytes.len() >= SMALL {
            kept.push(name);
            continue;
        }
        let holder = format!("small_{}", needed_by.join("_"));
        let held = holders.entry(holder.clone()).or_default();
        let place = format!("{holder}({}, {})", held.len(), held.len() + bytes.len());
        text = taken_from(&text, &name, &place).ok_or_else(|| {
            Failure::new(format!(
                "The loader of the program's parts does not fetch {name} as it used to.\n\
                 Install the version of wasm-split-cli that xtask/src/setup/tools.rs names."
            ))
        })?;
        held.extend(bytes);
        fs::remove_file(&path).map_err(failed)?;
    }
    *names = kept;
    for (holder, bytes) in holders {
        let file = format!("{holder}.wasm");
        fs::write(folder.join(&file), bytes).map_err(failed)?;
        text.push_str(&format!(
            "\nconst {holder} = holder(() => fetch(new URL(\"./{file}\", import.meta.url)));"
        ));
        names.push(file);
    }
    Ok(format!("{text}{HOLDER}"))
}

/// Fetches a file once; again after a failure.
const HOLDER: &str = r#"
function holder(ask) {
    let bytes;
    return async (from, to) => {
        bytes ??= ask().then((answer) =>
            answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`${answer.url}: ${answer.status}`)));
        try {
            return new Uint8Array(await bytes, from, to - from);
        } catch (error) {
            bytes = undefined;
            throw error;
        }
    };
}
"#;

fn taken_from(loader: &str, name: &str, place: &str) -> Option<String> {
    let (before, after) =
        loader.split_once(&format!("fetch(new URL(\"./{name}\", import.meta.url))"))?;
    let (between, rest) = after.split_once("WebAssembly.instantiateStreaming(src, imports)")?;
    // Of this file, and not of the next one.
    (!between.contains("fetch(")).then(|| {
        format!("{before}{place}{between}WebAssembly.instantiate(await src, imports){rest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_files_become_places_in_one() {
        let folder = std::env::temp_dir().join(format!("sre-portal-small-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
        write("a.wasm", b"ab");
        write("b.wasm", b"cde");
        write("d.wasm", b"fg");
        write("e.wasm", b"hij");
        let files = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        write("large.wasm", &[7; SMALL]);
        let fetched = |name: &str| {
            format!(
                "const src = fetch(new URL(\"./{name}\", import.meta.url));\n\
                 return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n"
            )
        };
        let given = ["a.wasm", "large.wasm", "b.wasm", "d.wasm", "e.wasm"];
        let loader = given.map(fetched).concat();
        write("rare.wasm", b"r");
        let given = [
            "loader.js",
            "a.wasm",
            "b.wasm",
            "large.wasm",
            "rare.wasm",
            "d.wasm",
            "e.wasm",
        ];
        let mut names = given.map(String::from).to_vec();
        let views = [
            ("now", files(&["a.wasm", "b.wasm", "large.wasm"])),
            ("boards", files(&["b.wasm", "d.wasm"])),
        ];
        let behind = ("behind", files(&["a.wasm", "e.wasm", "d.wasm"]));
        let text = gather(&folder, &loader, &views, &behind, &mut names).unwrap();
        let holders = [
            ("small_behind.wasm", "hij"),
            ("small_boards.wasm", "fg"),
            ("small_now.wasm", "ab"),
            ("small_now_boards.wasm", "cde"),
        ];
        assert_eq!(names[..3], ["loader.js", "large.wasm", "rare.wasm"]);
        assert_eq!(names[3..], holders.map(|(name, _)| name));
        for (name, bytes) in holders {
            assert_eq!(fs::read(folder.join(name)).unwrap(), bytes.as_bytes());
        }
        assert!(!folder.join("a.wasm").exists());
        let taken = |place: &str| {
            format!(
                "const src = {place};\n\
                 return async (imports) => (WebAssembly.instantiate(await src, imports));\n"
            )
        };
        let expected = [
            taken("small_now(0, 2)"),
            fetched("large.wasm"),
            taken("small_now_boards(0, 3)"),
            taken("small_boards(0, 2)"),
            taken("small_behind(0, 3)"),
        ];
        assert!(text.starts_with(&expected.concat()), "{text}");
        write("c.wasm", b"x");
        let mut unknown = vec!["c.wasm".to_owned()];
        let views = [("now", unknown.clone())];
        assert!(gather(&folder, &loader, &views, &behind, &mut unknown).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
