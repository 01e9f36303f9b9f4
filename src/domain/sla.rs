//! What the SLA table promises and when that is due; knows no incident and no text format.

use super::{
    calendar::Calendar,
    duration,
    severity::Severity,
    time::{Moment, Zone},
};
use std::fmt;

/// How a term is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Elapsed time, day and night, in milliseconds.
    Elapsed(i64),
    /// Until the close of so many business days after the start.
    BusinessDays(u32),
    /// Until the close of the first business day on or after the same weekday so many weeks on.
    Weeks(u32),
}

/// One term, with the words that the handbook has for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    length: Length,
    words: String,
}

/// What a term may be, for the message beside a mistake.
pub const TERMS: &str =
    "'20 minutes', '3 hours', 'Next business day', '2 business days' or '1 week', each at least 1";

/// No term reaches further than a year, so that no sum of moments leaves the calendar.
const LONGEST: u32 = 366 * 24 * 60;

crate::packed!(struct Term { length, words });

impl Term {
    /// Reads one of [`TERMS`].
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split_whitespace().collect::<Vec<_>>();
        let lower = words.join(" ").to_ascii_lowercase();
        let length = match lower.split_once(' ')? {
            ("next", "business day") => Length::BusinessDays(1),
            (number, unit) => {
                let plain = number.bytes().all(|byte| byte.is_ascii_digit());
                let number: u32 = number.parse().ok().filter(|_| plain)?;
                let most = match unit.trim_end_matches('s') {
                    "minute" => LONGEST,
                    "hour" => LONGEST / 60,
                    "week" => 52,
                    _ => 260,
                };
                if !(1..=most).contains(&number) {
                    return None;
                }
                match unit {
                    "minute" | "minutes" => Length::Elapsed(i64::from(number) * 60_000),
                    "hour" | "hours" => Length::Elapsed(i64::from(number) * 3_600_000),
                    "business day" | "business days" => Length::BusinessDays(number),
                    "week" | "weeks" => Length::Weeks(number),
                    _ => return None,
                }
            }
        };
        Some(Self {
            length,
            words: words.join(" "),
        })
    }

    /// How it is measured.
    pub fn length(&self) -> Length {
        self.length
    }

    /// The handbook's words, `5 minutes`.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// When it ends. `None` when the calendar has no business day within a year.
    pub fn due(&self, start: Moment, calendar: &Calendar, zone: &Zone) -> Option<Moment> {
        match self.length {
            Length::Elapsed(length) => Some(start.plus(length)),
            Length::BusinessDays(count) => calendar.close_of_business_day(start, count, zone),
            Length::Weeks(weeks) => calendar.close_after_weeks(start, weeks, zone),
        }
    }

    /// Why it is due when it is: `fired 14:02 + 5 min, SEV1`; with the calendar where that counts.
    pub fn rule(&self, from: &str, severity: Severity, calendar: &Calendar, zone: &Zone) -> String {
        match self.length {
            Length::Elapsed(length) => format!("{from} + {}, {severity}", duration::words(length)),
            _ => {
                let (words, days) = (self.words.to_lowercase(), calendar.words());
                format!("{from}, {words}, {severity}; {days}, {}", zone.name())
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words)
    }
}

/// The three clocks of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// Until somebody has taken it.
    Acknowledge,
    /// Until the first action or message.
    Response,
    /// Until it is over.
    Resolution,
}

impl Clock {
    /// All, in the order of the SLA table.
    pub const ALL: [Self; 3] = [Self::Acknowledge, Self::Response, Self::Resolution];

    /// `Acknowledge`, `Initial response`, `Resolution`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Acknowledge => "Acknowledge",
            Self::Response => "Initial response",
            Self::Resolution => "Resolution",
        }
    }

    /// The short word of a rule: `ack`, `response`, `resolution`.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Acknowledge => "ack",
            Self::Response => "response",
            Self::Resolution => "resolution",
        }
    }
}

/// When a clock begins to be due soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soon {
    /// In the last quarter of its term.
    LastQuarter,
    /// So many milliseconds before it is due.
    Last(i64),
}

impl Soon {
    /// Reads `last quarter` or `last 2 hours`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().strip_prefix("last ")? {
            "quarter" => Some(Self::LastQuarter),
            term => match Term::parse(term)?.length {
                Length::Elapsed(length) => Some(Self::Last(length)),
                _ => None,
            },
        }
    }

    /// From when on a clock that runs from `start` to `due` is due soon.
    pub fn from(self, start: Moment, due: Moment) -> Moment {
        match self {
            Self::LastQuarter => start.plus(due.since(start) / 4 * 3),
            Self::Last(length) => due.plus(-length).max(start),
        }
    }
}

impl fmt::Display for Soon {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LastQuarter => out.write_str("last quarter"),
            Self::Last(length) if length % 3_600_000 == 0 => {
                write!(out, "last {} hours", length / 3_600_000)
            }
            Self::Last(length) => write!(out, "last {} minutes", length / 60_000),
        }
    }
}

/// What one severity promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Until it is acknowledged.
    pub acknowledge: Term,
    /// Until the first response.
    pub response: Term,
    /// Until it is resolved.
    pub resolution: Term,
    /// When its clocks are due soon.
    pub soon: Soon,
}

impl Terms {
    /// The term of a clock.
    pub fn of(&self, clock: Clock) -> &Term {
        match clock {
            Clock::Acknowledge => &self.acknowledge,
            Clock::Response => &self.response,
            Clock::Resolution => &self.resolution,
        }
    }
}

/// The SLA table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sla {
    /// One row for each severity that could be understood.
    pub rows: Vec<(Severity, Terms)>,
    /// How long after the latest resolution the post-mortem is due.
    pub post_mortem: Option<Term>,
}

impl Sla {
    /// What a severity promises.
    pub fn terms(&self, severity: Severity) -> Option<&Terms> {
        let row = self.rows.iter().find(|(name, _)| *name == severity);
        row.map(|(_, terms)| terms)
    }
}
