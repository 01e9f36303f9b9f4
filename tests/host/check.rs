//! What `check-handbook` and the page say of a handbook: dead ends, contradictions, and a brought handbook's mistakes.

use sre_portal::{
    embedded::{self, DOCUMENTS},
    handbook::{
        Document, Handbook,
        check::{Rule, check},
        own::{Brought, check_name, merge},
        problem::Problem,
        read,
    },
    manifest,
};

fn rule(name: &str, expr: &str, runbook: &str) -> Rule {
    Rule {
        name: name.to_owned(),
        expr: expr.to_owned(),
        severity: "critical".to_owned(),
        runbook: runbook.to_owned(),
        file: "rules.json".to_owned(),
        line: 7,
    }
}

/// The built-in handbook with one document changed.
fn changed(file: &str, old: &str, new: &str) -> (Handbook, Vec<Problem>) {
    let mut texts: Vec<(&str, String)> = DOCUMENTS
        .iter()
        .map(|document| (document.file, document.text.to_owned()))
        .collect();
    let text = &mut texts
        .iter_mut()
        .find(|(name, _)| *name == file)
        .unwrap_or_else(|| panic!("no {file}"))
        .1;
    assert!(text.contains(old), "{file} has no '{old}'");
    *text = text.replacen(old, new, 1);
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|(file, text)| Document { file, text })
        .collect();
    read(&documents)
}

fn found(handbook: &Handbook, rules: &[Rule]) -> Vec<String> {
    let problems = check(handbook, rules).into_iter();
    problems.map(|problem| problem.to_string()).collect()
}

#[test]
fn the_built_in_handbook_leads_nowhere_wrong() {
    assert_eq!(found(&embedded::handbook(), &[]), [""; 0]);
    let rules = embedded::rules();
    let rules = rules.iter().map(|rule| Rule {
        severity: rule.severity().to_owned(),
        ..self::rule(
            &rule.name,
            &rule.expr,
            rule.annotations.get("runbook").unwrap_or_default(),
        )
    });
    let rules: Vec<Rule> = rules.collect();
    assert_eq!(found(&embedded::handbook(), &rules), [""; 0]);
}

#[test]
fn dead_links_are_named() {
    for (link, expected) in [
        ("[x](RB-099.md)", "a document or page that exists"),
        ("[x](#nothing)", "a heading that exists"),
        ("[x](RB-001.md#nothing)", "a heading that exists"),
        ("[x](dashboards/nothing.md)", "a dashboard that exists"),
        (
            "[x](/dashboards/database?panel=nothing)",
            "a panel that exists",
        ),
        ("[x](/nothing)", "a document or page that exists"),
        ("[x](javascript:x)", "an address with http"),
        ("[x](picture.png)", "an address with http"),
    ] {
        let (handbook, _) = changed(
            "runbooks/RB-001.md",
            "- Review resource limits",
            &format!("- Review resource limits\n- {link}"),
        );
        let problems = found(&handbook, &[]);
        assert_eq!(problems.len(), 1, "{link}: {problems:?}");
        assert!(
            problems[0].starts_with("runbooks/RB-001.md:51:3: "),
            "{link}: {problems:?}"
        );
        assert!(problems[0].contains(expected), "{link}: {problems:?}");
    }
    for link in [
        "[x](RB-002)",
        "[x](RB-002.md#resolution)",
        "[x](#resolution)",
        "[x](/dashboards/database?range=1h&panel=query-results)",
        "[x](/alerts)",
        "[x](/curl-format.txt)",
        "[x](https://example.org/#x)",
        "[x](/incidents/abc)",
        "[x](commands.md#nats)",
    ] {
        let (handbook, _) = changed(
            "runbooks/RB-001.md",
            "- Review resource limits",
            &format!("- {link}"),
        );
        let wrong = found(&handbook, &[]);
        assert!(
            wrong.is_empty() || link.contains("query-errors"),
            "{link}: {wrong:?}"
        );
    }
}

#[test]
fn alerts_and_runbooks_name_each_other() {
    let runbooks: Vec<String> = embedded::handbook()
        .runbooks()
        .map(|page| page.id.clone())
        .collect();
    let mut rules: Vec<Rule> = runbooks
        .iter()
        .map(|id| rule(&format!("Of{id}"), "up == 0", id))
        .collect();
    let alerts = embedded::handbook()
        .dashboards
        .iter()
        .flat_map(|page| page.panels.clone())
        .flat_map(|panel| panel.alerts)
        .collect::<std::collections::BTreeSet<_>>();
    rules.extend(
        alerts
            .iter()
            .map(|name| rule(name, "up == 0", "https://example.org/runbooks/RB-001")),
    );
    let handbook = embedded::handbook();
    assert_eq!(found(&handbook, &rules), [""; 0]);
    for (runbook, expected) in [
        ("", "an annotation 'runbook"),
        ("RB-099", "a runbook of the handbook"),
    ] {
        let mut with = rules.clone();
        with.push(rule("New", "up == 0", runbook));
        let problems = found(&handbook, &with);
        assert!(
            problems.len() == 1
                && problems[0].starts_with("rules.json:7:1: ")
                && problems[0].contains(expected),
            "{problems:?}"
        );
        with.last_mut().expect("was pushed").severity = "none".to_owned();
        assert_eq!(found(&handbook, &with), [""; 0]);
    }
    let without: Vec<Rule> = rules
        .iter()
        .filter(|rule| !rule.runbook.ends_with("RB-004"))
        .cloned()
        .collect();
    assert_eq!(
        found(&handbook, &without),
        [
            "runbooks/RB-004.md:1:1: found 'nothing', expected an alert with the annotation 'runbook: RB-004'"
        ]
    );
    let without: Vec<Rule> = rules
        .iter()
        .filter(|rule| rule.name != "NATSDown")
        .cloned()
        .collect();
    let problems = found(&handbook, &without);
    assert!(
        problems.len() == 1 && problems[0].contains("found 'NATSDown'"),
        "{problems:?}"
    );
}

