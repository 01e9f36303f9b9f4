//! An incident as its events tell it; knows neither how they are folded nor what the clocks make of it.

use super::{
    event::{Declared, Event},
    id::Id,
    policy::Policy,
};
use crate::domain::{severity::Severity, time::Moment};
use std::collections::BTreeMap;

/// Something done: when and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The event, to take it back.
    pub event: Id,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
}

/// Something to be done after the incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The event that wrote it down.
    pub event: Id,
    /// What.
    pub text: String,
    /// Who does it; may be empty.
    pub owner: String,
    /// Once it is done.
    pub done: Option<Tick>,
}

/// What moves the clocks, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The acknowledge clock stops.
    Acknowledged,
    /// The response clock stops.
    Responded,
    /// All clocks stop.
    Resolved,
    /// The resolution clock runs on.
    Reopened,
    /// Other terms from here on.
    Severity(Severity, Box<Policy>),
}

/// An incident as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its name.
    pub id: Id,
    /// As declared, edited since.
    pub title: String,
    /// As declared, changed since.
    pub severity: Severity,
    /// What counts now.
    pub policy: Policy,
    /// When it began, corrected since.
    pub start: Moment,
    /// The declaration as it was.
    pub declared: Declared,
    /// When and by whom it was declared.
    pub declaration: Tick,
    /// What is affected.
    pub services: Vec<String>,
    /// How it was detected.
    pub source: String,
    /// The ticket.
    pub ticket: Option<String>,
    /// Who leads the work.
    pub owner: Option<String>,
    /// Whether customers notice.
    pub customer_facing: bool,
    /// The incident that this one repeats.
    pub duplicate_of: Option<Id>,
    /// When and by whom it was first acknowledged.
    pub acknowledged: Option<Tick>,
    /// When and by whom it was first responded to.
    pub responded: Option<Tick>,
    /// The latest resolution, unless it was reopened since.
    pub resolved: Option<Tick>,
    /// What moves the clocks, in order.
    pub steps: Vec<(Moment, Step)>,
    /// The levels that were told, first time.
    pub notified: BTreeMap<u8, Tick>,
    /// The triggers that were named, first time.
    pub triggers: BTreeMap<String, Tick>,
    /// Ticked duties, by step and words.
    pub duties: BTreeMap<(u8, String), Tick>,
    /// Ticked steps of runbooks, by runbook and words.
    pub ticked: BTreeMap<(String, String), Tick>,
    /// Action items, in order.
    pub actions: Vec<Action>,
    /// When the post-mortem will be held.
    pub post_mortem_for: Option<Moment>,
    /// Since the latest reopening: when it was held.
    pub post_mortem: Option<Tick>,
    /// Events that have no effect, and why not.
    pub refused: Vec<(Id, &'static str)>,
    /// The events that do count, in the order of (time, id), with texts as edited; for the timeline.
    pub timeline: Vec<Event>,
}
