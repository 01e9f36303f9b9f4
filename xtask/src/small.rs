//! Puts the small files of a first visit's parts into one: a request costs more than their few bytes. It must not know what
//! is in them.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// Files below this many bytes are put together.
const SMALL: usize = 4096;

/// The file that holds them, and what stands at its place in the loader.
const FILE: &str = "small.wasm";

/// Takes the small ones of `wanted` out of the folder and out of `names`, and has the loader take them out of one file, which
/// is named instead. Returns the loader.
pub fn gather(
    folder: &Path,
    loader: &str,
    wanted: &[String],
    names: &mut Vec<String>,
) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", folder.display()));
    let mut all = Vec::new();
    let mut text = loader.to_owned();
    let mut kept = Vec::new();
    for name in names.drain(..) {
        let path = folder.join(&name);
        let bytes = match wanted.contains(&name) {
            true => fs::read(&path).map_err(failed)?,
            false => Vec::new(),
        };
        if bytes.is_empty() || bytes.len() >= SMALL {
            kept.push(name);
            continue;
        }
        let place = format!("small({}, {})", all.len(), all.len() + bytes.len());
        text = taken_from(&text, &name, &place).ok_or_else(|| {
            Failure::new(format!(
                "The loader of the program's parts does not fetch {name} as it used to.\n\
                 Install the version of wasm-split-cli that xtask/src/setup/tools.rs names."
            ))
        })?;
        all.extend(bytes);
        fs::remove_file(&path).map_err(failed)?;
    }
    *names = kept;
    fs::write(folder.join(FILE), all).map_err(failed)?;
    names.push(FILE.to_owned());
    Ok(format!("{text}{LOAD}"))
}

/// Fetches the file once; again after a failure.
const LOAD: &str = r#"
const small = async (from, to) => {
    bytes ??= fetch(new URL("./small.wasm", import.meta.url)).then((answer) =>
        answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`small.wasm: ${answer.status}`)));
    try {
        return new Uint8Array(await bytes, from, to - from);
    } catch (error) {
        bytes = undefined;
        throw error;
    }
};
let bytes;
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
        write("large.wasm", &[7; SMALL]);
        let fetched = |name: &str| {
            format!(
                "const src = fetch(new URL(\"./{name}\", import.meta.url));\n\
                 return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n"
            )
        };
        let loader = ["a.wasm", "large.wasm", "b.wasm"].map(fetched).concat();
        write("rare.wasm", b"r");
        let given = ["loader.js", "a.wasm", "b.wasm", "large.wasm", "rare.wasm"];
        let mut names = given.map(String::from).to_vec();
        let wanted = ["a.wasm", "b.wasm", "large.wasm"].map(String::from);
        let text = gather(&folder, &loader, &wanted, &mut names).unwrap();
        assert_eq!(names, ["loader.js", "large.wasm", "rare.wasm", FILE]);
        assert_eq!(fs::read(folder.join(FILE)).unwrap(), b"abcde");
        assert!(!folder.join("a.wasm").exists());
        let taken = |place: &str| {
            format!(
                "const src = {place};\n\
                 return async (imports) => (WebAssembly.instantiate(await src, imports));\n"
            )
        };
        let expected = [
            taken("small(0, 2)"),
            fetched("large.wasm"),
            taken("small(2, 5)"),
        ];
        assert!(text.starts_with(&expected.concat()), "{text}");
        write("c.wasm", b"x");
        let mut unknown = vec!["c.wasm".to_owned()];
        assert!(gather(&folder, &loader, &unknown.clone(), &mut unknown).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
