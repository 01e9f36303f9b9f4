//! A Markdown document as a flat list of blocks with their places; knows no meaning.

use super::{
    Document,
    problem::{Lines, Place, Problem},
};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A heading of this level, from 1.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// One item of a list.
    Item,
    /// A code block and what stands after its opening fence.
    Fence(String),
    /// One row of a table; the first one is the header.
    Row(Vec<Cell>),
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text without marks.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text without marks; a fence's contents with its line breaks.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

impl Block {
    /// A problem with this block.
    pub fn problem(&self, file: &str, expected: &str) -> Problem {
        let found = match &self.kind {
            Kind::Fence(info) if self.text.is_empty() => info,
            _ => &self.text,
        };
        Problem::new(file, self.place, found, expected)
    }
}

/// The blocks of a document from byte `start` on, in its order. Any text is some list of blocks.
pub fn read(document: Document<'_>, start: usize) -> Vec<Block> {
    let text = document.text.get(start..).unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut row: Option<Vec<Cell>> = None;
    let lines = Lines::new(document.text);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let place = || lines.place(start + range.start);
        match event {
            Event::Start(tag) => match tag {
                Tag::Heading { level, .. } => {
                    open = Some(block(Kind::Heading(level as u8), place()));
                }
                Tag::Paragraph if open.is_none() => open = Some(block(Kind::Paragraph, place())),
                Tag::Item => {
                    blocks.extend(open.take());
                    open = Some(block(Kind::Item, place()));
                }
                Tag::CodeBlock(kind) => {
                    blocks.extend(open.take());
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    open = Some(block(Kind::Fence(info), place()));
                }
                Tag::TableHead | Tag::TableRow => row = Some(Vec::new()),
                Tag::TableCell => open = Some(block(Kind::Paragraph, place())),
                _ => {}
            },
            Event::End(end) => match end {
                TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => blocks.extend(open.take()),
                TagEnd::Paragraph
                    if open
                        .as_ref()
                        .is_some_and(|block| block.kind == Kind::Paragraph) =>
                {
                    blocks.extend(open.take());
                }
                TagEnd::TableCell => {
                    if let (Some(cells), Some(cell)) = (row.as_mut(), open.take()) {
                        cells.push(Cell {
                            text: cell.text.trim().to_owned(),
                            place: cell.place,
                        });
                    }
                }
                TagEnd::TableHead | TagEnd::TableRow => {
                    if let Some(cells) = row.take() {
                        blocks.push(block(Kind::Row(cells), place()));
                    }
                }
                _ => {}
            },
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if let Some(block) = open.as_mut() {
                    block.text.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(block) = open.as_mut() {
                    block.text.push(' ');
                }
            }
            _ => {}
        }
    }
    blocks.extend(open);
    blocks
}

fn block(kind: Kind, place: Place) -> Block {
    Block {
        kind,
        text: String::new(),
        place,
    }
}
