//! The `key: value` lines between two `---` at a document's head; knows no keys.

use super::{
    Document,
    problem::{Place, Problem},
};

/// The head of a document.
pub struct FrontMatter<'a> {
    document: Document<'a>,
    pairs: Vec<(&'a str, &'a str, usize)>,
    body: usize,
}

impl<'a> FrontMatter<'a> {
    /// Splits the head off; a document without one has an empty head.
    pub fn read(document: Document<'a>, problems: &mut Vec<Problem>) -> Self {
        let mut head = Self {
            document,
            pairs: Vec::new(),
            body: 0,
        };
        let Some(rest) = document.text.strip_prefix("---\n") else {
            return head;
        };
        let Some(end) = rest.find("\n---\n") else {
            problems.push(Problem::new(
                document.file,
                Place { line: 1, column: 1 },
                "---",
                "a second line '---' that ends the front matter",
            ));
            return head;
        };
        head.body = "---\n".len() + end + "\n---\n".len();
        for (line, text) in (2..).zip(rest.get(..end).unwrap_or_default().lines()) {
            match text.split_once(':') {
                Some((key, value)) => head.pairs.push((key.trim(), value.trim(), line)),
                None if text.trim().is_empty() => {}
                None => problems.push(Problem::new(
                    document.file,
                    Place { line, column: 1 },
                    text,
                    "'key: value'",
                )),
            }
        }
        head
    }

    /// The byte offset at which the Markdown begins.
    pub fn body_offset(&self) -> usize {
        self.body
    }

    /// A value that may be there.
    pub fn optional(&self, key: &str) -> Option<(&'a str, Place)> {
        let (_, value, line) = self.pairs.iter().find(|(name, ..)| *name == key)?;
        let place = Place {
            line: *line,
            column: key.len() + 3,
        };
        (!value.is_empty()).then_some((*value, place))
    }

    /// A value that must be there.
    pub fn required(&self, key: &str, problems: &mut Vec<Problem>) -> (&'a str, Place) {
        self.optional(key).unwrap_or_else(|| {
            let expected = format!("a line '{key}: …' in the front matter");
            problems.push(Problem::missing(self.document.file, &expected));
            ("", Place { line: 1, column: 1 })
        })
    }
}
