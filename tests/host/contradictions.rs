//! Where rules and dashboards name different limits, it is said in a sentence.

use sre_portal::{embedded, watch::contradictions::limits};

fn found(name: &str, old: &str, new: &str) -> Vec<String> {
    let mut rules = embedded::rules();
    rules.retain(|rule| rule.name == name);
    for rule in &mut rules {
        assert!(rule.expr.contains(old), "{}", rule.expr);
        rule.expr = rule.expr.replace(old, new);
    }
    limits(&embedded::handbook().dashboards, &rules)
}

#[test]
fn the_documents_own_contradiction_is_told() {
    let told = found("HighErrorRate", "> 0.05", "> 0.05");
    assert!(
        told.contains(
            &"HighErrorRate is critical above 5%; Service Overview calls that warning.".to_owned()
        ),
        "{told:#?}"
    );
}

#[test]
fn a_limit_that_moves_in_one_place_is_told() {
    assert_eq!(found("SlowQueries", "> 0.5", "> 0.5"), Vec::<String>::new());
    let told = found("SlowQueries", "> 0.5", "> 0.6");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with("SlowQueries is critical above 600 ms;"),
        "{told:#?}"
    );
    assert_eq!(
        found("SlowQueries", "> 0.5", "> scalar(x)"),
        Vec::<String>::new()
    );
    assert_eq!(
        found("SlowQueries", "> 0.5", "> 0.6 and vector(1) > 7"),
        Vec::<String>::new(),
        "of several conditions no number is the limit"
    );
}
