//! From an incident's events to its state: a fold over the set, the same whatever the order they came in. Knows no clocks.

use super::{
    event::{Declared, Event, Kind},
    id::Id,
    record::{Record, is_redacted, redactions},
    state::{Action, State, Step, Tick},
    timeline,
};
use std::collections::{BTreeMap, BTreeSet};

/// How long what moves a clock can be taken back, in milliseconds.
pub const UNDO: i64 = 10_000;

impl State {
    /// Folds an incident's events. `None` while its declaration is not known.
    pub fn of(record: &Record, id: Id) -> Option<Self> {
        let events = record.of(id);
        let declaration = *events.iter().find(|event| event.id() == id)?;
        let Kind::Declared(declared) = &declaration.kind else {
            return None;
        };
        let mut state = Self::new(id, declaration, declared);
        let retracted = state.retractions(&events);
        let redacted = redactions(events.iter().copied());
        let counts =
            |event: &&&Event| !retracted.contains(&event.id()) && !is_redacted(event, &redacted);
        let effective: Vec<&Event> = events.iter().filter(counts).copied().collect();
        // Before the others: all clocks run from the corrected start.
        for event in &effective {
            if let Kind::StartChanged(start) = event.kind {
                if start <= event.time {
                    state.start = start;
                } else {
                    state.refuse(event, "a start in the future");
                }
            }
        }
        for event in &effective {
            state.apply(event);
        }
        state.timeline = timeline::of(&effective);
        Some(state)
    }

    fn new(id: Id, event: &Event, declared: &Declared) -> Self {
        Self {
            id,
            title: declared.title.clone(),
            severity: declared.severity,
            policy: declared.policy.clone(),
            // Nothing starts after it was declared: a clock that ran ahead must not make room.
            start: declared.start.min(event.time),
            declared: declared.clone(),
            declaration: tick(event),
            services: declared.services.clone(),
            source: declared.source.clone(),
            ticket: None,
            owner: None,
            customer_facing: false,
            duplicate_of: None,
            acknowledged: None,
            responded: None,
            resolved: None,
            steps: Vec::new(),
            notified: BTreeMap::new(),
            triggers: BTreeMap::new(),
            duties: BTreeMap::new(),
            ticked: BTreeMap::new(),
            actions: Vec::new(),
            post_mortem_for: None,
            post_mortem: None,
            refused: Vec::new(),
            timeline: Vec::new(),
        }
    }

    /// The events that were taken back. What moves a clock can only be taken back soon after it happened.
    fn retractions(&mut self, events: &[&Event]) -> BTreeSet<Id> {
        let mut retracted = BTreeSet::new();
        for event in events {
            let Kind::Retracted(target) = event.kind else {
                continue;
            };
            // Not here yet: nothing to take back yet.
            let Some(target) = events.iter().find(|other| other.id() == target) else {
                continue;
            };
            let late = (event.time.since(target.time)).abs() > UNDO;
            match target.kind {
                Kind::Declared(_) | Kind::Retracted(_) | Kind::Redacted(_) => {
                    self.refuse(event, "this cannot be taken back");
                }
                _ if target.kind.moves_clocks() && late => {
                    self.refuse(event, "taken back too late: results are kept");
                }
                _ => drop(retracted.insert(target.id())),
            }
        }
        retracted
    }

    fn refuse(&mut self, event: &Event, why: &'static str) {
        self.refused.push((event.id(), why));
    }

    fn apply(&mut self, event: &Event) {
        let first = |field: &mut Option<Tick>| {
            field.get_or_insert_with(|| tick(event));
        };
        match &event.kind {
            Kind::Acknowledged => {
                first(&mut self.acknowledged);
                self.step(event, Step::Acknowledged);
            }
            Kind::Responded => {
                first(&mut self.responded);
                self.step(event, Step::Responded);
            }
            Kind::Resolved => {
                self.resolved = Some(tick(event));
                self.step(event, Step::Resolved);
            }
            Kind::Reopened if self.resolved.is_some() => {
                self.resolved = None;
                self.post_mortem = None;
                self.post_mortem_for = None;
                self.step(event, Step::Reopened);
            }
            Kind::Reopened => self.refuse(event, "reopened while it was open"),
            Kind::SeverityChanged(severity, policy) => {
                self.severity = *severity;
                self.policy = policy.as_ref().clone();
                self.step(event, Step::Severity(*severity, policy.clone()));
            }
            Kind::LevelNotified(level) => {
                self.notified.entry(*level).or_insert_with(|| tick(event));
            }
            Kind::TriggerNamed(trigger) => {
                self.triggers
                    .entry(trigger.clone())
                    .or_insert_with(|| tick(event));
            }
            Kind::StepTicked(runbook, step) => {
                let key = (runbook.clone(), step.clone());
                self.ticked.entry(key).or_insert_with(|| tick(event));
            }
            Kind::DutyTicked(step, duty) => {
                self.duties
                    .entry((*step, duty.clone()))
                    .or_insert_with(|| tick(event));
            }
            Kind::PostMortemScheduled(moment) => self.post_mortem_for = Some(*moment),
            Kind::PostMortemDone if self.resolved.is_some() => first(&mut self.post_mortem),
            Kind::PostMortemDone => self.refuse(event, "a post-mortem before the resolution"),
            Kind::Edited(target, text) => self.edit(*target, text),
            Kind::DuplicateOf(other) if *other == self.id => {
                self.refuse(event, "a duplicate of itself");
            }
            Kind::DuplicateOf(other) => self.duplicate_of = Some(*other),
            Kind::Owner(name) => self.owner = Some(name.clone()).filter(|name| !name.is_empty()),
            Kind::Ticket(name) => self.ticket = Some(name.clone()).filter(|name| !name.is_empty()),
            Kind::Source(name) => self.source.clone_from(name),
            Kind::Services(names) => self.services.clone_from(names),
            Kind::CustomerFacing(yes) => self.customer_facing = *yes,
            Kind::ActionItem(text, owner) => self.actions.push(Action {
                event: event.id(),
                text: text.clone(),
                owner: owner.clone(),
                done: None,
            }),
            Kind::ActionDone(target) => {
                let found = self
                    .actions
                    .iter_mut()
                    .find(|action| action.event == *target);
                if let Some(action) = found {
                    first(&mut action.done);
                }
            }
            Kind::Declared(_)
            | Kind::StartChanged(_)
            | Kind::Note(_)
            | Kind::Retracted(_)
            | Kind::Redacted(_)
            | Kind::HealthChecked(_)
            | Kind::Unknown(_) => {}
        }
    }

    fn step(&mut self, event: &Event, step: Step) {
        self.steps.push((event.time, step));
    }

    fn edit(&mut self, target: Id, text: &str) {
        if target == self.id {
            text.clone_into(&mut self.title);
        }
        if let Some(action) = self
            .actions
            .iter_mut()
            .find(|action| action.event == target)
        {
            text.clone_into(&mut action.text);
        }
    }
}

fn tick(event: &Event) -> Tick {
    Tick {
        event: event.id(),
        at: event.time,
        by: event.author.clone(),
    }
}
