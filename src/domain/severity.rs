//! How bad an incident is, by the handbook's four names; knows neither their definitions nor their clocks.

use std::fmt;

/// An incident's severity. The worst comes first, so that the smallest is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Platform-wide outage or data loss.
    Sev1,
    /// Major feature unavailable or severe degradation.
    Sev2,
    /// Partial degradation, workaround available.
    Sev3,
    /// Minor issue, minimal user impact.
    Sev4,
}

impl Severity {
    /// All, the worst first.
    pub const ALL: [Self; 4] = [Self::Sev1, Self::Sev2, Self::Sev3, Self::Sev4];

    /// Reads `SEV1` to `SEV4`, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.name().eq_ignore_ascii_case(text.trim()))
    }

    /// `SEV1` to `SEV4`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sev1 => "SEV1",
            Self::Sev2 => "SEV2",
            Self::Sev3 => "SEV3",
            Self::Sev4 => "SEV4",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
