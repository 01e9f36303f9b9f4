//! The rules of a time zone, read from a file of the tz database (RFC 8536): its transitions, and after the last of them
//! the yearly rule of its footer. Knows no names of zones and no words for times.

/// What a zone's clocks did and will do. Times are Unix seconds, offsets seconds east.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// When the offset changed, in order, and to what.
    transitions: Vec<(i64, i32)>,
    /// The offset before the first transition.
    first: i32,
    /// What holds after the last transition.
    yearly: Option<Yearly>,
}

/// The footer, a `TZ` string as POSIX has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Yearly {
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Summer {
    offset: i32,
    /// Day of the year and time of the day when it begins and ends, each by the clock before.
    begins: (Day, i32),
    ends: (Day, i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// From 1 to 365, never the 29th of February.
    Julian(i64),
    /// From 0, leap days included.
    Zero(i64),
    /// Month, week (5 is the last), weekday from Sunday.
    Weekday(i64, i64, i64),
}

const DAY: i64 = 86_400;

/// Further than any year that a calendar names.
const LAST: i64 = 1_000_000_000_000;

impl Rules {
    /// `None` when the bytes are no such file.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (version, counts, data) = header(bytes)?;
        if version == 0 {
            return Self::of(counts, data, 4).map(|(rules, _)| rules);
        }
        // The first part is for readers of the old form; the second says the same in more bits.
        let (_, counts, data) = header(data.get(length(counts, 4)?..)?)?;
        let (mut rules, footer) = Self::of(counts, data, 8)?;
        let text = std::str::from_utf8(footer.strip_prefix(b"\n")?).ok()?;
        let text = text.get(..text.find('\n')?)?;
        if !text.is_empty() {
            rules.yearly = Some(Yearly::read(text)?);
        }
        Some(rules)
    }

    fn of(counts: [usize; 6], data: &[u8], width: usize) -> Option<(Self, &[u8])> {
        let [_, _, _, times, types, _] = counts;
        let (data, rest) = data.split_at_checked(length(counts, width)?)?;
        let (at, data) = data.split_at_checked(times.checked_mul(width)?)?;
        let (kinds, data) = data.split_at_checked(times)?;
        let offsets: Vec<i32> = data
            .get(..types.checked_mul(6)?)?
            .chunks_exact(6)
            .map(|kind| big_endian(kind.get(..4).unwrap_or_default()) as i32)
            .collect();
        let mut transitions = Vec::new();
        for (at, kind) in at.chunks_exact(width).zip(kinds) {
            let at = match width {
                4 => i64::from(big_endian(at) as i32),
                _ => big_endian(at),
            };
            transitions.push((at, *offsets.get(usize::from(*kind))?));
        }
        let in_order = transitions.is_sorted_by(|(left, _), (right, _)| left < right);
        let plain = |offset: &i32| offset.unsigned_abs() < 26 * 3600;
        let rules = Self {
            transitions,
            first: *offsets.first()?,
            yearly: None,
        };
        (in_order && offsets.iter().all(plain)).then_some((rules, rest))
    }

    /// The offset at a moment.
    pub fn offset(&self, at: i64) -> i32 {
        let count = self.transitions.partition_point(|(from, _)| *from <= at);
        match (count, self.yearly) {
            (count, Some(yearly)) if count == self.transitions.len() => yearly.offset(at),
            (0, _) => self.first,
            (count, _) => self
                .transitions
                .get(count - 1)
                .map_or(self.first, |(_, offset)| *offset),
        }
    }

    /// The offset at a local time (seconds as if it were UTC): the first of two where clocks go back, the one before where
    /// they go forward.
    pub fn offset_of_local(&self, local: i64) -> i32 {
        let (before, after) = (
            self.offset(local.saturating_sub(DAY)),
            self.offset(local.saturating_add(DAY)),
        );
        let holds = |offset: &i32| self.offset(local.saturating_sub(i64::from(*offset))) == *offset;
        [before, after].into_iter().find(holds).unwrap_or(before)
    }
}

/// Version, the six counts, and what follows.
fn header(bytes: &[u8]) -> Option<(u8, [usize; 6], &[u8])> {
    let bytes = bytes.strip_prefix(b"TZif")?;
    let (head, data) = bytes.split_at_checked(40)?;
    let mut counts = [0; 6];
    for (count, four) in counts.iter_mut().zip(head.get(16..)?.chunks_exact(4)) {
        *count = usize::try_from(big_endian(four)).ok()?;
    }
    Some((*head.first()?, counts, data))
}

/// The bytes of a data block whose times have `width` bytes.
fn length(
    [utc, standard, leaps, times, types, letters]: [usize; 6],
    width: usize,
) -> Option<usize> {
    let parts = [
        (times, width + 1),
        (types, 6),
        (letters, 1),
        (leaps, width + 4),
        (standard, 1),
        (utc, 1),
    ];
    let mut sum = 0_usize;
    for (count, size) in parts {
        sum = sum.checked_add(count.checked_mul(size)?)?;
    }
    Some(sum)
}

