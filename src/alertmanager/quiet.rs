//! What keeps an alert of Prometheus from being told: found by its labels among those that Alertmanager holds. Pure.

use super::answer::{Held, Silence};
use crate::domain::{
    alert::{ALERTNAME, Alert},
    labels::Labels,
    order,
    slices::Slices,
    time::Moment,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
};

/// All that one reading of Alertmanager says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its alerts.
    pub alerts: Vec<Held>,
    /// Its silences.
    pub silences: Vec<Silence>,
    finds: Finds,
}

/// How what is quiet is found: by the part of the program that made the reading. A call by name would bring it into the program
/// that every first visit fetches, which has no reading yet.
#[derive(Clone, Copy, Debug)]
struct Finds(for<'a> fn(&'a Reading, &'a [Alert], Slices<'a>) -> Found<'a>);

type Found<'a> = Pin<Box<dyn Future<Output = Vec<Option<Quiet>>> + 'a>>;

impl PartialEq for Finds {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One silence that holds for an alert.
#[derive(Clone, Debug, PartialEq)]
pub struct Silenced {
    /// The silence's id.
    pub id: String,
    /// Who made it.
    pub who: String,
    /// Why.
    pub why: String,
    /// Until when; `None` when the silence itself is not in the answer.
    pub until: Option<Moment>,
}

/// What Alertmanager does with an alert.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quiet {
    /// Whether nobody is told of it.
    pub suppressed: bool,
    /// The silences that hold for it.
    pub silenced: Vec<Silenced>,
    /// Those that inhibit it: the name of each, or its fingerprint where that is all there is.
    pub inhibited: Vec<String>,
    /// The time intervals that mute it; `None` when Alertmanager does not say.
    pub muted: Option<Vec<String>>,
    /// When it fired.
    pub starts_at: Option<Moment>,
}

impl Reading {
    /// From the three answers. Groups say more of mutes, and leave out what no route takes: both are needed.
    pub fn new(alerts: Vec<Held>, groups: Vec<Held>, silences: Vec<Silence>) -> Self {
        let mut muted: BTreeMap<(u64, Labels), Held> = BTreeMap::new();
        muted.extend(groups.into_iter().map(|alert| (alert.labels.key(), alert)));
        let alerts = alerts.into_iter().map(|mut alert| {
            if let Some(grouped) = muted.get(&alert.labels.key()) {
                alert.suppressed |= grouped.suppressed;
                alert.muted_by.clone_from(&grouped.muted_by);
            }
            alert
        });
        Self {
            alerts: alerts.collect(),
            silences,
            finds: Finds(|reading, alerts, slices| Box::pin(reading.find(alerts, slices))),
        }
    }

    /// Whether this Alertmanager says which time interval mutes an alert; older ones do not.
    pub fn shows_mutes(&self) -> bool {
        self.alerts.iter().any(|alert| alert.muted_by.is_some())
    }

    /// What Alertmanager does with each of these alerts, in their order; `None` for those that it does not hold.
    ///
    /// Prometheus may add labels to what it sends. So an alert is held where one of the same name has all its labels. When
    /// several have (two servers send to one Alertmanager), it is quiet only if all of them are.
    pub async fn quiet(&self, alerts: &[Alert], slices: Slices<'_>) -> Vec<Option<Quiet>> {
        (self.finds.0)(self, alerts, slices).await
    }

    async fn find<'a>(&'a self, alerts: &'a [Alert], slices: Slices<'_>) -> Vec<Option<Quiet>> {
        let mut by_name: BTreeMap<&str, Vec<&Held>> = BTreeMap::new();
        for held in &self.alerts {
            let name = held.labels.get(ALERTNAME).unwrap_or_default();
            by_name.entry(name).or_default().push(held);
        }
        let known = Known {
            silences: order::tree(self.silences.iter().map(|one| (one.id.as_str(), one))),
            names: order::tree(
                self.alerts
                    .iter()
                    .map(|held| (held.fingerprint.as_str(), &held.labels)),
            ),
        };
        // Alerts of one rule mostly have the same label names: one index for each set of them.
        let mut indices: BTreeMap<(&str, Vec<&str>), Index<'_>> = BTreeMap::new();
        let mut find = |alert: &'a Alert| {
            let names: Vec<&str> = alert.labels.iter().map(|(name, _)| name).collect();
            let namesakes = by_name.get(alert.name())?;
            let index = indices
                .entry((alert.name(), names.clone()))
                .or_insert_with(|| index(namesakes, &names));
            let values: Vec<&str> = alert.labels.iter().map(|(_, value)| value).collect();
            let held = index.get(&values)?;
            known.joined(held)
        };
        let mut quiet = Vec::with_capacity(alerts.len());
        for alert in alerts {
            quiet.push(find(alert));
            slices.pause().await;
        }
        quiet
    }
}

/// Alerts by the values of some of their labels.
type Index<'a> = BTreeMap<Vec<&'a str>, Vec<&'a Held>>;

fn index<'a>(held: &[&'a Held], names: &[&str]) -> Index<'a> {
    let mut index = Index::new();
    for alert in held {
        let values: Option<Vec<&str>> = names.iter().map(|name| alert.labels.get(name)).collect();
        if let Some(values) = values {
            index.entry(values).or_default().push(*alert);
        }
    }
    index
}

/// What ids and fingerprints stand for.
struct Known<'a> {
    silences: BTreeMap<&'a str, &'a Silence>,
    names: BTreeMap<&'a str, &'a Labels>,
}

impl Known<'_> {
    fn joined(&self, held: &[&Held]) -> Option<Quiet> {
        let mut all = held.iter().map(|alert| self.one(alert));
        let first = all.next()?;
        Some(all.fold(first, |known, other| {
            match (known.suppressed, other.suppressed) {
                (true, false) => other,
                _ => known,
            }
        }))
    }

    fn one(&self, held: &Held) -> Quiet {
        let silenced = held.silenced_by.iter().map(|id| {
            let silence = self.silences.get(id.as_str());
            let words = |text: Option<&String>| text.cloned().unwrap_or_default();
            Silenced {
                id: id.clone(),
                who: words(silence.map(|silence| &silence.created_by)),
                why: words(silence.map(|silence| &silence.comment)),
                until: silence.and_then(|silence| silence.ends_at),
            }
        });
        let inhibited =
            held.inhibited_by
                .iter()
                .map(|print| match self.names.get(print.as_str()) {
                    Some(labels) => labels.get(ALERTNAME).unwrap_or(print).to_owned(),
                    None => print.clone(),
                });
        let inhibited: BTreeSet<String> = order::tree(inhibited);
        Quiet {
            suppressed: held.suppressed,
            silenced: silenced.collect(),
            inhibited: inhibited.into_iter().collect(),
            muted: held.muted_by.clone(),
            starts_at: held.starts_at,
        }
    }
}
