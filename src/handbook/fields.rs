//! The lists `- **Name:** value` below a heading, with the place of each value; knows no names.

use super::{
    Document,
    blocks::{Block, Kind},
    problem::{Place, Problem},
};

/// A heading and the blocks below it, up to the next heading of its level or a higher one.
pub struct Section<'a> {
    /// The document it stands in.
    pub document: Document<'a>,
    /// The heading.
    pub heading: &'a Block,
    /// What stands below it.
    pub blocks: &'a [Block],
}

/// One item `Name: value`.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// What stands before the first colon.
    pub name: &'a str,
    /// What stands after it.
    pub value: &'a str,
    item: &'a Block,
}

impl<'a> Section<'a> {
    /// All sections of a document in its order, those inside of others too.
    pub fn all(document: Document<'a>, blocks: &'a [Block]) -> Vec<Self> {
        let level = |block: &Block| match block.kind {
            Kind::Heading(level) => Some(level),
            _ => None,
        };
        let mut sections = Vec::new();
        for (index, heading) in blocks.iter().enumerate() {
            let Some(own) = level(heading) else { continue };
            let below = blocks.get(index + 1..).unwrap_or_default();
            let end = below
                .iter()
                .position(|block| level(block).is_some_and(|other| other <= own))
                .unwrap_or(below.len());
            sections.push(Self {
                document,
                heading,
                blocks: below.get(..end).unwrap_or_default(),
            });
        }
        sections
    }

    /// The items of its lists.
    pub fn items(&self) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(|block| block.kind == Kind::Item)
    }

    /// The items that have a name.
    pub fn fields(&self) -> impl Iterator<Item = Field<'a>> {
        self.items().filter_map(|item| {
            let (name, value) = item.text.split_once(':')?;
            Some(Field {
                name: name.trim(),
                value: value.trim(),
                item,
            })
        })
    }

    /// The value of a name that must be there.
    pub fn field(&self, name: &str, problems: &mut Vec<Problem>) -> Option<Field<'a>> {
        let found = self.fields().find(|field| field.name == name);
        let found = found.filter(|field| !field.value.is_empty());
        if found.is_none() {
            let expected = format!("a line '- **{name}:** …' below this heading");
            problems.push(self.heading.problem(self.document.file, &expected));
        }
        found
    }

    /// The rows of its first table below a header of these columns, each as wide as the header. A table with other
    /// columns, no table and a table without rows are problems.
    pub fn rows(
        &self,
        columns: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Vec<&'a [super::blocks::Cell]> {
        let file = self.document.file;
        let header = format!("the header '| {} |'", columns.join(" | "));
        let mut rows = self.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Row(cells) => Some((block, cells.as_slice())),
            _ => None,
        });
        let Some((block, cells)) = rows.next() else {
            let expected = format!("a table with {header} below this heading");
            problems.push(self.heading.problem(file, &expected));
            return Vec::new();
        };
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        if texts != columns {
            problems.push(Problem::new(file, block.place, &texts.join(" | "), &header));
            return Vec::new();
        }
        let rows: Vec<_> = rows.map(|(_, cells)| cells).collect();
        if rows.is_empty() {
            problems.push(Problem::new(
                file,
                block.place,
                &texts.join(" | "),
                "at least one row below it",
            ));
        }
        rows
    }
}

impl Field<'_> {
    /// Where `part` of the value stands, or the item when it is not in its text as it is.
    pub fn place(&self, document: Document<'_>, part: &str) -> Place {
        place_of(document, self.item.place, part)
    }

    /// A problem with `part` of the value.
    pub fn problem(&self, document: Document<'_>, part: &str, expected: &str) -> Problem {
        Problem::new(document.file, self.place(document, part), part, expected)
    }
}

/// Where `part` first stands at or after a place.
pub fn place_of(document: Document<'_>, from: Place, part: &str) -> Place {
    let mut lines = document.text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(from.line - 1).map(str::len).sum();
    let line = lines.next().unwrap_or_default().char_indices();
    let column = line.map(|(offset, _)| offset).nth(from.column - 1);
    let start = before + column.unwrap_or(0);
    match document.text.get(start..).and_then(|rest| rest.find(part)) {
        Some(offset) => Place::of(document.text, start + offset),
        None => from,
    }
}
