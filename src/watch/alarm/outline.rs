//! The list of alarms as a page reads it: what fires by its severity and service, then what waits, then what is kept quiet.
//! Pure.

use super::{Alarm, Standing};
use crate::domain::{labels::Labels, order};
use std::sync::Arc;

/// What stands together on the page, in its order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Fires, with this severity label.
    Firing(String),
    /// Its condition holds, for less than its time.
    Pending,
    /// Fires, and nobody is told.
    Quiet,
}

impl Section {
    /// The section of an alarm.
    pub fn of(alarm: &Alarm) -> Self {
        match alarm.standing {
            Standing::Pending => Self::Pending,
            standing if standing.is_loud() => Self::Firing(alarm.severity.clone()),
            _ => Self::Quiet,
        }
    }
}

/// One line of the list. No two lines of a list are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// The head of a section, with the number of its alarms.
    Section(Section, usize),
    /// The head of several alarms of one severity and service, with their number.
    Service {
        /// Where it stands.
        section: Section,
        /// The severity label.
        severity: String,
        /// The service.
        service: String,
        /// At least two.
        count: usize,
    },
    /// An alarm, by its labels.
    Alarm(Labels),
}

/// The alarms of a board in the order of the page: what fires first. Within a section they stay by severity and service.
pub fn in_order(mut alarms: Vec<Arc<Alarm>>) -> Vec<Arc<Alarm>> {
    order::by_key(&mut alarms, |alarm| match Section::of(alarm) {
        Section::Firing(_) => 0,
        Section::Pending => 1,
        Section::Quiet => 2,
    });
    alarms
}

/// The lines of alarms that are in order.
pub fn outline(alarms: &[Arc<Alarm>]) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in alarms.chunk_by(|one, other| Section::of(one) == Section::of(other)) {
        let Some(section) = part.first().map(|first| Section::of(first)) else {
            continue;
        };
        lines.push(Line::Section(section.clone(), part.len()));
        let alike = |one: &Arc<Alarm>, other: &Arc<Alarm>| {
            one.severity == other.severity && one.service == other.service
        };
        for group in part.chunk_by(alike) {
            if let [first, _, ..] = group
                && let Some(service) = &first.service
            {
                lines.push(Line::Service {
                    section: section.clone(),
                    severity: first.severity.clone(),
                    service: service.clone(),
                    count: group.len(),
                });
            }
            lines.extend(group.iter().map(|alarm| Line::Alarm(alarm.labels.clone())));
        }
    }
    lines
}

/// What is shown on the way from `shown` to `lines`: of alarms those that are shown already, and the first of the others. Heads
/// are all there at once, since they say how many alarms there are.
pub fn one_more(shown: &[Line], lines: &[Line]) -> Vec<Line> {
    let mut room = true;
    let there = lines.iter().filter(|line| match line {
        Line::Alarm(_) => shown.contains(line) || std::mem::take(&mut room),
        Line::Section(..) | Line::Service { .. } => true,
    });
    there.cloned().collect()
}
