//! Finding alarms by what is typed. Pure.

use super::Alarm;
use std::sync::Arc;

/// Of an alarm at most this much is searched (bytes), so that texts of thousands of characters cannot slow the typing.
const SEARCHED: usize = 2_000;

/// What can be found of each alarm, made once for many searches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index(Vec<String>);

impl Index {
    /// From the alarms of a board.
    pub fn new(alarms: &[Arc<Alarm>]) -> Self {
        Self(alarms.iter().map(|alarm| searched(alarm)).collect())
    }

    /// The places of the alarms that have all words of `text`, in any case and order; all when there is none.
    pub fn find(&self, text: &str) -> Vec<usize> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let found = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, searched)| words.iter().all(|word| searched.contains(word)));
        found.map(|(place, _)| place).collect()
    }
}

/// Name, state, service, summary and labels; each on a line of its own, so that no word spans two.
fn searched(alarm: &Alarm) -> String {
    let mut text = format!(
        "{}\n{}\n{}\n{}\n{}\n",
        alarm.name,
        alarm.severity,
        alarm.standing.word(),
        alarm.service.as_deref().unwrap_or_default(),
        alarm.runbook.id.as_deref().unwrap_or_default()
    );
    let labels = alarm
        .labels
        .iter()
        .map(|(name, value)| format!("{name}={value}\n"));
    for line in labels.chain([alarm.summary.clone()]) {
        let left = SEARCHED.saturating_sub(text.len());
        text.push_str(
            line.get(..line.floor_char_boundary(left))
                .unwrap_or_default(),
        );
    }
    text.to_lowercase()
}
