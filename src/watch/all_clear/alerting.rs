//! The conditions of the all-clear that are about alerting itself: the server's rules, its alerts, their delivery.

use super::{Outcome, Readings, Weighed, and_more};
use crate::{
    domain::{rule::WATCHDOG, time::Moment},
    prometheus::{
        rules::{Health, Loaded, RuleState},
        same_rule,
    },
};

/// A group was evaluated within this many of its intervals.
const INTERVALS: i64 = 2;

impl Readings<'_> {
    pub(super) fn rules_answered(&self) -> Result<Weighed, Weighed> {
        let (rules, at) = self.whole("Rules", self.rules)?;
        let words = format!(
            "{} rules, read at {}.",
            rules.len(),
            self.zone.clock_near(at, self.now)
        );
        Ok((Outcome::Holds, words))
    }

    /// The rules as they were last told: that they are told now is a condition by itself, and told once.
    fn unjudged(&self) -> Result<(&[Loaded], Moment), Weighed> {
        match &self.rules.good {
            Some((answer, at)) => Ok((&answer.data, *at)),
            None => Err((Outcome::Unknown, "The rules are not known.".to_owned())),
        }
    }

    pub(super) fn rules_equal(&self) -> Result<Weighed, Weighed> {
        let (rules, _) = self.unjudged()?;
        let all = self.handbook.len();
        if rules.is_empty() {
            let words = "The server holds no alerting rules: it watches nothing.";
            return Err((Outcome::Fails, words.to_owned()));
        }
        if all == 0 {
            return Err((Outcome::Fails, "The handbook has no rules.".to_owned()));
        }
        let (voiding, shown): (Vec<_>, Vec<_>) = self
            .differences
            .iter()
            .partition(|one| same_rule::Finding::voids(one));
        let mut broken: Vec<&str> = voiding.iter().map(|one| one.rule.as_str()).collect();
        broken.dedup();
        let count = format!(
            "{} of {all} rules loaded and equal.",
            all - broken.len().min(all)
        );
        let words = match (voiding.first(), shown.first()) {
            (Some(first), _) => return Err((Outcome::Fails, format!("{count} {}", first.words))),
            (None, Some(first)) => format!("{count} {}", first.words),
            (None, None) => count,
        };
        Ok((Outcome::Holds, words))
    }

    pub(super) fn groups_evaluated(&self) -> Result<Weighed, Weighed> {
        let (rules, at) = self.unjudged()?;
        if rules.is_empty() {
            return Err((Outcome::Unknown, "There are no groups.".to_owned()));
        }
        let mut oldest = 0;
        for Loaded {
            rule, evaluated, ..
        } in rules
        {
            let group = &rule.group;
            let Some(evaluated) = evaluated else {
                return Err((
                    Outcome::Fails,
                    format!("Group '{group}' was never evaluated."),
                ));
            };
            let Some(interval) = rule.interval else {
                let words = format!("Group '{group}' does not say how often it is evaluated.");
                return Err((Outcome::Unknown, words));
            };
            let age = at.since(*evaluated);
            if age > interval.saturating_mul(INTERVALS) {
                let clock = self.zone.clock_near(*evaluated, self.now);
                let words = format!(
                    "Group '{group}' was last evaluated at {clock}, every {} s is due.",
                    interval / 1000
                );
                return Err((Outcome::Fails, words));
            }
            oldest = oldest.max(age);
        }
        let words = format!("All groups evaluated within {} s.", oldest / 1000);
        Ok((Outcome::Holds, words))
    }

    pub(super) fn rules_healthy(&self) -> Result<Weighed, Weighed> {
        let (rules, _) = self.unjudged()?;
        if rules.is_empty() {
            return Err((Outcome::Unknown, "There are no rules.".to_owned()));
        }
        for (health, outcome, how) in [
            (Health::Failing, Outcome::Fails, "fails"),
            (Health::Unknown, Outcome::Unknown, "has no known health"),
        ] {
            let sick: Vec<&Loaded> = rules.iter().filter(|one| one.health == health).collect();
            if let Some(first) = sick.first() {
                let error = match first.last_error.as_str() {
                    "" => String::new(),
                    error => format!(": {error}"),
                };
                let more = and_more(sick.len());
                return Err((outcome, format!("{} {how}{error}{more}.", first.rule.name)));
            }
        }
        Ok((
            Outcome::Holds,
            format!("All {} rules are evaluated without error.", rules.len()),
        ))
    }

    pub(super) fn watchdog_fires(&self) -> Result<Weighed, Weighed> {
        let Some(watchdog) = &self.board.watchdog else {
            if self.alerts.good.is_none() {
                return Err((Outcome::Unknown, "The alerts are not known.".to_owned()));
            }
            let words = format!("{WATCHDOG} does not fire: alerting itself is broken.");
            return Err((Outcome::Fails, words));
        };
        let since = watchdog.began.map_or_else(String::new, |began| {
            format!(" since {}", self.zone.clock_near(began, self.now))
        });
        let Some(reading) = self.alertmanager else {
            let words = format!(
                "{WATCHDOG} fires{since}; delivery unproven: no Alertmanager is configured."
            );
            return Ok((Outcome::Holds, words));
        };
        self.current("Alertmanager", reading)?;
        match watchdog.quiet {
            Some(_) => Ok((
                Outcome::Holds,
                format!("{WATCHDOG} fires{since}; seen in Alertmanager."),
            )),
            None => {
                let words = format!(
                    "{WATCHDOG} fires{since}, and is not seen in Alertmanager: alerts do not arrive there."
                );
                Err((Outcome::Fails, words))
            }
        }
    }

    pub(super) fn nothing_fires(&self) -> Result<Weighed, Weighed> {
        let alarms = &self.board.alarms;
        if let Some(first) = alarms.first() {
            let more = and_more(alarms.len());
            let words = format!("{} is {}{more}.", first.summary, first.standing.word());
            return Err((Outcome::Trouble, words));
        }
        self.whole("Alerts", self.alerts)?;
        let (rules, _) = self.unjudged()?;
        if rules.is_empty() {
            let words = "The server holds no rules, so none can fire.";
            return Err((Outcome::Unknown, words.to_owned()));
        }
        // A rule that says it fires and lists no alert is believed.
        let restless = rules
            .iter()
            .find(|one| one.state != RuleState::Inactive && !one.rule.is_watchdog());
        match restless.map(|one| (one.state, &one.rule.name)) {
            Some((RuleState::Unknown, name)) => Err((
                Outcome::Unknown,
                format!("{name} does not say whether it fires."),
            )),
            Some((_, name)) => Err((
                Outcome::Trouble,
                format!("{name} fires or is pending, by its own word."),
            )),
            None => Ok((
                Outcome::Holds,
                "No alert fires, is pending or is silenced.".to_owned(),
            )),
        }
    }
}
