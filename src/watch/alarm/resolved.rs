//! Alarms that were there at one reading and are not at the next. Pure.

use super::{Alarm, Board};
use crate::domain::{order, series::Labels, time::Moment};
use std::{collections::BTreeSet, sync::Arc};

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
    let firing: BTreeSet<(u64, Labels)> = order::tree(loud.map(|alarm| alarm.labels.key()));
    let fires_no_more = |alarm: &&Arc<Alarm>| !firing.contains(&alarm.labels.key());
    let rules: BTreeSet<&str> = order::tree(rules.iter().copied());
    let gone = before.alarms.iter().filter(fires).filter(fires_no_more);
    let gone = gone.map(|alarm| Resolved {
        alarm: alarm.clone(),
        at,
        rule_gone: !rules.contains(alarm.name.as_str()),
    });
    let mut seen: BTreeSet<(u64, Labels)> = BTreeSet::new();
    gone.chain(lately)
        .filter(|one| at.since(one.at) <= keep && fires_no_more(&&one.alarm))
        .filter(|one| seen.insert(one.alarm.labels.key()))
        .collect()
}
