//! Child processes: a clean environment, a clear error, and no child that outlives us. It must not know which programs.

use crate::failure::Failure;
use crate::workspace;
use std::env;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// A command in the workspace's root. Its environment lacks what cargo adds for `xtask` itself, because some build
/// scripts watch those names and would run again each time that a build changes hands. It ends when we end, where
/// `setpriv` exists.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = match workspace::program("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command
                .args(["--pdeathsig", "TERM", "--"])
                .arg(program.as_ref());
            command
        }
        None => Command::new(program.as_ref()),
    };
    clean(&mut command);
    command
}

/// Cargo itself, the one that started us, in the workspace's root.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Removes cargo's own variables about `xtask` and sets the working folder.
pub fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || OURS.contains(&text.as_ref()) {
            command.env_remove(&name);
        }
    }
    command.current_dir(workspace::root());
}

const OURS: [&str; 5] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_PRIMARY_PACKAGE",
];

/// Runs a command to its end, with our own output. Fails when it cannot be started or does not succeed; `what` names
/// it in the message.
pub fn succeed(command: &mut Command, what: &str) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("{what} could not be started: {error}.")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::child(
        format!("{what} failed ({status}); its own messages stand above."),
        status.code(),
    ))
}

/// The first line that a command prints, or nothing when it fails or is not there.
pub fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
