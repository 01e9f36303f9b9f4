//! Cuts the built program into what every visit needs and the parts that are fetched when they are first wanted. It must
//! not know what is in them; the page says where to cut (`src/ui/later.rs`).

use crate::failure::Failure;
use crate::setup::Tools;
use crate::{imports, process, small, workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// What cargo made for trunk: with the linker's notes on who needs what, which trunk's copy lacks.
const PROGRAM: &str = "target/wasm32-unknown-unknown/release/sre-portal.wasm";

/// The script that fetches parts, as the tool names it.
const LOADER: &str = "__wasm_split.js";

/// Replaces the whole program in `dist` by its parts. Returns the names of the files that were added; the loader's is the
/// first.
pub fn cut(tools: &Tools, dist: &Path) -> Result<Vec<String>, Failure> {
    let work = workspace::root().join("target/parts");
    let (raw, bound) = (work.join("raw"), work.join("bound"));
    let _ = fs::remove_dir_all(&work);
    for folder in [&raw, &bound] {
        fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    let stem = stem(dist)?;
    let mut split = process::command(find(tools, "wasm-split-cli")?);
    split.arg(workspace::root().join(PROGRAM)).arg(&raw).args([
        "--target",
        "web",
        "--out-name",
        &stem,
    ]);
    process::succeed(&mut split, "'wasm-split-cli'")?;
    bind(tools, &raw.join(format!("{stem}.wasm")), &bound, &stem)?;
    let mut names = vec![LOADER.to_owned()];
    let mut entries: Vec<_> = fs::read_dir(&raw)
        .map_err(failed(&raw))?
        .flatten()
        .collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for name in entries
        .iter()
        .filter_map(|entry| entry.file_name().into_string().ok())
    {
        if name.ends_with(".wasm") && name != format!("{stem}.wasm") {
            optimise(&raw.join(&name), &dist.join(&name))?;
            names.push(name);
        }
    }
    let whole = format!("{stem}_bg.wasm");
    optimise(&bound.join(&whole), &dist.join(&whole))?;
    let loader = raw.join(LOADER);
    let text = fs::read_to_string(&loader).map_err(failed(&loader))?;
    let files = |part| (part, needed(&text, part));
    let text = small::gather(dist, &text, &VIEWS.map(files), &files(BEHIND), &mut names)?;
    fs::write(dist.join(LOADER), text).map_err(failed(dist))?;
    let script = format!("{stem}.js");
    fs::copy(bound.join(&script), dist.join(&script)).map_err(failed(&bound))?;
    preload(dist, &stem)?;
    Ok(names)
}

/// The name that trunk gave the program and its script, without `_bg.wasm`.
pub fn stem(dist: &Path) -> Result<String, Failure> {
    let names = fs::read_dir(dist).map_err(failed(dist))?.flatten();
    names
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.strip_suffix("_bg.wasm").map(str::to_owned)
        })
        .next()
        .ok_or_else(|| Failure::new(format!("There is no program in {}.", dist.display())))
}

/// The parts that show the views which a first visit may open; `public/boot.js` knows which view is which address.
pub const VIEWS: [&str; 3] = ["now", "alerts", "dashboards"];

/// The part that every visit fetches once its first view is there.
pub const BEHIND: &str = "behind";

/// The browser learns of the loader with the program's script instead of after it, and so does the service worker; and of
/// the files of each first view (`data-now` and so on). When it fetches the program `public/boot.js` says.
fn preload(dist: &Path, stem: &str) -> Result<(), Failure> {
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page).map_err(failed(&page))?;
    let loader = dist.join(LOADER);
    let loader = fs::read_to_string(&loader).map_err(failed(&loader))?;
    let views = VIEWS.map(|view| format!("data-{view}=\"{}\" ", needed(&loader, view).join(" ")));
    let text = text.replacen("data-wasm=", &format!("{}data-wasm=", views.concat()), 1);
    let (script, program) = (format!("{stem}.js"), format!("{stem}_bg.wasm"));
    let links = text.split_inclusive('>');
    let with: String = links
        .filter(|tag| !(tag.contains("rel=preload") && tag.contains(&program)))
        .map(
            |tag| match tag.contains("modulepreload") && tag.contains(&script) {
                true => format!("{tag}{}", tag.replace(&script, LOADER)),
                false => tag.to_owned(),
            },
        )
        .collect();
    if !with.contains(LOADER) {
        return Err(Failure::new(format!(
            "{} names no script of the program to load early.",
            page.display()
        )));
    }
    fs::write(&page, with).map_err(failed(&page))
}

