//! What a person is told while time passes: clocks that run out, levels that become due. Knows no sound and no page.

use super::{
    clocks::{Zones, clocks},
    id::Id,
    ladder,
    standing::{PostMortem, Standing},
    state::State,
};
use crate::domain::{duration, order, telling::Telling, time::Moment};

/// One thing to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How urgent: the greatest is told first.
    pub telling: Telling,
    /// The incident.
    pub incident: Id,
    /// In one sentence.
    pub words: String,
}

/// What has become due to be told after `before` and until `now`, the most urgent first. Of an incident that is not
/// `known` yet, all of the past is news: another portal declared it, or somebody did late.
pub fn notices(
    states: &[State],
    known: impl Fn(Id) -> bool,
    zones: &Zones,
    before: Moment,
    now: Moment,
) -> Vec<Notice> {
    let own = states.iter().filter(|state| state.duplicate_of.is_none());
    let told = own.flat_map(|state| {
        let since = if known(state.id) { before } else { state.start };
        of_state(state, zones, since.min(before), now)
    });
    let mut notices: Vec<Notice> = told.collect();
    order::by_key(&mut notices, |notice| std::cmp::Reverse(notice.telling));
    notices
}

fn of_state(state: &State, zones: &Zones, before: Moment, now: Moment) -> Vec<Notice> {
    let notice = |telling: Telling, what: &str, left: i64| {
        let words = match telling {
            Telling::Missed => format!("{what} is missed"),
            Telling::LastMinute => format!("{what} is due within a minute"),
            Telling::Half | Telling::LastQuarter => {
                format!("{what} is due in {}", duration::words(left))
            }
        };
        Notice {
            telling,
            incident: state.id,
            words: format!("{} {}: {words}.", state.severity, state.title),
        }
    };
    let mut notices = Vec::new();
    for timer in clocks(state, zones) {
        if let (Some(telling), Some(due)) = (timer.telling(before, now), timer.due) {
            notices.push(notice(telling, timer.clock.title(), due.since(now)));
        }
    }
    if let Some(clock) = PostMortem::of(state).filter(|clock| clock.done.is_none())
        && let Some(telling) = Telling::between(clock.from, clock.due, before, now)
    {
        notices.push(notice(telling, "The post-mortem", clock.due.since(now)));
    }
    let rungs = ladder::rungs(state).into_iter();
    for rung in rungs.filter(|rung| !ladder::halted(state) && rung.notified.is_none()) {
        // A level that is due at the start was due before anybody could be told.
        if let Some(due) = rung.due.filter(|due| *due > state.start)
            && let Some(telling) = Telling::between(state.start, due, before, now)
            && telling != Telling::Half
        {
            let (when, telling) = match telling {
                Telling::Missed => ("now".to_owned(), Telling::LastMinute),
                Telling::LastMinute => ("within a minute".to_owned(), telling),
                _ => (format!("in {}", duration::words(due.since(now))), telling),
            };
            let level = rung.level;
            notices.push(Notice {
                telling,
                incident: state.id,
                words: format!(
                    "{} {}: level {} is due {when}: {}, {}.",
                    state.severity, state.title, level.number, level.name, level.contact
                ),
            });
        }
    }
    notices
}

/// The word for the tab's title: what the worst running clock of the open incidents says, where it says something.
pub fn headline(states: &[State], zones: &Zones, now: Moment) -> Option<&'static str> {
    let open = states
        .iter()
        .filter(|state| state.resolved.is_none() && state.duplicate_of.is_none());
    let standings: Vec<Standing> = open
        .flat_map(|state| clocks(state, zones))
        .filter(|timer| timer.running)
        .map(|timer| timer.standing(now))
        .collect();
    let any = |wanted: fn(&Standing) -> bool| standings.iter().any(wanted);
    if any(|standing| matches!(standing, Standing::Missed(_))) {
        Some("Missed")
    } else if any(|standing| matches!(standing, Standing::DueSoon(_))) {
        Some("Due soon")
    } else if any(|standing| matches!(standing, Standing::CannotSay)) {
        Some("?")
    } else {
        None
    }
}
