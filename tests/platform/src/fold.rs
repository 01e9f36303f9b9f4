//! Rates summed over time into counters; it must not know what is counted.

use crate::moment::Moment;
use crate::plan::Plan;
use crate::source::{Source, last_start};

/// The cells of one source at the start of a segment, within which rates do not change. Segments end at ticks
/// and at edges of the plan's spans, so a later plan with the same past continues the same sums.
pub(crate) struct Fold {
    at: f64,
    started: f64,
    cells: Vec<f64>,
    rates: Vec<f64>,
}

impl Fold {
    /// The state at `t`: folded from the source's last start.
    pub(crate) fn new(source: &Source, plan: &Plan, t: f64) -> Self {
        let started = last_start(source.deployed, t);
        let cells = source.schema.cells;
        let mut fold = Self {
            at: started,
            started,
            cells: vec![0.0; cells],
            rates: vec![0.0; cells],
        };
        fold.take_rates(source, plan);
        fold.advance(source, plan, t);
        fold
    }

    /// What a scrape finds at `t`, in the order of the schema, or None if the target does not answer. Cheap for
    /// rising times; an earlier time than the last folds anew.
    pub(crate) fn scrape(&mut self, source: &Source, plan: &Plan, t: f64) -> Option<Vec<f64>> {
        self.advance(source, plan, t);
        let moment = Moment::at(plan, t);
        if !source.model.answers(&moment) {
            return None;
        }
        let rest = t - self.at;
        let now: Vec<_> = self
            .cells
            .iter()
            .zip(&self.rates)
            .map(|(cell, rate)| cell + rate * rest)
            .collect();
        Some(source.read(&now, &moment))
    }

    /// All counters begin from 0 at `t`, as after the process was started anew.
    pub(crate) fn reset(&mut self, source: &Source, plan: &Plan, t: f64) {
        self.advance(source, plan, t);
        self.at = t;
        self.cells.fill(0.0);
        self.take_rates(source, plan);
    }

    fn advance(&mut self, source: &Source, plan: &Plan, t: f64) {
        if t < self.at {
            *self = Self::new(source, plan, t);
            return;
        }
        loop {
            let edge = plan.next_edge(self.at);
            if edge > t {
                return;
            }
            let length = edge - self.at;
            for (cell, rate) in self.cells.iter_mut().zip(&self.rates) {
                *cell += rate * length;
            }
            self.at = edge;
            let started = last_start(source.deployed, edge);
            if started != self.started {
                self.started = started;
                self.cells.fill(0.0);
            }
            self.take_rates(source, plan);
        }
    }

    fn take_rates(&mut self, source: &Source, plan: &Plan) {
        self.rates.fill(0.0);
        source
            .model
            .rates(&Moment::at(plan, self.at), &mut self.rates);
    }
}
