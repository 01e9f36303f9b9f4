//! The three tools that cargo builds, each pinned to one version. It must not know of Debian's packages.

use super::{Tools, announce};
use crate::failure::Failure;
use crate::{process, workspace};
use std::path::{Path, PathBuf};
use std::time::Instant;

struct Tool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    why: &'static str,
}

const TRUNK: Tool = Tool {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    features: &["--no-default-features", "--features", "rustls"],
    why: "it builds the page from index.html",
};

/// The same version as the crate `wasm-bindgen` in Cargo.lock, or the page does not load.
const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.129",
    features: &["--no-default-features"],
    why: "it joins the WebAssembly to the browser",
};

/// Of the same format as the crate `wasm_split_helpers` in Cargo.lock, which writes where to cut.
const WASM_SPLIT: Tool = Tool {
    package: "wasm_split_cli_support",
    program: "wasm-split-cli",
    version: "0.2.4",
    features: &["--features", "build-binary"],
    why: "it cuts the WebAssembly into parts",
};

/// The cheapest build that serves: these run for seconds and are built by everybody, so building fast matters more.
const PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_STRIP", "none"),
];

/// Finds or builds all three.
pub fn set_up() -> Result<Tools, Failure> {
    let home = workspace::tools()?;
    let mut folders = Vec::new();
    let mut missing = Vec::new();
    let mut trunk = home.join("bin").join(TRUNK.program);
    for tool in [&TRUNK, &WASM_BINDGEN, &WASM_SPLIT] {
        match find(tool, &home) {
            Some(program) => {
                if tool.package == TRUNK.package {
                    trunk.clone_from(&program);
                }
                folders.extend(program.parent().map(Path::to_path_buf));
            }
            None => missing.push(tool),
        }
    }
    folders.push(home.join("bin"));
    if !missing.is_empty() {
        build(&missing, &home)?;
    }
    Ok(Tools { trunk, folders })
}

/// A program of exactly the pinned version: ours first, since it is the one that was tried, then the user's.
fn find(tool: &Tool, home: &Path) -> Option<PathBuf> {
    let ours = home.join("bin").join(tool.program);
    // This one does not tell its version; cargo does.
    if tool.program == WASM_SPLIT.program {
        let list = std::fs::read_to_string(home.join(".crates.toml")).unwrap_or_default();
        let line = format!("\"{} {} ", tool.package, tool.version);
        return (list.contains(&line) && ours.is_file()).then_some(ours);
    }
    [Some(ours), workspace::program(tool.program)]
        .into_iter()
        .flatten()
        .find(|program| version(program).as_deref() == Some(tool.version))
}

/// The others print their name and their version, `trunk 0.21.14`.
fn version(program: &Path) -> Option<String> {
    if !program.is_file() {
        return None;
    }
    let mut command = process::command(program);
    // trunk reads NO_COLOR as a Boolean and refuses the usual "1".
    let line = process::first_line(command.arg("--version").env_remove("NO_COLOR"))?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

fn build(missing: &[&Tool], home: &Path) -> Result<(), Failure> {
    let began = Instant::now();
    // One folder for all, because they share many packages; it is of no use afterwards and large.
    let scratch = home.join("build");
    for tool in missing {
        announce(&format!("{} {}", tool.package, tool.version), tool.why);
    }
    println!(
        "Set-up: built from source into {}, once per user; about 5 minutes on two cores",
        home.display()
    );
    for tool in missing {
        println!("Set-up: building {} {}", tool.package, tool.version);
        let mut command = process::cargo();
        command
            .args(["install", "--locked", "--force", tool.package])
            .args(["--version", tool.version])
            .args(tool.features)
            .arg("--root")
            .arg(home)
            // Away from the tree, whose `.cargo/config.toml` is not about these.
            .current_dir("/")
            .env("CARGO_TARGET_DIR", &scratch)
            .envs(PROFILE);
        process::succeed(&mut command, &format!("Building {}", tool.package)).map_err(
            |failure| {
                failure.within(
                    "A tool could not be built. The same command again goes on where it stopped.",
                )
            },
        )?;
    }
    // Left behind it would only cost room; nothing depends on its being gone.
    let _ = std::fs::remove_dir_all(&scratch);
    println!(
        "Set-up: tools built in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A command-line tool of another version than the crate makes a page that does not start.
    #[test]
    fn wasm_bindgen_is_that_of_the_lock_file() {
        let lock = std::fs::read_to_string(workspace::root().join("Cargo.lock")).unwrap();
        let package = format!(
            "name = \"wasm-bindgen\"\nversion = \"{}\"",
            WASM_BINDGEN.version
        );
        assert!(lock.contains(&package), "Cargo.lock has not {package}");
        let trunk = std::fs::read_to_string(workspace::root().join("Trunk.toml")).unwrap();
        let line = format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version);
        assert!(trunk.contains(&line), "Trunk.toml has not {line}");
    }
}
