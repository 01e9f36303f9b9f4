//! What somebody filled in and ticked while working by a page of the handbook; knows no page and no storage.

use super::time::Moment;
use std::collections::BTreeMap;

/// The values of blanks by their names, and when steps were ticked by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worksheet {
    /// As typed: not yet checked.
    pub blanks: BTreeMap<String, String>,
    /// By whom is known to the incident, where there is one.
    pub ticks: BTreeMap<String, Moment>,
}

impl Worksheet {
    /// A line for each value; [`Worksheet::parse`] reads them back.
    pub fn to_text(&self) -> String {
        let one_line = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let blanks = self
            .blanks
            .iter()
            .map(|(name, value)| format!("blank\t{}\t{}\n", one_line(name), one_line(value)));
        let ticks = self
            .ticks
            .iter()
            .map(|(step, at)| format!("tick\t{}\t{}\n", one_line(step), at.0));
        blanks.chain(ticks).collect()
    }

    /// Reads what was kept. Lines of another kind are left out: a newer build may have written them.
    pub fn parse(text: &str) -> Self {
        let mut sheet = Self::default();
        for line in text.lines() {
            let mut parts = line.splitn(3, '\t');
            match (parts.next(), parts.next(), parts.next()) {
                (Some("blank"), Some(name), Some(value)) => {
                    sheet.blanks.insert(name.to_owned(), value.to_owned());
                }
                (Some("tick"), Some(step), Some(at)) => {
                    if let Ok(at) = at.parse() {
                        sheet.ticks.insert(step.to_owned(), Moment(at));
                    }
                }
                _ => {}
            }
        }
        sheet
    }

    /// Ticks a step, or takes its tick away.
    pub fn toggle(&mut self, step: &str, now: Moment) {
        if self.ticks.remove(step).is_none() {
            self.ticks.insert(step.to_owned(), now);
        }
    }
}
