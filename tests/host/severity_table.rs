//! Severity suggestions: the handbook's table follows its definitions, and each mistake in such a table is named.

use sre_portal::{
    domain::{
        labels::Labels,
        severity::Severity::{Sev1, Sev2, Sev3, Sev4},
        suggestion::{Seen, SeverityTable, Suggestion},
    },
    embedded,
    handbook::{Document, severity_table::read},
};

fn labels(service: &str) -> Labels {
    Labels::new(vec![("service".to_owned(), service.to_owned())])
}

fn suggest(alert: &str, value: Option<f64>, down: Option<usize>) -> Suggestion {
    let table = embedded::handbook().suggestions;
    table.suggest(Seen {
        alert,
        value,
        down: down.map(|down| (down, 7)),
        labels: &labels("q2q-ai"),
    })
}

#[test]
fn the_table_follows_the_definitions() {
    for (alert, value, down, expected) in [
        ("ServiceDown", Some(0.0), Some(7), Some(Sev1)),
        ("ServiceDown", Some(0.0), Some(6), Some(Sev2)),
        ("ServiceDown", Some(0.0), Some(1), Some(Sev2)),
        ("ServiceAbsent", Some(1.0), Some(7), Some(Sev1)),
        ("ServiceAbsent", Some(1.0), Some(1), Some(Sev2)),
        ("DatabaseDown", Some(0.0), Some(0), Some(Sev1)),
        ("HighErrorRate", Some(0.5), Some(0), Some(Sev2)),
        ("HighErrorRate", Some(f64::INFINITY), Some(0), Some(Sev2)),
        ("HighErrorRate", Some(0.499), Some(0), Some(Sev3)),
        ("HighErrorRate", Some(0.1), Some(0), Some(Sev3)),
        ("HighErrorRate", Some(0.0999), Some(0), Some(Sev4)),
        ("HighErrorRate", None, Some(0), None),
        ("HighErrorRate", Some(f64::NAN), Some(0), None),
        ("AuthFailures", None, None, Some(Sev2)),
        ("ServiceDown", Some(0.0), None, None),
        ("NATSDown", Some(0.0), Some(0), None),
        ("Nonsense", Some(1.0), Some(0), None),
    ] {
        let said = suggest(alert, value, down);
        assert_eq!(
            said.severity, expected,
            "{alert} {value:?} {down:?}: {said:?}"
        );
        assert!(
            said.reason.starts_with(&format!("{alert} of q2q-ai: ")),
            "{}",
            said.reason
        );
        let known = alert != "Nonsense";
        assert_eq!(
            said.source.starts_with("runbooks/severity.md:"),
            known,
            "{}",
            said.source
        );
    }
    assert_eq!(suggest("NATSDown", None, None).word(), "choose");
    assert_eq!(suggest("DatabaseDown", None, None).word(), "SEV1");
}

#[test]
fn nobody_expected_is_not_all_of_them() {
    let table = embedded::handbook().suggestions;
    let said = table.suggest(Seen {
        alert: "ServiceDown",
        value: None,
        down: Some((0, 0)),
        labels: &Labels::default(),
    });
    assert_eq!(said.severity, Some(Sev2));
    assert!(said.reason.starts_with("ServiceDown: "));
}

fn understand(rows: &str) -> (SeverityTable, Vec<String>) {
    let text = format!("# Severity\n\n| Alert | Suggests | Because |\n|---|---|---|\n{rows}\n");
    let mut problems = Vec::new();
    let document = Document {
        file: "runbooks/severity.md",
        text: &text,
    };
    let table = read(document, &mut problems);
    (table, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_number_in_the_table_moves_the_suggestion() {
    for (bound, expected) in [
        ("40%", Some(Sev2)),
        ("42%", Some(Sev2)),
        ("43%", Some(Sev4)),
    ] {
        let (table, problems) =
            understand(&format!("| A, from {bound} | SEV2 | x |\n| A | sev4 | y |"));
        assert_eq!(problems, Vec::<String>::new());
        let said = table.suggest(Seen {
            alert: "A",
            value: Some(0.42),
            down: None,
            labels: &Labels::default(),
        });
        assert_eq!(said.severity, expected, "{bound}");
    }
}

#[test]
fn each_mistake_is_named_with_its_place() {
    for (rows, place, words) in [
        ("| A | SEV5 | x |", "5:", "SEV1, SEV2, SEV3, SEV4 or choose"),
        ("| A | | x |", "5:", "SEV1"),
        ("| A | SEV1 | |", "5:", "the reason"),
        ("| A, from much | SEV1 | x |", "5:", "from NUMBER"),
        ("| A, from 50 % | SEV1 | x |", "5:", "from NUMBER"),
        ("| A, below 5% | SEV1 | x |", "5:", "all services"),
        (
            "| A | SEV1 | x |\n| A, all services | SEV2 | y |",
            "6:",
            "always holds",
        ),
        ("", "1:1", "at least one row"),
    ] {
        let (_, problems) = understand(rows);
        let start = format!("runbooks/severity.md:{place}");
        assert!(
            problems
                .iter()
                .any(|problem| problem.starts_with(&start) && problem.contains(words)),
            "{rows}: expected {start} with '{words}' in {problems:#?}"
        );
    }
    let mut problems = Vec::new();
    let document = Document {
        file: "runbooks/severity.md",
        text: "| Alert | Severity |\n|---|---|\n| A | SEV1 |\n",
    };
    assert!(read(document, &mut problems).0.is_empty());
    assert!(problems[0].expected.contains("Because"));
}
