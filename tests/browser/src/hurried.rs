//! The rule file that the tests load: the handbook's own, with times to wait that a test can wait for. It must not know
//! what the rules say.

use crate::failure::Failure;
use std::{fs, path::PathBuf, process};

/// Writes the rules of `runbooks/alerts.yml` with `hold` (`5s`) for every `for`, changed by `change`, and returns where.
pub fn hurried(
    name: &str,
    hold: &str,
    change: impl Fn(String) -> String,
) -> Result<PathBuf, Failure> {
    let text = include_str!("../../../runbooks/alerts.yml");
    let lines = text.lines().map(|line| match line.split_once("for: ") {
        Some((before, _)) if before.trim().is_empty() => format!("{before}for: {hold}"),
        _ => line.to_owned(),
    });
    let text = change(lines.collect::<Vec<_>>().join("\n"));
    let path = std::env::temp_dir().join(format!("sre-portal-{name}-{}.yml", process::id()));
    fs::write(&path, text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    Ok(path)
}
