//! An event as JSON: one text for one event, keys in order; unknown keys and kinds stay in the text. Knows no effects.

use super::{
    event::{Declared, Event, Kind},
    id::Id,
    json::{LONGEST_TEXT, Object},
    policy::Policy,
};
use crate::domain::{order, time::Moment};
use serde_json::{Map, Value};

/// No event is longer, in bytes.
const LONGEST_EVENT: usize = 256 * 1024;

/// No clock is further off than a year.
const FURTHEST_OFFSET: i64 = 366 * 86_400_000;

pub(super) fn write(
    incident: Option<Id>,
    time: Moment,
    offset: Option<i64>,
    author: &str,
    kind: &Kind,
) -> String {
    let mut fields: Vec<(&str, Value)> = vec![("at", time.0.into()), ("by", cut(author))];
    fields.extend(incident.map(|id| ("incident", id.to_string().into())));
    fields.extend(offset.map(|offset| ("offset", offset.into())));
    let name = fields_of(kind, &mut fields);
    fields.push(("kind", name.into()));
    order::by_key(&mut fields, |(key, _)| *key);
    let fields = fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Value::Object(fields.collect::<Map<_, _>>()).to_string()
}

/// Typed texts longer than the limit are cut: what is written can always be read again.
fn cut(text: &str) -> Value {
    text.chars().take(LONGEST_TEXT).collect::<String>().into()
}

