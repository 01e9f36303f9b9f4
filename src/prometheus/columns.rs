//! The samples of an answer to a range query, read off its bytes: nearly all of an answer is samples, and all of them look
//! alike. Whatever looks otherwise is left to the parser. Knows no labels and no envelope.

use super::decode::parse_number;
use crate::domain::{
    series::{GAP, Grid},
    time::Moment,
};

/// What stands before the samples of a series. In valid JSON it stands nowhere within a string, whose quotes are escaped.
const KEY: &[u8] = b"\"values\":[";

/// Powers of ten that a float holds exactly.
const POWERS: [f64; 16] = [
    1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// The columns of a body, and the body with the number of its column in the place of each list of samples. `None` when
/// something looks otherwise than Prometheus writes it, or holds more than `most` numbers.
pub fn take(body: &[u8], grid: Grid, most: usize) -> Option<(Vec<u8>, Vec<Vec<f64>>)> {
    let (mut rest, mut columns) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(start) = find(body, from) {
        rest.extend_from_slice(body.get(from..start)?);
        rest.extend_from_slice(columns.len().to_string().as_bytes());
        if (columns.len() + 1).saturating_mul(grid.len) > most {
            return None;
        }
        let mut column = vec![GAP; grid.len];
        from = samples(body, start, grid, &mut column)?;
        columns.push(column);
    }
    rest.extend_from_slice(body.get(from..)?);
    Some((rest, columns))
}

/// Where the samples of the next series begin.
fn find(body: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = body.get(at..)?;
        let found = rest.windows(2).position(|two| two == b"\"v")?;
        at += found;
        if body.get(at..)?.starts_with(KEY) {
            return Some(at + KEY.len());
        }
        at += 1;
    }
}

/// Reads `[time,"value"],…` into a column and returns where the `]` of the list stands.
fn samples(body: &[u8], start: usize, grid: Grid, column: &mut [f64]) -> Option<usize> {
    let mut at = start;
    if body.get(at) == Some(&b']') {
        return Some(at);
    }
    // Most samples are one step after the one before.
    let (mut next, mut expected) = (0, grid.start.0);
    loop {
        let (time, value, end) = sample(body, at)?;
        if time != expected {
            next = grid.index_of(Moment(time)).unwrap_or(usize::MAX);
        }
        if let Some(slot) = column.get_mut(next) {
            *slot = value;
            next += 1;
            expected = time + grid.step;
        } else {
            // Off the grid: the next one is looked up.
            expected = i64::MIN;
        }
        match body.get(end)? {
            b',' => at = end + 1,
            b']' => return Some(end),
            _ => return None,
        }
    }
}

/// Milliseconds, the value, and where what follows stands.
fn sample(body: &[u8], start: usize) -> Option<(i64, f64, usize)> {
    let rest = body.get(start..)?.strip_prefix(b"[")?;
    let (time, length) = match whole_seconds(rest) {
        Some(time) => (time, 10),
        None => time(rest)?,
    };
    let text = rest.get(length..)?.strip_prefix(b",\"")?;
    let (value, digits) = value(text)?;
    let end = start + 1 + length + 2 + digits;
    let closed = text.get(digits..)?.starts_with(b"\"]");
    closed.then_some((time, value, end + 2))
}

/// The time that nearly all samples have: ten digits, read eight at once; in milliseconds.
fn whole_seconds(text: &[u8]) -> Option<i64> {
    let word = u64::from_le_bytes(*text.first_chunk()?);
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b','] = text.get(8..11)? else {
        return None;
    };
    let high = (word & 0xf0f0_f0f0_f0f0_f0f0)
        | ((word.wrapping_add(0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) >> 4);
    if high != 0x3333_3333_3333_3333 || text.first() == Some(&b'0') {
        return None;
    }
    // Pairs of digits, then of pairs, then of fours, each by one multiplication.
    let pairs = (word & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    let eight = (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32;
    let seconds = eight as i64 * 100 + i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
    Some(seconds * 1000)
}

/// Any time that Prometheus writes, in milliseconds, and its length.
fn time(text: &[u8]) -> Option<(i64, usize)> {
    // JSON has no numbers without digits and none that begin with 0; a time of 0 is left to the parser.
    if text.first() == Some(&b'0') {
        return None;
    }
    let digits = text
        .iter()
        .take(14)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=13).contains(&digits) {
        return None;
    }
    let number = |text: &[u8]| {
        text.iter()
            .fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'))
    };
    let (whole, rest) = text.split_at_checked(digits)?;
    let Some(fraction) = rest.strip_prefix(b".") else {
        return Some((number(whole) * 1000, digits));
    };
    let decimals = fraction
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    // Prometheus writes milliseconds.
    if !(1..=3).contains(&decimals) {
        return None;
    }
    let unit = 10_i64.pow(3 - decimals as u32);
    let milliseconds = number(whole) * 1000 + number(fraction.get(..decimals)?) * unit;
    Some((milliseconds, digits + 1 + decimals))
}

/// The number that a text begins with, and its length up to the quote.
fn value(text: &[u8]) -> Option<(f64, usize)> {
    let (mut digits, mut point, mut mantissa) = (0, None, 0_u64);
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'0'..=b'9' if digits < 15 => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                digits += 1;
            }
            b'.' if point.is_none() => point = Some(digits),
            b'"' if digits > 0 && point != Some(0) && point != Some(digits) => {
                // At most 15 digits and a power below 10^16: both exact, so one division rounds once.
                let power = POWERS.get(digits - point.unwrap_or(digits))?;
                return Some((mantissa as f64 / power, at));
            }
            _ => break,
        }
        at += 1;
    }
    let length = at
        + text
            .get(at..)?
            .iter()
            .take(40)
            .position(|byte| *byte == b'"')?;
    let text = std::str::from_utf8(text.get(..length)?).ok()?;
    Some((parse_number(text)?, length))
}
