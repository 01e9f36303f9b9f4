//! A code block of commands as steps: comments told apart from commands, shell from SQL, blanks from text. Knows no
//! Markdown.

use super::{
    problem::{Place, Problem},
    references::Places,
    render::{Anchors, Fence},
    shell::{self, Shell},
};
use crate::domain::command::{Blank, Command, Entry, Harm, Item, Language, Segment, Step};

/// The words that name a block of commands.
const LANGUAGES: [&str; 6] = ["bash", "sh", "shell", "zsh", "console", "sql"];

/// What commands are understood by.
pub struct Reader<'a> {
    /// The document.
    pub file: &'a str,
    /// What steps' ids begin with, `RB-001`.
    pub id: &'a str,
    /// The words that are blanks.
    pub blanks: &'a [Blank],
    /// What harms.
    pub harms: &'a [Harm],
    /// Where sentences may lead.
    pub places: &'a Places<'a>,
    /// The ids of steps that were given.
    pub ids: Anchors,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// A line or several that belong together.
enum Piece<'a> {
    Blank,
    Comment(&'a str),
    Command(Language, String),
}

impl Reader<'_> {
    /// Understands a block; `None` when it is in another language.
    pub fn read(&mut self, fence: &Fence<'_>) -> Option<Vec<Entry>> {
        if !LANGUAGES.contains(&fence.language) {
            return None;
        }
        let mut entries: Vec<Entry> = Vec::new();
        // Whether the next comment begins a step: after an empty line, and after a condition.
        let mut fresh = true;
        for (line, piece) in self.pieces(fence) {
            let comment = match piece {
                Piece::Blank => {
                    fresh = true;
                    continue;
                }
                Piece::Command(language, text) => {
                    let command = self.command(language, &text, line);
                    if !matches!(entries.last(), Some(Entry::Step(_))) || fresh {
                        let id = self.step_id(fence, &text);
                        entries.push(step(id, None, ""));
                    }
                    add(&mut entries, Item::Run(command));
                    fresh = false;
                    continue;
                }
                Piece::Comment(comment) => comment,
            };
            let (number, title) = match numbered(comment) {
                Some((number, title)) => (Some(number), title),
                None => (None, comment),
            };
            let begins = fresh || number.is_some();
            if begins && number.is_none() && title.ends_with(':') {
                entries.push(Entry::Condition(title.to_owned()));
                continue;
            }
            // A sentence that says where to look stands for itself: as a title it would be no link.
            let item = self.note(title, line);
            let is_title = begins && matches!(item, Item::Note(_));
            if begins {
                let id = self.step_id(fence, title);
                entries.push(step(id, number, if is_title { title } else { "" }));
            }
            if !is_title {
                add(&mut entries, item);
            }
            fresh = false;
        }
        Some(entries)
    }

    fn pieces<'a>(&mut self, fence: &Fence<'a>) -> Vec<(usize, Piece<'a>)> {
        let mut pieces = Vec::new();
        let sql_block = fence.language == "sql";
        let mut lines = (fence.line..).zip(fence.text.lines());
        while let Some((number, line)) = lines.next() {
            let trimmed = line.trim();
            let comment = match sql_block {
                true => trimmed.strip_prefix("--"),
                false => trimmed.strip_prefix('#'),
            };
            if trimmed.is_empty() {
                pieces.push((number, Piece::Blank));
            } else if let Some(comment) = comment {
                pieces.push((number, Piece::Comment(comment.trim())));
            } else if sql_block || shell::begins_sql(trimmed) {
                let mut quoted = false;
                let mut text = String::new();
                let mut rest = line;
                let mut first = number;
                let ended = loop {
                    match shell::sql_end(rest, &mut quoted) {
                        Some(end) => {
                            let (statement, after) = rest.split_at(end);
                            text.push_str(statement);
                            pieces.push((
                                first,
                                Piece::Command(Language::Sql, std::mem::take(&mut text)),
                            ));
                            rest = after.trim_start();
                            if rest.is_empty() || rest.starts_with("--") {
                                break true;
                            }
                        }
                        None => {
                            text.push_str(rest);
                            let Some((number, line)) = lines.next() else {
                                break false;
                            };
                            match text.trim().is_empty() {
                                true => first = number,
                                false => text.push('\n'),
                            }
                            rest = line;
                        }
                    }
                };
                if !ended {
                    self.problem(number, trimmed, "a ';' that ends the statement");
                    pieces.push((first, Piece::Command(Language::Sql, text)));
                }
            } else {
                let mut shell = Shell::default();
                let mut text = trimmed.to_owned();
                shell.feed(trimmed);
                while !shell.is_complete() {
                    let Some((_, line)) = lines.next() else {
                        self.problem(
                            number,
                            trimmed,
                            "a command whose quotes, loops and lines end in the block",
                        );
                        break;
                    };
                    shell.feed(line);
                    text.push('\n');
                    text.push_str(line);
                }
                pieces.push((number, Piece::Command(Language::Shell, text)));
            }
        }
        pieces
    }

    fn problem(&mut self, line: usize, found: &str, expected: &str) {
        let place = Place { line, column: 1 };
        self.problems
            .push(Problem::new(self.file, place, found, expected));
    }

    fn note(&mut self, comment: &str, line: usize) -> Item {
        match self.places.find(comment) {
            None => Item::Note(comment.to_owned()),
            Some(Ok(at)) => Item::Look {
                text: comment.to_owned(),
                at,
            },
            Some(Err(expected)) => {
                self.problem(line, comment, &expected);
                Item::Note(comment.to_owned())
            }
        }
    }

    fn step_id(&mut self, fence: &Fence<'_>, title: &str) -> String {
        // The names of one section do not depend on another's.
        let short: String = title.chars().take(60).collect();
        let unique = self.ids.unique(&format!("{} {short}", fence.section));
        let name = unique.strip_prefix(fence.section).unwrap_or(&unique);
        format!(
            "{}/{}/{}",
            self.id,
            fence.section,
            name.trim_start_matches('-')
        )
    }

    fn command(&self, language: Language, text: &str, line: usize) -> Command {
        let words = words(text);
        let harm = self
            .harms
            .iter()
            .find(|harm| stands_in(&harm.words, &words));
        Command {
            language,
            segments: self.segments(text),
            harm: harm.map(|harm| harm.harm.clone()),
            line,
        }
    }

    fn segments(&self, text: &str) -> Vec<Segment> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut segments = Vec::new();
        let (mut from, mut at) = (0, 0);
        while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_part)) {
            let start = at + start;
            let rest = text.get(start..).unwrap_or_default();
            at = start + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let word = text.get(start..at).unwrap_or_default();
            let before = text.get(..start).unwrap_or_default();
            // `$PORT` is the shell's own.
            let variable = before.ends_with('$') || before.ends_with("${");
            let blank = self
                .blanks
                .iter()
                .find(|blank| blank.name == word && !variable);
            if let Some(blank) = blank {
                if from < start {
                    segments.push(Segment::Text(
                        text.get(from..start).unwrap_or_default().to_owned(),
                    ));
                }
                segments.push(Segment::Blank(blank.clone()));
                from = at;
            }
        }
        if from < text.len() {
            segments.push(Segment::Text(
                text.get(from..).unwrap_or_default().to_owned(),
            ));
        }
        segments
    }
}

