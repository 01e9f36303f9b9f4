//! The three documents that drive incidents, read together because they repeat each other's numbers; knows no incident.

use super::{
    Document, Handbook, blocks, escalation, fields::Section, front_matter::FrontMatter, on_call,
    problem::Problem, severities, sla, workflow,
};

/// Reads `on-call.md`, `incident-response.md` and `escalation.md`. A number that two of them tell differently is a
/// problem at the place that is not its source.
pub fn read(documents: &[Document<'_>], handbook: &mut Handbook, problems: &mut Vec<Problem>) {
    let mut find = |file: &str| {
        let ending = file.trim_start_matches("runbooks");
        let found = documents
            .iter()
            .find(|document| document.file.ends_with(ending))
            .copied();
        if found.is_none() {
            problems.push(Problem::missing(file, "this document"));
        }
        found
    };
    let on_call = find("runbooks/on-call.md");
    let response = find("runbooks/incident-response.md");
    let escalation = find("runbooks/escalation.md");
    if let Some(document) = on_call {
        let start = FrontMatter::read(document, problems).body_offset();
        let blocks = blocks::read(document, start);
        let sections = Section::all(document, &blocks);
        handbook.sla = sla::read(document, &sections, problems);
        handbook.on_call = on_call::read(document, &sections, &handbook.sla, problems);
    }
    if let Some(document) = response {
        let start = FrontMatter::read(document, problems).body_offset();
        let blocks = blocks::read(document, start);
        handbook.severities = severities::read(document, &blocks, &handbook.sla, problems);
        handbook.workflow = workflow::read(document, &blocks, &handbook.sla, problems);
    }
    if let Some(document) = escalation {
        handbook.escalation = escalation::read(document, problems);
    }
}
