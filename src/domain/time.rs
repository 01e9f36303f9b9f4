//! Moments and their words in a time zone; knows nothing of where the present moment comes from.

use super::tzif::Rules;
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::Offset,
};
use std::sync::Arc;

/// A moment: milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// From Unix seconds, as Prometheus writes them.
    pub fn from_seconds(seconds: f64) -> Self {
        Self((seconds * 1000.0).round() as i64)
    }

    /// From a date and time with an offset, `2026-11-23T10:53:41.123Z`; `None` when it is no such text.
    pub fn from_iso(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once(['T', 't', ' '])?;
        let (clock, west) = match rest.strip_suffix(['Z', 'z']) {
            Some(clock) => (clock, 0),
            None => {
                let (clock, offset) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
                let (hours, minutes) = offset.get(1..)?.split_once(':')?;
                let minutes = 60 * number(hours, 2)? + number(minutes, 2)?;
                match offset.get(..1)? {
                    "+" => (clock, -minutes),
                    "-" => (clock, minutes),
                    _ => return None,
                }
            }
        };
        let local = date_of(date)?.to_datetime(time_of(clock)?);
        let utc = Offset::UTC.to_timestamp(local).ok()?;
        Some(Self(utc.as_millisecond() + i64::from(west) * 60_000))
    }

    /// Unix seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// How long after `earlier` this is, in milliseconds; negative when it is before.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The moment `milliseconds` later.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

/// A time zone and the name that the page shows for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    /// `None` is UTC.
    rules: Option<Arc<Rules>>,
}

impl Zone {
    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            rules: None,
        }
    }

    /// From a TZif file of the tz database.
    ///
    /// # Errors
    /// When the bytes are no such file.
    pub fn from_tzif(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let rules = Rules::read(bytes).ok_or("these bytes are no TZif file")?;
        Ok(Self {
            name: name.to_owned(),
            rules: Some(Arc::new(rules)),
        })
    }

    /// The zone's name in the tz database, or `UTC`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Offset from UTC at `moment`, in seconds east.
    pub fn offset_seconds(&self, moment: Moment) -> i32 {
        self.offset(timestamp(moment)).seconds()
    }

    /// The offset in words, `UTC+01:00`.
    pub fn offset_words(&self, moment: Moment) -> String {
        let seconds = self.offset_seconds(moment);
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// `2026-11-24T14:02:11+01:00`.
    pub fn iso(&self, moment: Moment) -> String {
        let time = self.civil(moment);
        let (sign, minutes) = match self.offset_seconds(moment) / 60 {
            minutes if minutes < 0 => ('-', -minutes),
            minutes => ('+', minutes),
        };
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second(),
            minutes / 60,
            minutes % 60
        )
    }

    /// `14:02`.
    pub fn hour_minute(&self, moment: Moment) -> String {
        let time = self.civil(moment);
        let digit = |number: i8| char::from(b'0' + number.unsigned_abs() % 10);
        let (hour, minute) = (time.hour(), time.minute());
        // Each chart has many of them, and what `format!` brings along is large.
        let letters = [
            digit(hour / 10),
            digit(hour),
            ':',
            digit(minute / 10),
            digit(minute),
        ];
        letters.iter().collect()
    }

    /// `14:02:11`.
    pub fn clock(&self, moment: Moment) -> String {
        let time = self.civil(moment);
        format!(
            "{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    /// `Tue 24 Nov`.
    pub fn day(&self, moment: Moment) -> String {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let date = self.civil(moment).date();
        let weekday = date.weekday().to_monday_zero_offset();
        let name = DAYS
            .get(usize::from(weekday.unsigned_abs()))
            .copied()
            .unwrap_or_default();
        format!("{name} {}", self.day_month(moment))
    }

    /// `24 Nov`.
    pub fn day_month(&self, moment: Moment) -> String {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let date = self.civil(moment).date();
        let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        let (tens, ones) = (date.day() / 10, date.day() % 10);
        // As `hour_minute`, without `format!`.
        let mut words = String::with_capacity(6);
        for digit in [tens, ones] {
            if digit > 0 || !words.is_empty() {
                words.push(char::from(b'0' + digit.unsigned_abs()));
            }
        }
        words.push(' ');
        words.push_str(MONTHS.get(index).copied().unwrap_or_default());
        words
    }

    /// The clock alone when `moment` is on the same local day as `now`, else with its day.
    pub fn clock_near(&self, moment: Moment, now: Moment) -> String {
        if self.civil(moment).date() == self.civil(now).date() {
            self.clock(moment)
        } else {
            format!("{} {}", self.day_month(moment), self.hour_minute(moment))
        }
    }

    /// The moment of a local date and time, `2026-11-23` and `08:00` or `08:00:30`. A time that daylight saving leaves
    /// out is read with the offset before it, one that comes twice is the first.
    pub fn moment_at(&self, date: &str, time: &str) -> Option<Moment> {
        self.moment_of(date_of(date)?.to_datetime(time_of(time)?))
    }

    /// The moment of a local date and time, read as by [`Self::moment_at`]. `None` when no calendar reaches it.
    pub fn moment_of(&self, local: DateTime) -> Option<Moment> {
        let utc = Offset::UTC.to_timestamp(local).ok()?;
        let offset = self
            .rules
            .as_ref()
            .map_or(0, |rules| rules.offset_of_local(utc.as_second()));
        let moment = utc.as_millisecond() - i64::from(offset) * 1000;
        Timestamp::from_millisecond(moment)
            .is_ok()
            .then_some(Moment(moment))
    }

    /// The local date at a moment. `None` when no calendar reaches it.
    pub fn date(&self, moment: Moment) -> Option<Date> {
        let moment = Timestamp::from_millisecond(moment.0).ok()?;
        Some(self.offset(moment).to_datetime(moment).date())
    }

    /// The local time of day at a moment.
    pub fn time_of_day(&self, moment: Moment) -> Time {
        self.civil(moment).time()
    }

    fn civil(&self, moment: Moment) -> DateTime {
        let moment = timestamp(moment);
        self.offset(moment).to_datetime(moment)
    }

    fn offset(&self, moment: Timestamp) -> Offset {
        let seconds = self
            .rules
            .as_ref()
            .map_or(0, |rules| rules.offset(moment.as_second()));
        // Rules have none that is further from UTC than a calendar's may be.
        Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
    }
}

/// `2026-11-23`.
pub fn date_of(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = i16::try_from(number(parts.next()?, 4)?).ok()?;
    let (month, day) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    Date::new(year, month as i8, day as i8).ok()
}

/// `08:00`, `08:00:30`, `08:00:30.123`.
pub fn time_of(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| number(second, 2))?;
    let digits = fraction.len();
    let nanoseconds = match digits {
        1..=9 => number(fraction, digits)? * 10_i32.pow(9 - digits as u32),
        _ => return None,
    };
    // A leap second is the second before, as clocks that do not know it count.
    Time::new(
        hour as i8,
        minute as i8,
        second.min(59 + i32::from(second > 60)) as i8,
        nanoseconds,
    )
    .ok()
}

/// So many digits.
fn number(text: &str, digits: usize) -> Option<i32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Moments outside of jiff's years (a hostile sample's time) become the epoch: a label, never a panic.
fn timestamp(moment: Moment) -> Timestamp {
    Timestamp::from_millisecond(moment.0).unwrap_or(Timestamp::UNIX_EPOCH)
}
