//! The handbook: the built-in one is whole, and each mistake is named with its place.

use sre_portal::{
    domain::{limit::Bound, panel::Kind},
    embedded,
    handbook::{Document, Handbook, problem::Problem, read},
};

const SERVICES: &str = "| Service | Job | Port | Container |\n|---|---|---|---|\n| a | teei-a | 3000 | a |\n| b | teei-b | 3001 | b |\n";

const METRICS: &str = "| Metric | Type | Labels |\n|---|---|---|\n| a | gauge | service |\n";

const PAGE: &str = "---
slug: page
order: 1
title: Page
line: a line
filters: service
---
# Page

**Key Metrics:**
- Error rate

**Critical Thresholds:**
```
Error Rate > 5% → WARNING
```

## Panels

### Error rate

- id: error-rate
- shows: lines
- unit: percent
- measures: Error rate
- limit: Error Rate
- samples: `a{$scope}`

```promql
sum(a{$scope})
```
";

fn understand(page: &str) -> (Handbook, Vec<Problem>) {
    read(&[
        Document {
            file: "runbooks/services.md",
            text: SERVICES,
        },
        Document {
            file: "runbooks/metrics.md",
            text: METRICS,
        },
        Document {
            file: "runbooks/dashboards/page.md",
            text: page,
        },
        Document {
            file: "runbooks/on-call.md",
            text: include_str!("../../runbooks/on-call.md"),
        },
        Document {
            file: "runbooks/incident-response.md",
            text: include_str!("../../runbooks/incident-response.md"),
        },
        Document {
            file: "runbooks/escalation.md",
            text: include_str!("../../runbooks/escalation.md"),
        },
    ])
}

/// Replaces a line of the sound page and expects one problem there.
fn breaks(old: &str, new: &str, line: usize, found: &str, expected: &str) {
    assert!(PAGE.contains(old), "{old}");
    let (_, problems) = understand(&PAGE.replacen(old, new, 1));
    let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let place = format!("runbooks/dashboards/page.md:{line}:");
    assert!(
        text.iter().any(|problem| problem.starts_with(&place)
            && problem.contains(found)
            && problem.contains(expected)),
        "'{new}': expected {place} with '{found}' and '{expected}' in {text:#?}"
    );
}

#[test]
fn the_sound_page_is_understood() {
    let (handbook, problems) = understand(PAGE);
    assert_eq!(problems, []);
    let panel = &handbook.dashboards[0].panels[0];
    assert_eq!((panel.id.as_str(), panel.kind), ("error-rate", Kind::Lines));
    let limits = panel.limits();
    let warning = limits.warning.as_ref().expect("is there");
    assert_eq!(
        (warning.bound, warning.words.as_str()),
        (Bound::Above(0.05), "> 5%")
    );
    assert_eq!(warning.source, "runbooks/dashboards/page.md:15");
}

#[test]
fn mistakes_are_named_with_line_and_expectation() {
    breaks(
        "Error Rate > 5% → WARNING",
        "Error Rate > five → WARNING",
        15,
        "five",
        "NAME > NUMBER",
    );
    breaks(
        "Error Rate > 5% → WARNING",
        "Error Rate > 5% → LOUD",
        15,
        "LOUD",
        "WARNING",
    );
    breaks(
        "Error Rate > 5% → WARNING",
        "Error Rate > 5% WARNING",
        15,
        "Error Rate",
        "→",
    );
    breaks("- shows: lines", "- shows: pie", 23, "pie", "tile");
    breaks(
        "- unit: percent",
        "- unit: furlongs",
        24,
        "furlongs",
        "percent",
    );
    breaks(
        "- unit: percent",
        "- unit: seconds",
        20,
        "Error rate",
        "unit",
    );
    breaks(
        "- measures: Error rate",
        "- measures: Eror rate",
        25,
        "Eror rate",
        "word for word",
    );
    breaks(
        "- limit: Error Rate",
        "- limit: Nothing",
        26,
        "Nothing",
        "thresholds",
    );
    breaks(
        "- samples: `a{$scope}`",
        "- samples: `a`",
        27,
        "a",
        "$scope",
    );
    breaks("- id: error-rate\n", "", 20, "Error rate", "- id: NAME");
    breaks("sum(a{$scope})", "sum(a{$scope}", 30, "(", "closing ')'");
    breaks("sum(a{$scope})", "sum(\n  a{x=\"y\"})", 31, "x=", "$scope");
    breaks("```promql", "```sql", 29, "sum", "promql");
    breaks("order: 1", "order: first", 3, "first", "whole number");
    breaks("title: Page\n", "", 1, "nothing", "title");
    breaks("## Panels", "## Pannels", 1, "nothing", "## Panels");
    breaks(
        "sum(a{$scope})",
        "sum(b{$scope})",
        30,
        "b",
        "runbooks/metrics.md",
    );
    breaks(
        "filters: service",
        "filters: colour",
        6,
        "colour",
        "filters out of",
    );
    breaks(
        "- id: error-rate",
        "- colour: red",
        22,
        "colour",
        "one of the keys",
    );
}

