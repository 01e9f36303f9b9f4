//! The questions behind the alarms, one after the other: rules, alerts, targets, silences, and the rules themselves where
//! the server has none. Knows nothing of what follows from the answers.

use super::{Alarms, Around, KEPT};
use crate::{
    alertmanager::{
        answer::{self, ALERTS, GROUPS, SILENCES},
        quiet,
    },
    config::Config,
    domain::time::Moment,
    prometheus::{
        alerts,
        client::Client,
        decode::{matrix, vector},
        fault::Fault,
        gate::Urgency,
        query::{Request, Scope, fill},
        rules,
    },
    ui::{clock::turns, portal::client},
    watch::{
        alarm::{Board, earlier, resolved::after},
        evaluate,
    },
};
use leptos::{prelude::*, task::spawn_local};

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
        Effect::new(move |_| {
            // Read, not only tracked: a memo that nobody reads never runs.
            let _ = turn.get();
            if busy.get_value() {
                return;
            }
            busy.set_value(true);
            spawn_local(async move {
                let client = prometheus.get_value();
                let at = || around.clock.read();
                // Taken in at once: the alarms are gathered from all of it, and that is work.
                let rules = (ask(&client, &rules::request(), rules::rules).await, at());
                let alerts = (ask(&client, &alerts::request(), alerts::alerts).await, at());
                let promql = scope.with_value(|scope| fill("up{$scope}", scope, 0));
                let up = (ask(&client, &Request::instant(promql), vector).await, at());
                self.rules.update(|reading| reading.take(rules.0, rules.1));
                self.alerts
                    .update(|reading| reading.take(alerts.0, alerts.1));
                self.up.update(|reading| reading.take(up.0, up.1));
                // What fires does not wait for who is silenced.
                if let Some(client) = alertmanager.get_value() {
                    let outcome = silences(&client).await;
                    self.alertmanager
                        .update(|reading| reading.take(outcome, at()));
                }
                self.evaluate(&client, at(), interval).await;
                if !remembered.get_value() {
                    remembered.set_value(self.recall(&client, at(), interval).await);
                }
                busy.set_value(false);
            });
        });
    }

    /// Asks once for what fired before the page was opened. Returns whether there was an answer.
    async fn recall(self, client: &Client, now: Moment, interval: i64) -> bool {
        let Ok(answer) = ask(client, &earlier::request(KEPT), vector).await else {
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
        let fired = self
            .book
            .with_value(|book| earlier::fired(&answer.data, &rules, &book.dashboards, interval));
        self.lately.update(|lately| {
            lately.extend(fired);
            let all = std::mem::take(lately);
            let nothing = Board::default();
            *lately = self
                .board
                .with_untracked(|board| after(all, &nothing, board, &[], now, KEPT));
        });
        true
    }

    /// Evaluates the handbook's rules where the server holds none.
    async fn evaluate(self, client: &Client, now: Moment, interval: i64) {
        let none = self.rules.with_untracked(|rules| {
            rules.trouble.is_none() && rules.answer().is_some_and(|answer| answer.data.is_empty())
        });
        let due = self.evaluated.with_untracked(|evaluated| {
            evaluated
                .as_ref()
                .is_none_or(|(_, at)| now.since(*at) >= EVALUATION)
        });
        if !none {
            if self.evaluated.with_untracked(Option::is_some) {
                self.evaluated.set(None);
            }
            return;
        }
        if !due {
            return;
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
                && let Ok(answer) = matrix(&body, grid)
            {
                found.extend(evaluate::alerts(rule, &answer.data));
            }
        }
        self.evaluated.set(Some((found, now)));
    }
}

async fn ask<T>(
    client: &Client,
    request: &Request,
    decode: fn(&[u8]) -> Result<T, Fault>,
) -> Result<T, Fault> {
    decode(&client.ask(request, None, Urgency::Status).await?)
}

async fn silences(client: &Client) -> Result<quiet::Reading, Fault> {
    let request = |path| Request {
        path,
        parameters: Vec::new(),
    };
    let alerts = ask(client, &request(ALERTS), answer::alerts).await?;
    let groups = ask(client, &request(GROUPS), answer::groups).await?;
    let silences = ask(client, &request(SILENCES), answer::silences).await?;
    Ok(quiet::Reading::new(alerts, groups, silences))
}
