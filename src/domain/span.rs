//! The range that a page shows, and the grid it asks for; knows the present moment only when told.

use super::{duration, series::Grid, time::Moment};

/// The ranges that the menu offers, shortest first.
pub const PRESETS: [&str; 9] = ["15m", "30m", "1h", "3h", "6h", "12h", "24h", "2d", "7d"];

/// Steps that a query may have (milliseconds).
const STEPS: [i64; 13] = [
    5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
    3_600_000, 7_200_000, 21_600_000,
];

/// A line has about this many points: more than half a panel has pixels.
const POINTS: i64 = 360;

/// The range that charts show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The last so many milliseconds.
    Last(i64),
    /// From one moment to another.
    Between(Moment, Moment),
}

impl Span {
    /// Reads the URL's `range` (`1h`, or `FROM..TO` in Unix seconds); `None` when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once("..") {
            let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
            let span = (from >= 0 && to > from && to < 253_402_300_800).then_some((from, to))?;
            return Some(Self::Between(Moment(span.0 * 1000), Moment(span.1 * 1000)));
        }
        let length = duration::parse(text)?;
        (60_000..=366 * 86_400_000)
            .contains(&length)
            .then_some(Self::Last(length))
    }

    /// How it stands in the URL; [`Span::parse`] reads it back.
    pub fn to_url(self) -> String {
        match self {
            Self::Last(length) => duration::promql(length),
            Self::Between(from, to) => format!("{}..{}", from.0 / 1000, to.0 / 1000),
        }
    }

    /// Its length in milliseconds.
    pub fn length(self) -> i64 {
        match self {
            Self::Last(length) => length,
            Self::Between(from, to) => to.since(from),
        }
    }

    /// Its first and last moment.
    pub fn bounds(self, now: Moment) -> (Moment, Moment) {
        match self {
            Self::Last(length) => (now.plus(-length), now),
            Self::Between(from, to) => (from, to),
        }
    }

    /// The distance of a query's points: a curve keeps its shape, since all of them are multiples of it.
    pub fn step(self) -> i64 {
        let wanted = self.length() / POINTS;
        STEPS
            .into_iter()
            .find(|step| *step >= wanted)
            .unwrap_or(86_400_000)
    }

    /// The moments to ask for, aligned to the step; the last one is not after `now`.
    pub fn grid(self, now: Moment) -> Grid {
        let step = self.step();
        let (from, to) = self.bounds(now);
        let (first, last) = (from.0.div_euclid(step) * step, to.0.div_euclid(step) * step);
        let len = usize::try_from((last - first) / step + 1).unwrap_or(1);
        Grid {
            start: Moment(first),
            step,
            len,
        }
    }

    /// `Last 1 hour`, or nothing for an absolute range, which is shown by its times.
    pub fn words(self) -> String {
        let Self::Last(length) = self else {
            return "From – to".to_owned();
        };
        let (number, word) = match length / 60_000 {
            minutes if minutes % 1440 == 0 => (minutes / 1440, "day"),
            minutes if minutes % 60 == 0 => (minutes / 60, "hour"),
            minutes => (minutes, "minute"),
        };
        format!("Last {number} {word}{}", if number == 1 { "" } else { "s" })
    }
}
