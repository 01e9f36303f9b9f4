//! All panels of a dashboard, or of several, asked in one question: newest values, and when the newest samples are from. Pure.

use super::{
    joined::{self, part},
    query::{Scope, fill},
};
use crate::domain::{
    panel::{Dashboard, Panel},
    series::Sample,
    time::Moment,
};

/// The part that is the server's own time; no panel can be called so.
const CLOCK: &str = "(clock)";

/// One question for the newest values of all queries of some of a dashboard's panels, the time of the newest sample of each
/// panel, and the server's clock. Two dashboards may have a panel of one name, so that the dashboard is part of each name.
pub fn newest_query(dashboard: &Dashboard, panels: &[Panel], scope: &Scope) -> String {
    let slug = &dashboard.slug;
    let mut parts = vec![part("vector(time())", CLOCK)];
    for panel in panels {
        let samples = fill(&panel.samples, scope, 0);
        let name = format!("{}@{slug}", panel.id);
        parts.push(part(&format!("max(timestamp({samples}))"), &name));
        parts.extend(panel.queries.iter().enumerate().map(|(index, query)| {
            let name = format!("{}/{index}@{slug}", panel.id);
            part(&fill(&query.promql, scope, 0), &name)
        }));
    }
    joined::join(&parts)
}

/// The server's clock, when a sample of [`newest_query`]'s answer is that.
pub fn server_time(sample: &Sample) -> Option<Moment> {
    let is_clock = joined::name(&sample.labels) == Some(CLOCK) && sample.value.is_finite();
    is_clock.then(|| Moment::from_seconds(sample.value))
}

/// The newest values and sample time of one panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Newest {
    /// One list for each query of the panel, in its order.
    pub answers: Vec<Vec<Sample>>,
    /// When the newest sample is from; `None` when there is none.
    pub at: Option<Moment>,
}

/// What [`newest_query`] asks of each of several dashboards, in as few questions as servers take.
pub fn newest_queries(dashboards: &[Dashboard], scope: &Scope) -> Vec<String> {
    let each = dashboards
        .iter()
        .map(|dashboard| newest_query(dashboard, &dashboard.panels, scope));
    joined::questions(each)
}

/// The samples of one dashboard's panels, out of an answer to a question for several.
pub fn of(dashboard: &Dashboard, samples: &[Sample]) -> Vec<Sample> {
    let is_own = |sample: &&Sample| own_name(dashboard, sample).is_some();
    samples.iter().filter(is_own).cloned().collect()
}

/// What a sample is of: a panel, or a panel and the number of its query behind a `/`. `None` when it is another dashboard's.
fn own_name<'a>(dashboard: &Dashboard, sample: &'a Sample) -> Option<&'a str> {
    let name = joined::name(&sample.labels)?;
    name.strip_suffix(&dashboard.slug)?.strip_suffix('@')
}

/// Takes the answer apart again: one [`Newest`] for each panel of the dashboard, in its order.
pub fn split(dashboard: &Dashboard, samples: &[Sample]) -> Vec<Newest> {
    let panels = dashboard.panels.iter().map(|panel| Newest {
        answers: vec![Vec::new(); panel.queries.len()],
        at: None,
    });
    let mut newest: Vec<Newest> = panels.collect();
    // Each sample is looked at once: there may be a thousand.
    for sample in samples {
        let Some(name) = own_name(dashboard, sample) else {
            continue;
        };
        let (id, query) = match name.split_once('/') {
            Some((id, index)) => (id, Some(index)),
            None => (name, None),
        };
        let place = dashboard.panels.iter().position(|panel| panel.id == id);
        let Some(of_panel) = place.and_then(|place| newest.get_mut(place)) else {
            continue;
        };
        let Some(index) = query else {
            if sample.value.is_finite() {
                of_panel.at = Some(Moment::from_seconds(sample.value));
            }
            continue;
        };
        let index = index.parse().ok();
        if let Some(answer) = index.and_then(|index: usize| of_panel.answers.get_mut(index)) {
            answer.push(Sample {
                labels: joined::own(&sample.labels),
                value: sample.value,
            });
        }
    }
    newest
}
