//! The post-mortem of an incident as Markdown, to be completed by people; knows no page and no pictures.

use super::{
    clocks::clocks,
    ladder,
    plain::{Reader, markdown, stamp, zone_words},
    standing::PostMortem,
    state::State,
    timeline,
};
use crate::domain::{duration, time::Moment};

/// What the page adds to the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// The alerts within the incident's span: when, and in words; `None` when nobody could say.
    pub alerts: Option<Vec<(Moment, String)>>,
    /// The pictures beside the text: path in the archive, and title.
    pub pictures: Vec<(String, String)>,
}

/// Writes the post-mortem.
pub fn write(state: &State, additions: &Additions, reader: Reader<'_>) -> String {
    let parts = [
        head(state, reader),
        impact(state, reader),
        sla(state, reader),
        escalation(state, reader),
        alerts(additions, reader),
        pictures(additions),
        timeline(state, reader),
        "## Root cause\n\nTo be written.\n".to_owned(),
        actions(state),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn head(state: &State, reader: Reader<'_>) -> String {
    let now = reader.now;
    let mut lines = vec![
        ("Incident", state.id.short()),
        ("Severity", severity(state)),
        ("Source", markdown(&state.source)),
    ];
    let optional = [
        ("Alert", &state.declared.alert),
        ("Runbook", &state.declared.runbook),
        ("Ticket", &state.ticket),
        ("Owner", &state.owner),
    ];
    let given = optional
        .into_iter()
        .filter_map(|(name, text)| Some((name, markdown(text.as_ref()?))));
    lines.extend(given);
    lines.extend(state.duplicate_of.map(|id| ("Duplicate of", id.short())));
    lines.push(("Times", zone_words(now, reader.zone)));
    lines.push(("Written", stamp(now, reader.zone)));
    let lines: Vec<String> = lines
        .iter()
        .map(|(name, text)| format!("- **{name}:** {text}\n"))
        .collect();
    format!(
        "# Post-mortem: {}\n\n{}",
        markdown(&state.title),
        lines.concat()
    )
}

fn severity(state: &State) -> String {
    match state.declared.severity {
        declared if declared == state.severity => declared.to_string(),
        declared => format!("{} (declared as {declared})", state.severity),
    }
}

fn impact(state: &State, reader: Reader<'_>) -> String {
    let from = stamp(state.start, reader.zone);
    let span = match &state.resolved {
        Some(tick) => format!(
            "From {from} to {}: {}",
            stamp(tick.at, reader.zone),
            duration::words(tick.at.since(state.start))
        ),
        None => format!(
            "Since {from}, not resolved after {}",
            duration::words(reader.now.since(state.start))
        ),
    };
    let services: Vec<String> = state.services.iter().map(|name| markdown(name)).collect();
    let services = match services.is_empty() {
        true => "none named".to_owned(),
        false => services.join(", "),
    };
    let customers = match state.customer_facing {
        true => "Customers noticed.",
        false => "Not marked as customer-facing.",
    };
    format!("## Impact\n\n- {span}.\n- Affected services: {services}.\n- {customers}\n")
}

fn sla(state: &State, reader: Reader<'_>) -> String {
    let mut text =
        String::from("## SLA results\n\n| Clock | Stopped | Result | Rule |\n|---|---|---|---|\n");
    let fired = if state.declared.alert.is_some() {
        "fired"
    } else {
        "started"
    };
    for timer in clocks(state, reader.zones) {
        let stops: Vec<String> = timer
            .stops
            .iter()
            .map(|stop| stamp(stop.at, reader.zone))
            .collect();
        let stopped = match stops.is_empty() {
            true => "runs".to_owned(),
            false => stops.join(", "),
        };
        let result = timer.standing(reader.now).words();
        let rule = markdown(&timer.rule(fired, reader.zone, reader.zones));
        text.push_str(&format!(
            "| {} | {stopped} | {result} | {rule} |\n",
            timer.clock.title()
        ));
    }
    if let Some(clock) = PostMortem::of(state) {
        let stopped = clock
            .done
            .map_or_else(|| "runs".to_owned(), |at| stamp(at, reader.zone));
        let result = clock.standing(reader.now).words();
        let due = stamp(clock.due, reader.zone);
        text.push_str(&format!(
            "| Post-mortem | {stopped} | {result} | due {due} |\n"
        ));
    }
    text
}

fn escalation(state: &State, reader: Reader<'_>) -> String {
    let mut text = String::from("## Escalation\n\n| Level | Due | Told |\n|---|---|---|\n");
    for rung in ladder::rungs(state) {
        let due = match (rung.due, rung.trigger) {
            (Some(due), Some(trigger)) => {
                format!("{}, {}", stamp(due, reader.zone), markdown(trigger))
            }
            (Some(due), None) => stamp(due, reader.zone),
            (None, _) => "only by a trigger".to_owned(),
        };
        let told = rung.notified.map_or_else(
            || "no".to_owned(),
            |tick| format!("{} by {}", stamp(tick.at, reader.zone), markdown(&tick.by)),
        );
        let level = format!("{} {}", rung.level.number, markdown(&rung.level.name));
        text.push_str(&format!("| {level} | {due} | {told} |\n"));
    }
    text
}

fn alerts(additions: &Additions, reader: Reader<'_>) -> String {
    let Some(alerts) = &additions.alerts else {
        return "## Alerts\n\nNot known: Prometheus did not answer when this was written.\n"
            .to_owned();
    };
    if alerts.is_empty() {
        return String::new();
    }
    let line = |(at, text): &(Moment, String)| {
        format!("- {} {}\n", stamp(*at, reader.zone), markdown(text))
    };
    let lines: Vec<String> = alerts.iter().map(line).collect();
    format!("## Alerts\n\n{}", lines.concat())
}

fn pictures(additions: &Additions) -> String {
    if additions.pictures.is_empty() {
        return String::new();
    }
    let line = |(path, title): &(String, String)| {
        // A path of ours: what Markdown could misread in it is written as its number.
        let legal = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        let path: String = path
            .chars()
            .map(|c| if legal(c) { c } else { '_' })
            .collect();
        format!("![{}]({path})\n", markdown(title))
    };
    let lines: Vec<String> = additions.pictures.iter().map(line).collect();
    format!("## Charts\n\n{}", lines.join("\n"))
}

fn timeline(state: &State, reader: Reader<'_>) -> String {
    let started = format!("- {} the incident began\n", stamp(state.start, reader.zone));
    let mut text = format!("## Timeline\n\n{started}");
    for event in &state.timeline {
        let words = markdown(&timeline::words(event, reader.zone));
        let by = markdown(&event.author);
        text.push_str(&format!(
            "- {} {by}: {words}\n",
            stamp(event.time, reader.zone)
        ));
    }
    text
}

fn actions(state: &State) -> String {
    let mut text = String::from("## Action items\n\n");
    if state.actions.is_empty() {
        text.push_str("None written down.\n");
    }
    for action in &state.actions {
        let mark = if action.done.is_some() { 'x' } else { ' ' };
        let owner = match action.owner.is_empty() {
            true => "nobody yet".to_owned(),
            false => markdown(&action.owner),
        };
        text.push_str(&format!(
            "- [{mark}] {} ({owner})\n",
            markdown(&action.text)
        ));
    }
    text
}
