//! The conditions of the all-clear that are about the platform: its services, its data, its limits and incidents.

use super::{CLOCKS_AGREE, OpenIncident, Outcome, PanelNow, Readings, Weighed, and_more};
use crate::domain::{
    freshness::DataState, service::identity, severity::Severity, status::Status, time::Moment,
};
use crate::float;

impl Readings<'_> {
    pub(super) fn services_scraped(&self) -> Result<Weighed, Weighed> {
        let (up, _) = self.whole("Services", self.up)?;
        if self.expected.is_empty() {
            return Err((Outcome::Unknown, "No service is expected.".to_owned()));
        }
        let mut silent = Vec::new();
        for service in self.expected {
            let mut own = up
                .iter()
                .filter(|sample| identity(&sample.labels) == Some(service.name.as_str()))
                .peekable();
            if own.peek().is_none() {
                silent.push(format!("{} does not report", service.name));
            } else if own.any(|sample| sample.value != 1.0) {
                silent.push(format!("{} is down", service.name));
            }
        }
        match silent.first() {
            Some(first) => Err((
                Outcome::Trouble,
                format!("{first}{}.", and_more(silent.len())),
            )),
            None => {
                let words = format!("{0} of {0} expected services report.", self.expected.len());
                Ok((Outcome::Holds, words))
            }
        }
    }

    /// The panels that have a limit: only those are judged, and only their data is a proof.
    fn judged(&self) -> impl Iterator<Item = &PanelNow<'_>> {
        self.panels
            .iter()
            .filter(|panel| panel.status != Status::None)
    }

    pub(super) fn data_fresh(&self) -> Result<Weighed, Weighed> {
        let all = self.judged().count();
        if all == 0 {
            return Err((Outcome::Unknown, "No panel has been read.".to_owned()));
        }
        let doubtful: Vec<&PanelNow<'_>> = self
            .judged()
            .filter(|panel| panel.state != DataState::Fresh || panel.status == Status::CannotSay)
            .collect();
        let Some(first) = doubtful.first() else {
            return Ok((
                Outcome::Holds,
                format!("{all} of {all} judged panels are fresh."),
            ));
        };
        let outcome = match doubtful
            .iter()
            .all(|panel| panel.state == DataState::Loading)
        {
            true => Outcome::Unknown,
            false => Outcome::Fails,
        };
        let at =
            |moment: Option<Moment>| moment.map(|moment| self.zone.clock_near(moment, self.now));
        let since = at(first.trouble_since).map_or_else(String::new, |at| format!(" since {at}"));
        let how = match first.state {
            DataState::Loading => "has no answer yet".to_owned(),
            DataState::Fresh => "cannot be judged".to_owned(),
            state @ (DataState::Late | DataState::Stale) => {
                let newest = at(first.newest_at);
                let newest =
                    newest.map_or_else(String::new, |at| format!(": its newest sample is from {at}"));
                format!("is {}{newest}", state.word().to_ascii_lowercase())
            }
            DataState::Partial => "is incomplete: Prometheus warns of missing parts".to_owned(),
            DataState::Empty => {
                "has no data: Prometheus answers, and holds no series for it. Look whether its target reports"
                    .to_owned()
            }
            DataState::Error => format!("is answered with an error{since}"),
            DataState::Unreachable => format!("is not answered{since}"),
        };
        let more = and_more(doubtful.len());
        Err((
            outcome,
            format!("{} on {} {how}{more}.", first.panel, first.dashboard),
        ))
    }

    pub(super) fn clocks_agree(&self) -> Result<Weighed, Weighed> {
        let skew = self.skew.map(i64::saturating_abs);
        let skew = skew.ok_or((
            Outcome::Unknown,
            "The server's time is not known.".to_owned(),
        ))?;
        let seconds = float::fixed(skew as f64 / 1000.0, 1);
        if skew > CLOCKS_AGREE {
            let words = format!("This machine's clock is {seconds} s off the server's.");
            return Err((Outcome::Fails, words));
        }
        Ok((Outcome::Holds, format!("The clocks agree to {seconds} s.")))
    }

    fn over(&self) -> impl Iterator<Item = &PanelNow<'_>> {
        self.judged()
            .filter(|panel| panel.status > Status::CannotSay)
    }

    /// Where the crossed limit stands that [`Self::no_limit_crossed`] names.
    pub(super) fn crossed_source(&self) -> Option<&str> {
        let crossing = self.over().next()?.crossings.first()?;
        Some(&crossing.limit.source)
    }

    pub(super) fn no_limit_crossed(&self) -> Result<Weighed, Weighed> {
        let judged: Vec<&PanelNow<'_>> = self
            .judged()
            .filter(|panel| panel.status != Status::CannotSay)
            .collect();
        let over: Vec<&PanelNow<'_>> = self.over().collect();
        if let Some(first) = over.first() {
            let what = first
                .crossings
                .first()
                .map_or_else(String::new, |crossing| {
                    let limit = &crossing.limit.words;
                    format!(": {} {}, limit {limit}", crossing.who, crossing.value)
                });
            let more = and_more(over.len());
            let words = format!(
                "{} on {} is {}{what}{more}.",
                first.panel,
                first.dashboard,
                first.status.word().to_ascii_lowercase()
            );
            return Err((Outcome::Trouble, words));
        }
        match judged.len() {
            0 => Err((Outcome::Unknown, "No limit has been looked at.".to_owned())),
            all => Ok((
                Outcome::Holds,
                format!("None of {all} judged panels is over its limit."),
            )),
        }
    }

    pub(super) fn no_incident_open(&self) -> Result<Weighed, Weighed> {
        let unknown = (
            Outcome::Unknown,
            "The incidents could not be read.".to_owned(),
        );
        let grave: Vec<&OpenIncident> = self
            .incidents
            .ok_or(unknown)?
            .iter()
            .filter(|incident| incident.severity <= Severity::Sev2)
            .collect();
        match grave.first() {
            Some(first) => {
                let more = and_more(grave.len());
                Err((
                    Outcome::Trouble,
                    format!("{} ({}) is open{more}.", first.name, first.severity),
                ))
            }
            None => Ok((
                Outcome::Holds,
                "No SEV1 or SEV2 incident is open.".to_owned(),
            )),
        }
    }
}
