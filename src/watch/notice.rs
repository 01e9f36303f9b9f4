//! What the page says while nobody looks at it: the tab's title, the favicon, and which alarms are news. Pure.

use super::{
    alarm::{Alarm, Board},
    all_clear::{Answer, Condition, Proof},
};
use crate::domain::{labels::Labels, order::Table, status::Status};
use std::sync::Arc;

/// The state in the tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tab {
    /// How things are.
    pub status: Status,
    /// How many alarms are loud; those that are silenced or pending are not counted.
    pub count: usize,
}

impl Tab {
    /// From all that is known. Trouble is told even where nothing else is known; without trouble only a proof is `Ok`.
    pub fn new(board: &Board, proof: &Proof) -> Self {
        let loud = |alarm: &Alarm| alarm.standing.is_loud();
        let status = match &proof.answer {
            _ if board.count(|alarm| loud(alarm) && alarm.is_critical()) > 0 => Status::Critical,
            // Somebody called it grave, whatever fires.
            Answer::Trouble(those) if those.contains(&Condition::NoIncidentOpen) => {
                Status::Critical
            }
            _ if board.count(loud) > 0 => Status::Warning,
            Answer::AllClear { .. } => Status::Ok,
            Answer::Trouble(_) => Status::Warning,
            Answer::CannotSay(_) => Status::CannotSay,
        };
        Self {
            status,
            count: board.count(loud),
        }
    }

    /// At least as bad as a dashboard's state.
    #[must_use]
    pub fn with(self, status: Status) -> Self {
        Self {
            status: self.status.max(status),
            ..self
        }
    }

    /// The title: `(4) Critical — Alerts`; `(?)` where nobody can say; the page's own where all is clear.
    pub fn title(self, page: &str) -> String {
        match (self.status, self.count) {
            (Status::Ok | Status::None, 0) => page.to_owned(),
            (Status::CannotSay, _) => format!("(?) {} — {page}", self.status.word()),
            (_, 0) => format!("{} — {page}", self.status.word()),
            (_, count) => format!("({count}) {} — {page}", self.status.word()),
        }
    }

    /// What stands in the favicon: the count up to 9, `?` where nobody can say, else nothing.
    pub fn badge(self) -> String {
        match (self.status, self.count) {
            (Status::CannotSay, _) => "?".to_owned(),
            (Status::Ok | Status::None, 0) => String::new(),
            (_, 0) => "!".to_owned(),
            (_, count @ 1..=9) => count.to_string(),
            _ => "9+".to_owned(),
        }
    }
}

/// Which critical alarms have been told already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// `None` before the first reading: who opens the page sees what is there, and is told of what comes.
    known: Option<Table<(u64, Labels), ()>>,
}

impl Told {
    /// Takes a new reading and returns the critical alarms that are news, each once for each time it begins to be loud. An
    /// alarm of an acknowledged incident is known and stays quiet. Only readings that succeeded are taken: a server that does
    /// not answer resolves nothing, and what fires on is no news when it answers again.
    pub fn news<'a>(
        &mut self,
        board: &'a Board,
        is_acknowledged: impl Fn(&Alarm) -> bool,
    ) -> Vec<&'a Alarm> {
        let loud: Vec<&Alarm> = board
            .alarms
            .iter()
            .map(Arc::as_ref)
            .filter(|alarm| alarm.is_critical() && alarm.standing.is_loud())
            .collect();
        let now = Table::of(loud.iter().map(|alarm| alarm.labels.key()));
        match self.known.replace(now) {
            None => Vec::new(),
            Some(known) => loud
                .into_iter()
                .filter(|alarm| !known.has(&alarm.labels.key()) && !is_acknowledged(alarm))
                .collect(),
        }
    }
}

/// The text of one notification for all news: at most three are named.
pub fn notification(news: &[&Alarm]) -> Option<(String, String)> {
    let title = match news {
        [] => return None,
        [one] => format!("Critical: {}", one.name),
        several => format!("{} new critical alerts", several.len()),
    };
    let mut lines: Vec<String> = news
        .iter()
        .take(3)
        .map(|alarm| alarm.summary.chars().take(200).collect())
        .collect();
    if news.len() > lines.len() {
        lines.push(format!("and {} more", news.len() - lines.len()));
    }
    Some((title, lines.join("\n")))
}
