//! The questions behind the alarms, one after the other: rules, alerts, targets, silences, and the rules themselves where
//! the server has none. Knows nothing of what follows from the answers.

use super::{Alarms, Around, KEPT, show::Learned};
use crate::{
    config::Config,
    domain::{alert::Alert, slices::Slices, time::Moment},
    prometheus::{
        alerts,
        body::Body,
        client::Client,
        decode::{Answer, matrix, vector},
        fault::Fault,
        gate::Urgency,
        query::{Request, Scope, fill},
        rules,
    },
    ui::{
        clock::turns,
        later,
        portal::client,
        reactive::effect,
        slices::{pacer, turn},
    },
    watch::{alarm::earlier, evaluate},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How often the servers are asked (milliseconds), and how often while nobody can see the page.
const POLL: [i64; 2] = [15_000, 60_000];

/// How often the page evaluates rules itself where the server holds none (milliseconds).
const EVALUATION: i64 = 60_000;

impl Alarms {
    /// Asks at once and then at every poll.
    pub(super) fn poll(self, config: &Config, around: Around) {
        let prometheus = StoredValue::new(client(config));
        let alertmanager = StoredValue::new(config.alertmanager.clone().map(|base| Client {
            base,
            headers: Vec::new(),
        }));
        let scope = StoredValue::new(Scope {
            matchers: config.matchers.clone(),
            ..Scope::default()
        });
        let interval = config.pace.scrape;
        let turn = turns(around.clock, around.visible, around.by_hand, POLL);
        let (busy, remembered) = (StoredValue::new(false), StoredValue::new(false));
        effect(move |_| {
            // Read, not only tracked: a memo that nobody reads never runs.
            let _ = turn.get();
            if busy.get_value() {
                return;
            }
            busy.set_value(true);
            spawn_local(async move {
                let client = prometheus.get_value();
                let at = || around.clock.read();
                let pacer = pacer();
                let slices = Slices(&pacer);
                // Shown together: the alarms are gathered from both.
                let rules = ask(&client, &Request::rules(), rules::in_slices, slices).await;
                let rules = (rules.map(shared), at());
                let alerts = ask(&client, &Request::alerts(), alerts::in_slices, slices).await;
                let alerts = (alerts.map(shared), at());
                let promql = scope.with_value(|scope| fill("up{$scope}", scope, 0));
                let up = Request::instant(promql);
                let up = client.ask(&up, None, Urgency::Status).await;
                let up = (up.and_then(vector), at());
                let learned = Learned {
                    rules: Some(rules),
                    alerts: Some(alerts),
                    ..Learned::default()
                };
                self.show(learned, interval, at(), slices).await;
                self.up.update(|reading| reading.take(up.0, up.1));
                // What fires does not wait for who is silenced.
                let tells_mutes = self
                    .alertmanager
                    .with_untracked(|known| known.answer().map(|known| known.shows_mutes()));
                if let Some(client) = alertmanager.get_value()
                    && let Ok(coming) = later::silences(client, tells_mutes).await
                {
                    let outcome = coming.await;
                    let learned = Learned {
                        alertmanager: Some((outcome.map(Arc::new), at())),
                        ..Learned::default()
                    };
                    self.show(learned, interval, at(), slices).await;
                }
                if let Some(evaluated) = self.evaluate(&client, at(), interval).await {
                    let learned = Learned {
                        evaluated: Some(evaluated),
                        ..Learned::default()
                    };
                    self.show(learned, interval, at(), slices).await;
                }
                if !remembered.get_value() {
                    remembered.set_value(self.recall(&client, at(), interval).await);
                }
                busy.set_value(false);
            });
        });
    }

    /// Asks once for what fired before the page was opened. Returns whether there was an answer.
    async fn recall(self, client: &Client, now: Moment, interval: i64) -> bool {
        let request = earlier::request(KEPT);
        let asked = client.ask(&request, None, Urgency::Status).await;
        let Ok(answer) = asked.and_then(vector) else {
            return false;
        };
        let mut rules = self.handbook.get_value();
        self.rules.with_untracked(|loaded| {
            let loaded = loaded.answer().map(|answer| answer.data.as_slice());
            rules.extend(
                loaded
                    .unwrap_or_default()
                    .iter()
                    .map(|one| one.rule.clone()),
            );
        });
        let book = self.book.get_value();
        let Ok(fired) = later::fired(answer.data, rules, book, interval).await else {
            return false;
        };
        self.list(fired, now);
        true
    }

    /// Evaluates the handbook's rules where the server holds none; `None` where nothing is new of that.
    async fn evaluate(
        self,
        client: &Client,
        now: Moment,
        interval: i64,
    ) -> Option<Option<(Vec<Alert>, Moment)>> {
        let none = self.rules.with_untracked(|rules| {
            rules.trouble.is_none() && rules.answer().is_some_and(|answer| answer.data.is_empty())
        });
        let due = self.evaluated.with_untracked(|evaluated| {
            evaluated
                .as_ref()
                .is_none_or(|(_, at)| now.since(*at) >= EVALUATION)
        });
        if !none {
            return self
                .evaluated
                .with_untracked(Option::is_some)
                .then_some(None);
        }
        if !due {
            return None;
        }
        let mut found = Vec::new();
        for rule in self
            .handbook
            .get_value()
            .iter()
            .filter(|rule| !rule.is_watchdog())
        {
            let (request, grid) = evaluate::request(rule, now, interval);
            if let Ok(body) = client.ask(&request, None, Urgency::Unseen).await
                && let Ok(answer) = matrix(body, grid)
            {
                let alerts = later::evaluated(rule.clone(), answer.data).await;
                // Without the part of the program that evaluates them nothing is known of any rule.
                found.extend(alerts.ok()?);
            }
        }
        Some(Some((found, now)))
    }
}

/// Whoever works with an answer in slices holds it meanwhile.
fn shared<T>(answer: Answer<T>) -> Answer<Arc<T>> {
    Answer {
        data: Arc::new(answer.data),
        warnings: answer.warnings,
        infos: answer.infos,
    }
}

pub(super) async fn ask<T>(
    client: &Client,
    request: &Request,
    decode: impl AsyncFnOnce(&[u8], Slices<'_>) -> Result<T, Fault>,
    slices: Slices<'_>,
) -> Result<T, Fault> {
    let body = client.ask(request, None, Urgency::Status).await?;
    turn().await;
    decode(&body.whole(), slices).await
}
