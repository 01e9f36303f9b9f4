//! Ranges as people type them: `6h`, `now-6h`, `now-2h to now-1h`, `2026-11-23 08:00 to 09:30`. Knows no URL.

use super::{
    duration,
    span::Span,
    time::{Moment, Zone},
};

/// What may be typed, for the message beside a mistake.
pub const EXAMPLES: &str = "6h, now-6h, now-2h to now-1h, 2026-11-23 08:00 to 09:30";

/// Reads a typed range; local times are in `zone`.
///
/// # Errors
/// What could not be understood, in words that can stand beside the field.
pub fn parse(text: &str, now: Moment, zone: &Zone) -> Result<Span, String> {
    let text = text.trim();
    let refuse = || format!("'{text}' is no range. Write for example {EXAMPLES}.");
    if let Some(span) = Span::parse(text) {
        return Ok(span);
    }
    let (from, to) = match text.split_once(" to ").or_else(|| text.split_once(" – ")) {
        Some((from, to)) => (from.trim(), to.trim()),
        None => (text, "now"),
    };
    if let (Some(length), "now") = (from.strip_prefix("now-").and_then(duration::parse), to) {
        return Span::parse(&duration::promql(length)).ok_or_else(refuse);
    }
    let start = moment(from, None, now, zone).ok_or_else(refuse)?;
    let day = from.get(..10).filter(|_| from.len() > 10);
    let end = moment(to, day, now, zone).ok_or_else(refuse)?;
    if end <= start {
        return Err(format!("'{text}' ends before it begins."));
    }
    Span::parse(&format!("{}..{}", start.0 / 1000, end.0 / 1000)).ok_or_else(refuse)
}

/// `now`, `now-1h`, `2026-11-23 08:00`, `2026-11-23T08:00:30`, `2026-11-23`, or a time alone on the day of the other end.
fn moment(text: &str, day: Option<&str>, now: Moment, zone: &Zone) -> Option<Moment> {
    if text == "now" {
        return Some(now);
    }
    if let Some(length) = text.strip_prefix("now-") {
        return Some(now.plus(-duration::parse(length)?));
    }
    let text = text.replace('T', " ");
    let (date, time) = match (text.split_once(' '), day) {
        (Some((date, time)), _) => (date, time),
        (None, Some(day)) if text.contains(':') => (day, text.as_str()),
        (None, _) => (text.as_str(), "00:00"),
    };
    zone.moment_at(date, time)
}
