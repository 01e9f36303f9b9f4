//! The samples of a series, read off their bytes into a column: nearly all of an answer is samples, and all of them look
//! alike. Whatever looks otherwise is left to the parser. Knows no labels and no envelope.

use super::{body::Window, decimal::fraction, decode::parse_number};
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

/// No sample that is read here is longer.
const LONGEST: usize = 128;

/// Reads samples, from their list's `[` on, into a column of gaps, and stops before the `]` of the list. `None` when
/// something looks otherwise than Prometheus writes it.
pub fn read(window: &mut Window<'_>, grid: Grid, column: &mut [f64]) -> Option<()> {
    window.see(LONGEST);
    match window.ahead().first()? {
        b']' => return Some(()),
        b'[' => window.skip(1),
        _ => return None,
    }
    let mut reader = Reader {
        grid,
        column,
        place: Place {
            next: 0,
            expected: grid.start.0,
        },
    };
    // By their addresses, so that no optimiser makes them part of this function: what a browser has compiled better
    // meanwhile it runs only when it is called again, which is with the next piece; and what few answers need is not
    // compiled for the others.
    let usual: fn(&mut Reader<'_>, &mut Text<'_>) = |reader, text| reader.usual(text);
    let odd: fn(&mut Reader<'_>, &mut Text<'_>) -> Option<()> = |reader, text| reader.odd(text);
    let (usual, odd) = std::hint::black_box((usual, odd));
    loop {
        window.see(LONGEST);
        let bytes = window.ahead();
        let mut text = Text {
            bytes,
            at: 0,
            // Behind this place a sample may be cut off.
            last: match window.is_last() {
                true => bytes.len(),
                false => bytes.len().saturating_sub(LONGEST),
            },
        };
        usual(&mut reader, &mut text);
        while text.at <= text.last && !text.ends() {
            odd(&mut reader, &mut text)?;
            usual(&mut reader, &mut text);
        }
        let (at, ends) = (text.at, text.ends());
        window.skip(at);
        if ends {
            return Some(());
        }
    }
}

/// A piece of a body, and where reading stands in it: behind the `[` of a sample, or at the `]` of the list.
struct Text<'a> {
    bytes: &'a [u8],
    at: usize,
    /// No sample is begun behind this place.
    last: usize,
}

impl Text<'_> {
    fn ends(&self) -> bool {
        self.bytes.get(self.at) == Some(&b']')
    }
}

/// A column that is being read.
struct Reader<'a> {
    grid: Grid,
    column: &'a mut [f64],
    place: Place,
}

impl Reader<'_> {
    /// Reads samples of whole seconds and decimal numbers, up to one that looks otherwise.
    fn usual(&mut self, text: &mut Text<'_>) {
        // The first eight digits of a time, and the milliseconds that they are: those of the next are mostly the same.
        let (mut known, mut base) = (u64::from_le_bytes(*b"10000000"), 1_000_000_000_000);
        let mut rest = text.bytes.get(text.at..).unwrap_or_default();
        let least = text.bytes.len() - text.last;
        let mut place = self.place;
        while rest.len() >= least {
            let padded;
            let sample = match rest.first_chunk() {
                Some(sample) => sample,
                None => {
                    padded = last_bytes(rest);
                    &padded
                }
            };
            let Some((time, value, length)) = usual_sample(sample, &mut known, &mut base) else {
                break;
            };
            let Some(next) = bytes(sample, length).map(u32::from_le_bytes) else {
                break;
            };
            // Where something else follows, it is put once more the other way.
            place = place.put(self.grid, self.column, time, value);
            if next == NEXT {
                rest = rest.get(length + 4..).unwrap_or_default();
            } else {
                if next & 0x00ff_ffff == LAST {
                    rest = rest.get(length + 2..).unwrap_or_default();
                }
                break;
            }
        }
        text.at = text.bytes.len() - rest.len();
        self.place = place;
    }

    /// Reads one sample of any looks that Prometheus gives it.
    fn odd(&mut self, text: &mut Text<'_>) -> Option<()> {
        let (time, value, end) = sample(text.bytes, text.at)?;
        let rest = text.bytes.get(end..)?;
        self.place = self.place.put(self.grid, self.column, time, value);
        text.at = if rest.starts_with(b"\"],[") {
            end + 4
        } else if rest.starts_with(b"\"]]") {
            end + 2
        } else {
            return None;
        };
        Some(())
    }
}