fn of(problems: &[String], word: &str) -> Vec<String> {
    problems
        .iter()
        .filter(|problem| problem.contains(word))
        .cloned()
        .collect()
}

#[test]
fn a_limit_that_contradicts_a_rule_is_named_with_both() {
    let handbook = embedded::handbook();
    let lag = |number: &str| {
        [rule(
            "EventLoopLag",
            &format!("nodejs_eventloop_lag_seconds > {number}"),
            "RB-002",
        )]
    };
    assert_eq!(of(&found(&handbook, &lag("0.1")), "a limit of"), [""; 0]);
    let told = of(&found(&handbook, &lag("0.2")), "a limit of");
    assert!(
        told[0].contains("EventLoopLag > 200 ms")
            && told[0].contains("> 100 ms (runbooks/dashboards/nodejs.md:"),
        "{told:?}"
    );
    let (moved, _) = changed(
        "runbooks/dashboards/nodejs.md",
        "Event Loop Lag > 100ms",
        "Event Loop Lag > 120ms",
    );
    assert!(!of(&found(&moved, &lag("0.1")), "a limit of").is_empty());
    // The page of this panel shows an average; the rule is about the 95th percentile.
    let quantile = rule(
        "HighResponseTime",
        "histogram_quantile(0.95, x) > 1",
        "RB-002",
    );
    assert_eq!(of(&found(&handbook, &[quantile]), "a limit of"), [""; 0]);
}

#[test]
fn a_number_in_prose_is_the_rules_number() {
    let errors = |number: &str| {
        [rule(
            "HighErrorRate",
            &format!("sum(x) / sum(y) > {number}"),
            "RB-005",
        )]
    };
    let handbook = embedded::handbook();
    assert_eq!(of(&found(&handbook, &errors("0.05")), "RB-005.md"), [""; 0]);
    let told = of(
        &found(&handbook, &errors("0.06")),
        "found 'Error rate > 5%'",
    );
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("HighErrorRate > 0.06"), "{told:?}");
    let (moved, _) = changed("runbooks/RB-005.md", "Error rate > 5%", "Error rate > 7%");
    assert_eq!(of(&found(&moved, &errors("0.05")), "> 7%").len(), 1);
}

#[test]
fn minutes_in_prose_are_those_of_the_tables() {
    for (file, old, new, expected) in [
        (
            "runbooks/RB-001.md",
            "- Review resource limits",
            "- Answer a SEV1 within 5 minutes, tell level 2 after 30 minutes",
            None,
        ),
        (
            "runbooks/RB-001.md",
            "- Review resource limits",
            "- Answer a SEV1 within 6 minutes",
            Some(
                "found '6 minutes', expected a time of the SLA table or the escalation matrix: 5 min",
            ),
        ),
        (
            "runbooks/RB-001.md",
            "- Review resource limits",
            "- Tell level 2 of a SEV2 after 1 hour",
            Some("RB-001.md:"),
        ),
        (
            "runbooks/contacts.md",
            "# Contact Information",
            "# Contact Information\n\nThe post-mortem is held within 2 days, that is 48 hours.",
            None,
        ),
        (
            "runbooks/contacts.md",
            "# Contact Information",
            "# Contact Information\n\nThe post-mortem is held within 24 hours.",
            Some("found '24 hours'"),
        ),
        (
            "runbooks/dashboards/database.md",
            "**Purpose:**",
            "A SEV1 is acknowledged within 9 minutes. See [it](../RB-099.md).\n\n**Purpose:**",
            Some("database.md:"),
        ),
        (
            "runbooks/commands.md",
            "# Key Commands Reference",
            "# Key Commands Reference\n\nLogs are kept for 24 hours.",
            None,
        ),
    ] {
        let (handbook, wrong) = changed(file, old, new);
        assert!(wrong.is_empty(), "{new}: {wrong:?}");
        let problems = found(&handbook, &[]);
        match expected {
            None => assert_eq!(problems, [""; 0], "{new}"),
            Some(words) => assert!(
                problems.iter().any(|problem| problem.contains(words)),
                "{new}: {problems:?}"
            ),
        }
    }
}

