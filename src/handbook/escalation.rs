//! The escalation matrix: levels with when each is due, and specialists, understood; knows no incident.

use super::{
    Document,
    blocks::{self, Cell},
    fields::{Field, Section},
    front_matter::FrontMatter,
    problem::Problem,
};
use crate::domain::{
    ladder::{Escalation, Ladder, Level, Specialist},
    severity::Severity,
    sla::{Length, Term},
};

/// What stands beside a level's `When`, for the message beside a mistake.
const WHEN: &str = "'All alerts', 'SEV1/SEV2 not resolved in 45 minutes', 'Major outage > 3 hours' or the plain words of \
                    a trigger such as 'data loss', with commas between them";

/// Reads `runbooks/escalation.md`.
pub fn read(document: Document<'_>, problems: &mut Vec<Problem>) -> Escalation {
    let start = FrontMatter::read(document, problems).body_offset();
    let blocks = blocks::read(document, start);
    let sections = Section::all(document, &blocks);
    let levels: Vec<Level> = (1..)
        .zip(
            sections
                .iter()
                .filter(|section| section.heading.text.starts_with("Level ")),
        )
        .filter_map(|(number, section)| level(document, section, number, problems))
        .collect();
    if levels.is_empty() {
        let expected = "a heading '## Level 1: Name'";
        problems.push(Problem::missing(document.file, expected));
    }
    let table = sections
        .iter()
        .find(|section| section.heading.text == "Specialist Contacts");
    let rows = match table {
        Some(section) => section.rows(&["Area", "Contact", "When to Escalate"], problems),
        None => {
            let expected = "a heading '## Specialist Contacts'";
            problems.push(Problem::missing(document.file, expected));
            Vec::new()
        }
    };
    let specialists = rows.into_iter();
    Escalation {
        ladder: Ladder { levels },
        specialists: specialists
            .filter_map(|cells| specialist(document, cells, problems))
            .collect(),
    }
}

fn level(
    document: Document<'_>,
    section: &Section<'_>,
    number: u8,
    problems: &mut Vec<Problem>,
) -> Option<Level> {
    let heading = section.heading;
    let name = heading.text.strip_prefix(&format!("Level {number}: "));
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
        let expected = format!("'Level {number}: Name'");
        problems.push(heading.problem(document.file, &expected));
        return None;
    };
    let when = section.field("When", problems);
    let contact = section.field("Contact", problems);
    let response = section.field("Response", problems);
    let (when, contact, response) = (when?, contact?, response?);
    let mut level = Level {
        number,
        name: name.to_owned(),
        when: when.value.to_owned(),
        contact: contact.value.to_owned(),
        response: response.value.to_owned(),
        ..Level::default()
    };
    clauses(document, &when, &mut level, problems);
    Some(level)
}

/// Understands `SEV1 not resolved in 1 hour, or customer escalation`.
fn clauses(
    document: Document<'_>,
    when: &Field<'_>,
    level: &mut Level,
    problems: &mut Vec<Problem>,
) {
    let text = when.value.replace(", or ", ", ");
    let parts = text.split(',').flat_map(|part| part.split(" or "));
    for part in parts.map(str::trim) {
        if part == "All alerts" {
            level.after = Severity::ALL.map(|severity| (severity, 0)).into();
        } else if let Some(timed) = timed(part) {
            for (severity, after) in timed {
                if level.after.iter().any(|(other, _)| *other == severity) {
                    let expected = format!("one time for {severity}");
                    problems.push(when.problem(document, part, &expected));
                } else {
                    level.after.push((severity, after));
                }
            }
        } else if is_trigger(part) {
            level.triggers.push(part.to_owned());
        } else {
            problems.push(when.problem(document, part, WHEN));
        }
    }
    // A level of all alerts is due at once whatever happens: further words ('initial response') only describe it.
    if level.after.len() == Severity::ALL.len() && level.after.iter().all(|(_, after)| *after == 0)
    {
        level.triggers.clear();
    }
}

/// `SEV1/SEV2 not resolved in 30 minutes`, `Major outage > 2 hours`: severities and milliseconds.
fn timed(text: &str) -> Option<Vec<(Severity, i64)>> {
    let (who, term) = text
        .split_once(" not resolved in ")
        .or_else(|| text.split_once(" > "))?;
    let Length::Elapsed(after) = Term::parse(term)?.length() else {
        return None;
    };
    let severities: Option<Vec<Severity>> = match who.trim() {
        "Major outage" => Some(vec![Severity::Sev1]),
        names => names.split('/').map(Severity::parse).collect(),
    };
    Some(
        severities?
            .into_iter()
            .map(|severity| (severity, after))
            .collect(),
    )
}

fn is_trigger(text: &str) -> bool {
    let plain = |c: char| c.is_alphabetic() || c == ' ' || c == '-';
    let timed = ["resolved", "outage", "SEV", "alerts"];
    !text.is_empty() && text.chars().all(plain) && !timed.iter().any(|word| text.contains(word))
}

fn specialist(
    document: Document<'_>,
    cells: &[Cell],
    problems: &mut Vec<Problem>,
) -> Option<Specialist> {
    let [area, contact, when] = cells else {
        return None;
    };
    let mut whole = true;
    for cell in [area, contact, when] {
        if cell.text.is_empty() {
            problems.push(Problem::new(
                document.file,
                cell.place,
                "an empty cell",
                "text",
            ));
            whole = false;
        }
    }
    whole.then(|| Specialist {
        area: area.text.clone(),
        contact: contact.text.clone(),
        when: when.text.clone(),
    })
}
