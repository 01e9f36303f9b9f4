//! Which days are business days, and when their working hours open and close; knows no terms and no incidents.

use super::time::{Moment, Zone};
use jiff::civil::{Date, Time, Weekday};

/// How many days ahead a business day is looked for; a calendar without one by then is a mistake.
pub const HORIZON: u16 = 366;

/// The names of the weekdays, as `workdays` and the handbook write them.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The working hours of one date, from opening to just before closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    open: Time,
    close: Time,
}

impl Hours {
    /// From `09:00` and `17:00`.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn parse(open: &str, close: &str) -> Result<Self, String> {
        let hours = Self {
            open: time(open)?,
            close: time(close)?,
        };
        if hours.open < hours.close {
            Ok(hours)
        } else {
            Err(format!(
                "the working hours {open} to {close} end before they begin"
            ))
        }
    }

    /// The local time at which a business day opens.
    pub fn open(self) -> Time {
        self.open
    }

    /// `09:00` and `17:00`.
    pub fn texts(self) -> [String; 2] {
        [self.open, self.close].map(|time| format!("{:02}:{:02}", time.hour(), time.minute()))
    }
}

/// The business days of a place, without its time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    hours: Hours,
    /// Monday first.
    workdays: [bool; 7],
    /// In order, each once.
    holidays: Vec<Date>,
}

impl Default for Calendar {
    /// Monday to Friday, 09:00 to 17:00, no holidays.
    fn default() -> Self {
        Self {
            hours: Hours {
                open: Time::constant(9, 0, 0, 0),
                close: Time::constant(17, 0, 0, 0),
            },
            workdays: [true, true, true, true, true, false, false],
            holidays: Vec::new(),
        }
    }
}

impl Calendar {
    /// The hours of each business day.
    pub fn hours(&self) -> Hours {
        self.hours
    }

    /// Other hours.
    pub fn set_hours(&mut self, hours: Hours) {
        self.hours = hours;
    }

    /// The working weekdays, `Mon` to `Sun`.
    pub fn workdays(&self) -> impl Iterator<Item = &'static str> {
        let days = WEEKDAYS.into_iter().zip(self.workdays);
        days.filter(|(_, works)| *works).map(|(name, _)| name)
    }

    /// Other working weekdays: `Mon`, `Tue`, …
    ///
    /// # Errors
    /// The name that is none, or that there is no day at all; nothing is changed then.
    pub fn set_workdays<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), String> {
        let mut workdays = [false; 7];
        for name in names {
            let index = WEEKDAYS.iter().position(|day| *day == name);
            match index.and_then(|index| workdays.get_mut(index)) {
                Some(works) => *works = true,
                None => return Err(format!("'{}' is no weekday: write Mon to Sun", cut(name))),
            }
        }
        if workdays == [false; 7] {
            return Err("there is no working day: name at least one of Mon to Sun".to_owned());
        }
        self.workdays = workdays;
        Ok(())
    }

    /// The holidays, `2026-12-25`, in order.
    pub fn holidays(&self) -> impl Iterator<Item = String> {
        self.holidays.iter().map(ToString::to_string)
    }

    /// Adds a holiday, `2026-12-25`.
    ///
    /// # Errors
    /// When this is no date.
    pub fn add_holiday(&mut self, text: &str) -> Result<(), String> {
        match date(text) {
            Some(date) => {
                if let Err(place) = self.holidays.binary_search(&date) {
                    self.holidays.insert(place, date);
                }
                Ok(())
            }
            None => Err(format!("'{}' is no date such as 2026-12-25", cut(text))),
        }
    }

    /// Whether this local date is a business day.
    pub fn is_business_day(&self, date: Date) -> bool {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        self.workdays.get(weekday).copied().unwrap_or(false) && !self.holidays.contains(&date)
    }

    /// When the `count`-th business day that opens strictly after `start` closes; `count` is from 1. `None` when there
    /// is no such day within [`HORIZON`] of the one before.
    pub fn close_of_business_day(&self, start: Moment, count: u32, zone: &Zone) -> Option<Moment> {
        let opens_later =
            |date: &Date| zone.moment_of(date.to_datetime(self.hours.open)) > Some(start);
        let mut day = self.business_days(zone.date(start)?).find(opens_later)?;
        for _ in 1..count {
            day = self.business_days(day.tomorrow().ok()?).next()?;
        }
        self.close(day, zone)
    }

    /// When the first business day on or after the local date of `start` plus `weeks` closes.
    pub fn close_after_weeks(&self, start: Moment, weeks: u32, zone: &Zone) -> Option<Moment> {
        let mut days = days_from(zone.date(start)?);
        let date = days.nth(usize::try_from(weeks).ok()?.checked_mul(7)?)?;
        self.close(self.business_days(date).next()?, zone)
    }

    /// `Mon–Fri 09:00–17:00`.
    pub fn words(&self) -> String {
        let [open, close] = self.hours.texts();
        let indexes: Vec<usize> = (0..7)
            .filter(|day| self.workdays.get(*day) == Some(&true))
            .collect();
        let days: Vec<&str> = self.workdays().collect();
        let whole = indexes
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a + 1 == *b));
        let days = match days.as_slice() {
            [first, .., last] if whole && days.len() > 2 => format!("{first}–{last}"),
            _ => days.join(", "),
        };
        format!("{days} {open}–{close}")
    }

    fn business_days(&self, from: Date) -> impl Iterator<Item = Date> {
        let dates = days_from(from).take(usize::from(HORIZON) + 1);
        dates.filter(|date| self.is_business_day(*date))
    }

    fn close(&self, date: Date, zone: &Zone) -> Option<Moment> {
        zone.moment_of(date.to_datetime(self.hours.close))
    }
}

/// A date and those after it.
fn days_from(date: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(date), |day| day.tomorrow().ok())
}

/// Reads a weekday by its short or its whole English name.
pub fn weekday(text: &str) -> Option<Weekday> {
    const WHOLE: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let index = (WEEKDAYS.iter().zip(WHOLE)).position(|(short, whole)| {
        text.eq_ignore_ascii_case(short) || text.eq_ignore_ascii_case(whole)
    })?;
    Weekday::from_monday_zero_offset(i8::try_from(index).ok()?).ok()
}

/// Reads `09:00`: two digits, a colon, two digits.
///
/// # Errors
/// What was expected, in words.
pub fn time(text: &str) -> Result<Time, String> {
    text.split_once(':')
        .and_then(|(hour, minute)| Time::new(two_digits(hour)?, two_digits(minute)?, 0, 0).ok())
        .ok_or_else(|| format!("'{}' is no time of day such as 09:00", cut(text)))
}

/// Reads `2026-12-25` and no other form of a date. By hand: jiff reads every form there is, and its messages about them would be
/// a twentieth of the program.
pub fn date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let century = two_digits(year.get(..2)?)?;
    let year = i16::from(century) * 100 + i16::from(two_digits(year.get(2..)?)?);
    Date::new(year, two_digits(month)?, two_digits(day)?).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// A hostile text, short enough for a message.
fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
