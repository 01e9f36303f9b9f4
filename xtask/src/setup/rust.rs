//! The parts of the Rust toolchain that the portal needs. It must not know of any other tool.

use super::announce;
use crate::failure::Failure;
use crate::{process, workspace};
use std::path::PathBuf;

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target, the formatter and the linter to the pinned toolchain where they are missing.
pub fn set_up() -> Result<(), Failure> {
    let sysroot = sysroot()?;
    if !sysroot
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
    {
        announce(TARGET, "the portal is compiled to WebAssembly");
        rustup(&["target", "add", TARGET])?;
    }
    for (component, file) in [("rustfmt", "rustfmt"), ("clippy", "cargo-clippy")] {
        if !sysroot.join("bin").join(file).is_file() {
            announce(component, "the test command checks the sources with it");
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

/// Asked of the compiler and not of rustup, which takes a second and may be absent where a distribution's compiler is used.
fn sysroot() -> Result<PathBuf, Failure> {
    let line = process::first_line(process::command("rustc").args(["--print", "sysroot"]));
    line.map(PathBuf::from).ok_or_else(|| {
        Failure::new(
            "rustc cannot be run, although cargo can.\nInstall Rust with rustup (https://rustup.rs) and start again.",
        )
    })
}

fn rustup(args: &[&str]) -> Result<(), Failure> {
    let channel = workspace::channel()?;
    let mut command = process::command("rustup");
    command.args(args).args(["--toolchain", &channel]);
    let typed = format!("rustup {} --toolchain {channel}", args.join(" "));
    process::succeed(&mut command, &format!("'{typed}'"))
        .map_err(|failure| failure.within("A part of the Rust toolchain is missing."))
}
