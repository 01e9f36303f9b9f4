//! A question that has no answer yet, and whether its answer is still wanted. It must not know what is done with it.

use crate::{
    domain::series::Grid,
    prometheus::{client::Abort, query::Scope, tail},
};
use web_sys::AbortSignal;

/// What is asked for now; dropping it aborts it.
pub struct UnderWay {
    grid: Grid,
    scope: Scope,
    by_hand: u32,
    abort: Option<Abort>,
}

impl UnderWay {
    /// A question over `grid`, narrowed by `scope`; `by_hand` counts the refreshes that a person asked for.
    pub fn new(grid: Grid, scope: &Scope, by_hand: u32) -> Self {
        Self {
            grid,
            scope: scope.clone(),
            by_hand,
            abort: Abort::new(),
        }
    }

    /// What the request listens to.
    pub fn signal(&self) -> Option<AbortSignal> {
        self.abort.as_ref().map(Abort::signal)
    }

    /// Whether the answer is still wanted: a refresh would miss only the end of it, and asks for that afterwards. A server
    /// that takes longer than a refresh would else never get an answer through.
    pub fn serves(&self, grid: Grid, scope: &Scope, by_hand: u32) -> bool {
        self.by_hand == by_hand
            && self.scope == *scope
            && (self.grid == grid || tail::missing(self.grid, grid).is_some())
    }
}
