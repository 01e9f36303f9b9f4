//! All panels of a dashboard asked in one question: newest values, and when the newest samples are from. Pure.

use super::query::{Scope, fill};
use crate::domain::{
    panel::{Dashboard, Panel},
    series::Sample,
    time::Moment,
};

/// The label that tells the parts of a joined question apart.
const PART: &str = "portal_part";

/// The part that is the server's own time; no panel can be called so.
const CLOCK: &str = "(clock)";

/// One question for the newest values of all the panels' queries, the time of the newest sample of each panel, and the server's
/// clock.
pub fn newest_query<'a>(panels: impl Iterator<Item = &'a Panel>, scope: &Scope) -> String {
    let mut parts = vec![part("vector(time())", CLOCK)];
    for panel in panels {
        let samples = fill(&panel.samples, scope, 0);
        parts.push(part(&format!("max(timestamp({samples}))"), &panel.id));
        parts.extend(panel.queries.iter().enumerate().map(|(index, query)| {
            let name = format!("{}/{index}", panel.id);
            part(&fill(&query.promql, scope, 0), &name)
        }));
    }
    parts.join("\nor ")
}

/// The server's clock, when a sample of [`newest_query`]'s answer is that.
pub fn server_time(sample: &Sample) -> Option<Moment> {
    let is_clock = sample.labels.get(PART) == Some(CLOCK) && sample.value.is_finite();
    is_clock.then(|| Moment::from_seconds(sample.value))
}

fn part(promql: &str, name: &str) -> String {
    format!("label_replace({promql}, \"{PART}\", \"{name}\", \"\", \"\")")
}

/// The newest values and sample time of one panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Newest {
    /// One list for each query of the panel, in its order.
    pub answers: Vec<Vec<Sample>>,
    /// When the newest sample is from; `None` when there is none.
    pub at: Option<Moment>,
}

/// Takes the answer apart again: one [`Newest`] for each panel of the dashboard, in its order.
pub fn split(dashboard: &Dashboard, samples: &[Sample]) -> Vec<Newest> {
    let panels = dashboard.panels.iter().map(|panel| {
        let mut newest = Newest {
            answers: vec![Vec::new(); panel.queries.len()],
            at: None,
        };
        for sample in samples {
            let Some((id, index)) = sample
                .labels
                .get(PART)
                .and_then(|name| name.split_once('/'))
            else {
                continue;
            };
            let answer = index
                .parse()
                .ok()
                .filter(|_| id == panel.id)
                .and_then(|index: usize| newest.answers.get_mut(index));
            if let Some(answer) = answer {
                answer.push(Sample {
                    labels: sample.labels.without(PART),
                    value: sample.value,
                });
            }
        }
        let time = samples
            .iter()
            .find(|sample| sample.labels.get(PART) == Some(&panel.id));
        newest.at = time
            .filter(|sample| sample.value.is_finite())
            .map(|sample| Moment::from_seconds(sample.value));
        newest
    });
    panels.collect()
}
