//! The lines of one panel: asked for whenever the grid moves, the end of them where that is enough, again after a
//! failure, and no longer when the panel is gone.

use super::{
    browser, kept,
    portal::Portal,
    reactive::{Memo, RwSignal, effect},
    slices::turn,
    together,
    under_way::UnderWay,
};
use crate::{
    domain::{
        panel::Panel,
        series::{Grid, Matrix},
        time::Moment,
    },
    prometheus::{
        decode::{Answer, matrix},
        fault::Fault,
        gate::Urgency,
        keep,
        query::{Scope, fill},
        tail,
    },
    watch::{backoff, panel::Lines, reading::Reading},
};
use futures_util::future::join_all;
use leptos::{prelude::*, task::spawn_local};

/// The readings of a panel's lines over `grid`, narrowed by `scope`. Another range ends what was asked for the old one;
/// without a grid nothing is asked and nothing known.
pub fn lines(
    panel: StoredValue<Panel>,
    grid: Memo<Option<Grid>>,
    scope: Memo<Scope>,
) -> RwSignal<Reading<Lines>> {
    let portal = Portal::use_here();
    let reading: RwSignal<Reading<Lines>> = RwSignal::new(Reading::default());
    let under_way = StoredValue::new_local(None::<UnderWay>);
    let late = RwSignal::new(0_u32);
    let wanted = grid;
    let next_try = RwSignal::new(None::<Moment>);
    let again = Memo::new(move |_| {
        next_try
            .get()
            .is_some_and(|at| portal.clock.now.get() >= at)
    });
    let tails = StoredValue::new(0_u32);
    let asked_scope = StoredValue::new(None::<Scope>);
    effect(move |_| {
        let (grid, scope, by_hand) = (wanted.get(), scope.get(), portal.by_hand.get());
        let _ = (again.get(), late.get());
        let Some(grid) = grid else {
            under_way.set_value(None);
            if reading.with_untracked(|reading| !reading.is_waiting()) {
                reading.set(Reading::default());
            }
            return;
        };
        if asked_scope.with_value(|asked| asked.as_ref() != Some(&scope)) {
            // Lines of another filter are no picture of this one.
            if asked_scope.with_value(Option::is_some) {
                reading.set(Reading::default());
            }
            asked_scope.set_value(Some(scope.clone()));
        }
        let serves = |asked: &UnderWay| asked.serves(grid, &scope, by_hand);
        if under_way.with_value(|asked| asked.as_ref().is_some_and(serves)) {
            return;
        }
        let known = reading.with_untracked(|reading| known(reading, grid, tails));
        let asking = UnderWay::new(grid, &scope, by_hand);
        let signal = asking.signal();
        under_way.set_value(Some(asking));
        let client = portal.client();
        let id = panel.with_value(|panel| panel.id.clone());
        // Of the page itself: its first picture has panels of the same names.
        let urgency = match browser::is_out_of_sight(&format!("#main [data-panel=\"{id}\"]")) {
            true => Urgency::Unseen,
            false => Urgency::Seen,
        };
        spawn_local(async move {
            let asked = known.as_ref().map_or(grid, |(_, tail)| *tail);
            let end = known.is_some();
            if !end {
                // What asks and reads the first answer is compiled and run for each panel: a task each.
                turn().await;
            }
            let Some(questions) = panel.try_with_value(|panel| questions(panel, &scope, grid.step))
            else {
                return;
            };
            let answers = join_all(questions.into_iter().map(|promql| {
                together::lines(&client, promql, asked, end, signal.as_ref(), urgency)
            }))
            .await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            let _ = under_way.try_set_value(None);
            let outcome: Result<Vec<_>, Fault> = answers.into_iter().collect();
            let outcome =
                outcome.map(|answers| put_together(answers, known.map(|(lines, _)| lines), grid));
            let at = portal.clock.read();
            let first = reading.try_with_untracked(|reading| reading.good.is_none());
            let name = panel
                .try_with_value(kept_name)
                .filter(|_| scope.filters.is_empty() && at.since(grid.end()) <= 2 * grid.step);
            let old = match (&outcome, &name, first) {
                (Err(_), Some(name), Some(true)) => kept_lines(name).await,
                _ => None,
            };
            // The panel may be gone by now: then nobody waits for this.
            let tries = reading.try_update(|reading| {
                if let Some((lines, at)) = old {
                    reading.take(Ok(lines), at);
                }
                reading.take(outcome, at);
                reading.trouble.as_ref().map_or(0, |trouble| trouble.tries)
            });
            let refresh = portal.pace().refresh;
            let _ = next_try.try_update(|next| {
                *next = tries
                    .filter(|tries| *tries > 0)
                    .map(|tries| at.plus(backoff::wait(tries, refresh, browser::chance())));
            });
            if tries == Some(0) && wanted.try_get_untracked() != Some(Some(grid)) {
                let _ = late.try_update(|count| *count += 1);
            }
            if let Some(name) = name.filter(|_| tries == Some(0)) {
                kept::keep(name, at, || {
                    move || reading.try_with_untracked(|reading| to_keep(reading.answer()?))?
                });
            }
        });
    });
    reading
}

