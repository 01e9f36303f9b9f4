//! Alarms that were there at one reading and are not at the next. Pure.

use super::{Alarm, Board};
use crate::domain::{order::Table, time::Moment};
use std::sync::Arc;

/// An alarm that fired and does no longer.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// As it was last seen.
    pub alarm: Arc<Alarm>,
    /// When it was first seen to be gone.
    pub at: Moment,
    /// Whether its rule is gone as well: then nobody knows whether the trouble is over.
    pub rule_gone: bool,
}

/// The list of those resolved lately after one more reading: the newest first, none that fires again, none that has been
/// gone for longer than `keep` (milliseconds). `rules` are the names of the rules that are looked at now.
pub fn after(
    lately: Vec<Resolved>,
    before: &Board,
    now: &Board,
    rules: &[&str],
    at: Moment,
    keep: i64,
) -> Vec<Resolved> {
    let fires = |alarm: &&Arc<Alarm>| alarm.standing.fires();
    let loud = now.alarms.iter().filter(fires);
    let firing = Table::of(loud.map(|alarm| alarm.labels.key()));
    let fires_no_more = |alarm: &&Arc<Alarm>| !firing.has(&alarm.labels.key());
    let rules = Table::of(rules.iter().copied());
    let gone = before.alarms.iter().filter(fires).filter(fires_no_more);
    let gone = gone.map(|alarm| Resolved {
        alarm: alarm.clone(),
        at,
        rule_gone: !rules.has(&alarm.name.as_str()),
    });
    let mut lately_now: Vec<Resolved> = gone.collect();
    // Each once: what fired again and has gone again is of now.
    let again = Table::of(lately_now.iter().map(|one| one.alarm.labels.key()));
    let of_before = lately.into_iter().filter(|one| {
        at.since(one.at) <= keep
            && fires_no_more(&&one.alarm)
            && !again.has(&one.alarm.labels.key())
    });
    lately_now.extend(of_before);
    lately_now
}
