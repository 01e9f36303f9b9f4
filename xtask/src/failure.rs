//! What can end a command early, and with which exit code. It must not know which step failed in what way.

use std::fmt;

/// A failure, ready to be shown: what happened and what to do.
#[derive(Debug)]
pub struct Failure {
    text: String,
    exit_code: u8,
}

impl Failure {
    /// Something that this machine or the tree does not allow. Exit code 1.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            exit_code: 1,
        }
    }

    /// A command line that cannot be understood. Exit code 2.
    pub fn usage(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            exit_code: 2,
        }
    }

    /// A child process that failed; its exit code becomes ours, so that a script can tell failures apart.
    pub fn child(text: impl Into<String>, exit_code: Option<i32>) -> Self {
        let exit_code = exit_code.and_then(|code| u8::try_from(code).ok());
        Self {
            text: text.into(),
            exit_code: exit_code.filter(|code| *code != 0).unwrap_or(1),
        }
    }

    /// The same failure, with a line before it.
    pub fn within(self, heading: &str) -> Self {
        Self {
            text: format!("{heading}\n{}", self.text),
            ..self
        }
    }

    /// The code that the process ends with, never 0.
    pub fn exit_code(&self) -> u8 {
        self.exit_code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
