//! An incident as one .zip, and back: the post-mortem to read, the pictures beside it, the events to import. Knows no page.

use super::{
    archive::{self, File},
    id::Id,
    record::{Aside, Record},
};

/// The name of the events in the archive.
const EVENTS: &str = "incident.json";

/// Writes `post-mortem.md`, `incident.json` and the pictures. `None` when that is too large for an archive.
pub fn write(
    record: &Record,
    incident: Id,
    post_mortem: &str,
    pictures: Vec<File>,
) -> Option<Vec<u8>> {
    let mut files = vec![
        ("post-mortem.md".to_owned(), post_mortem.as_bytes().to_vec()),
        (
            EVENTS.to_owned(),
            record.part(incident).write().into_bytes(),
        ),
    ];
    files.extend(pictures);
    archive::write(&files)
}

/// Reads an export, or an `incident.json` by itself. It changes nothing: what it would add is [`Record::news`].
///
/// # Errors
/// Why it holds no incident, in words.
pub fn read(bytes: &[u8]) -> Result<(Record, Vec<Aside>), String> {
    let refused = |why: &str| format!("The file cannot be imported: {why}. Nothing was changed.");
    let text = match bytes.starts_with(b"PK") {
        true => archive::read(bytes, EVENTS).map_err(|error| refused(&error))?,
        false => bytes.to_vec(),
    };
    let text = String::from_utf8(text).map_err(|_| refused("it holds no text"))?;
    let (record, aside) = Record::read(&text);
    match (record.events().is_empty(), aside.first()) {
        (false, _) => Ok((record, aside)),
        (true, Some(first)) => Err(refused(&first.message)),
        (true, None) => Err(refused("it holds no events")),
    }
}
