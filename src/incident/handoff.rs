//! The summary for the handoff: open and recent incidents, what is left to do, and when health was checked. Knows no
//! roster.

use super::{
    clocks::clocks,
    plain::{Reader, markdown, stamp, zone_words},
    record::Record,
    standing::PostMortem,
    state::State,
    timeline,
};
use crate::domain::{duration, order, time::Moment};

/// Writes the summary as Markdown; `since` is the last handoff.
pub fn write(record: &Record, since: Moment, reader: Reader<'_>) -> String {
    let mut states: Vec<State> = record
        .incidents()
        .into_iter()
        .filter_map(|id| State::of(record, id))
        .collect();
    // The worst first, then the oldest.
    order::by_key(&mut states, |state| (state.severity, state.start, state.id));
    let open = states.iter().filter(|state| state.resolved.is_none());
    let resolved_since =
        |state: &&State| state.resolved.as_ref().is_some_and(|tick| tick.at >= since);
    let recent = states.iter().filter(resolved_since);
    let open: Vec<String> = open.map(|state| open_line(state, reader)).collect();
    let recent: Vec<String> = recent.map(|state| recent_line(state, reader)).collect();
    let left: Vec<String> = states
        .iter()
        .flat_map(|state| left(state, reader))
        .collect();
    let checks = record
        .health_checks()
        .into_iter()
        .filter(|event| event.time >= since);
    let checks: Vec<String> = checks
        .map(|event| {
            let words = markdown(&timeline::words(event, reader.zone));
            format!(
                "- {} {}: {words}\n",
                stamp(event.time, reader.zone),
                markdown(&event.author)
            )
        })
        .collect();
    let head = format!(
        "# Handoff {}\n\nSince {}, times in {}.\n",
        stamp(reader.now, reader.zone),
        stamp(since, reader.zone),
        zone_words(reader.now, reader.zone)
    );
    [
        head,
        section("Open incidents", &open),
        section("Resolved since the last handoff", &recent),
        section("Left to do", &left),
        section("Checks of service health", &checks),
    ]
    .join("\n")
}

fn section(title: &str, lines: &[String]) -> String {
    let lines = match lines.is_empty() {
        true => "None.\n".to_owned(),
        false => lines.concat(),
    };
    format!("## {title}\n\n{lines}")
}

fn title(state: &State) -> String {
    format!(
        "{} {} ({})",
        state.severity,
        markdown(&state.title),
        state.id.short()
    )
}

fn open_line(state: &State, reader: Reader<'_>) -> String {
    let age = duration::words(reader.now.since(state.start));
    let owner = state.owner.as_deref().map_or("nobody".to_owned(), markdown);
    let running = clocks(state, reader.zones)
        .into_iter()
        .filter(|timer| timer.running);
    let clocks: Vec<String> = running
        .map(|timer| {
            format!(
                "{}: {}",
                timer.clock.title(),
                timer.standing(reader.now).words()
            )
        })
        .collect();
    let duplicate = state
        .duplicate_of
        .map_or_else(String::new, |id| format!(" Duplicate of {}.", id.short()));
    format!(
        "- **{}** since {}, {age}. Owner: {owner}. {}.{duplicate}\n",
        title(state),
        stamp(state.start, reader.zone),
        clocks.join("; ")
    )
}

fn recent_line(state: &State, reader: Reader<'_>) -> String {
    let Some(resolved) = &state.resolved else {
        return String::new();
    };
    let clocks = clocks(state, reader.zones).into_iter();
    let clocks: Vec<String> = clocks
        .map(|timer| {
            format!(
                "{}: {}",
                timer.clock.title(),
                timer.standing(reader.now).words()
            )
        })
        .collect();
    format!(
        "- **{}** from {}, resolved {} by {}, {}. {}.\n",
        title(state),
        stamp(state.start, reader.zone),
        stamp(resolved.at, reader.zone),
        markdown(&resolved.by),
        duration::words(resolved.at.since(state.start)),
        clocks.join("; ")
    )
}

/// The post-mortem that was not held and the action items that are not done, however old.
fn left(state: &State, reader: Reader<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(clock) = PostMortem::of(state).filter(|clock| clock.done.is_none()) {
        let standing = clock.standing(reader.now).words();
        let due = stamp(clock.due, reader.zone);
        lines.push(format!(
            "- Post-mortem of {}, due {due}: {standing}\n",
            title(state)
        ));
    }
    for action in state.actions.iter().filter(|action| action.done.is_none()) {
        let owner = match action.owner.is_empty() {
            true => "nobody yet".to_owned(),
            false => markdown(&action.owner),
        };
        lines.push(format!(
            "- {} ({owner}), from {}\n",
            markdown(&action.text),
            title(state)
        ));
    }
    lines
}
