//! A new build in the place of an old one: the same files under other names. It must not know who takes it.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// A copy of the built page that can be changed.
pub fn copy_build(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            // Zones are many and do not change.
            std::os::unix::fs::symlink(entry.path(), target)?;
        } else if !matches!(
            entry.path().extension().and_then(|ending| ending.to_str()),
            Some("br" | "gz")
        ) {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Gives every file with a hash another one, as a new build does. Returns the new names.
pub fn rebuild(dist: &Path) -> Result<Vec<String>, Failure> {
    let index = dist.join("index.html");
    let mut names = Vec::new();
    let mut renamed = Vec::new();
    for entry in fs::read_dir(dist)? {
        let old = entry?.file_name().to_string_lossy().into_owned();
        let Some((stem, ending)) = old.rsplit_once('.') else {
            continue;
        };
        let plain = stem.trim_end_matches("_bg");
        let Some((name, hash)) = plain.rsplit_once('-') else {
            continue;
        };
        if hash.len() < 8 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            continue;
        }
        let reversed: String = hash.chars().rev().collect();
        let new = format!("{name}-{reversed}{}.{ending}", &stem[plain.len()..]);
        fs::rename(dist.join(&old), dist.join(&new))?;
        renamed.push((old, new.clone()));
        names.push(new);
    }
    // The page names its files, and scripts name scripts and parts of the program.
    let scripts = names.iter().filter(|name| name.ends_with(".js"));
    for file in scripts.map(|name| dist.join(name)).chain([index]) {
        let mut text = fs::read_to_string(&file)?;
        for (old, new) in &renamed {
            text = text.replace(old, new);
        }
        fs::write(file, text)?;
    }
    if names.len() < 3 {
        return Err(Failure::new(format!(
            "Too few files have a hash: {names:?}"
        )));
    }
    Ok(names)
}
