//! The rule file: the built-in rules are those of `runbooks/alerts.yml`, and each mistake in such a file is named.

// `domain` and `handbook` also serve the included file, which finds them beside it as in `build.rs`.
use sre_portal::{
    domain::{self, rule::Rule, severity::Severity},
    embedded, handbook,
};
use std::fs;

/// What `build.rs` reads the file with.
#[path = "../../build/rule_file.rs"]
#[allow(dead_code, reason = "the test reads, and leaves writing to the build")]
mod file;

fn text() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/alerts.yml");
    fs::read_to_string(path).expect("the file is there")
}

fn understand(text: &str) -> (Vec<Rule>, Vec<String>) {
    let mut problems = Vec::new();
    let rules = file::read("a.yml", text, &mut problems);
    (rules, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn the_built_in_rules_are_those_of_the_file() {
    let (rules, problems) = understand(&text());
    assert_eq!(problems, Vec::<String>::new());
    let built_in = embedded::rules();
    assert_eq!(built_in.len(), text().matches("- alert:").count());
    assert_eq!(built_in.len(), rules.len());
    for (one, other) in built_in.iter().zip(&rules) {
        let mut other = other.clone();
        other.source = other.source.replace("a.yml", "runbooks/alerts.yml");
        assert_eq!(*one, other);
        let line: usize = one
            .source
            .rsplit_once(':')
            .and_then(|(_, line)| line.parse().ok())
            .expect("a line");
        assert!(
            text()
                .lines()
                .nth(line - 1)
                .is_some_and(|found| found.trim() == format!("- alert: {}", one.name)),
            "{}",
            one.source
        );
    }
    let of = |name: &str| {
        built_in
            .iter()
            .find(|rule| rule.name == name)
            .unwrap_or_else(|| panic!("{name}"))
    };
    let first = of("HighErrorRate");
    assert_eq!(
        (first.hold, first.severity(), first.group.as_str()),
        (300_000, "critical", "critical")
    );
    assert_eq!(first.annotations.get("runbook"), Some("RB-005"));
    assert_eq!(first.interval, None);
    assert!(of("Watchdog").is_watchdog() && of("Watchdog").hold == 0);
    assert_eq!(built_in.iter().filter(|rule| rule.is_watchdog()).count(), 1);
}

#[test]
fn every_rule_but_the_watchdog_has_a_runbook_and_a_severity() {
    for rule in embedded::rules().iter().filter(|rule| !rule.is_watchdog()) {
        assert!(rule.annotations.get("runbook").is_some(), "{}", rule.name);
        assert!(rule.annotations.get("summary").is_some(), "{}", rule.name);
        assert!(
            ["critical", "warning"].contains(&rule.severity()),
            "{}",
            rule.name
        );
        let own = rule.group == "critical" || rule.group == "warning";
        let marked = rule.annotations.get("source") == Some("portal");
        assert!(own != marked, "{} is marked as an addition", rule.name);
    }
}

const SOUND: &str = "groups:
  - name: one
    interval: 30s
    rules:
      - alert: A
        expr: a > 1
        for: 5m
        keep_firing_for: 1m
        labels:
          severity: critical
          tier: 1
";

#[test]
fn a_rule_has_all_that_the_file_says() {
    let (rules, problems) = understand(SOUND);
    assert_eq!(problems, Vec::<String>::new());
    let rule = &rules[0];
    assert_eq!(
        (rule.name.as_str(), rule.expr.as_str(), rule.source.as_str()),
        ("A", "a > 1", "a.yml:5")
    );
    assert_eq!(
        (rule.hold, rule.keep_firing, rule.interval),
        (300_000, 60_000, Some(30_000))
    );
    assert_eq!(rule.labels.get("tier"), Some("1"));
}

#[test]
fn each_mistake_is_named_with_its_place() {
    for (old, new, place, words) in [
        ("groups:", "rules:", "a.yml:2:", "the key 'groups'"),
        (
            "    interval: 30s",
            "    intervall: 30s",
            "a.yml:3:",
            "interval",
        ),
        (
            "    interval: 30s",
            "    interval: soon",
            "a.yml:3:",
            "a length of time",
        ),
        (
            "        for: 5m",
            "        fro: 5m",
            "a.yml:7:",
            "alert, expr, for",
        ),
        (
            "        for: 5m",
            "        for: 5 minutes",
            "a.yml:7:",
            "a length of time",
        ),
        ("        for: 5m", "        for: [5m]", "a.yml:7:", "a text"),
        ("        expr: a > 1\n", "", "a.yml:5:", "its 'expr'"),
        (
            "      - alert: A\n        expr",
            "      - expr",
            "a.yml:5:",
            "its 'alert'",
        ),
        (
            "      - alert: A",
            "      - record: A",
            "a.yml:5:",
            "an alerting rule",
        ),
        ("a > 1", "sum(a > 1", "a.yml:6:", "a closing bracket"),
        ("a > 1", "a{b='} > 1", "a.yml:6:", "a closing quote"),
        (
            "  - name: one\n    interval",
            "  - interval",
            "a.yml:2:",
            "its 'name'",
        ),
        (
            "        labels:\n",
            "        labels: x\n",
            "a.yml:10:",
            "YAML",
        ),
        (
            "          tier: 1",
            "          severity: 1",
            "a.yml:11:",
            "YAML",
        ),
        ("expr: a > 1", "expr: a > \"1", "a.yml:", "a closing quote"),
    ] {
        let changed = SOUND.replacen(old, new, 1);
        assert_ne!(changed, SOUND, "{old}");
        let (_, problems) = understand(&changed);
        assert!(
            problems
                .iter()
                .any(|problem| problem.starts_with(place) && problem.contains(words)),
            "'{new}': expected {place} with '{words}' in {problems:#?}"
        );
    }
    for text in [
        "",
        "groups: []",
        "groups:\n  - name: a\n    rules: []\n",
        "\t",
        "- a",
        "{",
        "a: &a [*a]",
    ] {
        assert!(!understand(text).1.is_empty(), "{text:?}");
    }
}

#[test]
fn every_alert_has_its_rows_in_the_severity_table() {
    let table = embedded::handbook().suggestions;
    let rules = embedded::rules();
    let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    let mut problems = Vec::new();
    handbook::severity_table::check(&table, &names, &mut problems);
    assert_eq!(problems, []);
    assert!(
        table.0.iter().any(|row| row.severity.is_none()),
        "some are left to choose"
    );
    assert!(
        table
            .0
            .iter()
            .any(|row| row.severity == Some(Severity::Sev1))
    );
    handbook::severity_table::check(&table, &["Other"], &mut problems);
    assert!(problems.iter().any(|problem| problem.found == "Watchdog"));
    assert!(
        problems
            .iter()
            .any(|problem| problem.expected.contains("Other"))
    );
}

/// A target gone from discovery has no `up` that could equal 0: each one expected has its `absent`.
#[test]
fn everything_expected_is_missed_when_it_is_gone() {
    let services = embedded::handbook().services;
    let rules = embedded::rules();
    for service in services.services.iter().chain(&services.beside) {
        let selector = format!("absent(up{{job=\"{}\"}})", service.job);
        let missed = rules.iter().any(|rule| rule.expr.contains(&selector));
        assert!(missed, "no rule has {selector}");
    }
}
