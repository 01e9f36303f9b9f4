//! Whether all is clear: from what is known of alerts, dashboards and incidents to the proof. Asks nothing.

use super::Alarms;
use crate::{
    domain::{freshness::Pace, service::Service, time::Moment},
    handbook::Handbook,
    prometheus::same_rule::compare,
    ui::{
        board::Readings as Held,
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
    watch::{
        all_clear::{PanelNow, Readings, prove},
        panel::standing,
    },
};
use leptos::prelude::*;

/// How often the proof is weighed anew (milliseconds), whatever was answered.
const WEIGHING: i64 = 5_000;

impl Alarms {
    /// Begins to weigh; nothing is proven before.
    pub fn weigh(self, portal: Portal) {
        let Self {
            rules,
            alerts,
            alertmanager,
            up,
            board,
            handbook,
            book,
            ..
        } = self;
        let (pace, has_alertmanager) = portal
            .config
            .with_value(|config| (config.pace, config.alertmanager.is_some()));
        // All expressions are read for it: once an answer, not at each change of what else is weighed.
        let differences = Memo::new(move |_| {
            let rules = rules.read();
            let loaded = rules.answer().map_or(&[][..], |answer| &answer.data);
            handbook.with_value(|handbook| compare(handbook, loaded))
        });
        let weighing = Memo::new(move |_| portal.clock.now.get().0.div_euclid(WEIGHING));
        let proof = Memo::new(move |_| {
            weighing.track();
            let now = portal.clock.read();
            let (rules, alerts, alertmanager) = (rules.read(), alerts.read(), alertmanager.read());
            let (up, board, differences) = (up.read(), board.read(), differences.read());
            let incidents = portal
                .incidents
                .get()
                .map(|incidents| incidents.open_now.get());
            let zone = portal.zone.read();
            let book = book.get_value();
            let held: Vec<_> = (0..book.dashboards.len())
                .filter_map(|index| portal.board.readings(index))
                .map(RwSignal::get)
                .collect();
            let panels = panels(&book, &held, now, pace);
            handbook.with_value(|handbook| {
                prove(&Readings {
                    now,
                    zone: &zone,
                    pace,
                    handbook,
                    rules: &rules,
                    differences: &differences,
                    alerts: &alerts,
                    alertmanager: has_alertmanager.then_some(&*alertmanager),
                    board: &board,
                    expected: &expected(&book),
                    up: &up,
                    panels: &panels,
                    skew: portal.clock.skew.get(),
                    incidents: incidents.as_deref(),
                })
            })
        });
        self.weighed.set(Some(proof));
    }
}

/// Those that must report: the services, and what stands beside them.
fn expected(handbook: &Handbook) -> Vec<Service> {
    let services = &handbook.services;
    let all = services.services.iter().chain(&services.beside);
    all.cloned().collect()
}

/// How all panels of all dashboards stand.
fn panels<'a>(
    handbook: &'a Handbook,
    held: &'a [Held],
    now: Moment,
    pace: Pace,
) -> Vec<PanelNow<'a>> {
    let mut panels = Vec::new();
    for (dashboard, readings) in handbook.dashboards.iter().zip(held) {
        for (panel, reading) in dashboard.panels.iter().zip(readings) {
            let now = standing(reading, None, pace, now);
            panels.push(PanelNow {
                dashboard: &dashboard.title,
                panel: &panel.title,
                state: now.state,
                newest_at: now.newest_at,
                trouble_since: now.trouble.map(|trouble| trouble.since),
                status: now.status,
                crossings: reading
                    .answer()
                    .map_or(&[], |judged| judged.verdict.crossings.as_slice()),
            });
        }
    }
    panels
}
