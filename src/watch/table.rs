//! What a table says: one row for each of those expected, the worst first. Pure words.

use super::panel::Judged;
use crate::domain::{
    judgement::value_of,
    limit::Level,
    order,
    panel::{Panel, Query},
    service::Service,
    status::Status,
};

/// The first column heads.
pub const HEADS: [&str; 2] = ["State", "Service"];

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How the service is.
    pub status: Status,
    /// Its name.
    pub name: String,
    /// What stands below [`columns`].
    pub cells: Vec<Cell>,
}

/// A cell: its words and the level of the limit that it crosses.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The value, and the limit that it crosses.
    pub words: String,
    /// That limit's level.
    pub level: Option<Level>,
}

impl Cell {
    /// Its class in the style sheet.
    pub fn class(&self) -> &'static str {
        match self.level {
            Some(Level::Critical) => "number state-critical",
            Some(Level::Warning) => "number state-warning",
            None => "number",
        }
    }
}

/// The queries that have a column: the first says who is there.
pub fn columns(panel: &Panel) -> impl Iterator<Item = &Query> {
    panel.queries.iter().skip(1)
}

/// The rows, the worst first. Of `stale` values nothing can be said.
pub fn rows(panel: &Panel, judged: &Judged, stale: bool) -> Vec<Row> {
    let row = |service| row(panel, service, judged, stale);
    let mut rows: Vec<Row> = panel.expects.iter().map(row).collect();
    order::by_key(&mut rows, |row| std::cmp::Reverse(row.status));
    rows
}

fn row(panel: &Panel, service: &Service, judged: &Judged, stale: bool) -> Row {
    let mut answers = judged.newest.answers.iter();
    let presence = answers
        .next()
        .and_then(|samples| value_of(service, samples));
    let is_up = presence.is_some_and(|value| value >= 1.0);
    let mut status = if is_up { Status::Ok } else { Status::Critical };
    let cells = columns(panel).zip(answers).map(|(query, samples)| {
        let Some(value) = value_of(service, samples) else {
            if !query.limits.is_empty() {
                status = status.max(Status::CannotSay);
            }
            return Cell {
                words: "–".to_owned(),
                level: None,
            };
        };
        let crossed = query.limits.crossed_by(value);
        let level = crossed.map(|limit| limit.level);
        status = status.max(match level {
            Some(Level::Critical) => Status::Critical,
            Some(Level::Warning) => Status::Warning,
            None => Status::Ok,
        });
        let limit = crossed
            .map(|limit| format!(" {}", limit.words))
            .unwrap_or_default();
        Cell {
            words: format!("{}{limit}", query.unit.write_below_heading(value)),
            level,
        }
    });
    let cells = cells.collect();
    if stale {
        status = Status::CannotSay;
    }
    Row {
        status,
        name: service.name.clone(),
        cells,
    }
}
