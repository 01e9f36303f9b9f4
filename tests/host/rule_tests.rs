//! The rule tests that promtool runs: each rule has a case in which it fires and one in which it stays quiet.

use saphyr::{LoadableYamlNode, Yaml};
use sre_portal::embedded;
use std::{collections::BTreeMap, fs};

/// Of each alert how many cases expect it, and how many expect nothing.
fn cases() -> BTreeMap<String, (usize, usize)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules");
    let mut cases: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let text = fs::read_to_string(entry.path()).expect("is text");
        let documents = Yaml::load_from_str(&text).expect("is YAML");
        let tests = documents
            .iter()
            .filter_map(|document| document.as_mapping_get("tests")?.as_vec());
        let looks = tests
            .flatten()
            .filter_map(|test| test.as_mapping_get("alert_rule_test")?.as_vec())
            .flatten();
        for look in looks {
            let name = look.as_mapping_get("alertname").and_then(Yaml::as_str);
            let expected = look.as_mapping_get("exp_alerts").and_then(Yaml::as_vec);
            let case = cases
                .entry(name.expect("each case names its alert").to_owned())
                .or_default();
            match expected.is_some_and(|expected| !expected.is_empty()) {
                true => case.0 += 1,
                false => case.1 += 1,
            }
        }
    }
    cases
}

#[test]
fn each_rule_has_a_case_that_fires_and_one_that_stays_quiet() {
    let mut cases = cases();
    for rule in embedded::rules() {
        let (fires, quiet) = cases.remove(&rule.name).unwrap_or_default();
        assert!(fires > 0, "{} never fires in a test", rule.name);
        // Its absence is what tells: it fires whatever the data is.
        assert!(
            quiet > 0 || rule.is_watchdog(),
            "{} is quiet in no test",
            rule.name
        );
    }
    assert!(cases.is_empty(), "tests of no rule: {cases:?}");
}
