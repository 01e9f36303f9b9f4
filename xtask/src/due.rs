//! `due`: when SLAs and levels are due, by the program that knows. It must not know any of their rules.

use crate::failure::Failure;
use crate::process;
use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Answers the cases on standard input; the program takes our place. Returns only when it cannot be started.
pub fn due() -> Result<(), Failure> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    process::clean(&mut command);
    command.args(["run", "--quiet", "--package", "due"]);
    let error = command.exec();
    Err(Failure::new(format!("cargo cannot be run: {error}.")))
}
