//! `SEV1 - Critical` and its three sisters, understood; knows no clocks.

use super::{
    Document,
    blocks::Block,
    fields::{Field, Section},
    problem::Problem,
};
use crate::domain::{
    severity::Severity,
    sla::{Sla, Term},
    workflow::Definition,
};

/// Reads the sections whose heading begins with `SEV`. With an SLA table, each response time must be its Acknowledge
/// term.
pub fn read(
    document: Document<'_>,
    blocks: &[Block],
    sla: &Sla,
    problems: &mut Vec<Problem>,
) -> Vec<Definition> {
    let mut found: Vec<Definition> = Vec::new();
    for section in Section::all(document, blocks) {
        let heading = section.heading.text.as_str();
        if !heading.starts_with("SEV") || heading.starts_with("SEV ") {
            continue;
        }
        let expected = "'SEV1 - Name' to 'SEV4 - Name', each once";
        let parts = heading.split_once(" - ");
        let Some((severity, name)) = parts
            .and_then(|(severity, name)| Some((Severity::parse(severity)?, name.trim())))
            .filter(|(severity, _)| found.iter().all(|other| other.severity != *severity))
        else {
            problems.push(section.heading.problem(document.file, expected));
            continue;
        };
        let definition = section.field("Definition", problems);
        let response = section.field("Response Time", problems);
        if let Some(response) = &response {
            check(document, severity, response, sla, problems);
        }
        let text = |field: Option<Field<'_>>| {
            field.map_or_else(String::new, |field| field.value.to_owned())
        };
        let examples = section
            .items()
            .skip_while(|item| !item.text.trim_start().starts_with("Examples:"))
            .skip(1)
            .map(|item| item.text.trim().to_owned());
        found.push(Definition {
            severity,
            name: name.to_owned(),
            definition: text(definition),
            response_time: text(response),
            examples: examples.collect(),
        });
    }
    for severity in Severity::ALL {
        if found.iter().all(|other| other.severity != severity) {
            let expected = format!("a heading '### {severity} - Name'");
            problems.push(Problem::missing(document.file, &expected));
        }
    }
    found
}

fn check(
    document: Document<'_>,
    severity: Severity,
    field: &Field<'_>,
    sla: &Sla,
    problems: &mut Vec<Problem>,
) {
    let Some(terms) = sla.terms(severity) else {
        return;
    };
    let expected = &terms.acknowledge;
    let term = term_in(field.value);
    if Term::parse(term).map(|term| term.length()) != Some(expected.length()) {
        let expected = format!("'{expected}', as in the column Acknowledge of the SLA table");
        problems.push(field.problem(document, term, &expected));
    }
}

/// The term in `Immediate (< 5 minutes)`, `< 1 hour` and `Next business day`.
fn term_in(text: &str) -> &str {
    let term = text.split_once('<').map_or(text, |(_, term)| term);
    term.split(')').next().unwrap_or(term).trim()
}
