//! The words and looks that rows of alarms share, drawn whole or in few words. Every text comes from elsewhere.

use crate::{
    domain::suggestion::{Seen, Suggestion},
    prometheus::query::percent_encoded,
    ui::portal::Portal,
    watch::alarm::{Alarm, Standing},
};
use leptos::prelude::*;

/// So many labels are shown; all of them stand in the details.
pub const LABELS: usize = 6;

/// So much of a text is shown in a row; the whole stands in the details.
const SHOWN: usize = 300;

/// The symbol of an alarm, and the tone of its row.
pub fn face(alarm: &Alarm) -> (&'static str, &'static str) {
    match alarm.standing {
        Standing::Pending => ("pending", "pending"),
        Standing::Silenced | Standing::Inhibited | Standing::Muted => ("silenced", "quiet"),
        Standing::Unknown => ("cannot-say", "warning"),
        Standing::Firing if alarm.is_critical() => ("critical", "critical"),
        Standing::Firing => ("warning", "warning"),
    }
}

/// As much of a text as a row has room for.
pub fn short(text: &str) -> String {
    let mut chars = text.chars();
    let mut shown: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// With a capital at its beginning.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The labels that tell it from others, `service=q2q-ai`; its name and severity stand elsewhere.
pub fn labels(alarm: &Alarm) -> impl Iterator<Item = String> + '_ {
    let others = alarm
        .labels
        .iter()
        .filter(|(name, _)| !matches!(*name, "alertname" | "severity"));
    others.map(|(name, value)| format!("{name}={value}"))
}

/// What the handbook suggests, from the value and from how many services are down.
pub fn suggestion(portal: Portal, alarm: &Alarm) -> Suggestion {
    portal.handbook.with_value(|handbook| {
        handbook.suggestions.suggest(Seen {
            alert: &alarm.name,
            value: alarm.value,
            down: portal.alarms.down.get(),
            labels: &alarm.labels,
        })
    })
}

/// The incident that an alarm belongs to, or the way to declare one: the address, and the words on its button. `None` until
/// the incidents were read.
pub fn incident_link(portal: Portal, alarm: &Alarm) -> Option<(String, String)> {
    let incidents = portal.incidents.get()?;
    Some(
        match incidents.about(&alarm.name, alarm.service.as_deref()) {
            Some(state) => (
                portal.url.to(&format!("/incidents/{}", state.id.short())),
                format!("Incident {}", state.severity),
            ),
            None => (declare_link(portal, alarm), "Declare…".to_owned()),
        },
    )
}

/// The address that fills the form for an incident. Nothing is declared before a person does.
fn declare_link(portal: Portal, alarm: &Alarm) -> String {
    let suggested = suggestion(portal, alarm).severity;
    let start = alarm.start(portal.clock.now.get_untracked());
    let start = start.map(|at| at.0 / 1000);
    let pairs = [
        ("title", Some(short(&alarm.summary))),
        (
            "severity",
            suggested.map(|severity| severity.name().to_owned()),
        ),
        ("start", start.map(|start| start.to_string())),
        ("services", alarm.service.clone()),
        ("runbook", alarm.runbook.id.clone()),
        ("alert", Some(alarm.name.clone())),
        ("source", Some("alert".to_owned())),
    ];
    let pairs = pairs
        .into_iter()
        .filter_map(|(name, value)| Some(format!("&{name}={}", percent_encoded(&value?))));
    portal.url.to(&format!(
        "/incidents?declare=1{}",
        pairs.collect::<String>()
    ))
}
