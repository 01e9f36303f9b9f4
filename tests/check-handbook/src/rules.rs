//! The rules beside a handbook: `rules.json`, a saved answer of /api/v1/rules, or else `alerts.yml`. Must not know what
//! is compared with them.

use serde_json::Value;
use sre_portal::handbook::check::Rule;
use std::{fs, io, path::Path};

/// The rules of a folder, and what is wrong with their file; no rules when there is no such file.
pub fn read(folder: &Path) -> io::Result<(Vec<Rule>, Vec<String>)> {
    for (name, parse) in [
        (
            "rules.json",
            json as fn(&str, &str) -> Result<Vec<Rule>, String>,
        ),
        ("alerts.yml", yaml),
    ] {
        let path = folder.join(name);
        if path.is_file() {
            let file = path.display().to_string();
            return Ok(match parse(&file, &fs::read_to_string(&path)?) {
                Ok(rules) if rules.is_empty() => (
                    rules,
                    vec![format!("{file}: no alerting rule, expected at least one")],
                ),
                Ok(rules) => (rules, Vec::new()),
                Err(error) => (Vec::new(), vec![format!("{file}: {error}")]),
            });
        }
    }
    Ok((
        Vec::new(),
        vec![format!(
            "{}: no rules.json and no alerts.yml, so rules were not compared",
            folder.display()
        )],
    ))
}

fn json(file: &str, text: &str) -> Result<Vec<Rule>, String> {
    let answer: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let groups = answer.pointer("/data/groups").and_then(Value::as_array);
    let groups =
        groups.ok_or("found no 'data.groups', expected a saved answer of /api/v1/rules")?;
    let rules = groups
        .iter()
        .filter_map(|group| group.get("rules")?.as_array())
        .flatten();
    let alerts = rules.filter(|rule| rule.get("type").is_none_or(|kind| kind == "alerting"));
    Ok(alerts
        .map(|rule| {
            let text = |path: &str| {
                rule.pointer(path)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            let runbook = text("/annotations/runbook");
            Rule {
                name: text("/name"),
                expr: text("/query"),
                severity: text("/labels/severity"),
                runbook: if runbook.is_empty() {
                    text("/annotations/runbook_url")
                } else {
                    runbook
                },
                file: file.to_owned(),
                line: 1,
            }
        })
        .collect())
}

/// The plain form of a rule file: a key a line, and expressions on the line or indented below `|`. promtool checks the
/// rest.
fn yaml(file: &str, text: &str) -> Result<Vec<Rule>, String> {
    let mut rules: Vec<Rule> = Vec::new();
    // The indentation of an expression's key, while its lines follow.
    let mut expression = None;
    for (number, line) in (1..).zip(text.lines()) {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("- alert:") {
            expression = None;
            rules.push(Rule {
                name: plain(name),
                file: file.to_owned(),
                line: number,
                ..Rule::default()
            });
            continue;
        }
        let Some(rule) = rules.last_mut() else {
            continue;
        };
        if expression.is_some_and(|key| indent > key) {
            rule.expr.push_str(line);
            rule.expr.push(' ');
            continue;
        }
        expression = None;
        match line.split_once(':') {
            Some(("expr", rest)) if rest.trim().starts_with(['|', '>']) => {
                expression = Some(indent);
            }
            Some(("expr", rest)) => rule.expr = plain(rest),
            Some(("severity", rest)) => rule.severity = plain(rest),
            Some(("runbook" | "runbook_url", rest)) => rule.runbook = plain(rest),
            _ => {}
        }
    }
    Ok(rules)
}

fn plain(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}
