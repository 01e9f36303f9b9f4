//! The page's files in `dist/`: built by trunk, cut into parts, then compressed; and the same files for another path of a server.
//! It must not know who serves them.

use crate::failure::Failure;
use crate::setup::Tools;
use crate::{first, parts, precompress, process, questions, scripts, stamp, workspace, zones};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands for the path of the portal while trunk builds: only `index.html` holds that path, so that one build
/// serves every place.
pub const PLACE: &str = "/THE-PATH-OF-THE-PORTAL/";

/// Builds the page for production and puts compressed copies beside its files.
pub fn build(tools: &Tools) -> Result<(), Failure> {
    let mut command = process::command(&tools.trunk);
    // Offline: every tool that trunk would download is installed by the set-up, in the version that was tried.
    command.args(["build", "--release", "--offline", "--public-url", PLACE]);
    as_page(&mut command)?;
    command.env("PATH", path_with(tools)?);
    if let Some(version) = wasm_opt_version() {
        // The distribution's, whichever it is: trunk refuses another than the one that it expects.
        command.env("TRUNK_TOOLS_WASM_OPT", version);
    }
    // trunk reads NO_COLOR as a Boolean and refuses the usual "1".
    match env::var("NO_COLOR") {
        Ok(value) if value.is_empty() => drop(command.env_remove("NO_COLOR")),
        Ok(value) if value != "true" && value != "false" => drop(command.env("NO_COLOR", "true")),
        _ => {}
    }
    process::succeed(&mut command, "'trunk build --release --offline'")?;
    let dist = workspace::root().join("dist");
    let mut parts = parts::cut(tools, &dist)?;
    parts.push(questions::write(&dist)?);
    parts.extend(first::write(tools, &dist)?);
    scripts::shorten(&dist)?;
    stamp::remove(&dist, &parts)?;
    fs::copy(dist.join("index.html"), template()).map_err(failed(&dist))?;
    place(&dist, "/")?;
    zones::write(&dist)?;
    precompress::folder(&dist)
}

/// Has cargo compile as it does for the page, so that what is compiled once serves both.
pub fn as_page(command: &mut Command) -> Result<(), Failure> {
    // Where the sources of this user lie is nobody's business, and would be in the bytes: panics name their file.
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        format!("--remap-path-prefix={}=cargo", cargo_home()?.display()),
    );
    Ok(())
}

/// Puts the page that [`build`] made into the new folder `target`, for the path `base` of a server (`/sre/`).
pub fn copy(target: &Path, base: &str) -> Result<(), Failure> {
    let dist = workspace::root().join("dist");
    link_all(&dist, target).map_err(failed(target))?;
    if base == "/" {
        return Ok(());
    }
    // Links: what is written into them would change the original.
    for ending in ["", ".br", ".gz"] {
        let file = target.join(format!("index.html{ending}"));
        fs::remove_file(&file).map_err(failed(&file))?;
    }
    place(target, base)?;
    precompress::folder(target)
}

/// Where `index.html` is kept as trunk made it.
fn template() -> PathBuf {
    workspace::root().join("target/index.template.html")
}

fn place(folder: &Path, base: &str) -> Result<(), Failure> {
    let file = folder.join("index.html");
    let text = fs::read_to_string(template()).map_err(failed(&template()))?;
    if !text.contains(PLACE) {
        return Err(Failure::new(format!(
            "{} does not name its own path.\nBuild the page again: cargo xtask test --only build",
            template().display()
        )));
    }
    fs::write(&file, text.replace(PLACE, base)).map_err(failed(&file))
}

/// Puts all files of a folder into another, by links. Those that are there already stay.
pub fn link_all(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => link_all(&entry.path(), &target)?,
            false if target.exists() => {}
            false => fs::hard_link(entry.path(), target)?,
        }
    }
    Ok(())
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::new(format!("{}: {error}.", path.display()))
}

/// Where cargo keeps the sources of crates.
fn cargo_home() -> Result<PathBuf, Failure> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
        .ok_or_else(|| {
            Failure::new(
                "Neither CARGO_HOME nor HOME is set.\nSet HOME to a folder that can be written.",
            )
        })
}

/// In trunk's words, `version_108`.
fn wasm_opt_version() -> Option<String> {
    let line = process::first_line(process::command("wasm-opt").arg("--version"))?;
    let number = line.split_whitespace().nth(2)?;
    Some(format!("version_{number}"))
}

fn path_with(tools: &Tools) -> Result<OsString, Failure> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(
        tools
            .folders
            .iter()
            .cloned()
            .chain(env::split_paths(&inherited)),
    )
    .map_err(|error| {
        Failure::new(format!(
            "A folder on PATH cannot be passed on: {error}.\nTake it off PATH."
        ))
    })
}