#[test]
fn links_in_the_dashboards_documents_are_followed_too() {
    let (handbook, _) = changed(
        "runbooks/dashboards/database.md",
        "**Purpose:**",
        "See [this](../RB-099.md) and [that](../RB-003.md#resolution).\n\n**Purpose:**",
    );
    assert_eq!(
        found(&handbook, &[]),
        [
            "runbooks/dashboards/database.md:11:5: found '../RB-099.md', expected a document or page that exists"
        ]
    );
}

fn bring(files: &[(&str, &str)]) -> (Handbook, Vec<String>) {
    let brought: Vec<Brought> = files
        .iter()
        .map(|(file, text)| Brought {
            file: (*file).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    let (handbook, problems) = merge(DOCUMENTS, &brought);
    (handbook, problems.iter().map(ToString::to_string).collect())
}

const OWN: &str = "---\ntitle: Own\narea: Database\nowner: Us\nreviewed: 2026-11-01\n---\n# RB-003: Own\n\n## Resolution\n\n```bash\nls\n```\n";

#[test]
fn a_brought_document_replaces_or_extends() {
    let built_in = embedded::handbook();
    let (handbook, problems) = bring(&[
        ("RB-003.md", OWN),
        ("RB-010.md", &OWN.replace("RB-003", "RB-010")),
        ("notes.md", "# Notes\n"),
    ]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(handbook.pages.len(), built_in.pages.len() + 2);
    let page = handbook.page("RB-003").expect("is there");
    assert_eq!(
        (page.title.as_str(), page.file.as_str(), page.path.as_str()),
        ("Own", "handbook/RB-003.md", "/runbooks/RB-003")
    );
    assert_eq!(handbook.runbooks().count(), 8);
    assert_eq!(
        handbook.page("notes").expect("is there").path,
        "/runbooks/notes"
    );
}

#[test]
fn a_brought_mistake_is_named_and_the_built_in_document_stands_in() {
    let built_in = embedded::handbook();
    for (file, text, expected) in [
        (
            "RB-003.md",
            OWN.replace("2026-11-01", "soon"),
            "handbook/RB-003.md:5:11: found 'soon'",
        ),
        (
            "RB-003.md",
            OWN.replace("ls\n", "# 1. Look\n# Access Grafana → Nowhere\n"),
            "handbook/RB-003.md:13:1: found 'Access Grafana → Nowhere'",
        ),
        (
            "services.md",
            "| a |\n|---|\n| b |\n".to_owned(),
            "handbook/services.md:1:1: found",
        ),
        (
            "dashboards/nodejs.md",
            "# Nothing\n".to_owned(),
            "handbook/dashboards/nodejs.md:1:1: found 'nothing'",
        ),
        (
            "../x.md",
            OWN.to_owned(),
            "handbook/../x.md:1:1: found '../x.md'",
        ),
        ("x.html", OWN.to_owned(), "found 'x.html'"),
    ] {
        let (handbook, problems) = bring(&[(file, &text)]);
        assert_eq!(handbook, built_in, "{file}");
        assert!(
            problems.iter().any(|problem| problem.contains(expected)),
            "{expected}: {problems:?}"
        );
    }
    let (handbook, problems) = bring(&[("RB-003.md", OWN), ("RB-004.md", "x"), ("RB-003.md", OWN)]);
    assert_eq!(handbook.page("RB-003").expect("is there").title, "Own");
    assert_eq!(handbook.page("RB-004"), built_in.page("RB-004"));
    assert!(
        problems
            .iter()
            .any(|problem| problem.contains("listed once")),
        "{problems:?}"
    );
}

#[test]
fn names_of_a_manifest_stay_below_the_folder() {
    for name in [
        "RB-001.md",
        "dashboards/database.md",
        "rules.json",
        "a.b-c_d.md",
    ] {
        assert_eq!(check_name(name), Ok(()), "{name}");
    }
    for name in [
        "",
        "/x.md",
        "../x.md",
        "a/../x.md",
        "a//x.md",
        "x.js",
        "http://x/y.md",
        "a\\b.md",
        "x.md?y",
        ".x.md",
        "ä.md",
        "other.json",
    ] {
        assert!(check_name(name).is_err(), "{name}");
    }
}

#[test]
fn a_manifest_is_read_with_its_mistakes() {
    assert_eq!(
        manifest::read("{\"files\": [\"RB-001.md\"]}"),
        (vec!["RB-001.md".to_owned()], vec![])
    );
    for (text, expected) in [
        ("", "EOF"),
        ("[]", "no list of files"),
        ("{\"files\": 1}", "no list of files"),
        ("{\"files\": [1]}", "no text"),
        ("{\"files\": [\"../x\"]}", "'../x'"),
    ] {
        let (names, problems) = manifest::read(text);
        assert_eq!(names, [""; 0]);
        assert!(
            problems.len() == 1
                && problems[0].starts_with("handbook/manifest.json: ")
                && problems[0].contains(expected),
            "{text}: {problems:?}"
        );
    }
}
