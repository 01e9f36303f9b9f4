//! The page's files in `dist/`: built by trunk, then compressed. It must not know who serves them.

use crate::failure::Failure;
use crate::setup::Tools;
use crate::{precompress, process, workspace, zones};
use std::env;
use std::ffi::OsString;

/// Builds the page for production and puts compressed copies beside its files.
pub fn build(tools: &Tools) -> Result<(), Failure> {
    let mut command = process::command(&tools.trunk);
    // Offline: every tool that trunk would download is installed by the set-up, in the version that was tried.
    command.args(["build", "--release", "--offline"]);
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
    zones::write(&dist)?;
    precompress::folder(&dist)
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
