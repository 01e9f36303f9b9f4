//! The steps of incident response, `1. ACKNOWLEDGE` and its duties, understood; knows no incident.

use super::{
    Document,
    blocks::Block,
    fields::{Section, place_of},
    problem::Problem,
};
use crate::domain::{
    severity::Severity,
    sla::{Sla, Term},
    workflow::{Duty, Step, Workflow},
};

/// How the sources are introduced.
const DETECTED: &str = "Incident Detected";

/// Reads the section `Incident Response Workflow`. With a post-mortem's term, a duty that says 'within …' must name it.
pub fn read(
    document: Document<'_>,
    blocks: &[Block],
    sla: &Sla,
    problems: &mut Vec<Problem>,
) -> Workflow {
    let sections = Section::all(document, blocks);
    let Some(whole) = sections
        .iter()
        .find(|section| section.heading.text == "Incident Response Workflow")
    else {
        let expected = "a heading '## Incident Response Workflow'";
        problems.push(Problem::missing(document.file, expected));
        return Workflow::default();
    };
    let mut workflow = Workflow {
        sources: sources(document, whole, problems),
        steps: Vec::new(),
    };
    for (number, section) in (1..).zip(Section::all(document, whole.blocks)) {
        let name = section.heading.text.strip_prefix(&format!("{number}. "));
        let Some(name) = name else {
            let expected = format!("the heading of the next step, '{number}. NAME'");
            problems.push(section.heading.problem(document.file, &expected));
            continue;
        };
        let duties: Vec<Duty> = section
            .items()
            .map(|item| duty(document, item, sla, problems))
            .collect();
        if duties.is_empty() {
            let expected = "a list of duties below this heading";
            problems.push(section.heading.problem(document.file, expected));
        }
        workflow.steps.push(Step {
            number,
            name: name.trim().to_owned(),
            duties,
        });
    }
    if workflow.steps.is_empty() {
        let expected = "a heading '### 1. NAME' below this one";
        problems.push(whole.heading.problem(document.file, expected));
    }
    workflow
}

fn sources(
    document: Document<'_>,
    whole: &Section<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let names = whole.blocks.iter().find_map(|block| {
        let rest = block.text.trim().strip_prefix(DETECTED)?.trim();
        rest.strip_prefix('(')?.strip_suffix(')')
    });
    match names {
        Some(names) => names
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect(),
        None => {
            let expected =
                format!("a line '{DETECTED} (Alert, User Report, Monitoring)' below this heading");
            problems.push(whole.heading.problem(document.file, &expected));
            Vec::new()
        }
    }
}

fn duty(document: Document<'_>, item: &Block, sla: &Sla, problems: &mut Vec<Problem>) -> Duty {
    let text = item.text.trim();
    let mut severities = Vec::new();
    if let Some((_, names)) = text.rsplit_once(" for SEV") {
        for name in names.split('/') {
            let name = format!("SEV{}", name.trim_start_matches("SEV"));
            match Severity::parse(&name) {
                Some(severity) => severities.push(severity),
                None => problems
                    .push(item.problem(document.file, "'… for SEV1/SEV2' with known severities")),
            }
        }
    }
    if let (Some((_, term)), Some(post_mortem)) = (text.split_once(" within "), &sla.post_mortem)
        && Term::parse(term).map(|term| term.length()) != Some(post_mortem.length())
    {
        let place = place_of(document, item.place, term);
        let expected = format!("'{post_mortem}', as the on-call responsibilities have it");
        problems.push(Problem::new(document.file, place, term, &expected));
    }
    Duty {
        text: text.to_owned(),
        severities,
        customer_facing: text.ends_with("if customer-facing"),
    }
}
