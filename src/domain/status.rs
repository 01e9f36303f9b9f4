//! How a thing is, in the five words of the page; knows no colours and no symbols.

/// A judgement. The order is the page's order of 'worse': what cannot be judged never hides behind OK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// There is no limit, so there is nothing to judge.
    #[default]
    None,
    /// Judged with fresh data, no limit crossed.
    Ok,
    /// Stale, partial, missing or failing: nobody can tell.
    CannotSay,
    /// A warning limit is crossed.
    Warning,
    /// A critical limit is crossed.
    Critical,
}

impl Status {
    /// The word in `data-status` and `data-global-status`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ok => "ok",
            Self::CannotSay => "cannot-say",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "no limit set",
            Self::Ok => "OK",
            Self::CannotSay => "Cannot say",
            Self::Warning => "Warning",
            Self::Critical => "Critical",
        }
    }
}
