//! The temporary folder of one stack. It must not know what is put into it.

use crate::error::StackError;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PREFIX: &str = "sre-portal-";

/// A fresh folder, removed when dropped. Its name holds our process id, since a stack that lives in a static is never
/// dropped: what processes that are gone have left behind is removed here.
pub fn create() -> Result<TempDir, StackError> {
    let folder = std::env::temp_dir();
    sweep(&folder);
    tempfile::Builder::new()
        .prefix(&format!("{PREFIX}{}-", std::process::id()))
        .tempdir_in(&folder)
        .map_err(StackError::file(&folder))
}

fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if owner(&name.to_string_lossy()).is_some_and(|pid| !is_alive(pid)) {
            // Another process may be sweeping as well; then it is gone already.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn owner(name: &str) -> Option<u32> {
    name.strip_prefix(PREFIX)?.split('-').next()?.parse().ok()
}

fn is_alive(pid: u32) -> bool {
    !Path::new("/proc/self").exists() || Path::new("/proc").join(pid.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_the_dead_are_told_by_their_names() {
        assert_eq!(owner("sre-portal-123-abc"), Some(123));
        assert_eq!(owner("sre-portal-tools"), None);
        assert_eq!(owner("other-123-abc"), None);
        assert!(is_alive(std::process::id()));
        let kept = create().unwrap();
        drop(create().unwrap());
        assert!(kept.path().is_dir());
    }
}
