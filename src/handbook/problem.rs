//! What could not be understood, where it stands and what was expected; knows nothing of how it is shown.

use std::fmt;

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// One thing that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The document.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What stood there.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl Problem {
    /// A problem with what stands at a place.
    pub fn new(file: &str, place: Place, found: &str, expected: &str) -> Self {
        let found = found
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(120)
            .collect();
        Self {
            file: file.to_owned(),
            place,
            found,
            expected: expected.to_owned(),
        }
    }

    /// A document, or a part of it, that is not there.
    pub fn missing(file: &str, expected: &str) -> Self {
        Self::new(file, Place { line: 1, column: 1 }, "nothing", expected)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            place: Place { line, column },
            found,
            expected,
        } = self;
        write!(
            out,
            "{file}:{line}:{column}: found '{found}', expected {expected}"
        )
    }
}

/// The lines of a text, found once, so that the places in a large document do not each cost a walk through it.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The last answer: a byte offset and how many characters of its line stand before it.
    last: std::cell::Cell<(usize, usize)>,
}

impl<'a> Lines<'a> {
    /// Finds the lines.
    pub fn new(text: &'a str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(newlines).collect();
        Self {
            text,
            starts,
            last: std::cell::Cell::default(),
        }
    }

    /// The place of a byte offset.
    pub fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        // Places are mostly asked for in order: a long line is counted on from the last one.
        let (from, counted) = match self.last.get() {
            last if (start..=offset).contains(&last.0) => last,
            _ => (start, 0),
        };
        let between = self.text.get(from..offset).unwrap_or_default();
        let counted = counted + between.chars().count();
        self.last.set((offset, counted));
        Place {
            line,
            column: counted + 1,
        }
    }
}

impl Place {
    /// The place of a byte offset in a text.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Self {
            line: before.matches('\n').count() + 1,
            column,
        }
    }
}
