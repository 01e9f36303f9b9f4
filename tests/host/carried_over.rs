//! The user's own document is whole: each of its lines stands in the rendered text of a page that is named here.

use sre_portal::embedded;
use std::{collections::BTreeMap, fs, path::Path};

const USERS: &str = include_str!("../fixtures/SRE_Dashboards.md");

/// The last line of a part of the user's document, and the documents that its lines must stand in.
const PARTS: &[(usize, &[&str])] = &[
    (16, &["index.md"]),
    (18, &["index.md"]),
    (45, &["dashboards/service-overview.md"]),
    (65, &["dashboards/api-gateway.md"]),
    (85, &["dashboards/database.md"]),
    (106, &["dashboards/event-bus.md"]),
    (129, &["dashboards/nodejs.md"]),
    (233, &["incident-response.md"]),
    (236, &["index.md"]),
    (281, &["RB-001.md"]),
    (326, &["RB-002.md"]),
    (374, &["RB-003.md"]),
    (422, &["RB-004.md"]),
    (471, &["RB-005.md"]),
    (524, &["RB-006.md"]),
    (570, &["RB-007.md"]),
    (573, &["index.md"]),
    (668, &["alerts.yml"]),
    (703, &["on-call.md"]),
    (736, &["escalation.md"]),
    (804, &["commands.md"]),
    (822, &["contacts.md"]),
    (826, &["index.md"]),
];

#[test]
fn every_line_of_the_users_document_is_on_its_page() {
    let mut texts = BTreeMap::new();
    let mut missing = Vec::new();
    let mut fence = false;
    let mut looked_for = 0;
    for (number, line) in (1..).zip(USERS.lines()) {
        let is_fence = line.starts_with("```");
        fence ^= is_fence;
        let wanted = if fence { code(line) } else { prose(line) };
        // Rules, fences, borders of tables and boxes hold no words.
        if is_fence || !wanted.contains(char::is_alphanumeric) {
            continue;
        }
        let (_, files) = PARTS
            .iter()
            .find(|(last, _)| number <= *last)
            .expect("the parts reach to the end");
        for file in *files {
            let page = texts.entry(*file).or_insert_with(|| rendered(file));
            let lines = page
                .as_ref()
                .unwrap_or_else(|| panic!("there is no {file}"));
            looked_for += 1;
            // What stood in a box of the workflow may share its line, and a label may have become a heading.
            let boxed = line.starts_with('│');
            let stands = |have: &String| {
                let have = have.strip_suffix(':').unwrap_or(have);
                let wanted = wanted.strip_suffix(':').unwrap_or(&wanted);
                have == wanted || (boxed && have.contains(wanted))
            };
            if !lines.iter().any(stands) {
                missing.push(format!("{number}: '{wanted}' is not on the page of {file}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(looked_for > 400, "only {looked_for} lines were looked for");
}

/// The lines that a reader of a document sees; `None` when it is not there.
fn rendered(file: &str) -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("runbooks")
        .join(file);
    let text = fs::read_to_string(path).ok()?;
    if file.ends_with(".yml") {
        return Some(text.lines().map(code).collect());
    }
    let file = format!("runbooks/{file}");
    let handbook = embedded::handbook();
    let mut pages = handbook.pages.iter().chain(&handbook.guides);
    let shown = pages.find(|page| page.file == file)?.text();
    Some(
        shown
            .lines()
            .map(|line| numberless(line.trim()).to_owned())
            .collect(),
    )
}

/// A line within a code block: the sign of a comment and the sides of a box are not words.
fn code(line: &str) -> String {
    let line = line
        .trim()
        .trim_matches('│')
        .trim()
        .trim_start_matches("- ");
    let line = line.strip_prefix('#').unwrap_or(line).trim();
    numberless(line).to_owned()
}

/// A line of prose, without the signs of Markdown.
fn prose(line: &str) -> String {
    let line = line.trim().trim_start_matches('#').trim();
    if line.starts_with('|') {
        let cells = line.trim_matches('|').split('|').map(str::trim);
        return cells.collect::<Vec<_>>().join(" ");
    }
    let line = numberless(line.strip_prefix("- ").unwrap_or(line));
    let line = match line
        .strip_prefix('[')
        .and_then(|link| link.split_once("]("))
    {
        Some((text, _)) => text,
        None => line,
    };
    line.replace("**", "")
}

/// Without the number of a list, which the reader's list has by itself.
fn numberless(line: &str) -> &str {
    match line.split_once(". ") {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => line,
    }
}
