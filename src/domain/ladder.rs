//! The escalation ladder: who is told when an incident lasts, and who knows an area; knows no incident.

use super::{severity::Severity, time::Moment};

/// One level of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// From 1.
    pub number: u8,
    /// `Platform Lead`.
    pub name: String,
    /// When it is due, in the handbook's words.
    pub when: String,
    /// How to reach it.
    pub contact: String,
    /// What it does.
    pub response: String,
    /// How long after the start it is due (milliseconds), for the severities that reach it by time.
    pub after: Vec<(Severity, i64)>,
    /// What makes it due at once, in the handbook's words: `security incident`.
    pub triggers: Vec<String>,
}

impl Level {
    /// When an incident of this severity reaches it by time alone.
    pub fn due(&self, severity: Severity, start: Moment) -> Option<Moment> {
        let found = self.after.iter().find(|(name, _)| *name == severity);
        found.map(|(_, after)| start.plus(*after))
    }
}

/// The levels, the lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Numbered from 1 without a gap.
    pub levels: Vec<Level>,
}

impl Ladder {
    /// All triggers with the number of the level that each makes due.
    pub fn triggers(&self) -> impl Iterator<Item = (&str, u8)> {
        let of = |level: &Level| level.number;
        self.levels.iter().flat_map(move |level| {
            level
                .triggers
                .iter()
                .map(move |name| (name.as_str(), of(level)))
        })
    }
}

/// Who knows an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specialist {
    /// As a runbook's front matter names it.
    pub area: String,
    /// Whom to ask.
    pub contact: String,
    /// What to ask for, in the handbook's words.
    pub when: String,
}

/// The escalation matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escalation {
    /// The levels.
    pub ladder: Ladder,
    /// The specialists, in the order of the table.
    pub specialists: Vec<Specialist>,
}

impl Escalation {
    /// The specialist of a runbook's area.
    pub fn specialist(&self, area: &str) -> Option<&Specialist> {
        let same = |specialist: &&Specialist| specialist.area.eq_ignore_ascii_case(area.trim());
        self.specialists.iter().find(same)
    }
}
