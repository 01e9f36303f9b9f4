//! The table of response times, understood; knows no calendar and no incident.

use super::{
    Document,
    blocks::Cell,
    fields::{Section, place_of},
    problem::Problem,
};
use crate::domain::{
    severity::Severity,
    sla::{Length, Sla, Soon, TERMS, Term, Terms},
};

/// The columns of the SLA table.
const COLUMNS: [&str; 4] = [
    "Severity",
    "Acknowledge",
    "Initial Response",
    "Resolution Target",
];

/// Reads the tables of `Response Time SLAs` and `When a clock speaks`, and the post-mortem's term.
pub fn read(document: Document<'_>, sections: &[Section<'_>], problems: &mut Vec<Problem>) -> Sla {
    let soon = rows(
        document,
        sections,
        "When a clock speaks",
        &["Severity", "Due Soon"],
        problems,
    );
    let soon: Vec<(Severity, Soon)> = soon
        .into_iter()
        .filter_map(|(severity, cells)| {
            let cell = cells.first()?;
            let read = Soon::parse(&cell.text);
            if read.is_none() {
                refuse(document, cell, "'last quarter' or 'last 3 hours'", problems);
            }
            Some((severity, read?))
        })
        .collect();
    let terms = rows(document, sections, "Response Time SLAs", &COLUMNS, problems);
    let terms = terms.into_iter().filter_map(|(severity, cells)| {
        let read: Vec<Option<Term>> = cells
            .iter()
            .map(|cell| {
                let term = Term::parse(&cell.text);
                if term.is_none() {
                    refuse(document, cell, TERMS, problems);
                }
                term
            })
            .collect();
        let [acknowledge, response, resolution] = <[_; 3]>::try_from(read).ok()?;
        let soon = soon.iter().find(|(name, _)| *name == severity);
        Some((
            severity,
            Terms {
                acknowledge: acknowledge?,
                response: response?,
                resolution: resolution?,
                soon: soon.map_or(Soon::LastQuarter, |(_, soon)| *soon),
            },
        ))
    });
    let rows = terms.collect();
    Sla {
        rows,
        post_mortem: post_mortem(document, sections, problems),
    }
}

/// The rows of a section's table: the severity, and the cells beside it. Each severity must have one.
fn rows<'a>(
    document: Document<'_>,
    sections: &[Section<'a>],
    heading: &str,
    columns: &[&str],
    problems: &mut Vec<Problem>,
) -> Vec<(Severity, &'a [Cell])> {
    let Some(section) = sections
        .iter()
        .find(|section| section.heading.text == heading)
    else {
        let expected = format!("a heading '## {heading}'");
        problems.push(Problem::missing(document.file, &expected));
        return Vec::new();
    };
    let cells = section.rows(columns, problems);
    let complete = !cells.is_empty();
    let mut found: Vec<(Severity, &[Cell])> = Vec::new();
    for cells in cells {
        let Some((name, rest)) = cells.split_first() else {
            continue;
        };
        match Severity::parse(&name.text) {
            Some(severity) if found.iter().all(|(other, _)| *other != severity) => {
                found.push((severity, rest));
            }
            _ => refuse(
                document,
                name,
                "SEV1, SEV2, SEV3 or SEV4, each once",
                problems,
            ),
        }
    }
    for severity in Severity::ALL {
        if complete && found.iter().all(|(other, _)| *other != severity) {
            let expected = format!("a row for {severity} in the table below this heading");
            problems.push(section.heading.problem(document.file, &expected));
        }
    }
    found
}

fn refuse(document: Document<'_>, cell: &Cell, expected: &str, problems: &mut Vec<Problem>) {
    let place = place_of(document, cell.place, &cell.text);
    let found = match cell.text.as_str() {
        "" => "an empty cell",
        text => text,
    };
    problems.push(Problem::new(document.file, place, found, expected));
}

/// `Complete within 48 hours of resolution`.
fn post_mortem(
    document: Document<'_>,
    sections: &[Section<'_>],
    problems: &mut Vec<Problem>,
) -> Option<Term> {
    let responsibilities = sections
        .iter()
        .find(|section| section.heading.text == "On-Call Responsibilities")?;
    let field = responsibilities.field("Post-Mortem", problems)?;
    let term = field
        .value
        .strip_prefix("Complete within ")
        .and_then(|rest| rest.strip_suffix(" of resolution"))
        .and_then(Term::parse)
        .filter(|term| matches!(term.length(), Length::Elapsed(_)));
    if term.is_none() {
        let expected = "'Complete within 24 hours of resolution'";
        problems.push(field.problem(document, field.value, expected));
    }
    term
}
