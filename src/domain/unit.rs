//! Units and how a value of them is written: three figures, a thin space between thousands, never a unit guessed.

use super::duration;
use crate::float;

/// What a panel's numbers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share between 0 and 1, written in percent.
    Ratio,
    /// Seconds, written as µs, ms or s.
    Seconds,
    /// Bytes, written in powers of 1024.
    Bytes,
    /// Things.
    Count,
    /// Things each second: `req/s`.
    PerSecond(String),
    /// Seconds since something, written in its two largest parts.
    Age,
}

/// A value in words: the number and its unit apart, so that a tile can set them in two sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// `1.42`, `no traffic`.
    pub number: String,
    /// `s`, `%`, or nothing.
    pub unit: String,
}

impl Written {
    /// Number and unit together: `1.42 s`, `5%`.
    pub fn joined(&self) -> String {
        match self.unit.as_str() {
            "" => self.number.clone(),
            "%" => format!("{}%", self.number),
            unit => format!("{} {unit}", self.number),
        }
    }
}

/// One scale for all labels of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// What a base value is multiplied with.
    pub factor: f64,
    /// The unit after the number.
    pub suffix: String,
}

impl Unit {
    /// From the word in a dashboard's document; `None` when there is no such unit.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "percent" => Self::Ratio,
            "seconds" => Self::Seconds,
            "bytes" => Self::Bytes,
            "count" => Self::Count,
            "age" => Self::Age,
            _ => match word.strip_suffix("/s") {
                Some(thing) if !thing.is_empty() => Self::PerSecond(word.to_owned()),
                _ => return None,
            },
        })
    }

    /// The scale that suits values up to `largest` (base unit).
    pub fn scale(&self, largest: f64) -> Scale {
        let scale = |factor: f64, suffix: &str| Scale {
            factor,
            suffix: suffix.to_owned(),
        };
        let size = largest.abs();
        match self {
            Self::Ratio => scale(100.0, "%"),
            Self::Seconds if size >= 1.0 || size == 0.0 => scale(1.0, "s"),
            Self::Seconds if size >= 0.001 => scale(1e3, "ms"),
            Self::Seconds => scale(1e6, "µs"),
            Self::Bytes => {
                let mut power = 0;
                while power < 4 && size >= 1024_f64.powi(power + 1) {
                    power += 1;
                }
                let names = ["B", "KiB", "MiB", "GiB", "TiB"];
                let name = names
                    .get(power.unsigned_abs() as usize)
                    .copied()
                    .unwrap_or("B");
                scale(1024_f64.powi(-power), name)
            }
            Self::Count | Self::Age => scale(1.0, ""),
            Self::PerSecond(word) => scale(1.0, word),
        }
    }

    /// A value in words where a heading already says what happens each second.
    pub fn write_below_heading(&self, value: f64) -> String {
        match self {
            Self::PerSecond(_) => self.write(value).number,
            _ => self.write(value).joined(),
        }
    }

    /// A value in words. NaN is `no traffic`: a quotient of nothing by nothing.
    pub fn write(&self, value: f64) -> Written {
        if value.is_nan() {
            return Written {
                number: "no traffic".to_owned(),
                unit: String::new(),
            };
        }
        if value.is_infinite() {
            let number = if value > 0.0 {
                "infinite"
            } else {
                "minus infinite"
            };
            return Written {
                number: number.to_owned(),
                unit: String::new(),
            };
        }
        if *self == Self::Age {
            // From ten hours on nobody counts minutes.
            let value = if value >= 36_000.0 {
                (value / 3600.0).floor() * 3600.0
            } else {
                value
            };
            let milliseconds = (value * 1000.0).clamp(0.0, 1e15) as i64;
            return Written {
                number: duration::words(milliseconds),
                unit: String::new(),
            };
        }
        let scale = self.scale(value);
        Written {
            number: three_figures(value * scale.factor),
            unit: scale.suffix,
        }
    }
}

/// Three figures where there are fractions, whole numbers in full: `0.78`, `14.2`, `413`, `1 042`.
pub fn three_figures(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(0.001..1e12).contains(&size) {
        return float::scientific(value, 2);
    }
    let decimals = if size >= 99.95 {
        0
    } else if size >= 9.995 {
        1
    } else if size >= 0.9995 {
        2
    } else {
        3
    };
    let text = float::fixed(value, decimals);
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    group_thousands(&text)
}

/// `12345.6` becomes `12 345.6`, with narrow no-break spaces.
pub fn group_thousands(text: &str) -> String {
    let bytes = text.as_bytes();
    let start = usize::from(bytes.first() == Some(&b'-'));
    let mut end = start;
    while bytes.get(end).is_some_and(|byte| *byte != b'.') {
        end += 1;
    }
    if end - start <= 3 {
        return text.to_owned();
    }
    // By its address, so that no optimiser makes it part of this one: most charts do without, and the first one of a page
    // waits for what is compiled.
    std::hint::black_box(in_groups as fn(&str, usize, usize) -> String)(text, start, end)
}

/// A blank before each three digits of those from `start` to `end`.
fn in_groups(text: &str, start: usize, end: usize) -> String {
    let mut grouped = String::new();
    for (place, letter) in text.char_indices() {
        if place > start && place < end && (end - place).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(letter);
    }
    grouped
}