/// Joins a program to the browser: `NAME_bg.wasm` and `NAME.js` in `folder`.
pub fn bind(tools: &Tools, program: &Path, folder: &Path, name: &str) -> Result<(), Failure> {
    let mut bind = process::command(find(tools, "wasm-bindgen")?);
    bind.args(["--target", "web", "--no-typescript"]);
    // Parts use the program's stack and table, which are exported only on request.
    bind.args(["--keep-lld-exports", "--out-name", name]);
    bind.arg("--out-dir").arg(folder).arg(program);
    process::succeed(&mut bind, "'wasm-bindgen'")?;
    let script = folder.join(format!("{name}.js"));
    imports::shorten(&folder.join(format!("{name}_bg.wasm")), &script)
}

/// Makes a program smaller.
pub fn optimise(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut command = process::command("wasm-opt");
    command.args(["-Oz", "--strip-producers", "--strip-target-features"]);
    command.arg(from).arg("-o").arg(to);
    // It wonders at names of functions, which it leaves out.
    let done = command
        .output()
        .map_err(|error| Failure::new(format!("'wasm-opt' could not be started: {error}.")))?;
    if !done.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&done.stderr));
        return Err(Failure::new(format!(
            "'wasm-opt' failed ({}).",
            done.status
        )));
    }
    Ok(())
}

/// The files that the loader fetches for a part: its own, and those that it shares with others.
pub fn needed(loader: &str, part: &str) -> Vec<String> {
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
        let small = statement
            .split_once("const src = small_")
            .and_then(|(_, rest)| rest.split_once('('));
        let holder = match small {
            Some((name, _)) => files_of(&format!("small_{name}")),
            None => statement,
        };
        let (_, rest) = holder.split_once("new URL(\"./")?;
        rest.split_once('"').map(|(file, _)| file.to_owned())
    };
    let own = files_of(&format!("__wasm_split_load_{part}"));
    let shared = own
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("__chunk_"));
    let mut files = Vec::new();
    for file in shared.map(files_of).chain([own]).filter_map(file_in) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

fn find(tools: &Tools, name: &str) -> Result<PathBuf, Failure> {
    let mut places = tools.folders.iter().map(|folder| folder.join(name));
    places.find(|path| path.is_file()).ok_or_else(|| {
        Failure::new(format!(
            "{name} is not installed.\nStart again: the set-up installs it."
        ))
    })
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::new(format!("{}: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_is_loaded_early() {
        let dist = std::env::temp_dir().join(format!("sre-portal-parts-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        let page = dist.join("index.html");
        let before = "<script data-wasm=/a_bg.wasm></script><link href=/a.js rel=modulepreload>\
                      <link as=fetch href=/a_bg.wasm rel=preload>";
        fs::write(&page, before).unwrap();
        let loader = "\nexport const __wasm_split_load_now = fetch(new URL(\"./now.wasm\", x));";
        fs::write(dist.join(LOADER), loader).unwrap();
        preload(&dist, "a").unwrap();
        assert_eq!(
            fs::read_to_string(&page).unwrap(),
            "<script data-now=\"now.wasm\" data-alerts=\"\" data-dashboards=\"\" data-wasm=/a_bg.wasm></script>\
             <link href=/a.js rel=modulepreload><link href=/__wasm_split.js rel=modulepreload>"
        );
        fs::write(&page, "<p>").unwrap();
        assert!(preload(&dist, "a").is_err());
        fs::remove_dir_all(&dist).unwrap();
    }

    #[test]
    fn a_part_comes_with_what_it_shares() {
        let loader = "function f() {}\nconst __chunk_1 = makeLoad(() => { fetch(new URL(\"./one.wasm\", x)) }, []);\n\
            const __chunk_2 = makeLoad(() => { fetch(new URL(\"./two.wasm\", x)) }, []);\n\
            export const __wasm_split_load_now = wrapAsyncCb(makeLoad(() => { fetch(new URL(\"./now.wasm\", x)) }, [__chunk_2]));\n\
            export const __wasm_split_load_all = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_1, __chunk_2]));\n\
            const __chunk_3 = makeLoad(() => { const src = small_few(0, 2); }, []);\n\
            const __chunk_4 = makeLoad(() => { const src = small_few(2, 5); }, []);\n\
            export const __wasm_split_load_few = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_3, __chunk_1, __chunk_4]));\n\
            const small_few = holder(() => fetch(new URL(\"./three.wasm\", x)));";
        assert_eq!(needed(loader, "now"), ["two.wasm", "now.wasm"]);
        assert_eq!(needed(loader, "all"), ["one.wasm", "two.wasm"]);
        assert_eq!(needed(loader, "few"), ["three.wasm", "one.wasm"]);
        assert!(needed(loader, "none").is_empty());
    }
}