/// Where the next sample goes.
#[derive(Clone, Copy)]
struct Place {
    next: usize,
    /// Its time: most are one step after the one before.
    expected: i64,
}

impl Place {
    #[inline(always)]
    fn put(mut self, grid: Grid, column: &mut [f64], time: i64, value: f64) -> Self {
        if time != self.expected {
            let place = grid.index_of(Moment(time));
            self.next = place.unwrap_or(usize::MAX);
        }
        if let Some(slot) = column.get_mut(self.next) {
            *slot = value;
            self.next += 1;
            self.expected = time + grid.step;
        } else {
            // Off the grid: the next one is looked up.
            self.expected = i64::MIN;
        }
        self
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

/// A sample of whole seconds and a decimal number is read off so many bytes: none that is usual is as long.
const USUAL: usize = 48;

/// Where its value stands.
const VALUE: usize = b"1700000000,\"".len();

/// The last bytes of a body, with zeros behind them, which no number and no list has.
#[inline(never)]
fn last_bytes(rest: &[u8]) -> [u8; USUAL] {
    let mut padded = [0; USUAL];
    for (to, from) in padded.iter_mut().zip(rest) {
        *to = *from;
    }
    padded
}

/// The time and the value of a sample of a whole second and a decimal number, and where the quote behind it stands. `known` are the
/// first eight digits of the last time, and `base` the milliseconds that they are.
#[inline(always)]
fn usual_sample(
    sample: &[u8; USUAL],
    known: &mut u64,
    base: &mut i64,
) -> Option<(i64, f64, usize)> {
    let high = u64::from_le_bytes(bytes(sample, 0)?);
    if high != *known {
        let word = Word::new(high);
        // JSON has no numbers that begin with 0.
        if word.others != 0 || word.digits & 0xff == 0 {
            return None;
        }
        (*known, *base) = (high, eight(word.digits) as i64 * 100_000);
    }
    let low = two(u32::from_le_bytes(bytes(sample, 8)?), *b",\"")?;
    let (value, length) = long(sample).or_else(|| decimal(sample))?;
    Some((*base + i64::from(low) * 1000, value, length))
}

/// The number that two digits are, if these bytes follow them.
#[inline(always)]
fn two(text: u32, [third, fourth]: [u8; 2]) -> Option<u32> {
    let digits = text ^ u32::from_le_bytes([b'0', b'0', third, fourth]);
    // What is no digit is above 9 now.
    let found = (digits | digits.wrapping_add(0x0606)) & 0xffff_f0f0 == 0;
    found.then_some((digits & 0xf) * 10 + (digits >> 8))
}

/// The value of a sample that has one or two digits before the point and 8 to 16 behind it, as nearly all rates have, and where
/// the quote behind it stands. Such a number goes one way whatever its length: what it lacks of 16 decimals are zeros.
#[inline(always)]
fn long(sample: &[u8; USUAL]) -> Option<(f64, usize)> {
    // Where the decimals begin is known at once, and a processor begins with them before it has read this.
    let head = u32::from_le_bytes(bytes(sample, VALUE)?);
    let one = head & 0xffff ^ u32::from_le_bytes(*b"0.\0\0");
    let (whole, from) = match two(head & 0x00ff_ffff, *b".\0") {
        Some(whole) => (whole, VALUE + 3),
        None if one <= 9 => (one, VALUE + 2),
        None => return None,
    };
    let first = Word::at(sample, from)?;
    let second = Word::at(sample, from + 8)?;
    let end = from + 8 + second.count();
    if first.others != 0 || sample.get(end) != Some(&b'"') {
        return None;
    }
    let decimals = eight(first.digits) * 100_000_000 + eight(second.leading());
    let value = fraction(u64::from(whole) * 10_000_000_000_000_000 + decimals, 16)?;
    Some((value, end))
}

/// The value of a sample, a decimal number, and where the quote behind it stands.
#[inline(always)]
fn decimal(sample: &[u8; USUAL]) -> Option<(f64, usize)> {
    let negative = sample.get(VALUE) == Some(&b'-');
    let start = VALUE + usize::from(negative);
    let (mut number, mut at, mut point) = (0, start, 0);
    loop {
        let from = at;
        (number, at) = digits(sample, at, number)?;
        // A number has digits, and behind a point, too.
        if at == from {
            return None;
        }
        match sample.get(at)? {
            b'.' if point == 0 => {
                at += 1;
                point = at;
            }
            b'"' => break,
            _ => return None,
        }
    }
    let decimals = if point == 0 { 0 } else { at - point };
    let value = fraction(number, decimals)?;
    Some((if negative { -value } else { value }, at))
}

/// A number, more digits of which stand at a place, and the place behind them.
#[inline(always)]
fn digits(body: &[u8], mut at: usize, mut number: u64) -> Option<(u64, usize)> {
    let mut word = Word::at(body, at)?;
    if word.others == 0 {
        let (power, most) = ROOM[8];
        if number > most {
            return None;
        }
        number = number * power + eight(word.digits);
        at += 8;
        word = Word::at(body, at)?;
    }
    loop {
        let count = word.count();
        let (power, most) = *ROOM.get(count)?;
        if number > most {
            return None;
        }
        number = number * power + word.number();
        at += count;
        // Not by the count: whether a number has 15 decimals or 16 no processor guesses.
        if !body.get(at)?.is_ascii_digit() {
            return Some((number, at));
        }
        word = Word::at(body, at)?;
    }
}

/// Eight bytes of text.
struct Word {
    /// Digits are numbers here.
    digits: u64,
    /// The uppermost bit of the first byte that is no digit.
    others: u64,
}

impl Word {
    #[inline(always)]
    fn at(body: &[u8], at: usize) -> Option<Self> {
        Some(Self::new(u64::from_le_bytes(bytes(body, at)?)))
    }

    #[inline(always)]
    fn new(text: u64) -> Self {
        let digits = text ^ 0x3030_3030_3030_3030;
        // What is no digit is above 9 now, which sets the uppermost bit of its byte. That may spoil only bytes behind it.
        let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
        Self { digits, others }
    }

    /// How many digits it begins with.
    #[inline(always)]
    fn count(&self) -> usize {
        (self.others.trailing_zeros() >> 3) as usize
    }

    /// The digits that it begins with, and zeros behind them.
    #[inline(always)]
    fn leading(&self) -> u64 {
        let lowest = self.others & self.others.wrapping_neg();
        self.digits & (lowest >> 7).wrapping_sub(1)
    }

    /// The number that these are.
    #[inline(always)]
    fn number(&self) -> u64 {
        // As many zeros before them as digits are missing, by two shifts, since one cannot shift all out.
        let half = 32 - 4 * self.count();
        eight(self.digits << half << half)
    }
}

/// The number that eight digits are: pairs, pairs of pairs, and fours, each by one multiplication.
#[inline(always)]
fn eight(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32
}

/// So many bytes at a place.
#[inline(always)]
fn bytes<const COUNT: usize>(body: &[u8], at: usize) -> Option<[u8; COUNT]> {
    body.get(at..)?.first_chunk().copied()
}

/// Any time that Prometheus writes, in milliseconds, and its length.
pub fn time(text: &[u8]) -> Option<(i64, usize)> {
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
