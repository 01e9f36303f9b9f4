//! The command that silences one alert, for a person to copy: the portal itself changes nothing at Alertmanager. Pure.

use crate::{domain::labels::Labels, prometheus::query::matcher};

/// A longer value is no label that somebody wants in a command (characters).
const LONGEST: usize = 500;

/// What a silence says beside its alert.
#[derive(Clone, Copy, Debug)]
pub struct Silence<'a> {
    /// All labels of the alert, so that nothing else is silenced.
    pub labels: &'a Labels,
    /// For how long, as amtool reads it: `1h`.
    pub lasts: &'a str,
    /// Who asks for it; may be empty, then amtool takes the name of the login.
    pub author: &'a str,
    /// Why.
    pub comment: &'a str,
    /// Where Alertmanager is; `None`: amtool's own configuration says so.
    pub address: Option<&'a str>,
}

impl Silence<'_> {
    /// `amtool silence add ...` for a shell. Every word is checked and then stands within single quotes.
    ///
    /// # Errors
    /// Which label or word has no place in a command, in a sentence.
    pub fn command(&self) -> Result<String, String> {
        let mut command = "amtool silence add".to_owned();
        let mut put = |option: &str, word: &str, what: &str| {
            if !is_plain(word) {
                return Err(format!(
                    "{what} has signs that do not belong into a command, or is too long: write the silence by hand."
                ));
            }
            command.push_str(&format!(" {option}'{word}'"));
            Ok(())
        };
        if let Some(address) = self.address {
            put(
                "--alertmanager.url=",
                address,
                "The address of Alertmanager",
            )?;
        }
        if !self.author.is_empty() {
            put("--author=", self.author, "Your name")?;
        }
        put("--duration=", self.lasts, "The length")?;
        put("--comment=", self.comment, "The comment")?;
        for (name, value) in self.labels.iter() {
            let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(legal) {
                return Err(
                    "A label has a name that amtool may not read: write the silence by hand."
                        .to_owned(),
                );
            }
            put("", &matcher(name, value), &format!("Label {name}"))?;
        }
        Ok(command)
    }
}

/// Whether a reader sees what the shell gets: no quote that ends the word, no control sign, no sign that changes the
/// order or is not seen.
fn is_plain(word: &str) -> bool {
    let is_bad = |c: char| {
        c == '\''
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    word.chars().count() <= LONGEST && !word.chars().any(is_bad)
}
