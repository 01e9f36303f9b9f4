//! What is known of all dashboards: asks for the newest values, first one dashboard after the other and then all in one
//! question. Draws nothing.

use super::{
    browser,
    clock::{Clock, turns},
    kept,
    portal::client,
    reactive::{Memo, ReadSignal, RwSignal, effect, signal},
    slices::turn,
    together,
};
use crate::{
    config::Config,
    domain::{
        freshness::Pace,
        judgement::judge,
        panel::{Dashboard, Panel},
        series::Sample,
        status::Status,
        time::Moment,
    },
    handbook::Handbook,
    prometheus::{
        client::Client,
        decode::{Answer, vector},
        fault::Fault,
        gate::Urgency,
        keep,
        query::{self, Request, Scope},
        status::{newest_queries, newest_query, of, server_time, split},
    },
    watch::{
        panel::{Judged, standing},
        reading::Reading,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{
    mem::{discriminant, take},
    sync::Arc,
};

/// How often the newest values are asked for (milliseconds), however slow the charts' refresh is; and the same while
/// nobody can see the page.
const POLL: [i64; 2] = [15_000, 60_000];

/// What is known of one dashboard: a reading for each of its panels, in their order.
pub type Readings = Vec<Reading<Judged>>;

/// What one panel got of a poll.
type Outcome = Result<Judged, Fault>;

/// How Prometheus answered the last time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Server {
    /// It has not been asked yet, or has not answered yet.
    Waiting,
    /// It took so many milliseconds for what was asked last: one dashboard, or all of them.
    Answers(f64),
    /// It gave no answer, or an error.
    Fails,
}

/// What is known of all of them.
#[derive(Clone, Copy)]
pub struct Board {
    /// One for each dashboard, in the order of the rail.
    readings: StoredValue<Vec<RwSignal<Readings>>>,
    /// Which dashboard is looked at: it is asked for first.
    pub viewed: RwSignal<usize>,
    /// How Prometheus answered the last time.
    pub server: ReadSignal<Server>,
    turn: Memo<(i64, bool, u32)>,
    client: StoredValue<Client>,
    matchers: StoredValue<Vec<(String, String)>>,
    clock: Clock,
}

impl Board {
    /// Starts to ask, at once and then at every poll; less often while nobody can see the page.
    pub fn start(
        handbook: &Arc<Handbook>,
        config: &Config,
        clock: Clock,
        visible: ReadSignal<bool>,
        by_hand: RwSignal<u32>,
    ) -> Self {
        let readings: Vec<RwSignal<Readings>> = handbook
            .dashboards
            .iter()
            .map(|dashboard| RwSignal::new(unknown(dashboard)))
            .collect();
        let (server, set_server) = signal(Server::Waiting);
        let board = Self {
            readings: StoredValue::new(readings),
            viewed: RwSignal::new(0),
            server,
            turn: turns(clock, visible, by_hand, POLL),
            client: StoredValue::new(client(config)),
            matchers: StoredValue::new(config.matchers.clone()),
            clock,
        };
        let busy = StoredValue::new(false);
        let handbook = handbook.clone();
        effect(move |_| {
            // Read, not only tracked: a memo that nobody reads never runs.
            let _ = board.turn.get();
            if busy.get_value() {
                return;
            }
            busy.set_value(true);
            let handbook = handbook.clone();
            spawn_local(async move {
                let client = board.client.get_value();
                let scope = Scope {
                    matchers: board.matchers.get_value(),
                    ..Scope::default()
                };
                let first = board.viewed.get_untracked();
                let count = handbook.dashboards.len();
                let asked = browser::elapsed();
                let mut joined = board.joined(&client, &handbook.dashboards, &scope).await;
                let took = browser::elapsed() - asked;
                for index in (0..count).map(|offset| (first + offset) % count) {
                    let Some(dashboard) = handbook.dashboards.get(index) else {
                        continue;
                    };
                    let (outcomes, took) = match &mut joined {
                        Some(judged) => {
                            let judged = judged.get_mut(index).map(take).unwrap_or_default();
                            (judged.into_iter().map(Ok).collect(), took)
                        }
                        None => {
                            let asked = browser::elapsed();
                            let outcomes = poll(&client, dashboard, &scope, clock).await;
                            (outcomes, browser::elapsed() - asked)
                        }
                    };
                    let answered = match outcomes.iter().any(Result::is_ok) {
                        true => Server::Answers(took),
                        false => Server::Fails,
                    };
                    // How long it took is told once a round: each change is another frame.
                    let known = server.with_untracked(discriminant);
                    if index == first || known != discriminant(&answered) {
                        set_server.set(answered);
                    }
                    let Some(readings) = board.readings(index) else {
                        continue;
                    };
                    let old =
                        match readings.with_untracked(|readings| needs_kept(readings, &outcomes)) {
                            true => kept_judged(dashboard).await,
                            false => None,
                        };
                    readings.update(|readings| {
                        if let Some((judged, at)) = old {
                            learn(readings, judged, at);
                        }
                        learn(readings, outcomes, clock.read());
                    });
                }
                busy.set_value(false);
            });
        });
        board
    }

    /// The newest values of all `dashboards`, asked for together, in their order. `None` when each is to be asked for by itself: that is
    /// sooner for the one that is looked at, as long as one has no answer yet.
    async fn joined(
        self,
        client: &Client,
        dashboards: &[Dashboard],
        scope: &Scope,
    ) -> Option<Vec<Vec<Judged>>> {
        let known = |index| {
            let readings = self.readings(index)?;
            readings.with_untracked(|readings| {
                readings
                    .iter()
                    .all(|reading| reading.good.is_some())
                    .then_some(())
            })
        };
        (0..dashboards.len()).try_for_each(known)?;
        let asked = browser::clock_reading();
        let mut samples = Vec::new();
        for promql in newest_queries(dashboards, scope) {
            let request = Request::instant(promql);
            samples.extend(together::ask(client, &request, Urgency::Status, vector).await?);
        }
        compare(self.clock, &samples, asked);
        let mut each = Vec::new();
        for dashboard in dashboards {
            let answer = Answer {
                data: of(dashboard, &samples),
                ..Answer::default()
            };
            keep(dashboard, &answer, self.clock);
            each.push(judged(dashboard, answer));
            // All of them at once are a long task.
            turn().await;
        }
        Some(each)
    }

    /// The status of one dashboard: the worst of its panels. `None` while there is no first answer.
    pub fn status(self, index: usize, now: Moment, pace: Pace) -> Option<Status> {
        let readings = self.readings(index)?;
        let readings = readings.read();
        if readings.iter().all(Reading::is_waiting) {
            return None;
        }
        let each = readings.iter();
        each.map(|reading| standing(reading, None, pace, now).status)
            .max()
    }

    /// The worst status of all dashboards: one without an answer cannot be judged, so neither can the whole.
    pub fn worst(self, now: Moment, pace: Pace) -> Status {
        let count = self.readings.with_value(Vec::len);
        let each = (0..count).map(|index| self.status(index, now, pace));
        let judged = each.map(|status| status.unwrap_or(Status::CannotSay));
        judged.max().unwrap_or(Status::CannotSay)
    }

    /// What is known of a dashboard as far as `scope` goes: the board's own readings while nothing is filtered, else
    /// those of a poll for this page alone. The rail always shows the whole.
    pub fn narrowed(
        self,
        place: usize,
        dashboard: &Dashboard,
        scope: Memo<Scope>,
    ) -> Signal<Readings> {
        let filtered = RwSignal::new(unknown(dashboard));
        let dashboard = StoredValue::new(dashboard.clone());
        let last_scope = StoredValue::new(None::<Scope>);
        effect(move |_| {
            let _ = self.turn.get();
            let scope = scope.get();
            if last_scope.with_value(|last| last.as_ref() != Some(&scope)) {
                last_scope.set_value(Some(scope.clone()));
                filtered.set(dashboard.with_value(unknown));
            }
            if scope.filters.is_empty() {
                return;
            }
            spawn_local(async move {
                let client = self.client.get_value();
                let Some(mut narrow) = dashboard.try_get_value() else {
                    return;
                };
                for panel in &mut narrow.panels {
                    *panel = query::narrowed(panel, &scope);
                }
                let outcomes = poll(&client, &narrow, &scope, self.clock).await;
                if last_scope.try_with_value(|last| last.as_ref() == Some(&scope)) == Some(true) {
                    let at = self.clock.read();
                    let _ = filtered.try_update(|readings| learn(readings, outcomes, at));
                }
            });
        });
        Signal::derive(move || match scope.with(|scope| scope.filters.is_empty()) {
            true => self.readings(place).map(RwSignal::get).unwrap_or_default(),
            false => filtered.get(),
        })
    }

    /// What is known of a dashboard.
    pub fn readings(self, dashboard: usize) -> Option<RwSignal<Readings>> {
        self.readings
            .with_value(|readings| readings.get(dashboard).copied())
    }
}

fn unknown(dashboard: &Dashboard) -> Readings {
    dashboard
        .panels
        .iter()
        .map(|_| Reading::default())
        .collect()
}

fn learn(readings: &mut Readings, outcomes: Vec<Outcome>, at: Moment) {
    for (reading, outcome) in readings.iter_mut().zip(outcomes) {
        reading.take(outcome, at);
    }
}

/// Whether no answer has come yet in this visit, and none comes now.
fn needs_kept(readings: &Readings, outcomes: &[Outcome]) -> bool {
    readings.iter().all(|reading| reading.good.is_none()) && outcomes.iter().all(Result::is_err)
}

/// The last answers of an earlier visit, and when they were given.
async fn kept_judged(dashboard: &Dashboard) -> Option<(Vec<Outcome>, Moment)> {
    let (at, text) = kept::kept(&dashboard.slug).await?;
    let judged = judged(dashboard, vector(text.as_bytes()).ok()?);
    Some((judged.into_iter().map(Ok).collect(), at))
}

/// Asks for all panels at once; when the joined question is refused, for each by itself, so that one bad query spoils
/// one panel.
async fn poll(client: &Client, dashboard: &Dashboard, scope: &Scope, clock: Clock) -> Vec<Outcome> {
    match poll_panels(client, dashboard, &dashboard.panels, scope, clock).await {
        Ok(judged) => judged.into_iter().map(Ok).collect(),
        Err(fault) if fault.is_about_the_query() => {
            let mut outcomes = Vec::new();
            for (index, panel) in dashboard.panels.iter().enumerate() {
                let alone =
                    poll_panels(client, dashboard, std::slice::from_ref(panel), scope, clock).await;
                outcomes.push(alone.map(|mut judged| judged.swap_remove(index)));
            }
            outcomes
        }
        Err(fault) => dashboard
            .panels
            .iter()
            .map(|_| Err(fault.clone()))
            .collect(),
    }
}

async fn poll_panels(
    client: &Client,
    dashboard: &Dashboard,
    panels: &[Panel],
    scope: &Scope,
    clock: Clock,
) -> Result<Vec<Judged>, Fault> {
    let asked = browser::clock_reading();
    let promql = newest_query(dashboard, panels, scope);
    let body = client
        .ask(&Request::instant(promql), None, Urgency::Status)
        .await?;
    let answer = vector(body)?;
    compare(clock, &answer.data, asked);
    if scope.filters.is_empty() && panels.len() == dashboard.panels.len() {
        keep(dashboard, &answer, clock);
    }
    Ok(judged(dashboard, answer))
}

/// Holds the server's clock against the browser's, which was read when the question went out.
fn compare(clock: Clock, samples: &[Sample], asked: i64) {
    if let Some(server) = samples.iter().find_map(server_time) {
        clock.compare(server, asked);
    }
}

/// Keeps what was answered of a whole dashboard for a later visit.
fn keep(dashboard: &Dashboard, answer: &Answer<Vec<Sample>>, clock: Clock) {
    kept::keep(dashboard.slug.clone(), clock.read(), || {
        let answer = answer.clone();
        move || Some(keep::vector(&answer))
    });
}

/// The answer taken apart and judged: one for each panel of the dashboard.
fn judged(dashboard: &Dashboard, answer: Answer<Vec<Sample>>) -> Vec<Judged> {
    let newest = split(dashboard, &answer.data);
    let judged = dashboard.panels.iter().zip(newest).map(|(panel, newest)| {
        let verdict = judge(panel, &newest.answers);
        Judged {
            newest,
            verdict,
            warnings: answer.warnings.clone(),
            infos: answer.infos.clone(),
        }
    });
    judged.collect()
}
