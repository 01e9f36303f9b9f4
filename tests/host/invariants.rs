//! What must hold of the handbook's parsers for any text at all. The fuzz target includes this file as it is.

use sre_portal::{
    domain::{
        command::{Entry, Item},
        search::Index,
    },
    handbook::{
        Document, check, entries,
        own::{self, Brought},
        problem::Problem,
        read,
        render::Part,
    },
    manifest,
};

/// Names that decide how a document is understood.
const FILES: [&str; 8] = [
    "runbooks/RB-009.md",
    "runbooks/page.md",
    "runbooks/index.md",
    "runbooks/escalation.md",
    "runbooks/services.md",
    "runbooks/metrics.md",
    "runbooks/blanks.md",
    "runbooks/dashboards/page.md",
];

/// Small ones, since they are read with every text.
const BLANKS: &str =
    "| Blank | Type | Filled From |\n|---|---|---|\n| PORT | port | port |\n| PID | integer | |\n";
const HARM: &str = "| Command | Harm |\n|---|---|\n| docker restart | ends what is in flight |\n| kill | ends it |\n";

/// Panics when something does not hold of a text.
pub fn hold(text: &str) {
    for file in FILES {
        let mut documents = vec![
            Document { file, text },
            Document {
                file: "runbooks/harm.md",
                text: HARM,
            },
        ];
        if file != "runbooks/blanks.md" {
            documents.push(Document {
                file: "runbooks/blanks.md",
                text: BLANKS,
            });
        }
        let (handbook, problems) = read(&documents);
        let found = check::check(&handbook, &[]);
        for problem in problems
            .iter()
            .chain(&found)
            .filter(|problem| problem.file == file)
        {
            place_lies_in(text, problem);
        }
        for page in handbook.pages.iter().filter(|page| page.file == file) {
            for part in page.sections.iter().flat_map(|section| &section.parts) {
                match part {
                    Part::Html(html) => is_safe(html),
                    Part::Commands(entries) => entries.iter().for_each(commands),
                }
            }
        }
        let index = Index::new(entries::entries(&handbook));
        let query: String = text.chars().take(40).collect();
        for hit in index.search(&query, 10) {
            for range in hit.title {
                assert!(
                    hit.entry
                        .title
                        .get(range)
                        .is_some_and(|marked| !marked.is_empty())
                );
            }
            for range in hit.context {
                assert!(
                    hit.entry
                        .context
                        .get(range)
                        .is_some_and(|marked| !marked.is_empty())
                );
            }
        }
    }
    let _ = manifest::read(text);
    let brought = Brought {
        file: "RB-009.md".to_owned(),
        text: text.to_owned(),
    };
    let _ = own::merge(&[], &[brought]);
}

fn place_lies_in(text: &str, problem: &Problem) {
    let lines: Vec<&str> = text.split('\n').collect();
    let line = lines.get(problem.place.line.wrapping_sub(1));
    let line = line.unwrap_or_else(|| panic!("{problem}: no such line"));
    let columns = 1..=line.chars().count() + 1;
    assert!(
        columns.contains(&problem.place.column),
        "{problem}: no such column"
    );
}

/// What is copied never holds a value that was not checked.
fn commands(entry: &Entry) {
    let Entry::Step(step) = entry else {
        return;
    };
    for item in &step.items {
        if let Item::Run(command) = item {
            assert!(!command.template().is_empty());
            let hostile = command.fill(|_| Some("$(x)"));
            assert_eq!(hostile.is_ok(), command.blanks().is_empty());
            assert!(command.fill(|_| Some("1234")).is_ok());
        }
    }
}

/// Every '<' is a tag that the renderer writes, with attributes that it writes.
fn is_safe(html: &str) {
    const TAGS: [&str; 27] = [
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "code",
        "del",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "input",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ];
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "a '>' outside of a tag: {before}");
        let (tag, after) = after
            .split_once('>')
            .unwrap_or_else(|| panic!("an open tag: {after}"));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            TAGS.contains(&name.trim_start_matches('/')),
            "the tag <{tag}>"
        );
        attribute(attributes, tag);
        rest = after;
    }
    assert!(!rest.contains('>'), "a '>' outside of a tag: {rest}");
}

fn attribute(mut attributes: &str, tag: &str) {
    while !attributes.is_empty() {
        let end = attributes.find([' ', '=']).unwrap_or(attributes.len());
        let (name, rest) = attributes.split_at(end);
        let Some(value) = rest.strip_prefix("=\"") else {
            assert!(
                ["download", "disabled", "checked"].contains(&name),
                "'{name}' in <{tag}>"
            );
            attributes = rest.trim_start();
            continue;
        };
        let (value, rest) = value
            .split_once('"')
            .unwrap_or_else(|| panic!("an open quote in <{tag}>"));
        match name {
            "href" => {
                let small = value.to_ascii_lowercase();
                let safe = ["http:", "https:", "mailto:"]
                    .iter()
                    .any(|scheme| small.starts_with(scheme));
                let own =
                    value.starts_with('/') && !value.starts_with("//") && !value.contains('\\');
                assert!(safe || own, "<{tag}>");
            }
            "class" | "id" | "rel" | "start" | "type" => {}
            _ => panic!("'{name}' in <{tag}>"),
        }
        attributes = rest.trim_start();
    }
}
