//! The escalation ladder of an incident: which level is due when, why, and who was told. Knows no page.

use super::state::{State, Tick};
use crate::domain::{ladder::Level, time::Moment};

/// One level as it stands in an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung<'a> {
    /// The level as it was frozen.
    pub level: &'a Level,
    /// When it is due, by time or by a trigger; `None`: only a trigger would make it due.
    pub due: Option<Moment>,
    /// The trigger that made it due, when it was one.
    pub trigger: Option<&'a str>,
    /// Once it was told.
    pub notified: Option<&'a Tick>,
}

/// The levels in order. A resolved incident's are the same: what halts them is [`halted`].
pub fn rungs(state: &State) -> Vec<Rung<'_>> {
    let levels = state.policy.ladder.levels.iter();
    levels.map(|level| rung(state, level)).collect()
}

/// Whether no level becomes due any more: the incident is resolved, or is another one's duplicate.
pub fn halted(state: &State) -> bool {
    state.resolved.is_some() || state.duplicate_of.is_some()
}

/// The next level to be told: due or not, not told yet, the lowest first. Nothing when the ladder is halted.
pub fn next(state: &State) -> Option<Rung<'_>> {
    let open = |rung: &Rung<'_>| rung.notified.is_none() && rung.due.is_some();
    let rungs = rungs(state).into_iter().filter(|_| !halted(state));
    rungs
        .filter(open)
        .min_by_key(|rung| (rung.due, rung.level.number))
}

fn rung<'a>(state: &'a State, level: &'a Level) -> Rung<'a> {
    let by_time = level.due(state.severity, state.start);
    let named = level.triggers.iter().filter_map(|trigger| {
        let tick = state.triggers.get(trigger)?;
        Some((tick.at, trigger.as_str()))
    });
    let by_trigger = named
        .min()
        .filter(|(at, _)| by_time.is_none_or(|due| *at < due));
    Rung {
        level,
        due: by_trigger.map(|(at, _)| at).or(by_time),
        trigger: by_trigger.map(|(_, trigger)| trigger),
        notified: state.notified.get(&level.number),
    }
}
