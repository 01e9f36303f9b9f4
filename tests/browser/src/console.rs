//! What the browser's console said, and what of it fails a test. It must not know the page.

use serde_json::Value;
use std::fmt;

/// One entry of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    /// `javascript`, `network`, `security`, `console-api` and so on.
    pub source: String,
    /// The text, with the place before it.
    pub message: String,
}

impl Entry {
    /// Errors, exceptions that nobody caught, what could not be loaded, and warnings too: a quiet page has none.
    fn is_bad(&self) -> bool {
        self.level == "SEVERE" || self.level == "WARNING"
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = shortened(&self.message);
        write!(f, "{} ({}) {message}", self.level, self.source)
    }
}

/// Without the middle, when it is long: addresses hold whole queries.
fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= 240 {
        return text.to_owned();
    }
    let begin: String = text.chars().take(120).collect();
    let end: String = text.chars().skip(length - 110).collect();
    format!("{begin} ... {end}")
}

/// For a message: each text once with how often it came, the first ten of them.
pub fn summary<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for entry in entries {
        let text = entry.to_string();
        match lines.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => lines.push((text, 1)),
        }
    }
    let more = lines.len().saturating_sub(10);
    let mut text: Vec<String> = lines
        .into_iter()
        .take(10)
        .map(|(line, count)| format!("{count} x {line}"))
        .collect();
    if more > 0 {
        text.push(format!("and {more} others"));
    }
    text.join("\n")
}

/// Reads the driver's answer.
pub fn entries(answer: &Value) -> Vec<Entry> {
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let list = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|entry| Entry {
            level: text(entry, "level"),
            source: text(entry, "source"),
            message: text(entry, "message"),
        })
        .collect()
}

/// The entries that fail a test: the bad ones that hold none of the texts that the test expects.
pub fn unexpected<'a>(entries: &'a [Entry], allowed: &[String]) -> Vec<&'a Entry> {
    entries
        .iter()
        .filter(|entry| entry.is_bad())
        .filter(|entry| {
            !allowed
                .iter()
                .any(|text| entry.message.contains(text.as_str()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn errors_and_warnings_count_unless_they_are_expected() {
        let entries = entries(&json!([
            { "level": "SEVERE", "source": "network", "message": "http://x/api - Failed to load resource: 502" },
            { "level": "WARNING", "source": "security", "message": "Refused to apply inline style" },
            { "level": "INFO", "source": "console-api", "message": "hello" },
        ]));
        assert_eq!(unexpected(&entries, &[]).len(), 2);
        let allowed = ["/api - Failed to load resource".to_owned()];
        let left = unexpected(&entries, &allowed);
        assert_eq!(left, [&entries[1]]);
    }

    #[test]
    fn a_summary_is_short() {
        let entry = Entry {
            level: "SEVERE".to_owned(),
            source: "network".to_owned(),
            message: "x".repeat(1000),
        };
        let text = summary([&entry, &entry].into_iter());
        assert!(text.starts_with("2 x SEVERE (network) xxx"), "{text}");
        assert!(text.len() < 300, "{text}");
    }
}
