//! Alerts as the page lists them: each with its value, times, runbook, panel and what keeps it quiet. Asks nothing and
//! draws nothing.

pub mod earlier;
pub mod gather;
pub mod history;
pub mod outline;
pub mod resolved;
pub mod search;

use crate::{
    alertmanager::quiet::Quiet,
    domain::{labels::Labels, rule::CRITICAL, status::Status, time::Moment},
};
use std::sync::Arc;

/// How an alarm stands. The order is the page's: what somebody must look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It fires, and people are told.
    Firing,
    /// It is listed with a state that the portal does not know: taken for trouble.
    Unknown,
    /// Its condition holds, for less than its time.
    Pending,
    /// It fires, and a silence keeps it quiet.
    Silenced,
    /// It fires, and another alert keeps it quiet.
    Inhibited,
    /// It fires, and a time interval keeps it quiet.
    Muted,
}

impl Standing {
    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Firing => "firing",
            Self::Unknown => "state unknown",
            Self::Pending => "pending",
            Self::Silenced => "silenced",
            Self::Inhibited => "inhibited",
            Self::Muted => "muted",
        }
    }

    /// Whether its condition has held for its time, whoever is told of it.
    pub fn fires(self) -> bool {
        !matches!(self, Self::Pending)
    }

    /// Whether it fires and people are told.
    pub fn is_loud(self) -> bool {
        matches!(self, Self::Firing | Self::Unknown)
    }
}

/// What to read about an alarm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runbook {
    /// A runbook of the handbook, `RB-001`.
    pub id: Option<String>,
    /// An address, http or https.
    pub url: Option<String>,
}

/// Where an alarm's subject is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The dashboard's place in the URL.
    pub slug: String,
    /// The dashboard's title.
    pub dashboard: String,
    /// The panel's id.
    pub panel: String,
    /// The panel's title.
    pub title: String,
}

/// A value against its limit, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// `7.14%`.
    pub value: String,
    /// `> 5%`.
    pub limit: String,
}

/// One alert as the page lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// All its labels: its identity.
    pub labels: Labels,
    /// The alert's name.
    pub name: String,
    /// Its severity label, as its rule writes it; empty when it has none.
    pub severity: String,
    /// The service that it is about.
    pub service: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// What is wrong, in the rule's words; its name where the rule has none.
    pub summary: String,
    /// All that the rule says about it.
    pub annotations: Labels,
    /// The value of its expression (base unit).
    pub value: Option<f64>,
    /// The same against its limit, where the rule's expression ends in one.
    pub measure: Option<Measure>,
    /// When its condition began to hold.
    pub began: Option<Moment>,
    /// When it fired, or will while its condition holds.
    pub fires_at: Option<Moment>,
    /// What to read.
    pub runbook: Runbook,
    /// Where it is drawn.
    pub place: Option<Place>,
    /// What Alertmanager does with it; `None` where none is configured or it does not hold the alert.
    pub quiet: Option<Quiet>,
}

impl Alarm {
    /// When it fired, as far as is known at `now`; else when its condition began. What fires already cannot do so later,
    /// whatever its rule's time is.
    pub fn start(&self, now: Moment) -> Option<Moment> {
        self.fires_at.filter(|at| *at <= now).or(self.began)
    }

    /// Why its rule lets it fire, in words: `api-gateway, 7.14% > 5%, critical by its rule`.
    pub fn reason(&self) -> String {
        let measure = self.measure.as_ref();
        let measure = measure.map(|measure| format!("{} {}", measure.value, measure.limit));
        let severity = (!self.severity.is_empty()).then_some(&self.severity);
        let severity = severity.map(|severity| format!("{severity} by its rule"));
        let words = [self.service.clone(), measure, severity];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Whether its rule calls it critical.
    pub fn is_critical(&self) -> bool {
        self.severity == CRITICAL
    }
}

/// All alarms of a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// Those that are trouble: by severity and service, then by standing and age. The same alerts have the same order.
    pub alarms: Vec<Arc<Alarm>>,
    /// The alert about alerting, which is no trouble; `None` when it does not fire.
    pub watchdog: Option<Alarm>,
    /// What they say of each dashboard, in the order of the rail.
    pub dashboards: Vec<Concern>,
}

/// What alarms say of one dashboard's subjects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Concern {
    /// Those that fire and of which people are told, the worst first.
    pub loud: Vec<Arc<Alarm>>,
    /// Whether one is pending.
    pub pending: bool,
}

impl Concern {
    /// How the dashboard is at least, by what fires; `None` when nothing does.
    pub fn status(&self) -> Option<Status> {
        let status = |alarm: &Arc<Alarm>| match alarm.is_critical() {
            true => Status::Critical,
            false => Status::Warning,
        };
        self.loud.iter().map(status).max()
    }

    /// Those that fire, of this service or of none where one is named: the first alarm of each name, and how many have it.
    pub fn by_name(&self, service: Option<&str>) -> Vec<(Arc<Alarm>, usize)> {
        let mut names: Vec<(Arc<Alarm>, usize)> = Vec::new();
        for alarm in &self.loud {
            let of = alarm.service.as_deref();
            if service.is_some() && of.is_some() && service != of {
                continue;
            }
            match names.iter_mut().find(|(first, _)| first.name == alarm.name) {
                Some((_, count)) => *count += 1,
                None => names.push((alarm.clone(), 1)),
            }
        }
        names
    }
}

impl Board {
    /// How many stand so.
    pub fn count(&self, is_so: impl Fn(&Alarm) -> bool) -> usize {
        self.alarms.iter().filter(|alarm| is_so(alarm)).count()
    }
}
