//! What is known of all dashboards: asks for the newest values in turn, two questions each. Draws nothing.

use super::{browser, clock::Clock};
use crate::{
    domain::{
        judgement::judge,
        panel::{Dashboard, Panel},
        series::Sample,
        time::Moment,
    },
    handbook::Handbook,
    prometheus::{
        client::Client,
        decode::{Answer, vector},
        fault::Fault,
        query::{Request, Scope},
        status::{split, times_query, values_query},
    },
    watch::{panel::Judged, reading::Reading},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How often the newest values are asked for (milliseconds), however slow the charts' refresh is.
const POLL: i64 = 15_000;

/// What is known of one dashboard: a reading for each of its panels, in their order.
pub type Readings = Vec<Reading<Judged>>;

/// How Prometheus answered the last time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Server {
    /// It has not been asked yet, or has not answered yet.
    Waiting,
    /// It took so many milliseconds for one dashboard.
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
}

impl Board {
    /// Starts to ask, at once and then at every poll, while the page can be seen.
    pub fn start(handbook: &Arc<Handbook>, client: Client, clock: Clock) -> Self {
        let readings: Vec<RwSignal<Readings>> = handbook
            .dashboards
            .iter()
            .map(|dashboard| {
                RwSignal::new(
                    dashboard
                        .panels
                        .iter()
                        .map(|_| Reading::default())
                        .collect(),
                )
            })
            .collect();
        let (server, set_server) = signal(Server::Waiting);
        let board = Self {
            readings: StoredValue::new(readings),
            viewed: RwSignal::new(0),
            server,
        };
        let last = StoredValue::new(None::<Moment>);
        let busy = StoredValue::new(false);
        let handbook = handbook.clone();
        Effect::new(move |_| {
            let now = clock.now.get();
            let due = last
                .get_value()
                .is_none_or(|last| now.since(last) >= POLL || now < last);
            if !due || busy.get_value() || browser::is_hidden() {
                return;
            }
            last.set_value(Some(now));
            busy.set_value(true);
            let (handbook, client) = (handbook.clone(), client.clone());
            spawn_local(async move {
                let first = board.viewed.get_untracked();
                let count = handbook.dashboards.len();
                for index in (0..count).map(|offset| (first + offset) % count) {
                    let Some(dashboard) = handbook.dashboards.get(index) else {
                        continue;
                    };
                    let asked = browser::elapsed();
                    let outcomes = poll(&client, dashboard, clock).await;
                    set_server.set(match outcomes.iter().any(Result::is_ok) {
                        true => Server::Answers(browser::elapsed() - asked),
                        false => Server::Fails,
                    });
                    board.take(index, outcomes, clock.read());
                }
                busy.set_value(false);
            });
        });
        board
    }

    /// What is known of a dashboard.
    pub fn readings(self, dashboard: usize) -> Option<RwSignal<Readings>> {
        self.readings
            .with_value(|readings| readings.get(dashboard).copied())
    }

    fn take(self, dashboard: usize, outcomes: Vec<Result<Judged, Fault>>, at: Moment) {
        if let Some(readings) = self.readings(dashboard) {
            readings.update(|readings| {
                for (reading, outcome) in readings.iter_mut().zip(outcomes) {
                    reading.take(outcome, at);
                }
            });
        }
    }
}

/// Asks for all panels at once; when the joined question is refused, for each by itself, so that one bad query spoils
/// one panel.
async fn poll(client: &Client, dashboard: &Dashboard, clock: Clock) -> Vec<Result<Judged, Fault>> {
    match poll_panels(client, dashboard, &dashboard.panels, clock).await {
        Ok(judged) => judged.into_iter().map(Ok).collect(),
        Err(fault) if fault.is_about_the_query() => {
            let mut outcomes = Vec::new();
            for (index, panel) in dashboard.panels.iter().enumerate() {
                let alone =
                    poll_panels(client, dashboard, std::slice::from_ref(panel), clock).await;
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
    clock: Clock,
) -> Result<Vec<Judged>, Fault> {
    let scope = Scope::default();
    let asked = browser::clock_reading();
    let times = ask(client, times_query(panels.iter(), &scope)).await?;
    if let Some(server) = times
        .data
        .iter()
        .find_map(crate::prometheus::status::server_time)
    {
        clock.compare(server, asked);
    }
    let values = ask(client, values_query(panels.iter(), &scope)).await?;
    let warnings: Vec<String> = times.warnings.into_iter().chain(values.warnings).collect();
    let newest = split(dashboard, &values.data, &times.data);
    let judged = dashboard.panels.iter().zip(newest).map(|(panel, newest)| {
        let verdict = judge(panel, &newest.answers);
        Judged {
            newest,
            verdict,
            warnings: warnings.clone(),
        }
    });
    Ok(judged.collect())
}

async fn ask(client: &Client, promql: String) -> Result<Answer<Vec<Sample>>, Fault> {
    vector(&client.ask(&Request::instant(promql), None).await?)
}
