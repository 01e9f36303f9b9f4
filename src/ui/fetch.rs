//! The lines of one panel: asked for whenever the grid moves, and no longer when the panel is gone.

use super::portal::Portal;
use crate::{
    domain::{panel::Panel, series::Grid},
    prometheus::{
        client::{Abort, Client},
        decode::matrix,
        fault::Fault,
        query::{Request, Scope, fill},
    },
    watch::{panel::Lines, reading::Reading},
};
use futures_util::future::join_all;
use leptos::{prelude::*, task::spawn_local};

/// The readings of a panel's lines over `grid`. A new grid ends what was asked for the old one.
pub fn lines(panel: StoredValue<Panel>, grid: Memo<Grid>) -> RwSignal<Reading<Lines>> {
    let portal = Portal::use_here();
    let reading = RwSignal::new(Reading::default());
    let under_way = StoredValue::new_local(None::<Abort>);
    Effect::new(move |_| {
        let grid = grid.get();
        let abort = Abort::new();
        let signal = abort.as_ref().map(Abort::signal);
        // Dropping the former one aborts it.
        under_way.set_value(abort);
        let client = portal.client();
        spawn_local(async move {
            let Some(questions) = panel.try_with_value(|panel| questions(panel, grid)) else {
                return;
            };
            let answers = join_all(
                questions
                    .iter()
                    .map(|request| ask(&client, request, grid, signal.as_ref())),
            )
            .await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            let outcome: Result<Vec<_>, Fault> = answers.into_iter().collect();
            let outcome = outcome.map(|answers| {
                let mut lines = Lines::default();
                for answer in answers {
                    lines.matrices.push(answer.data);
                    lines.warnings.extend(answer.warnings);
                }
                lines
            });
            let at = portal.clock.read();
            // The panel may be gone by now: then nobody waits for this.
            let _ = reading.try_update(|reading| reading.take(outcome, at));
        });
    });
    reading
}

async fn ask(
    client: &Client,
    request: &Request,
    grid: Grid,
    view: Option<&web_sys::AbortSignal>,
) -> Result<crate::prometheus::decode::Answer<crate::domain::series::Matrix>, Fault> {
    matrix(&client.ask(request, view).await?, grid)
}

fn questions(panel: &Panel, grid: Grid) -> Vec<Request> {
    let scope = Scope::default();
    panel
        .queries
        .iter()
        .map(|query| Request::range(fill(&query.promql, &scope, grid.step), grid))
        .collect()
}
