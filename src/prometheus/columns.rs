//! The samples of a series, read off their bytes into a column: nearly all of an answer is samples, and all of them look
//! alike. Whatever looks otherwise is left to the parser. Knows no labels and no envelope.

use super::{decimal::fraction, decode::parse_number};
use crate::domain::{series::Grid, time::Moment};

/// For so many more digits, at most eight: 10 to that power, and the largest number that has room for them behind it.
const ROOM: [(u64, u64); 9] = room();

const fn room() -> [(u64, u64); 9] {
    let mut room = [(1, u64::MAX); 9];
    let mut count = 1;
    while count < room.len() {
        let power = room[count - 1].0 * 10;
        room[count] = (power, (u64::MAX - (power - 1)) / power);
        count += 1;
    }
    room
}

/// Reads the samples that begin at `start`, behind their list's `[`, into a column of gaps and returns where the `]` of the
/// list stands. `None` when something looks otherwise than Prometheus writes it.
pub fn read(body: &[u8], start: usize, grid: Grid, column: &mut [f64]) -> Option<usize> {
    if body.get(start) == Some(&b']') {
        return Some(start);
    }
    if body.get(start) != Some(&b'[') {
        return None;
    }
    let mut reader = Reader {
        body,
        at: start + 1,
        grid,
        column,
        next: 0,
        expected: grid.start.0,
    };
    // By their addresses, so that no optimiser makes them part of this function: what a browser has compiled better
    // meanwhile it runs only when it is called again, which is with the next series; and what few answers need is not
    // compiled for the others.
    let usual: fn(&mut Reader<'_>) = |reader| reader.usual();
    let odd: fn(&mut Reader<'_>) -> Option<()> = |reader| reader.odd();
    let (usual, odd) = std::hint::black_box((usual, odd));
    usual(&mut reader);
    while body.get(reader.at) != Some(&b']') {
        odd(&mut reader)?;
        usual(&mut reader);
    }
    Some(reader.at)
}

/// Where reading stands: behind the `[` of a sample, or at the `]` of the list.
struct Reader<'a> {
    body: &'a [u8],
    at: usize,
    grid: Grid,
    column: &'a mut [f64],
    /// The place of the next sample, and its time: most are one step after the one before.
    next: usize,
    expected: i64,
}

impl Reader<'_> {
    /// Reads samples of whole seconds and decimal numbers, up to one that looks otherwise.
    fn usual(&mut self) {
        while let Some((time, length)) = whole_seconds(self.body, self.at) {
            let Some((value, end)) = decimal(self.body, self.at + length) else {
                return;
            };
            let more = match bytes(self.body, end).map(u32::from_le_bytes) {
                Some(NEXT) => true,
                Some(word) if word & 0x00ff_ffff == LAST => false,
                _ => return,
            };
            self.put(time, value);
            self.at = end + if more { 4 } else { 2 };
            if !more {
                return;
            }
        }
    }

    /// Reads one sample of any looks that Prometheus gives it.
    fn odd(&mut self) -> Option<()> {
        let (time, value, end) = sample(self.body, self.at)?;
        let rest = self.body.get(end..)?;
        self.put(time, value);
        self.at = if rest.starts_with(b"\"],[") {
            end + 4
        } else if rest.starts_with(b"\"]]") {
            end + 2
        } else {
            return None;
        };
        Some(())
    }

    #[inline(always)]
    fn put(&mut self, time: i64, value: f64) {
        if time != self.expected {
            let place = self.grid.index_of(Moment(time));
            self.next = place.unwrap_or(usize::MAX);
        }
        if let Some(slot) = self.column.get_mut(self.next) {
            *slot = value;
            self.next += 1;
            self.expected = time + self.grid.step;
        } else {
            // Off the grid: the next one is looked up.
            self.expected = i64::MIN;
        }
    }
}

/// The time and the value of the sample whose time stands at a place, of any looks that Prometheus gives it, and where the quote
/// behind it stands.
pub fn sample(body: &[u8], at: usize) -> Option<(i64, f64, usize)> {
    let text = body.get(at..)?;
    let (time, length) = time(text)?;
    let text = text.get(length..)?.strip_prefix(b",\"")?;
    let digits = text.iter().take(40).position(|byte| *byte == b'"')?;
    let value = parse_number(std::str::from_utf8(text.get(..digits)?).ok()?)?;
    Some((time, value, at + length + 2 + digits))
}

/// What stands between the value of a sample and the time of the next, and behind that of the last.
const NEXT: u32 = u32::from_le_bytes(*b"\"],[");
const LAST: u32 = u32::from_le_bytes(*b"\"]]\0");

/// The time that nearly all samples have, ten digits, in milliseconds; and its length up to the value.
#[inline(always)]
fn whole_seconds(body: &[u8], at: usize) -> Option<(i64, usize)> {
    let (high, first) = leading(bytes(body, at)?);
    let low = u32::from_le_bytes(bytes(body, at + 8)?);
    let (tens, ones) = ((low & 0xff) ^ 0x30, (low >> 8 & 0xff) ^ 0x30);
    // JSON has no numbers that begin with 0.
    if high != 8 || first < 10_000_000 || tens > 9 || ones > 9 || low >> 16 != 0x222c {
        return None;
    }
    let seconds = first * 100 + u64::from(tens * 10 + ones);
    Some((seconds as i64 * 1000, 12))
}

/// The decimal number that stands at a place, and where the quote behind it stands.
#[inline(always)]
fn decimal(body: &[u8], start: usize) -> Option<(f64, usize)> {
    let negative = body.get(start) == Some(&b'-');
    let start = start + usize::from(negative);
    let (mut at, mut number, mut point) = (start, 0_u64, None);
    loop {
        let (count, digits) = leading(bytes(body, at)?);
        let (power, most) = *ROOM.get(count)?;
        if number > most {
            return None;
        }
        number = number * power + digits;
        at += count;
        if count == 8 {
            continue;
        }
        match body.get(at)? {
            b'.' if point.is_none() && at > start => at += 1,
            b'"' => break,
            _ => return None,
        }
        point = Some(at);
    }
    // A number has digits, and behind a point, too.
    let decimals = at - point.unwrap_or(at);
    if point.unwrap_or(start) == at {
        return None;
    }
    let value = fraction(number, decimals)?;
    Some((if negative { -value } else { value }, at))
}

/// How many digits a word of text begins with, and the number that they are: all at once.
#[inline(always)]
fn leading(word: [u8; 8]) -> (usize, u64) {
    let digits = u64::from_le_bytes(word) ^ 0x3030_3030_3030_3030;
    // What is no digit is above 9 now, which sets the uppermost bit of its byte. That may spoil only bytes behind it.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    let count = others.trailing_zeros() >> 3;
    if count == 0 {
        return (0, 0);
    }
    // As many zeros before them as digits are missing. Then pairs, pairs of pairs, and fours, each by one multiplication.
    let eight = digits << (64 - 8 * count);
    let pairs = eight.wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    let all = (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32;
    (count as usize, all)
}

/// So many bytes at a place.
#[inline(always)]
fn bytes<const COUNT: usize>(body: &[u8], at: usize) -> Option<[u8; COUNT]> {
    body.get(at..)?.first_chunk().copied()
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
    let unit = [100, 10, 1].get(decimals.checked_sub(1)?)?;
    let milliseconds = number(whole) * 1000 + number(fraction.get(..decimals)?) * unit;
    Some((milliseconds, digits + 1 + decimals))
}
