//! What any target says at any instant, without a clock or a network; it must not know who asks.

use crate::exposition;
use crate::fold::Fold;
use crate::plan::Plan;
use crate::source::Source;

/// Reads the platform at instants of one's choice. Rising instants are cheap; going back folds up to a week.
pub struct Replay {
    plan: Plan,
    targets: Vec<(Source, Option<Fold>)>,
}

impl Replay {
    /// A replay of `plan`.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            targets: Source::all()
                .into_iter()
                .map(|source| (source, None))
                .collect(),
        }
    }

    /// The jobs of all targets, as in the `job` label.
    pub fn jobs(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().map(|(source, _)| source.job.as_str())
    }

    /// What a scrape of `job` finds at `t` (unix seconds), as the text that /metrics answers; None if the target
    /// does not answer then, or if there is no such job.
    pub fn text(&mut self, job: &str, t: f64) -> Option<String> {
        let (source, fold) = self
            .targets
            .iter_mut()
            .find(|(source, _)| source.job == job)?;
        let fold = fold.get_or_insert_with(|| Fold::new(source, &self.plan, t));
        let values = fold.scrape(source, &self.plan, t)?;
        Some(exposition::text(&source.schema, &values))
    }
}
