//! An incident before somebody declares it: read from a link or a form, and checked. Knows no page and no event's bytes.

use super::{event::Declared, policy::Policy};
use crate::{
    domain::{severity::Severity, time::Moment},
    float,
};

/// No title and no name in a link is longer, in characters.
const LONGEST: usize = 200;

/// No link names more services.
const MOST_SERVICES: usize = 50;

/// What is filled in so far. Nothing of it is more than a suggestion until a person presses the button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// In one line.
    pub title: String,
    /// As somebody chose it, or an alert suggests it.
    pub severity: Option<Severity>,
    /// When it began.
    pub start: Option<Moment>,
    /// What is affected.
    pub services: Vec<String>,
    /// How it was detected.
    pub source: String,
    /// The runbook; may be empty.
    pub runbook: String,
    /// The alert that it is declared from; may be empty.
    pub alert: String,
    /// Where work on it is tracked; may be empty.
    pub ticket: String,
    /// Who looks after it; may be empty.
    pub owner: String,
    /// Whether customers notice it.
    pub customers: bool,
}

impl Draft {
    /// Reads a link's parameters, `declare=1` among them. `None` when it is none that declares. What cannot be understood is
    /// left out, to be filled in by hand.
    pub fn parse<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let mut draft = Self::default();
        let mut declares = false;
        for (name, value) in parameters {
            match name {
                "declare" => declares = true,
                "title" => draft.title = line(value),
                "severity" => draft.severity = Severity::parse(value),
                "start" => {
                    let seconds = float::parse(value);
                    // The years 1970 to 9999.
                    let known =
                        seconds.filter(|seconds| (0.0..253_402_300_800.0).contains(seconds));
                    draft.start = known.map(Moment::from_seconds);
                }
                "services" => draft.services = services(value),
                "runbook" => draft.runbook = line(value),
                "alert" => draft.alert = line(value),
                "source" => draft.source = line(value),
                "ticket" => draft.ticket = line(value),
                "owner" => draft.owner = line(value),
                "customers" => draft.customers = value == "1",
                _ => {}
            }
        }
        declares.then_some(draft)
    }

    /// Reads what [`Draft::to_text`] wrote.
    pub fn from_text(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        Self::parse([("declare", "1")].into_iter().chain(lines)).unwrap_or_default()
    }

    /// All that is filled in, a line for each of a link's parameters: to be kept until it is declared.
    pub fn to_text(&self) -> String {
        let severity = self.severity.map(Severity::name).unwrap_or_default();
        let start = self.start.map(|start| (start.0 / 1000).to_string());
        let services = self.services.join(",");
        let pairs = [
            ("title", self.title.as_str()),
            ("severity", severity),
            ("start", start.as_deref().unwrap_or_default()),
            ("services", &services),
            ("source", &self.source),
            ("runbook", &self.runbook),
            ("alert", &self.alert),
            ("ticket", &self.ticket),
            ("owner", &self.owner),
            ("customers", if self.customers { "1" } else { "" }),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        given
            .map(|(name, value)| format!("{name} {}\n", line(value)))
            .collect()
    }

    /// What keeps it from being declared at `now`, in words: nothing when it can be.
    pub fn problems(&self, now: Moment) -> Vec<&'static str> {
        let wrong = [
            (self.title.trim().is_empty(), "A title is missing."),
            (self.severity.is_none(), "No severity is chosen."),
            (
                self.start.is_none(),
                "The start is missing, or is no time of a day.",
            ),
            (
                self.start.is_some_and(|start| start > now),
                "The start is in the future.",
            ),
        ];
        let wrong = wrong.into_iter().filter(|(wrong, _)| *wrong);
        wrong.map(|(_, words)| words).collect()
    }

    /// What is declared, with what the handbook promises for it. `None` while there are problems.
    pub fn declared(&self, area: Option<String>, policy: Policy, now: Moment) -> Option<Declared> {
        if !self.problems(now).is_empty() {
            return None;
        }
        let given = |text: &str| Some(line(text)).filter(|text| !text.is_empty());
        Some(Declared {
            title: line(&self.title),
            severity: self.severity?,
            start: self.start?,
            services: self.services.clone(),
            source: line(&self.source),
            alert: given(&self.alert),
            runbook: given(&self.runbook),
            area,
            policy,
        })
    }
}

/// Names between commas, each once.
pub fn services(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split(',').map(line).filter(|name| !name.is_empty()) {
        if names.len() < MOST_SERVICES && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// One line without control characters and surrounding blanks, cut to what a title may have.
fn line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let plain: String = plain.take(LONGEST).collect();
    plain.trim().to_owned()
}