/// What is there already and the end that is missing; `None` when the whole must be asked for.
fn known(reading: &Reading<Lines>, wanted: Grid, tails: StoredValue<u32>) -> Option<(Lines, Grid)> {
    let count = tails.get_value();
    tails.set_value(0);
    let lines = reading
        .answer()
        .filter(|lines| lines.warnings.is_empty() && count < tail::MOST)?;
    let tail = tail::missing(lines.matrices.first()?.grid, wanted)?;
    tails.set_value(count + 1);
    Some((lines.clone(), tail))
}

/// Curves of another query are no picture of this one, so the queries are a part of the name.
fn kept_name(panel: &Panel) -> String {
    let queries = panel.queries.iter().map(|query| query.promql.as_str());
    let parts: Vec<&str> = std::iter::once(panel.id.as_str()).chain(queries).collect();
    parts.join("/")
}

/// The grid in a line, and a line for each answer.
fn to_keep(lines: &Lines) -> Option<String> {
    let grid = lines.matrices.first()?.grid;
    let mut text = format!("{} {} {}", grid.start.0, grid.step, grid.len);
    for matrix in &lines.matrices {
        text.push('\n');
        text.push_str(&keep::matrix(matrix, &lines.warnings));
    }
    Some(text)
}

/// The curves of an earlier visit, and when they were answered.
async fn kept_lines(name: &str) -> Option<(Lines, Moment)> {
    let (at, text) = kept::kept(name).await?;
    let mut texts = text.lines();
    let mut grid = texts.next()?.split(' ');
    let grid = Grid {
        start: Moment(grid.next()?.parse().ok()?),
        step: grid.next()?.parse().ok().filter(|step| *step > 0)?,
        len: grid.next()?.parse().ok()?,
    };
    let answers: Option<Vec<_>> = texts
        .map(|text| matrix(text.as_bytes(), grid).ok())
        .collect();
    Some((put_together(answers?, None, grid), at))
}

fn put_together(answers: Vec<Answer<Matrix>>, known: Option<Lines>, grid: Grid) -> Lines {
    let mut lines = Lines::default();
    let mut old = known
        .map(|lines| lines.matrices)
        .unwrap_or_default()
        .into_iter();
    for answer in answers {
        lines.matrices.push(match old.next() {
            Some(known) => tail::join(&known, &answer.data, grid),
            None => answer.data,
        });
        lines.warnings.extend(answer.warnings);
        lines.infos.extend(answer.infos);
    }
    lines
}

/// The window of rates follows the step of the whole, so that a tail is measured as the rest was.
fn questions(panel: &Panel, scope: &Scope, step: i64) -> Vec<String> {
    panel
        .queries
        .iter()
        .map(|query| fill(&query.promql, scope, step))
        .collect()
}
