//! One thing that happened in an incident, never changed afterwards; knows neither its text on the wire nor its effect.

use super::{id::Id, policy::Policy, wire};
use crate::domain::{severity::Severity, time::Moment};

/// An event. Two are the same when their bytes are.
#[derive(Clone, Debug)]
pub struct Event {
    pub(super) id: Id,
    pub(super) text: String,
    /// The incident it belongs to: `None` for what declares one, and for what belongs to none.
    pub incident: Option<Id>,
    /// When it happened, by the server's clock as far as that was known.
    pub time: Moment,
    /// How far the device's clock was behind the server's (milliseconds), as last known; `None`: never compared.
    pub offset: Option<i64>,
    /// Who did it.
    pub author: String,
    /// What happened.
    pub kind: Kind,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Event {}

/// What is known when an incident is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// In one line.
    pub title: String,
    /// As a person confirmed it.
    pub severity: Severity,
    /// When it began: what all clocks run from.
    pub start: Moment,
    /// What is affected.
    pub services: Vec<String>,
    /// How it was detected, in the handbook's words.
    pub source: String,
    /// The alert it was declared from.
    pub alert: Option<String>,
    /// The runbook that the alert names.
    pub runbook: Option<String>,
    /// That runbook's area, for the specialist.
    pub area: Option<String>,
    /// What counts for it.
    pub policy: Policy,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The incident begins to exist.
    Declared(Box<Declared>),
    /// Somebody has taken it.
    Acknowledged,
    /// The first action or message.
    Responded,
    /// It is over.
    Resolved,
    /// It was not over.
    Reopened,
    /// Another severity, with what counts from then on.
    SeverityChanged(Severity, Box<Policy>),
    /// It began at another time than was thought.
    StartChanged(Moment),
    /// A level of the ladder was told.
    LevelNotified(u8),
    /// A trigger of the ladder was named, in the handbook's words.
    TriggerNamed(String),
    /// A step of a runbook was done: the runbook, and the step's words.
    StepTicked(String, String),
    /// A duty of the workflow was done: the step's number, and the duty's words.
    DutyTicked(u8, String),
    /// Something worth writing down.
    Note(String),
    /// When the post-mortem will be held.
    PostMortemScheduled(Moment),
    /// It was held.
    PostMortemDone,
    /// An event is taken back.
    Retracted(Id),
    /// Another text for a note, an action item, or (its declaration) the incident's title.
    Edited(Id, String),
    /// A text must not be shown or passed on any more.
    Redacted(Id),
    /// This is the same trouble as another incident.
    DuplicateOf(Id),
    /// Who leads the work.
    Owner(String),
    /// The ticket's name or address.
    Ticket(String),
    /// How it was detected, in the handbook's words.
    Source(String),
    /// What is affected, all of it.
    Services(Vec<String>),
    /// Whether customers notice.
    CustomerFacing(bool),
    /// Something to be done afterwards, and by whom.
    ActionItem(String, String),
    /// An action item is done.
    ActionDone(Id),
    /// Service health was looked at; belongs to no incident.
    HealthChecked(String),
    /// A kind that this build does not know: kept and passed on as it is.
    Unknown(String),
}

impl Event {
    /// A new event.
    pub fn new(
        incident: Option<Id>,
        time: Moment,
        offset: Option<i64>,
        author: &str,
        kind: Kind,
    ) -> Self {
        let text = wire::write(incident, time, offset, author, &kind);
        Self {
            id: Id::of(text.as_bytes()),
            text,
            incident,
            time,
            offset,
            author: author.to_owned(),
            kind,
        }
    }

    /// Understands an event's bytes; those of an unknown kind too.
    ///
    /// # Errors
    /// Why they are no event, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        wire::read(bytes)
    }

    /// Its name: the hash of its bytes.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Its bytes, as they are stored and sent.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The incident it is about; a declaration is about the one that it declares.
    pub fn subject(&self) -> Option<Id> {
        match self.kind {
            Kind::Declared(_) => Some(self.id),
            _ => self.incident,
        }
    }
}

impl Kind {
    /// Whether it moves a clock: then it can be taken back for [`super::fold::UNDO`] and no longer, and is never
    /// redacted.
    pub fn moves_clocks(&self) -> bool {
        matches!(
            self,
            Self::Declared(_)
                | Self::Acknowledged
                | Self::Responded
                | Self::Resolved
                | Self::Reopened
                | Self::SeverityChanged(..)
                | Self::StartChanged(_)
        )
    }

    /// Whether it holds a text that can be redacted without a change of clocks, ladder or other events.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            Self::StepTicked(..)
                | Self::Note(_)
                | Self::Edited(..)
                | Self::Owner(_)
                | Self::Ticket(_)
                | Self::Source(_)
                | Self::Services(_)
                | Self::ActionItem(..)
        )
    }
}
