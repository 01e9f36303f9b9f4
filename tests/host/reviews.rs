//! When an incident makes a document's review due.

use crate::{
    incident::{Case, policy},
    zone::oslo,
};
use sre_portal::{
    domain::severity::Severity,
    incident::{event::Kind, reviews::named_by_sev1, state::State},
};

fn changed(severity: Severity) -> Kind {
    Kind::SeverityChanged(severity, Box::new(policy(severity)))
}

#[test]
fn a_sev1_that_named_a_runbook_makes_its_review_due() {
    let start = oslo("2026-11-24 03:04:20");
    let of = |severity: Severity| {
        let mut case = Case::new(severity, start);
        case.at(3, changed(Severity::Sev3));
        case.state()
    };
    let (worst, lesser) = (of(Severity::Sev1), of(Severity::Sev2));
    let named = |states: &[State], id: &str| named_by_sev1(states, id);
    assert_eq!(worst.declared.runbook.as_deref(), Some("RB-003"));
    assert_eq!(
        named(&[lesser.clone(), worst.clone()], "RB-003"),
        Some(worst.declaration.at)
    );
    assert_eq!(named(std::slice::from_ref(&worst), "RB-001"), None);
    assert_eq!(named(&[lesser], "RB-003"), None);
    // Lowered or raised: it was one.
    let mut raised = Case::new(Severity::Sev2, start);
    raised.at(3, changed(Severity::Sev1));
    assert!(named(&[raised.state()], "RB-003").is_some());
}
