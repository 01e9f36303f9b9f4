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
        next: 0,
        expected: grid.start.0,
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
    /// The place of the next sample, and its time: most are one step after the one before.
    next: usize,
    expected: i64,
}

impl Reader<'_> {
    /// Reads samples of whole seconds and decimal numbers, up to one that looks otherwise.
    fn usual(&mut self, text: &mut Text<'_>) {
        let (body, mut at, last) = (text.bytes, text.at, text.last);
        // The first eight digits of a time, and the milliseconds that they are: those of the next are mostly the same.
        let (mut known, mut base) = (u64::from_le_bytes(*b"10000000"), 1_000_000_000_000);
        while at <= last
            && let Some(text) = bytes::<12>(body, at)
        {
            let [a, b, c, d, e, f, g, h, tens, ones, comma, quote] = text;
            let high = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
            if high != known {
                let Some(word) = Word::at(body, at) else {
                    break;
                };
                // JSON has no numbers that begin with 0.
                if word.others != 0 || a == b'0' {
                    break;
                }
                (known, base) = (high, eight(word.digits) as i64 * 100_000);
            }
            if !(tens.is_ascii_digit() && ones.is_ascii_digit() && comma == b',' && quote == b'"') {
                break;
            }
            let time = base + (digit(tens) * 10_000 + digit(ones) * 1000) as i64;
            let Some((value, end)) = decimal(body, at + 12) else {
                break;
            };
            // Where something else follows, it is put once more the other way.
            self.put(time, value);
            match bytes(body, end).map(u32::from_le_bytes) {
                Some(NEXT) => at = end + 4,
                Some(word) if word & 0x00ff_ffff == LAST => {
                    at = end + 2;
                    break;
                }
                _ => break,
            }
        }
        text.at = at;
    }

    /// Reads one sample of any looks that Prometheus gives it.
    fn odd(&mut self, text: &mut Text<'_>) -> Option<()> {
        let (time, value, end) = sample(text.bytes, text.at)?;
        let rest = text.bytes.get(end..)?;
        self.put(time, value);
        text.at = if rest.starts_with(b"\"],[") {
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

/// The decimal number that stands at a place, and where the quote behind it stands.
#[inline(always)]
fn decimal(body: &[u8], start: usize) -> Option<(f64, usize)> {
    let negative = body.get(start) == Some(&b'-');
    let start = start + usize::from(negative);
    // Most have one or two digits before the point. Where the next part begins is then known at once, and a processor
    // begins with it before it has read this one.
    let (mut number, mut at, mut point) = match bytes(body, start)? {
        [one, b'.', _] if one.is_ascii_digit() => (digit(one), start + 2, start + 2),
        [ten, one, b'.'] if ten.is_ascii_digit() && one.is_ascii_digit() => {
            (10 * digit(ten) + digit(one), start + 3, start + 3)
        }
        _ => (0, start, 0),
    };
    loop {
        let from = at;
        (number, at) = digits(body, at, number)?;
        // A number has digits, and behind a point, too.
        if at == from {
            return None;
        }
        match body.get(at)? {
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

#[inline(always)]
fn digit(byte: u8) -> u64 {
    u64::from(byte ^ b'0')
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
        let digits = u64::from_le_bytes(bytes(body, at)?) ^ 0x3030_3030_3030_3030;
        // What is no digit is above 9 now, which sets the uppermost bit of its byte. That may spoil only bytes behind it.
        let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
        Some(Self { digits, others })
    }

    /// How many digits it begins with.
    #[inline(always)]
    fn count(&self) -> usize {
        (self.others.trailing_zeros() >> 3) as usize
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
