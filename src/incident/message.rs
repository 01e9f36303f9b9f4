//! The message for the incidents channel, ready to copy; knows no chat.

use super::{
    clocks::clocks,
    plain::{Reader, chat, zone_words},
    standing::Standing,
    state::State,
};

/// Writes the message; `link` opens the incident.
pub fn write(state: &State, link: Option<&str>, reader: Reader<'_>) -> String {
    let clock = |moment| reader.zone.hour_minute(moment);
    let mut lines = vec![format!(
        "{} {} [{}]",
        state.severity,
        chat(&state.title),
        state.id.short()
    )];
    let services: Vec<String> = state.services.iter().map(|name| chat(name)).collect();
    let affected = match services.is_empty() {
        true => String::new(),
        false => format!(", affects {}", services.join(", ")),
    };
    let day = reader.zone.day(state.start);
    let zone = zone_words(state.start, reader.zone);
    lines.push(format!(
        "Started {day} {}{affected}. Times in {zone}.",
        clock(state.start)
    ));
    let done = [
        ("Acknowledged", &state.acknowledged),
        ("Responded", &state.responded),
        ("Resolved", &state.resolved),
    ];
    for (what, tick) in done {
        if let Some(tick) = tick {
            lines.push(format!("{what} {} by {}.", clock(tick.at), chat(&tick.by)));
        }
    }
    for timer in clocks(state, reader.zones)
        .into_iter()
        .filter(|timer| timer.running)
    {
        let title = timer.clock.title();
        lines.push(match (timer.due, timer.standing(reader.now)) {
            (Some(due), Standing::Missed(_)) => format!(
                "{title} was due {} {}: missed.",
                reader.zone.day(due),
                clock(due)
            ),
            (Some(due), _) => format!("{title} due {} {}.", reader.zone.day(due), clock(due)),
            (None, _) => format!("{title}: due time not known."),
        });
    }
    if state.customer_facing {
        lines.push("Customers notice it.".to_owned());
    }
    let named = [
        ("Owner", state.owner.as_deref()),
        ("Runbook", state.declared.runbook.as_deref()),
        ("Ticket", state.ticket.as_deref()),
    ];
    for (name, text) in named {
        if let Some(text) = text {
            lines.push(format!("{name}: {}", chat(text)));
        }
    }
    lines.extend(link.map(str::to_owned));
    lines.join("\n")
}
