//! The rotation, the handoff, responsibilities and tools, understood; knows no roster.

use super::{
    Document,
    fields::{Field, Section},
    problem::Problem,
};
use crate::domain::{
    calendar,
    rotation::{OnCall, Weekly},
    severity::Severity,
    sla::{Sla, Term},
};
use jiff::civil::{Time, Weekday};

/// Reads the sections on rotation, responsibilities and tools. With an SLA table, the minutes in the responsibilities
/// must be its Acknowledge terms.
pub fn read(
    document: Document<'_>,
    sections: &[Section<'_>],
    sla: &Sla,
    problems: &mut Vec<Problem>,
) -> OnCall {
    let mut on_call = OnCall::default();
    if let Some(section) = section(document, sections, "On-Call Rotation", problems) {
        if let Some(field) = section.field("Primary", problems) {
            field.value.clone_into(&mut on_call.primary);
            on_call.change = change(field.value);
            if on_call.change.is_none() {
                let expected = "'Week-long rotation, Mon-Mon': the same weekday twice";
                problems.push(field.problem(document, field.value, expected));
            }
        }
        if let Some(field) = section.field("Secondary", problems) {
            field.value.clone_into(&mut on_call.secondary);
        }
        if let Some(field) = section.field("Handoff", problems) {
            field.value.clone_into(&mut on_call.handoff_words);
            on_call.handoff = handoff(field.value);
            if on_call.handoff.is_none() {
                let expected = "a weekday and a time, 'Thursday 4pm' or 'Thursday 16:00'";
                problems.push(field.problem(document, field.value, expected));
            }
        }
    }
    if let Some(section) = section(document, sections, "On-Call Responsibilities", problems) {
        on_call.responsibilities = pairs(&section);
        if let Some(field) = section.field("Respond to Alerts", problems) {
            check(document, &field, sla, problems);
        }
    }
    if let Some(section) = section(document, sections, "On-Call Tools", problems) {
        on_call.tools = pairs(&section);
    }
    on_call
}

fn section<'a>(
    document: Document<'_>,
    sections: &[Section<'a>],
    heading: &str,
    problems: &mut Vec<Problem>,
) -> Option<Section<'a>> {
    let found = sections
        .iter()
        .find(|section| section.heading.text == heading);
    if found.is_none() {
        let expected = format!("a heading '## {heading}'");
        problems.push(Problem::missing(document.file, &expected));
    }
    let found = found?;
    Some(Section { ..*found })
}

fn pairs(section: &Section<'_>) -> Vec<(String, String)> {
    let pair = |field: Field<'_>| (field.name.to_owned(), field.value.to_owned());
    section.fields().map(pair).collect()
}

/// `Week-long rotation, Mon-Mon`.
fn change(text: &str) -> Option<Weekday> {
    let (first, second) = text.rsplit_once(' ')?.1.split_once('-')?;
    let weekday = calendar::weekday(first)?;
    (calendar::weekday(second) == Some(weekday)).then_some(weekday)
}

/// `Friday 5pm with current incident summary`.
fn handoff(text: &str) -> Option<Weekly> {
    let mut words = text.split_whitespace();
    Some(Weekly {
        weekday: calendar::weekday(words.next()?)?,
        time: time(words.next()?)?,
    })
}

/// `5pm`, `5:30pm`, `17:00`.
fn time(text: &str) -> Option<Time> {
    let noon = match text.get(text.len().checked_sub(2)?..)? {
        "am" => 0,
        "pm" => 12,
        _ => return calendar::time(text).ok(),
    };
    let clock = text.get(..text.len() - 2)?;
    let (hour, minute) = clock.split_once(':').unwrap_or((clock, "00"));
    let hour: i8 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    Time::new(hour % 12 + noon, minute.parse().ok()?, 0, 0).ok()
}

/// `< 5 minutes for SEV1, < 15 minutes for SEV2`.
fn check(document: Document<'_>, field: &Field<'_>, sla: &Sla, problems: &mut Vec<Problem>) {
    for part in field.value.split(',').map(str::trim) {
        let read = part.strip_prefix('<').and_then(|rest| {
            let (term, name) = rest.split_once(" for ")?;
            Some((Term::parse(term)?, Severity::parse(name)?))
        });
        let Some((term, severity)) = read else {
            problems.push(field.problem(document, part, "'< 20 minutes for SEV1'"));
            continue;
        };
        let Some(terms) = sla.terms(severity) else {
            continue;
        };
        if term.length() != terms.acknowledge.length() {
            let expected = format!(
                "'{}' for {severity}, as in the column Acknowledge of the SLA table",
                terms.acknowledge
            );
            problems.push(field.problem(document, part, &expected));
        }
    }
}
