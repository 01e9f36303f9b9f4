//! What the handbook and the configuration promised when an incident was declared, frozen with it; knows no event.

use super::json::Object;
use crate::domain::{
    calendar::{Calendar, Hours},
    ladder::{Ladder, Level},
    severity::Severity,
    sla::{Sla, Soon, Term, Terms},
};
use serde_json::{Map, Value, json};

/// The promises that count for an incident, whatever a portal's handbook and configuration say later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The three terms of its severity.
    pub terms: Terms,
    /// After the latest resolution.
    pub post_mortem: Option<Term>,
    /// For every severity, since a change of severity stays on the ladder.
    pub ladder: Ladder,
    /// The name of the calendar's zone.
    pub zone: String,
    /// Business days and hours.
    pub calendar: Calendar,
}

impl Policy {
    /// Freezes what counts for a severity. `None` when the SLA table has no row for it.
    pub fn freeze(
        severity: Severity,
        sla: &Sla,
        ladder: &Ladder,
        zone: &str,
        calendar: &Calendar,
    ) -> Option<Self> {
        Some(Self {
            terms: sla.terms(severity)?.clone(),
            post_mortem: sla.post_mortem.clone(),
            ladder: ladder.clone(),
            zone: zone.to_owned(),
            calendar: calendar.clone(),
        })
    }

    pub(super) fn write(&self) -> Value {
        let levels: Vec<Value> = self.ladder.levels.iter().map(write_level).collect();
        let mut policy = json!({
            "acknowledge": self.terms.acknowledge.words(),
            "response": self.terms.response.words(),
            "resolution": self.terms.resolution.words(),
            "soon": self.terms.soon.to_string(),
            "zone": self.zone,
            "hours": self.calendar.hours().texts(),
            "workdays": self.calendar.workdays().collect::<Vec<_>>(),
            "holidays": self.calendar.holidays().collect::<Vec<_>>(),
            "levels": levels,
        });
        if let (Some(term), Some(policy)) = (&self.post_mortem, policy.as_object_mut()) {
            policy.insert("postMortem".to_owned(), term.words().into());
        }
        policy
    }

    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let object = Object::of(value)?;
        let term =
            |key: &str| Term::parse(object.text(key)?).ok_or_else(|| format!("'{key}' is no term"));
        let terms = Terms {
            acknowledge: term("acknowledge")?,
            response: term("response")?,
            resolution: term("resolution")?,
            soon: Soon::parse(object.text("soon")?).ok_or("'soon' is no part of a term")?,
        };
        let post_mortem = match object.has("postMortem") {
            true => Some(term("postMortem")?),
            false => None,
        };
        let levels = object.list("levels")?.iter().map(read_level);
        Ok(Self {
            terms,
            post_mortem,
            ladder: Ladder {
                levels: levels.collect::<Result<_, _>>()?,
            },
            zone: object.text("zone")?.to_owned(),
            calendar: read_calendar(&object)?,
        })
    }
}

fn read_calendar(object: &Object<'_>) -> Result<Calendar, String> {
    let mut calendar = Calendar::default();
    let [open, close] =
        <[String; 2]>::try_from(object.texts("hours")?).map_err(|_| "'hours' are not two times")?;
    calendar.set_hours(Hours::parse(&open, &close)?);
    calendar.set_workdays(object.texts("workdays")?.iter().map(String::as_str))?;
    for date in object.texts("holidays")? {
        calendar.add_holiday(&date)?;
    }
    Ok(calendar)
}

fn write_level(level: &Level) -> Value {
    let after = level.after.iter();
    let after: Map<String, Value> = after
        .map(|(severity, after)| (severity.to_string(), (*after).into()))
        .collect();
    json!({
        "number": level.number,
        "name": level.name,
        "when": level.when,
        "contact": level.contact,
        "response": level.response,
        "after": after,
        "triggers": level.triggers,
    })
}

fn read_level(value: &Value) -> Result<Level, String> {
    let object = Object::of(value)?;
    let after = Object::of(object.value("after")?)?;
    let mut level = Level {
        number: object.small("number")?,
        name: object.text("name")?.to_owned(),
        when: object.text("when")?.to_owned(),
        contact: object.text("contact")?.to_owned(),
        response: object.text("response")?.to_owned(),
        after: Vec::new(),
        triggers: object.texts("triggers")?,
    };
    for severity in Severity::ALL {
        if after.has(severity.name()) {
            // The same range as moments have: no sum of two can overflow.
            level
                .after
                .push((severity, after.moment(severity.name())?.0));
        }
    }
    Ok(level)
}
