//! Limits of the handbook: what is crossed, from where on, and who says so; knows no data.

/// How bad crossing a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Somebody should look.
    Warning,
    /// Somebody must act.
    Critical,
}

/// What crosses the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Strictly above this, in the panel's base unit (a ratio, seconds, bytes, a count).
    Above(f64),
    /// One of those expected does not answer.
    Unavailable,
}

/// One limit as its document has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// What it is about: `Error Rate`, `p95 Response Time`.
    pub subject: String,
    /// Warning or critical.
    pub level: Level,
    /// From where on.
    pub bound: Bound,
    /// The number as written, `> 5%`; `any unavailable` where there is none.
    pub words: String,
    /// File and line that say so: `runbooks/dashboards/database.md:31`.
    pub source: String,
}

/// A subject's warning and critical limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// The limit whose crossing is a warning.
    pub warning: Option<Limit>,
    /// The limit whose crossing is critical.
    pub critical: Option<Limit>,
}

impl Limits {
    /// Whether there is nothing to judge by.
    pub fn is_empty(&self) -> bool {
        self.warning.is_none() && self.critical.is_none()
    }

    /// Those there are, the milder first.
    pub fn iter(&self) -> impl Iterator<Item = &Limit> {
        self.warning.iter().chain(self.critical.iter())
    }

    /// The worst limit that `value` is above; NaN is above none.
    pub fn crossed_by(&self, value: f64) -> Option<&Limit> {
        [&self.critical, &self.warning]
            .into_iter()
            .flatten()
            .find(|limit| matches!(limit.bound, Bound::Above(bound) if value > bound))
    }

    /// The worst limit that is crossed when `missing` of those expected do not answer.
    pub fn crossed_by_missing(&self, missing: usize) -> Option<&Limit> {
        [&self.critical, &self.warning]
            .into_iter()
            .flatten()
            .find(|limit| match limit.bound {
                Bound::Above(bound) => missing as f64 > bound,
                Bound::Unavailable => missing > 0,
            })
    }
}

impl Level {
    /// The word beside a limit.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}
