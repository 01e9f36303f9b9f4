//! What a fresh machine lacks, installed once. It must not know what is built with it.

mod debian;
mod rust;
mod tools;

use crate::failure::Failure;
use std::path::PathBuf;
use std::time::Instant;

/// The tools that are built by cargo: where each program stands.
#[derive(Debug)]
pub struct Tools {
    /// The build tool for pages in WebAssembly.
    pub trunk: PathBuf,
    /// Folders that must come first on PATH for trunk to find the rest.
    pub folders: Vec<PathBuf>,
}

/// Brings the machine to the state that `run` and `test` need. Quick and silent but for one line when nothing is
/// missing; safe to stop and to repeat.
pub fn set_up() -> Result<Tools, Failure> {
    let began = Instant::now();
    // Debian first: it fails early, and with a command to type, where the long builds would have been for nothing.
    debian::set_up()?;
    rust::set_up()?;
    let tools = tools::set_up()?;
    println!("Set-up: ready ({:.1} s)", began.elapsed().as_secs_f64());
    Ok(tools)
}

/// Says what is not there, and why it should be: what follows installs it, or says how to.
fn announce(what: &str, why: &str) {
    println!("Set-up: {what} is missing ({why})");
}
