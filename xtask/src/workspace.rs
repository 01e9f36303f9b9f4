//! Where things are: the tree, the tools' folder, the toolchain. It must not know what is done with them.

use crate::failure::Failure;
use std::env;
use std::path::{Path, PathBuf};

/// The workspace's root. Cargo tells the running program where its package is; the path at compile time serves when
/// the program is started without cargo.
pub fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// The folder into which pinned tools are installed: one per user, so that a second clone builds none, and apart from
/// the user's own programs. It ends in `bin` where the programs stand.
pub fn tools() -> Result<PathBuf, Failure> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .ok_or_else(|| {
            Failure::new(
                "Neither XDG_CACHE_HOME nor HOME is set, so there is no place for the tools.\n\
                 Set HOME to a folder that can be written.",
            )
        })?;
    Ok(cache.join("sre-portal").join("tools"))
}

/// The channel that `rust-toolchain.toml` names, such as `1.95.0`.
pub fn channel() -> Result<String, Failure> {
    let path = root().join("rust-toolchain.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}.", path.display())))?;
    channel_in(&text).ok_or_else(|| {
        Failure::new(format!(
            "{} has no line like: channel = \"1.95.0\"",
            path.display()
        ))
    })
}

fn channel_in(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let value = line
            .trim()
            .strip_prefix("channel")?
            .trim_start()
            .strip_prefix('=')?;
        Some(value.trim().trim_matches('"').to_owned())
    })
}

/// A program on PATH, or where Debian keeps those that an ordinary user's PATH leaves out.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channel_is_read_from_its_line() {
        let text = "[toolchain]\nchannel = \"1.95.0\"\ncomponents = [\"rustfmt\"]\n";
        assert_eq!(channel_in(text).as_deref(), Some("1.95.0"));
        assert_eq!(channel_in("[toolchain]\n"), None);
    }
}
