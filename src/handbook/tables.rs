//! The handbook's tables of blanks and of commands that harm, understood; knows no commands.

use super::{
    Document,
    blocks::{self, Cell, Kind},
    problem::Problem,
};
use crate::domain::command::{Blank, BlankKind, Harm, Source};

/// Reads `runbooks/blanks.md`.
pub fn blanks(document: Document<'_>, problems: &mut Vec<Problem>) -> Vec<Blank> {
    let mut blanks: Vec<Blank> = Vec::new();
    for cells in rows(document, &["Blank", "Type", "Filled From"], problems) {
        let [name, kind, source] = cells.as_slice() else {
            continue;
        };
        let mut refuse = |cell: &Cell, expected| {
            problems.push(Problem::new(
                document.file,
                cell.place,
                &cell.text,
                expected,
            ));
        };
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.text.is_empty() || !name.text.chars().all(is_part) {
            refuse(name, "a word of letters, digits and '_'");
            continue;
        }
        if blanks.iter().any(|blank| blank.name == name.text) {
            refuse(name, "a blank that no row above has");
            continue;
        }
        let Some(of_kind) = BlankKind::parse(&kind.text) else {
            refuse(kind, "'integer', 'port', 'hash' or 'name'");
            continue;
        };
        let from = match source.text.as_str() {
            "" => None,
            "service" => Some(Source::Service),
            "port" => Some(Source::Port),
            "container" => Some(Source::Container),
            words => match words.strip_prefix("container of ") {
                Some(service) => Some(Source::ContainerOf(service.to_owned())),
                None => {
                    refuse(
                        source,
                        "nothing, 'service', 'port', 'container' or 'container of NAME'",
                    );
                    None
                }
            },
        };
        blanks.push(Blank {
            name: name.text.clone(),
            kind: of_kind,
            source: from,
        });
    }
    blanks
}

/// Reads `runbooks/harm.md`.
pub fn harms(document: Document<'_>, problems: &mut Vec<Problem>) -> Vec<Harm> {
    let mut harms = Vec::new();
    for cells in rows(document, &["Command", "Harm"], problems) {
        let [words, harm] = cells.as_slice() else {
            continue;
        };
        for cell in [words, harm] {
            if cell.text.is_empty() {
                problems.push(Problem::new(
                    document.file,
                    cell.place,
                    "nothing",
                    "words of a command and its harm",
                ));
            }
        }
        if !words.text.is_empty() && !harm.text.is_empty() {
            harms.push(Harm {
                words: words.text.split_whitespace().map(str::to_owned).collect(),
                harm: harm.text.clone(),
            });
        }
    }
    harms
}

/// The rows of the tables with this header; a problem when there is none.
fn rows(document: Document<'_>, header: &[&str], problems: &mut Vec<Problem>) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    // A header begins a table; rows below another one are not meant.
    let mut inside = false;
    for block in blocks::read(document, 0) {
        match block.kind {
            Kind::Row(cells)
                if cells
                    .iter()
                    .map(|cell| cell.text.as_str())
                    .eq(header.iter().copied()) =>
            {
                inside = true;
            }
            Kind::Row(cells) if inside && cells.len() == header.len() => rows.push(cells),
            _ => inside = false,
        }
    }
    if rows.is_empty() {
        let expected = format!("a table '| {} |' with at least one row", header.join(" | "));
        problems.push(Problem::missing(document.file, &expected));
    }
    rows
}
