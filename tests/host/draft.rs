//! Links that propose an incident: what they fill in, and that they can do no more.

use crate::incident::policy;
use sre_portal::{
    domain::{severity::Severity, time::Moment},
    incident::draft::{Draft, services},
};

const NOW: Moment = Moment(1_795_000_000_000);

fn parse(pairs: &[(&str, &str)]) -> Option<Draft> {
    Draft::parse(pairs.iter().copied())
}

#[test]
fn an_alert_fills_in_what_it_knows() {
    let draft = parse(&[
        ("declare", "1"),
        ("title", "PostgreSQL database is down"),
        ("severity", "sev1"),
        ("start", "1794999800"),
        ("services", "postgres, api-gateway,postgres,"),
        ("runbook", "RB-003"),
        ("alert", "DatabaseDown"),
        ("source", "Alert"),
        ("range", "1h"),
    ])
    .expect("it declares");
    assert_eq!(draft.services, ["postgres", "api-gateway"]);
    assert_eq!(draft.start, Some(Moment(1_794_999_800_000)));
    assert!(draft.problems(NOW).is_empty());
    let declared = draft
        .declared(Some("Database".to_owned()), policy(Severity::Sev1), NOW)
        .expect("nothing is wrong");
    assert_eq!(declared.severity, Severity::Sev1);
    assert_eq!(declared.alert.as_deref(), Some("DatabaseDown"));
    assert_eq!(parse(&[("title", "only a title")]), None);
}

#[test]
fn what_is_missing_or_in_the_future_is_said_and_not_declared() {
    let draft = parse(&[
        ("declare", "1"),
        ("severity", "SEV1"),
        ("start", "1795000001"),
    ])
    .expect("it declares");
    assert_eq!(
        draft.problems(NOW),
        ["A title is missing.", "The start is in the future."]
    );
    assert_eq!(draft.declared(None, policy(Severity::Sev1), NOW), None);
    let empty = parse(&[("declare", "")]).expect("it declares");
    assert_eq!(empty.problems(NOW).len(), 3);
}

#[test]
fn hostile_values_are_left_out_or_cut() {
    let long = "x\u{202e}\n".repeat(5_000);
    let many = (0..5_000)
        .map(|n| n.to_string())
        .collect::<Vec<_>>()
        .join(",");
    for start in ["NaN", "inf", "-1", "1e300", "99999999999999", "soon", ""] {
        let draft = parse(&[
            ("declare", "1"),
            ("title", &long),
            ("severity", "SEV9"),
            ("start", start),
            ("services", &many),
            ("alert", &long),
        ])
        .expect("it declares");
        assert_eq!((draft.start, draft.severity), (None, None), "{start}");
        assert!(draft.title.chars().count() <= 200 && !draft.title.contains('\n'));
        assert_eq!(draft.services.len(), 50);
    }
    assert_eq!(services(" , ,\u{0},"), Vec::<String>::new());
}

#[test]
fn what_is_half_written_comes_back_as_it_was() {
    let full = parse(&[
        ("declare", "1"),
        ("title", "Queries are slow, and  \"quoted\" & = % é"),
        ("severity", "SEV2"),
        ("start", "1794999800"),
        ("services", "postgres,api-gateway"),
        ("runbook", "RB-003"),
        ("alert", "SlowQueries"),
        ("source", "Alert"),
        ("ticket", "OPS-1 of 2"),
        ("owner", "M. Berg"),
        ("customers", "1"),
    ])
    .expect("it declares");
    assert!(full.customers);
    assert_eq!(Draft::from_text(&full.to_text()), full);
    assert_eq!(
        Draft::from_text(&Draft::default().to_text()),
        Draft::default()
    );
    // A field holds one line; what was kept damaged is left out.
    let two = Draft {
        title: "one\nseverity SEV1".to_owned(),
        ..Draft::default()
    };
    let back = Draft::from_text(&two.to_text());
    assert_eq!(
        (back.title.as_str(), back.severity),
        ("one severity SEV1", None)
    );
    assert_eq!(Draft::from_text("title\nx\n\0"), Draft::default());
}