#[test]
fn a_limit_without_panel_and_a_metric_without_panel_are_found() {
    breaks(
        "Error Rate > 5% → WARNING\n",
        "Error Rate > 5% → WARNING\nLag > 1s → WARNING\n",
        16,
        "Lag",
        "- limit: Lag",
    );
    breaks(
        "- Error rate\n",
        "- Error rate\n- Latency\n",
        12,
        "Latency",
        "- measures: Latency",
    );
}

#[test]
fn two_panels_cannot_have_one_id() {
    let panel = PAGE.split("## Panels").nth(1).expect("has panels");
    let (_, problems) = understand(&format!("{PAGE}{panel}"));
    assert!(
        problems
            .iter()
            .any(|problem| problem.expected.contains("no other panel")),
        "{problems:?}"
    );
}

#[test]
fn broken_tables_of_services_are_found() {
    for (text, line, expected) in [
        ("| a | b |\n|---|---|\n| c | d |\n", 1, "header"),
        (
            "| Service | Job | Port | Container |\n|---|---|---|---|\n| a | b | 99999 | c |\n",
            3,
            "port",
        ),
        (
            "| Service | Job | Port | Container |\n|---|---|---|---|\n| a b | b | 1 | c |\n",
            3,
            "name of letters",
        ),
        ("no table\n", 1, "table of services"),
    ] {
        let (_, problems) = read(&[Document {
            file: "runbooks/services.md",
            text,
        }]);
        assert!(
            problems
                .iter()
                .any(|problem| problem.place.line == line && problem.expected.contains(expected)),
            "{text}: {problems:?}"
        );
    }
}

#[test]
fn hostile_documents_give_problems_and_never_a_panic() {
    let long = "| a ".repeat(20_000);
    for text in [
        "",
        "---",
        "---\n",
        "---\n---\n",
        "\u{0}\u{202e}",
        "```",
        "## Panels\n### \n",
        &long,
        "<script>alert(1)</script>",
    ] {
        let (_, problems) = understand(text);
        assert!(
            !problems.is_empty(),
            "{}",
            text.chars().take(20).collect::<String>()
        );
    }
    for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
        let _ = understand(&PAGE[..end]);
    }
}

#[test]
fn the_built_in_handbook_has_the_five_dashboards_in_order() {
    let handbook = embedded::handbook();
    let slugs: Vec<&str> = handbook
        .dashboards
        .iter()
        .map(|page| page.slug.as_str())
        .collect();
    assert_eq!(
        slugs,
        [
            "service-overview",
            "api-gateway",
            "database",
            "event-bus",
            "nodejs"
        ]
    );
    assert_eq!(handbook.services.services.len(), 7);
}

/// The limits of the user's document, as it states them.
#[test]
fn every_threshold_line_of_the_users_document_is_a_limit() {
    let handbook = embedded::handbook();
    let users = include_str!("../fixtures/SRE_Dashboards.md");
    let guide = users
        .split("## Incident Response")
        .next()
        .unwrap_or_default();
    let lines: Vec<&str> = guide
        .lines()
        .filter(|line| line.contains('→') && !line.contains("Grafana"))
        .collect();
    assert_eq!(lines.len(), 27, "the document has this many limits");
    let said: Vec<String> = handbook
        .dashboards
        .iter()
        .flat_map(|page| &page.limits)
        .map(|limit| {
            let bound = match limit.bound {
                Bound::Above(_) => format!(" {}", limit.words),
                Bound::Unavailable => String::new(),
            };
            format!(
                "{}{bound} → {}",
                limit.subject,
                limit.level.word().to_uppercase()
            )
            .replace(['\u{202f}', ' '], "")
        })
        .collect();
    for line in lines {
        let wanted = line.replace(" Total", "").replace(' ', "");
        assert!(said.contains(&wanted), "{line}");
    }
}

#[test]
fn charts_are_found_by_the_alerts_that_they_are_about() {
    let handbook = embedded::handbook();
    let charts = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let charts = handbook.charts(&names, &[]).into_iter();
        charts
            .map(|(slug, panel)| format!("{slug}/{panel}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        charts(&["ConnectionPoolUsage"]),
        ["database/connection-pool-usage"]
    );
    assert_eq!(
        charts(&["EventLoopLag"]),
        ["nodejs/event-loop-lag-by-service"]
    );
    // A tile is no chart.
    assert_eq!(charts(&["DatabaseDown"]), [""; 0]);
    assert_eq!(charts(&[]), [""; 0]);
}

#[test]
fn each_dashboard_has_its_guide() {
    let handbook = embedded::handbook();
    assert_eq!(handbook.guides.len(), handbook.dashboards.len());
    for (guide, dashboard) in handbook.guides.iter().zip(&handbook.dashboards) {
        assert_eq!(guide.path, format!("/dashboards/{}", dashboard.slug));
        let text = guide.text();
        assert!(
            text.contains("Purpose:") && !text.contains("promql") && !text.contains("id: "),
            "{text}"
        );
    }
}
