//! Where the servers' programs are. It must not know what they do.

use crate::error::StackError;
use std::env;
use std::path::PathBuf;

/// A program on PATH, or where Debian keeps those that an ordinary user's PATH leaves out.
pub fn find(name: &str) -> Result<PathBuf, StackError> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| StackError::Missing {
            program: name.to_owned(),
        })
}

/// Debian's name first, then the one that the project itself uses.
pub fn find_either(names: [&str; 2]) -> Result<PathBuf, StackError> {
    find(names[0]).or_else(|missing| find(names[1]).map_err(|_| missing))
}
