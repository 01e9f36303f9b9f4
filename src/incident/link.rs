//! An incident in the fragment of a link: compressed, and read from anywhere with limits. Knows no page and no address.

use super::{
    id::Id,
    record::{Aside, Record},
};
use miniz_oxide::{
    deflate::compress_to_vec_zlib,
    inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit},
};

/// What a fragment begins with: another form would get another number.
const PREFIX: &str = "incident=1.";

/// The longest fragment that is written, in characters: chats and mail programs cut longer links.
pub const LONGEST_WRITTEN: usize = 8 * 1024;

/// The longest fragment that is read.
const LONGEST_READ: usize = 64 * 1024;

/// What a fragment may unpack to, in bytes.
const LARGEST: usize = 1024 * 1024;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a link brought: to be shown, and merged when the user agrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The incident.
    pub incident: Id,
    /// Its events, and no others.
    pub record: Record,
    /// What was no event.
    pub aside: Vec<Aside>,
}

/// Whether a fragment is meant to hold an incident.
pub fn is_one(fragment: &str) -> bool {
    fragment.starts_with("incident=")
}

/// The fragment of an incident, without `#`.
///
/// # Errors
/// Its length when it is longer than [`LONGEST_WRITTEN`]: then a file is to be offered.
pub fn write(record: &Record, incident: Id) -> Result<String, usize> {
    let packed = compress_to_vec_zlib(record.part(incident).write().as_bytes(), 9);
    let fragment = format!("{PREFIX}{}", base64url(&packed));
    match fragment.len() {
        length if length > LONGEST_WRITTEN => Err(length),
        _ => Ok(fragment),
    }
}

/// Reads a fragment. It changes nothing: what it would add is [`Record::news`].
///
/// # Errors
/// Why it holds no incident, and what to do, in words.
pub fn read(fragment: &str) -> Result<Opened, String> {
    if fragment.len() > LONGEST_READ {
        return Err(refused(&format!(
            "it is {} kB long, and no link of this portal is longer than {} kB",
            fragment.len() / 1024,
            LONGEST_READ / 1024
        )));
    }
    let packed = fragment.strip_prefix(PREFIX);
    let packed =
        packed.ok_or_else(|| refused("it is of a form that this version does not know"))?;
    let packed = bytes(packed).ok_or_else(|| refused("it has characters that no such link has"))?;
    let text = decompress_to_vec_zlib_with_limit(&packed, LARGEST).map_err(|error| {
        refused(match error.status {
            TINFLStatus::HasMoreOutput => "it unpacks to more than an incident can hold",
            _ => "it is damaged or was cut off",
        })
    })?;
    let text = String::from_utf8(text).map_err(|_| refused("it holds no text"))?;
    let (record, aside) = Record::read(&text);
    let incidents = record.incidents();
    let [incident] = incidents.as_slice() else {
        let count = incidents.len();
        return Err(refused(&format!(
            "it declares {count} incidents instead of one"
        )));
    };
    let subjects = record.events();
    if subjects
        .iter()
        .any(|event| event.subject() != Some(*incident))
    {
        return Err(refused("it holds events of other incidents"));
    }
    Ok(Opened {
        incident: *incident,
        record,
        aside,
    })
}

fn refused(why: &str) -> String {
    format!(
        "The link holds no incident that can be read: {why}. Nothing was changed. Ask for the link again, or for the file."
    )
}

fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let part = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) as usize & 63;
            text.push(char::from(DIGITS.get(index).copied().unwrap_or_default()));
        }
    }
    text
}

/// `None` for any other character, and for bits left over.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits: u32 = 0;
        for index in 0..4 {
            let digit = match chunk.get(index) {
                Some(byte) => DIGITS.iter().position(|digit| digit == byte)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(digit).ok()?;
        }
        let count = chunk.len() * 6 / 8;
        if chunk.len() == 1 || bits & (0x00ff_ffff >> (8 * count)) != 0 {
            return None;
        }
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(count));
    }
    Some(bytes)
}
