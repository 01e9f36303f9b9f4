//! The least of .zip that an export needs: files stored as they are, and read back whoever packed them again. Knows no
//! incident.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// One file: its path with `/`, and its bytes.
pub type File = (String, Vec<u8>);

/// What an archive may unpack to, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;

/// 1 January 1980: the same files are the same archive, whenever it is written.
const DATE: u16 = 1 << 5 | 1;

/// Writes an archive. `None` when it is too large for the format.
pub fn write(files: &[File]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut central = Vec::new();
    for (name, bytes) in files {
        let offset = u32::try_from(out.len()).ok()?;
        let size = u32::try_from(bytes.len()).ok()?;
        let length = u16::try_from(name.len()).ok()?;
        let mut common = Vec::new();
        // Version 2.0, flags, stored, time, date.
        put16(&mut common, &[20, FLAGS, 0, 0, DATE]);
        put32(&mut common, &[crc32(bytes), size, size]);
        put16(&mut common, &[length, 0]);
        put32(&mut out, &[LOCAL]);
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(bytes);
        put32(&mut central, &[CENTRAL]);
        put16(&mut central, &[20]);
        central.extend(&common);
        // No comment, first disk, no attributes.
        put16(&mut central, &[0, 0, 0]);
        put32(&mut central, &[0, offset]);
        central.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).ok()?;
    let (size, offset) = (
        u32::try_from(central.len()).ok()?,
        u32::try_from(out.len()).ok()?,
    );
    out.extend(central);
    put32(&mut out, &[END]);
    put16(&mut out, &[0, 0, count, count]);
    put32(&mut out, &[size, offset]);
    put16(&mut out, &[0]);
    Some(out)
}

/// Reads the one file of an archive whose name is `name`, in whatever folder it lies.
///
/// # Errors
/// Why there is none, in words.
pub fn read(archive: &[u8], name: &str) -> Result<Vec<u8>, String> {
    let damaged = || "the archive is damaged or was cut off".to_owned();
    // The end stands last, before a comment of at most 65535 bytes.
    let earliest = archive.len().saturating_sub(22 + 65_535);
    let end = (earliest..archive.len().saturating_sub(21))
        .rev()
        .find(|at| get32(archive, *at) == Some(END))
        .ok_or("this is no .zip archive")?;
    let count = get16(archive, end + 10).ok_or_else(damaged)?;
    let mut at = get32(archive, end + 16).ok_or_else(damaged)? as usize;
    for _ in 0..count {
        if get32(archive, at) != Some(CENTRAL) {
            return Err(damaged());
        }
        let field16 = |offset| {
            get16(archive, at + offset)
                .map(usize::from)
                .ok_or_else(damaged)
        };
        let field32 = |offset| get32(archive, at + offset).ok_or_else(damaged);
        let length = field16(28)?;
        let path = archive.get(at + 46..at + 46 + length).ok_or_else(damaged)?;
        if path.rsplit(|byte| *byte == b'/').next() == Some(name.as_bytes()) {
            let local = field32(42)? as usize;
            let skipped = [26, 28].map(|offset| get16(archive, local + offset).map(usize::from));
            let [Some(name), Some(extra)] = skipped else {
                return Err(damaged());
            };
            let start = local + 30 + name + extra;
            let packed = archive
                .get(start..start + field32(20)? as usize)
                .ok_or_else(damaged)?;
            let bytes = match field16(10)? {
                0 if packed.len() <= LARGEST => packed.to_vec(),
                8 => decompress_to_vec_with_limit(packed, LARGEST).map_err(|_| damaged())?,
                _ => return Err("the archive is packed in a way that is not known here".to_owned()),
            };
            return match crc32(&bytes) == field32(16)? {
                true => Ok(bytes),
                false => Err(damaged()),
            };
        }
        at += 46 + length + field16(30)? + field16(32)?;
    }
    Err(format!("the archive holds no {name}"))
}

fn put16(out: &mut Vec<u8>, values: &[u16]) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, values: &[u32]) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn get16(bytes: &[u8], at: usize) -> Option<u16> {
    let part = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(part.try_into().ok()?))
}

fn get32(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(part.try_into().ok()?))
}

/// Bit by bit: an export is small, and a table would weigh more than it saves.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
