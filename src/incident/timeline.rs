//! An incident's events in words, in the order of time; knows no page and no Markdown.

use super::{
    event::{Event, Kind},
    id::Id,
};
use crate::domain::time::Zone;

/// What happened, in one sentence without its time: `acknowledged`, `told level 2`. Typed texts are in it as they are.
pub fn words(event: &Event, zone: &Zone) -> String {
    let day = |moment| format!("{} {}", zone.day(moment), zone.hour_minute(moment));
    match &event.kind {
        Kind::Declared(declared) => format!("declared {}: {}", declared.severity, declared.title),
        Kind::Acknowledged => "acknowledged".to_owned(),
        Kind::Responded => "responded".to_owned(),
        Kind::Resolved => "resolved".to_owned(),
        Kind::Reopened => "reopened".to_owned(),
        Kind::SeverityChanged(severity, _) => format!("changed the severity to {severity}"),
        Kind::StartChanged(start) => format!("corrected the start to {}", day(*start)),
        Kind::LevelNotified(level) => format!("told level {level}"),
        Kind::TriggerNamed(trigger) => format!("named a trigger: {trigger}"),
        Kind::StepTicked(runbook, step) => format!("{runbook}, done: {step}"),
        Kind::DutyTicked(_, duty) => format!("done: {duty}"),
        Kind::Note(text) => text.clone(),
        Kind::PostMortemScheduled(moment) => {
            format!("scheduled the post-mortem for {}", day(*moment))
        }
        Kind::PostMortemDone => "held the post-mortem".to_owned(),
        Kind::Retracted(_) => "took something back".to_owned(),
        Kind::Edited(_, text) => format!("changed a text to: {text}"),
        Kind::Redacted(_) => "redacted a text".to_owned(),
        Kind::DuplicateOf(id) => format!("marked this as a duplicate of {}", id.short()),
        Kind::Owner(name) => format!("set the owner: {name}"),
        Kind::Ticket(name) => format!("set the ticket: {name}"),
        Kind::Source(name) => format!("set the source: {name}"),
        Kind::Services(names) => format!("set the affected services: {}", names.join(", ")),
        Kind::CustomerFacing(true) => "said that customers notice".to_owned(),
        Kind::CustomerFacing(false) => "said that customers do not notice".to_owned(),
        Kind::ActionItem(text, owner) if owner.is_empty() => format!("action item: {text}"),
        Kind::ActionItem(text, owner) => format!("action item for {owner}: {text}"),
        Kind::ActionDone(_) => "finished an action item".to_owned(),
        Kind::HealthChecked(text) if text.is_empty() => "checked service health".to_owned(),
        Kind::HealthChecked(text) => format!("checked service health: {text}"),
        Kind::Unknown(kind) => format!("something that this version does not know: {kind}"),
    }
}

/// The events with notes as edited; the edits of notes themselves are not told twice.
pub(super) fn of(effective: &[&Event]) -> Vec<Event> {
    let latest = |id: Id| {
        let mut edits = effective.iter().rev();
        edits.find_map(|event| match &event.kind {
            Kind::Edited(target, text) if *target == id => Some(text.clone()),
            _ => None,
        })
    };
    let note = |id: Id| {
        let same = |event: &&&Event| event.id() == id && matches!(event.kind, Kind::Note(_));
        effective.iter().any(|event| same(&event))
    };
    let told = effective
        .iter()
        .filter(|event| !matches!(event.kind, Kind::Edited(target, _) if note(target)));
    let told = told.map(|event| match (&event.kind, latest(event.id())) {
        (Kind::Note(_), Some(text)) => Event {
            kind: Kind::Note(text),
            ..(*event).clone()
        },
        _ => (*event).clone(),
    });
    told.collect()
}
