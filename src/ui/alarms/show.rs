//! From answers to what the page shows: the alarms, worked out in slices, and those that were resolved. Asks nothing.

use super::{Alarms, KEPT};
use crate::{
    alertmanager::quiet,
    domain::{alert::Alert, slices::Slices, time::Moment},
    prometheus::{decode::Answer, fault::Fault, rules::Loaded},
    ui::{reactive::RwSignal, slices::turn},
    watch::{
        alarm::{
            Board,
            gather::{Sources, in_slices},
            resolved::{Resolved, after},
        },
        reading::Reading,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// One more try, and when it ended.
pub type Tried<T> = (Result<T, Fault>, Moment);

/// What one poll learned; `None` of what it has not asked yet.
#[derive(Default)]
pub struct Learned {
    pub rules: Option<Tried<Answer<Arc<Vec<Loaded>>>>>,
    pub alerts: Option<Tried<Answer<Arc<Vec<Alert>>>>>,
    pub alertmanager: Option<Tried<Arc<quiet::Reading>>>,
    /// What the page found itself; `Some(None)` where that is no longer asked for.
    pub evaluated: Option<Option<(Vec<Alert>, Moment)>>,
}

/// What was learned just now, else what was known.
fn newest<T: Clone + Send + Sync + 'static>(
    learned: Option<&Tried<T>>,
    known: RwSignal<Reading<T>>,
) -> Option<T> {
    match learned {
        Some((Ok(answer), _)) => Some(answer.clone()),
        _ => known.with_untracked(|known| known.answer().cloned()),
    }
}

fn take<T: Send + Sync + 'static>(learned: Option<Tried<T>>, known: RwSignal<Reading<T>>) {
    if let Some((outcome, at)) = learned {
        known.update(|reading| reading.take(outcome, at));
    }
}

impl Alarms {
    /// Works out what follows, and then shows all of it at once: no answer stands beside the alarms of another. `interval` is
    /// how often rules are evaluated that do not say so themselves (milliseconds).
    pub(super) async fn show(
        self,
        learned: Learned,
        interval: i64,
        now: Moment,
        slices: Slices<'_>,
    ) {
        let rules = newest(learned.rules.as_ref(), self.rules);
        let alerts = newest(learned.alerts.as_ref(), self.alerts);
        let alertmanager = newest(learned.alertmanager.as_ref(), self.alertmanager);
        let own = match &learned.evaluated {
            Some(own) => own.clone(),
            None => self.evaluated.get_untracked(),
        };
        let (handbook, book) = (self.handbook.get_value(), self.book.get_value());
        let board = in_slices(
            Sources {
                rules: rules.as_ref().map_or(&[], |answer| answer.data.as_slice()),
                alerts: own
                    .as_ref()
                    .map(|(alerts, _)| alerts.as_slice())
                    .or(alerts.as_ref().map(|answer| answer.data.as_slice()))
                    .unwrap_or_default(),
                handbook: &handbook,
                alertmanager: alertmanager.as_deref(),
                dashboards: &book.dashboards,
                interval,
            },
            slices,
        )
        .await;
        // Without an answer nothing was resolved.
        let sound = match &learned.alerts {
            Some((outcome, _)) => outcome.is_ok(),
            None => self
                .alerts
                .with_untracked(|alerts| alerts.good.is_some() && alerts.trouble.is_none()),
        };
        let resolved = sound.then(|| {
            let rules = rules.as_ref().map(|answer| answer.data.iter());
            let names = rules
                .into_iter()
                .flatten()
                .map(|one| one.rule.name.as_str());
            let names: Vec<&str> = names.collect();
            let (lately, before) = (self.lately.get_untracked(), self.sound.get_value());
            self.sound.set_value(board.clone());
            after(lately, &before, &board, &names, now, KEPT)
        });
        let is_new = self.board.with_untracked(|known| *known != board);
        turn().await;
        take(learned.rules, self.rules);
        take(learned.alerts, self.alerts);
        take(learned.alertmanager, self.alertmanager);
        if let Some(own) = learned.evaluated {
            self.evaluated.set(own);
        }
        if is_new {
            self.board.set(board);
        }
        if let Some(resolved) = resolved
            && self.lately.with_untracked(|lately| *lately != resolved)
        {
            self.lately.set(resolved);
        }
    }

    /// Lists what was resolved before the page was opened, without what fires again.
    pub(super) fn list(self, fired: Vec<Resolved>, now: Moment) {
        self.lately.update(|lately| {
            lately.extend(fired);
            let all = std::mem::take(lately);
            let nothing = Board::default();
            *lately = self
                .board
                .with_untracked(|board| after(all, &nothing, board, &[], now, KEPT));
        });
    }
}