fn step(id: String, number: Option<u32>, title: &str) -> Entry {
    Entry::Step(Step {
        id,
        number,
        title: title.to_owned(),
        items: Vec::new(),
    })
}

fn add(entries: &mut [Entry], item: Item) {
    if let Some(Entry::Step(step)) = entries.last_mut() {
        step.items.push(item);
    }
}

/// `1. Check service status` as its number and the rest.
fn numbered(comment: &str) -> Option<(u32, &str)> {
    let (number, rest) = comment.split_once(". ")?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit());
    Some((plain.then(|| number.parse().ok()).flatten()?, rest.trim()))
}

/// The words of a command, each simple command by itself: `/bin/rm` is `rm`, `pg_terminate_backend(PID)` two words.
fn words(text: &str) -> Vec<Vec<&str>> {
    let simple = text.split([';', '|', '&']);
    let of = |part| -> Vec<&str> {
        let part: &str = part;
        part.split(|c: char| c.is_whitespace() || "'\"`()<>{}=,$\\".contains(c))
            .map(|word| word.rsplit('/').next().unwrap_or(word))
            .filter(|word| !word.is_empty())
            .collect()
    };
    simple.map(of).collect()
}

/// Whether the words of a row stand in one of a command's simple commands, in their order. Between a program and the
/// word after it only options and their values may stand: `docker exec X kill` is no `docker kill`.
fn stands_in(row: &[String], commands: &[Vec<&str>]) -> bool {
    let Some((program, rest)) = row.split_first() else {
        return false;
    };
    let same = |word: &&str, wanted: &String| word.eq_ignore_ascii_case(wanted);
    commands.iter().any(|words| {
        let starts = words
            .iter()
            .enumerate()
            .filter(|(_, word)| same(word, program));
        starts.into_iter().any(|(at, _)| {
            let mut words = words.get(at + 1..).unwrap_or_default();
            let Some((second, others)) = rest.split_first() else {
                return true;
            };
            if !second.starts_with('-') {
                while let [option, after @ ..] = words
                    && option.starts_with('-')
                {
                    let value = after
                        .first()
                        .is_some_and(|word| !word.starts_with('-') && !same(word, second));
                    words = after.get(usize::from(value)..).unwrap_or_default();
                }
                if !words.first().is_some_and(|word| same(word, second)) {
                    return false;
                }
            }
            let mut words = words.iter();
            std::iter::once(second)
                .chain(others)
                .all(|wanted| words.any(|word| same(word, wanted)))
        })
    })
}
