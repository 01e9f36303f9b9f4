//! `check-handbook`: what is wrong with a handbook, by the program that knows. It must not know any document.

use crate::failure::Failure;
use crate::process;
use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Checks a folder, named from where we were started; the program takes our place. Returns only when it cannot begin.
pub fn check_handbook(folder: &str) -> Result<(), Failure> {
    let folder = std::path::absolute(folder).map_err(|error| {
        Failure::new(format!("The folder '{folder}' cannot be named: {error}."))
    })?;
    // As it was typed where that is possible: its name stands before each problem.
    let here = env::current_dir().unwrap_or_default();
    let shown = folder.strip_prefix(&here).unwrap_or(&folder).to_path_buf();
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    process::clean(&mut command);
    let manifest = crate::workspace::root().join("Cargo.toml");
    command.args([
        "run",
        "--quiet",
        "--package",
        "check-handbook",
        "--manifest-path",
    ]);
    command.arg(manifest).arg("--").arg(shown).current_dir(here);
    let error = command.exec();
    Err(Failure::new(format!("cargo cannot be run: {error}.")))
}
