//! What incidents say of documents: which runbook has to be read again. Knows no documents.

use super::state::State;
use crate::domain::{severity::Severity, time::Moment};

/// When a SEV1 last named a runbook: one that was declared as such, or became one.
pub fn named_by_sev1(states: &[State], runbook: &str) -> Option<Moment> {
    let worst = |state: &&State| {
        state.severity == Severity::Sev1 || state.declared.severity == Severity::Sev1
    };
    let naming = |state: &&State| state.declared.runbook.as_deref() == Some(runbook);
    let named = states.iter().filter(worst).filter(naming);
    named.map(|state| state.declaration.at).max()
}
