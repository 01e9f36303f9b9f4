//! Texts from people and servers, made safe to stand in Markdown or in a chat message; knows no incident.

use super::clocks::Zones;
use crate::domain::time::{Moment, Zone};

/// One line: without line breaks, control characters, and what turns the direction of writing round.
fn line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    let plain: String = text
        .chars()
        .filter(|c| !turns(*c))
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As Markdown that shows exactly these characters, wherever in a line it stands.
pub fn markdown(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    for (index, c) in text.chars().enumerate() {
        // These begin a heading, a list or a rule where a line begins.
        let begins = index == 0 && "#+-=:".contains(c);
        if begins || "\\`*_[]{}<>|~^&!$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    // `1.` and `1)` begin a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0
        && text
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(['.', ')']))
    {
        out.insert(digits, '\\');
    }
    out
}

/// As a line of a chat message in which nobody is mentioned: a word joiner after each `@` is seen by no reader.
pub fn chat(text: &str) -> String {
    line(text).replace('@', "@\u{2060}")
}

/// `2026-11-24 14:02:11`.
pub fn stamp(moment: Moment, zone: &Zone) -> String {
    match zone.date(moment) {
        Some(date) => format!("{date} {}", zone.clock(moment)),
        None => zone.clock(moment),
    }
}

/// The zone of a text's times, in words.
pub fn zone_words(moment: Moment, zone: &Zone) -> String {
    format!("{} ({})", zone.name(), zone.offset_words(moment))
}

/// What a text is written for: the present moment, the zone of its times, and the zones of calendars.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Now.
    pub now: Moment,
    /// The zone of all times in the text.
    pub zone: &'a Zone,
    /// The zones that incidents name.
    pub zones: &'a Zones,
}
