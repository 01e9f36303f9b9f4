//! Whether all is clear, and the proof: eleven conditions, each with its evidence. Anything that is missing, old or
//! doubtful voids the all-clear. Asks nothing and draws nothing.

mod alerting;
mod platform;
mod proof;

pub use proof::{Answer, Condition, Finding, Outcome, Proof};

use super::{alarm::Board, reading::Reading};
use crate::{
    alertmanager,
    domain::{
        alert::Alert,
        freshness::{DataState, Pace},
        judgement::Crossing,
        rule::Rule,
        series::Sample,
        service::Service,
        severity::Severity,
        status::Status,
        time::{Moment, Zone},
    },
    prometheus::{decode::Answer as Decoded, rules::Loaded, same_rule::Finding as Difference},
};
use std::sync::Arc;

/// Clocks agree to this much (milliseconds).
pub const CLOCKS_AGREE: i64 = 5_000;

/// How one panel stands.
#[derive(Clone, Copy, Debug)]
pub struct PanelNow<'a> {
    /// Its dashboard's title.
    pub dashboard: &'a str,
    /// Its own.
    pub panel: &'a str,
    /// How good its data is.
    pub state: DataState,
    /// When its newest sample is from.
    pub newest_at: Option<Moment>,
    /// Since when there is no answer, or an error in its place.
    pub trouble_since: Option<Moment>,
    /// How it is judged.
    pub status: Status,
    /// The limits that it crosses.
    pub crossings: &'a [Crossing],
}

/// An incident that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenIncident {
    /// Its name on the page.
    pub name: String,
    /// Its severity.
    pub severity: Severity,
}

/// All that is known at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Readings<'a> {
    /// The moment, by the server's clock.
    pub now: Moment,
    /// The zone of the times in the evidence.
    pub zone: &'a Zone,
    /// How often new data is due.
    pub pace: Pace,
    /// The handbook's rules.
    pub handbook: &'a [Rule],
    /// The server's rules.
    pub rules: &'a Reading<Decoded<Arc<Vec<Loaded>>>>,
    /// What these do otherwise than the handbook says, by [`compare`](crate::prometheus::same_rule::compare).
    pub differences: &'a [Difference],
    /// The server's alerts.
    pub alerts: &'a Reading<Decoded<Arc<Vec<Alert>>>>,
    /// What Alertmanager says; `None` where none is configured.
    pub alertmanager: Option<&'a Reading<Arc<alertmanager::quiet::Reading>>>,
    /// The alarms that were made of these three.
    pub board: &'a Board,
    /// Those that must report.
    pub expected: &'a [Service],
    /// The answer to `up`.
    pub up: &'a Reading<Decoded<Vec<Sample>>>,
    /// All panels of all dashboards.
    pub panels: &'a [PanelNow<'a>],
    /// How far this machine's clock is off the server's (milliseconds); `None` when nobody knows.
    pub skew: Option<i64>,
    /// The open incidents; `None` when they could not be read.
    pub incidents: Option<&'a [OpenIncident]>,
}

/// Weighs all conditions.
pub fn prove(readings: &Readings<'_>) -> Proof {
    let findings: Vec<Finding> = Condition::ALL
        .into_iter()
        .map(|condition| {
            let (outcome, evidence) = readings.weigh(condition);
            let source = match condition {
                Condition::NoLimitCrossed => readings.crossed_source(),
                _ => None,
            };
            Finding {
                condition,
                outcome,
                evidence,
                source: source.unwrap_or_default().to_owned(),
            }
        })
        .collect();
    let those = |is_so: &dyn Fn(Outcome) -> bool| {
        let those = findings.iter().filter(|finding| is_so(finding.outcome));
        those.map(|finding| finding.condition).collect::<Vec<_>>()
    };
    let trouble = those(&|outcome| outcome == Outcome::Trouble);
    let open = those(&|outcome| outcome != Outcome::Holds);
    let answer = match (trouble.is_empty(), open.is_empty()) {
        (false, _) => Answer::Trouble(trouble),
        (true, false) => Answer::CannotSay(open),
        (true, true) => Answer::AllClear {
            delivery_proven: readings.alertmanager.is_some(),
        },
    };
    Proof { answer, findings }
}

/// What one condition turns out to be.
type Weighed = (Outcome, String);

impl Readings<'_> {
    fn weigh(&self, condition: Condition) -> Weighed {
        let weighed = match condition {
            Condition::RulesAnswered => self.rules_answered(),
            Condition::RulesEqual => self.rules_equal(),
            Condition::GroupsEvaluated => self.groups_evaluated(),
            Condition::RulesHealthy => self.rules_healthy(),
            Condition::ServicesScraped => self.services_scraped(),
            Condition::DataFresh => self.data_fresh(),
            Condition::ClocksAgree => self.clocks_agree(),
            Condition::WatchdogFires => self.watchdog_fires(),
            Condition::NothingFires => self.nothing_fires(),
            Condition::NoLimitCrossed => self.no_limit_crossed(),
            Condition::NoIncidentOpen => self.no_incident_open(),
        };
        weighed.unwrap_or_else(|weighed| weighed)
    }

    /// The last answer where it is recent and nothing went wrong since. Else why not.
    fn current<'b, T>(
        &self,
        what: &str,
        reading: &'b Reading<T>,
    ) -> Result<(&'b T, Moment), Weighed> {
        let clock = |at| self.zone.clock_near(at, self.now);
        if let Some(trouble) = &reading.trouble {
            let words = format!(
                "{what}: {} since {}.",
                trouble.fault.title(),
                clock(trouble.since)
            );
            return Err((Outcome::Unknown, words));
        }
        match &reading.good {
            None => Err((Outcome::Unknown, format!("{what}: not read yet."))),
            Some((_, at)) if !self.pace.may_judge(self.now.since(*at)) => Err((
                Outcome::Unknown,
                format!("{what}: last read at {}.", clock(*at)),
            )),
            Some((answer, at)) => Ok((answer, *at)),
        }
    }

    /// As [`Self::current`], where the server does not doubt its answer's completeness either.
    fn whole<'b, T>(
        &self,
        what: &str,
        reading: &'b Reading<Decoded<T>>,
    ) -> Result<(&'b T, Moment), Weighed> {
        let (answer, at) = self.current(what, reading)?;
        match answer.warnings.first() {
            Some(warning) => Err((Outcome::Unknown, format!("{what}: incomplete, {warning}."))),
            None => Ok((&answer.data, at)),
        }
    }
}

/// ` (and 2 more)` of several.
fn and_more(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    }
}