fn fields_of<'a>(kind: &'a Kind, fields: &mut Vec<(&str, Value)>) -> &'a str {
    let mut put = |key, value| fields.push((key, value));
    match kind {
        Kind::Declared(declared) => {
            put("title", cut(&declared.title));
            put("severity", declared.severity.name().into());
            put("start", declared.start.0.into());
            put(
                "services",
                declared.services.iter().map(|name| cut(name)).collect(),
            );
            put("source", cut(&declared.source));
            put("policy", declared.policy.write());
            for (key, text) in [
                ("alert", &declared.alert),
                ("runbook", &declared.runbook),
                ("area", &declared.area),
            ] {
                if let Some(text) = text {
                    put(key, cut(text));
                }
            }
            "declared"
        }
        Kind::Acknowledged => "acknowledged",
        Kind::Responded => "responded",
        Kind::Resolved => "resolved",
        Kind::Reopened => "reopened",
        Kind::SeverityChanged(severity, policy) => {
            put("severity", severity.name().into());
            put("policy", policy.write());
            "severity"
        }
        Kind::StartChanged(start) => {
            put("start", start.0.into());
            "start"
        }
        Kind::LevelNotified(level) => {
            put("level", (*level).into());
            "notified"
        }
        Kind::TriggerNamed(trigger) => {
            put("trigger", cut(trigger));
            "trigger"
        }
        Kind::StepTicked(runbook, step) => {
            put("runbook", cut(runbook));
            put("step", cut(step));
            "step"
        }
        Kind::DutyTicked(step, duty) => {
            put("step", (*step).into());
            put("duty", cut(duty));
            "duty"
        }
        Kind::Note(text) => {
            put("text", cut(text));
            "note"
        }
        Kind::PostMortemScheduled(moment) => {
            put("for", moment.0.into());
            "post-mortem-scheduled"
        }
        Kind::PostMortemDone => "post-mortem-done",
        Kind::Retracted(id) => {
            put("event", id.to_string().into());
            "retracted"
        }
        Kind::Edited(id, text) => {
            put("event", id.to_string().into());
            put("text", cut(text));
            "edited"
        }
        Kind::Redacted(id) => {
            put("event", id.to_string().into());
            "redacted"
        }
        Kind::DuplicateOf(id) => {
            put("of", id.to_string().into());
            "duplicate"
        }
        Kind::Owner(name) => {
            put("text", cut(name));
            "owner"
        }
        Kind::Ticket(name) => {
            put("text", cut(name));
            "ticket"
        }
        Kind::Source(name) => {
            put("text", cut(name));
            "source"
        }
        Kind::Services(names) => {
            put("services", names.iter().map(|name| cut(name)).collect());
            "services"
        }
        Kind::CustomerFacing(yes) => {
            put("yes", (*yes).into());
            "customer-facing"
        }
        Kind::ActionItem(text, owner) => {
            put("text", cut(text));
            put("owner", cut(owner));
            "action"
        }
        Kind::ActionDone(id) => {
            put("event", id.to_string().into());
            "action-done"
        }
        Kind::HealthChecked(text) => {
            put("text", cut(text));
            "health-checked"
        }
        Kind::Unknown(name) => name,
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Event, String> {
    if bytes.len() > LONGEST_EVENT {
        return Err(format!("longer than {LONGEST_EVENT} bytes"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "no text")?;
    // An array of events would lose what stands around one, and with it the name.
    if text.trim() != text {
        return Err("surrounded by white space".to_owned());
    }
    let value: Value =
        serde_json::from_slice(text.as_bytes()).map_err(|error| format!("no JSON: {error}"))?;
    let object = Object::of(&value)?;
    let offset = match object.has("offset") {
        true => Some(
            object
                .integer("offset")?
                .clamp(-FURTHEST_OFFSET, FURTHEST_OFFSET),
        ),
        false => None,
    };
    let incident = match object.has("incident") {
        true => Some(object.id("incident")?),
        false => None,
    };
    let kind = kind(&object)?;
    let alone = matches!(kind, Kind::Declared(_) | Kind::HealthChecked(_));
    if alone == incident.is_some() && !matches!(kind, Kind::Unknown(_)) {
        return Err("'incident' is missing, or there where none belongs".to_owned());
    }
    Ok(Event {
        id: Id::of(bytes),
        text: text.to_owned(),
        incident,
        time: object.moment("at")?,
        offset,
        author: object.text("by")?.to_owned(),
        kind,
    })
}

fn kind(object: &Object<'_>) -> Result<Kind, String> {
    let text = |key: &str| object.text(key).map(str::to_owned);
    Ok(match object.text("kind")? {
        "declared" => Kind::Declared(Box::new(Declared {
            title: text("title")?,
            severity: object.severity("severity")?,
            start: object.moment("start")?,
            services: object.texts("services")?,
            source: text("source")?,
            alert: object.optional_text("alert")?,
            runbook: object.optional_text("runbook")?,
            area: object.optional_text("area")?,
            policy: Policy::read(object.value("policy")?)?,
        })),
        "acknowledged" => Kind::Acknowledged,
        "responded" => Kind::Responded,
        "resolved" => Kind::Resolved,
        "reopened" => Kind::Reopened,
        "severity" => Kind::SeverityChanged(
            object.severity("severity")?,
            Box::new(Policy::read(object.value("policy")?)?),
        ),
        "start" => Kind::StartChanged(object.moment("start")?),
        "notified" => Kind::LevelNotified(object.small("level")?),
        "trigger" => Kind::TriggerNamed(text("trigger")?),
        "step" => Kind::StepTicked(text("runbook")?, text("step")?),
        "duty" => Kind::DutyTicked(object.small("step")?, text("duty")?),
        "note" => Kind::Note(text("text")?),
        "post-mortem-scheduled" => Kind::PostMortemScheduled(object.moment("for")?),
        "post-mortem-done" => Kind::PostMortemDone,
        "retracted" => Kind::Retracted(object.id("event")?),
        "edited" => Kind::Edited(object.id("event")?, text("text")?),
        "redacted" => Kind::Redacted(object.id("event")?),
        "duplicate" => Kind::DuplicateOf(object.id("of")?),
        "owner" => Kind::Owner(text("text")?),
        "ticket" => Kind::Ticket(text("text")?),
        "source" => Kind::Source(text("text")?),
        "services" => Kind::Services(object.texts("services")?),
        "customer-facing" => Kind::CustomerFacing(object.flag("yes")?),
        "action" => Kind::ActionItem(text("text")?, text("owner")?),
        "action-done" => Kind::ActionDone(object.id("event")?),
        "health-checked" => Kind::HealthChecked(text("text")?),
        other => Kind::Unknown(other.to_owned()),
    })
}