fn big_endian(bytes: &[u8]) -> i64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | i64::from(*byte))
}

impl Yearly {
    /// `CET-1CEST,M3.5.0,M10.5.0/3`.
    fn read(text: &str) -> Option<Self> {
        let (standard, rest) = offset(name(text)?)?;
        if rest.is_empty() {
            return Some(Self {
                standard,
                summer: None,
            });
        }
        let rest = name(rest)?;
        let (summer, rest) = match rest.starts_with(',') {
            true => (standard + 3600, rest),
            false => offset(rest)?,
        };
        let (begins, ends) = rest.strip_prefix(',')?.split_once(',')?;
        Some(Self {
            standard,
            summer: Some(Summer {
                offset: summer,
                begins: change(begins)?,
                ends: change(ends)?,
            }),
        })
    }

    fn offset(&self, at: i64) -> i32 {
        let Some(summer) = self.summer else {
            return self.standard;
        };
        // Beyond the calendars the rule is not asked for.
        let at = at.clamp(-LAST, LAST);
        let year = year_of(at.saturating_add(i64::from(self.standard)).div_euclid(DAY));
        let moment = |(day, time): (Day, i32), offset: i32| {
            day.of(year) * DAY + i64::from(time) - i64::from(offset)
        };
        let begins = moment(summer.begins, self.standard);
        let ends = moment(summer.ends, summer.offset);
        let is_summer = match begins < ends {
            true => begins <= at && at < ends,
            false => !(ends <= at && at < begins),
        };
        if is_summer {
            summer.offset
        } else {
            self.standard
        }
    }
}

/// What follows the name of a kind of time, `CET` or `<+03>`.
fn name(text: &str) -> Option<&str> {
    match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').map(|(_, rest)| rest),
        None => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            (rest.len() < text.len()).then_some(rest)
        }
    }
}

/// Hours, minutes and seconds with a sign, in seconds; and what follows.
fn time(text: &str) -> Option<(i32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !"+-:".contains(c));
    let (time, rest) = text.split_at(end.unwrap_or(text.len()));
    let digits = time.trim_start_matches(['+', '-']);
    let mut seconds = 0;
    let mut unit = 3600;
    for part in digits.split(':') {
        let number: i32 = part.parse().ok().filter(|number| *number < 168)?;
        seconds += number * unit;
        unit /= 60;
    }
    let sign = if time.starts_with('-') { -1 } else { 1 };
    Some((sign * seconds, rest))
}

/// POSIX counts west.
fn offset(text: &str) -> Option<(i32, &str)> {
    let (west, rest) = time(text)?;
    (west.unsigned_abs() < 26 * 3600).then_some((-west, rest))
}

/// `M10.5.0/3`; at two o'clock where no time is given.
fn change(text: &str) -> Option<(Day, i32)> {
    let (day, at) = text.split_once('/').unwrap_or((text, "2"));
    let (at, rest) = time(at)?;
    if !rest.is_empty() {
        return None;
    }
    let number = |text: &str, most: i64| {
        text.parse()
            .ok()
            .filter(|number| (0..=most).contains(number))
    };
    let day = match (day.strip_prefix('M'), day.strip_prefix('J')) {
        (Some(day), _) => {
            let mut parts = day.split('.');
            let month = number(parts.next()?, 12).filter(|month| *month > 0)?;
            let week = number(parts.next()?, 5).filter(|week| *week > 0)?;
            Day::Weekday(month, week, number(parts.next()?, 6)?)
        }
        (None, Some(day)) => Day::Julian(number(day, 365).filter(|day| *day > 0)?),
        (None, None) => Day::Zero(number(day, 365)?),
    };
    Some((day, at))
}

impl Day {
    /// The day of a year, counted from the epoch.
    fn of(self, year: i64) -> i64 {
        let first = days(year, 1, 1);
        match self {
            Self::Zero(day) => first + day,
            Self::Julian(day) => {
                let leap = days(year, 3, 1) - first == 60;
                first + day - i64::from(!(leap && day >= 60))
            }
            Self::Weekday(month, week, weekday) => {
                let start = days(year, month, 1);
                // The epoch was a Thursday.
                let until = (weekday - (start + 4)).rem_euclid(7);
                let day = start + until + 7 * (week - 1);
                let next = days(year + month / 12, month % 12 + 1, 1);
                if day >= next { day - 7 } else { day }
            }
        }
    }
}

/// Days from the epoch to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that leap days come last.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The year that a day, counted from the epoch, is in.
fn year_of(day: i64) -> i64 {
    // 400 years have 146,097 days; the guess is off by one at most.
    let guess = 1970 + (day.saturating_mul(400)).div_euclid(146_097);
    match () {
        () if day < days(guess, 1, 1) => guess - 1,
        () if day >= days(guess + 1, 1, 1) => guess + 1,
        () => guess,
    }
}
