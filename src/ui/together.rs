//! What is asked for together: each request costs the browser more than what it brings. The ends of lines, which a refresh wants
//! of a dozen panels in the same moment, go out as one question. Knows neither panels nor dashboards.

use super::{browser, slices::turn};
use crate::{
    domain::series::{Grid, Matrix},
    prometheus::{
        client::{Abort, Client},
        decode::{Answer, matrix},
        fault::Fault,
        gate::Urgency,
        joined,
        query::Request,
        received::Received,
    },
};
use futures_channel::oneshot::{Sender, channel};
use gloo_timers::callback::Timeout;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use web_sys::AbortSignal;

/// No more points than these are an end; what is longer may be dear for the server, and is asked for by itself.
const SHORT: usize = 30;

/// A joined question is given up after this (milliseconds): one slow query must not hold the others up.
const PATIENCE: u32 = 2_000;

/// For so long (milliseconds) nothing is asked together after a joined question that brought nothing.
const APART: f64 = 300_000.0;

struct Wanted {
    promql: String,
    grid: Grid,
    answer: Sender<Matrix>,
}

thread_local! {
    static WAITING: RefCell<Vec<Wanted>> = const { RefCell::new(Vec::new()) };
    static APART_UNTIL: Cell<f64> = const { Cell::new(0.0) };
}

/// What a joined question brings. `None` when each part is to be asked for by itself: there is no answer, or the server has
/// something to say about it, which may be about any of them; and for some minutes after that.
pub async fn ask<T>(
    client: &Client,
    request: &Request,
    urgency: Urgency,
    decode: impl FnOnce(Received) -> Result<Answer<T>, Fault>,
) -> Option<T> {
    if is_apart() {
        return None;
    }
    let abort = Abort::new();
    let signal = abort.as_ref().map(Abort::signal);
    let _patience = Timeout::new(PATIENCE, move || drop(abort));
    let body = client.ask(request, signal.as_ref(), urgency).await;
    let answer = body.and_then(decode).ok();
    let sound = answer.filter(|answer| answer.warnings.is_empty() && answer.infos.is_empty());
    if sound.is_none() {
        APART_UNTIL.set(browser::elapsed() + APART);
    }
    sound.map(|answer| answer.data)
}

fn is_apart() -> bool {
    browser::elapsed() < APART_UNTIL.get()
}

/// The lines of `promql` over `grid`; `end` says that they are the end of lines that are there already.
///
/// # Errors
/// Those of [`Client::ask`] and [`matrix`].
pub async fn lines(
    client: &Client,
    promql: String,
    grid: Grid,
    end: bool,
    view: Option<&AbortSignal>,
    urgency: Urgency,
) -> Result<Answer<Matrix>, Fault> {
    if end && let Some(data) = with_others(client, &promql, grid).await {
        return Ok(Answer {
            data,
            warnings: Vec::new(),
            infos: Vec::new(),
        });
    }
    let request = Request::range(promql, grid);
    matrix(client.ask(&request, view, urgency).await?, grid)
}

/// The answer, asked for together with what others want in the same task; `None` when it is to be asked for alone.
async fn with_others(client: &Client, promql: &str, grid: Grid) -> Option<Matrix> {
    if grid.len > SHORT || is_apart() {
        return None;
    }
    let (answer, answered) = channel();
    let first = WAITING.with_borrow_mut(|waiting| {
        waiting.push(Wanted {
            promql: promql.to_owned(),
            grid,
            answer,
        });
        waiting.len() == 1
    });
    if first {
        let client = client.clone();
        spawn_local(async move {
            turn().await;
            let mut waiting = WAITING.take();
            // Whoever wants other moments asks alone, when the way to its answer is gone.
            waiting.retain(|wanted| wanted.grid == grid);
            if waiting.len() < 2 {
                return;
            }
            let queries = waiting.iter().map(|wanted| wanted.promql.as_str());
            let mut answer = Matrix {
                grid,
                series: Vec::new(),
            };
            for promql in joined::lines(queries) {
                let request = Request::range(promql, grid);
                let decode = |body: Received| matrix(body, grid);
                let Some(part) = ask(&client, &request, Urgency::Seen, decode).await else {
                    return;
                };
                answer.series.extend(part.series);
            }
            let answers = joined::split(answer, waiting.len());
            for (wanted, answer) in waiting.into_iter().zip(answers) {
                // Who waited may be gone.
                let _ = wanted.answer.send(answer);
            }
        });
    }
    answered.await.ok()
}
