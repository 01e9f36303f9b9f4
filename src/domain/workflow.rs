//! The six steps of incident response and their duties; knows no incident.

use super::severity::Severity;

/// One duty of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The handbook's words; a tick names the duty by them.
    pub text: String,
    /// Asked of these severities alone; empty: of all.
    pub severities: Vec<Severity>,
    /// Asked only when customers are affected.
    pub customer_facing: bool,
}

impl Duty {
    /// Whether it is asked of such an incident.
    pub fn applies(&self, severity: Severity, customer_facing: bool) -> bool {
        (self.severities.is_empty() || self.severities.contains(&severity))
            && (customer_facing || !self.customer_facing)
    }
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// From 1.
    pub number: u8,
    /// `ACKNOWLEDGE`, as the handbook writes it.
    pub name: String,
    /// What is to be done.
    pub duties: Vec<Duty>,
}

/// The workflow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workflow {
    /// What an incident is detected by: `Alert`, `User Report`, `Monitoring`.
    pub sources: Vec<String>,
    /// Numbered from 1 without a gap.
    pub steps: Vec<Step>,
}

/// What the handbook says of one severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Which.
    pub severity: Severity,
    /// `Critical`.
    pub name: String,
    /// One sentence.
    pub definition: String,
    /// In words; the SLA table's Acknowledge column says the same.
    pub response_time: String,
    /// What such incidents look like.
    pub examples: Vec<String>,
}
