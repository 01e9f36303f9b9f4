//! A document of the handbook as a page: who owns it, when it was reviewed, what it says. Knows no present moment.

use super::{
    Document,
    commands::Reader,
    front_matter::FrontMatter,
    html,
    links::{path, stem},
    problem::{Place, Problem},
    references::Places,
    render::{self, Anchors, Link, Part, Section},
};
use crate::domain::command::{Blank, Entry, Harm, Item, Reference, Step};
use jiff::civil::Date;

/// A document that people read.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its name: `RB-003`, `commands`.
    pub id: String,
    /// Its title, without its id.
    pub title: String,
    /// The specialists' area; a runbook has one.
    pub area: Option<String>,
    /// Who keeps it.
    pub owner: Option<String>,
    /// The day of its last review.
    pub reviewed: Option<Date>,
    /// The path of its page in the portal.
    pub path: String,
    /// The document.
    pub file: String,
    /// What it says.
    pub sections: Vec<Section>,
    /// Its links.
    pub links: Vec<Link>,
}

/// What pages are understood by.
pub struct Context<'a> {
    /// The words that are blanks.
    pub blanks: &'a [Blank],
    /// The commands that harm.
    pub harms: &'a [Harm],
    /// The areas of the specialists; empty where there is no table of them.
    pub areas: &'a [String],
    /// Where sentences may lead.
    pub places: &'a Places<'a>,
}

impl Page {
    /// Whether it is a runbook, `RB-001`: a numbered page to work from.
    pub fn is_runbook(&self) -> bool {
        is_runbook(&self.id)
    }

    /// All steps in their order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        let parts = self.sections.iter().flat_map(|section| &section.parts);
        let entries = parts.flat_map(|part| match part {
            Part::Commands(entries) => entries.as_slice(),
            Part::Html(_) => &[],
        });
        entries.filter_map(|entry| match entry {
            Entry::Step(step) => Some(step),
            Entry::Condition(_) => None,
        })
    }

    /// The blanks of its commands, each once, in the order in which they are met.
    pub fn blanks(&self) -> Vec<&Blank> {
        let mut blanks: Vec<&Blank> = Vec::new();
        for item in self.steps().flat_map(|step| &step.items) {
            if let Item::Run(command) = item {
                let new: Vec<&Blank> = command
                    .blanks()
                    .into_iter()
                    .filter(|blank| !blanks.contains(blank))
                    .collect();
                blanks.extend(new);
            }
        }
        blanks
    }

    /// Where its steps say to look.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        let items = self.steps().flat_map(|step| &step.items);
        items.filter_map(|item| match item {
            Item::Look { at, .. } => Some(at),
            _ => None,
        })
    }

    /// What a reader sees, a line or block each.
    pub fn text(&self) -> String {
        let sections = self
            .sections
            .iter()
            .map(|section| format!("{}\n{}", section.title, section.text()));
        sections.collect::<Vec<_>>().join("\n")
    }
}

impl Section {
    /// What a reader sees below the heading.
    pub fn text(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Html(html) => html::text(html),
            Part::Commands(entries) => entries
                .iter()
                .map(Entry::text)
                .collect::<Vec<_>>()
                .join("\n"),
        });
        parts.collect::<Vec<_>>().join("\n")
    }
}

fn is_runbook(id: &str) -> bool {
    id.strip_prefix("RB-").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Understands a document.
pub fn read(document: Document<'_>, context: &Context<'_>, problems: &mut Vec<Problem>) -> Page {
    let file = document.file;
    let id = stem(file);
    let front = FrontMatter::read(document, problems);
    if is_runbook(id) {
        for key in ["title", "area", "owner", "reviewed"] {
            front.required(key, problems);
        }
    }
    let text = |key| front.optional(key).map(|(value, _)| value.to_owned());
    if let Some((area, place)) = front.optional("area")
        && !context.areas.is_empty()
        && !context.areas.iter().any(|known| known == area)
    {
        let expected = format!("an area of the specialists: {}", context.areas.join(", "));
        problems.push(Problem::new(file, place, area, &expected));
    }
    let reviewed = front.optional("reviewed").and_then(|(value, place)| {
        let date = date(value);
        if date.is_none() {
            problems.push(Problem::new(
                file,
                place,
                value,
                "a date such as 2026-10-05",
            ));
        }
        date
    });
    let mut reader = Reader {
        file,
        id,
        blanks: context.blanks,
        harms: context.harms,
        places: context.places,
        ids: Anchors::default(),
        problems: Vec::new(),
    };
    let rendered = render::read(document, front.body_offset(), problems, &mut |fence| {
        reader.read(fence)
    });
    problems.append(&mut reader.problems);
    let heading = rendered.sections.iter().find(|section| section.level == 1);
    let title = text("title").or_else(|| heading.map(|section| section.title.clone()));
    if let (Some(title), Some(heading)) = (&title, heading) {
        check_heading(file, id, title, heading, problems);
    }
    Page {
        id: id.to_owned(),
        title: title.unwrap_or_else(|| id.to_owned()),
        area: text("area"),
        owner: text("owner"),
        reviewed,
        path: path(file),
        file: file.to_owned(),
        sections: rendered.sections,
        links: rendered.links,
    }
}

/// `2026-10-05` and nothing else that jiff would read.
fn date(text: &str) -> Option<Date> {
    (text.len() == "2026-10-05".len())
        .then(|| text.parse().ok())
        .flatten()
}

/// The heading of a runbook names its id and title: a copied file that keeps the old ones would mislead.
fn check_heading(
    file: &str,
    id: &str,
    title: &str,
    heading: &Section,
    problems: &mut Vec<Problem>,
) {
    let expected = format!("{id}: {title}");
    if is_runbook(id) && heading.title != expected {
        let Section { place, title, .. } = heading;
        problems.push(Problem::new(
            file,
            *place,
            title,
            &format!("the heading '# {expected}'"),
        ));
    }
}

/// Months between two reviews, as the index says; `None` when it does not.
pub fn review_months(index: &Page, problems: &mut Vec<Problem>) -> Option<i32> {
    const LABEL: &str = "Review Frequency:";
    let text = index.text();
    let words = text
        .lines()
        .find_map(|line| line.strip_prefix(LABEL))
        .unwrap_or_default()
        .trim();
    let months = crate::domain::review::months(words);
    if months.is_none() {
        let expected =
            format!("'**{LABEL}** Monthly', 'Quarterly' or 'Yearly', and more words where wanted");
        let found = if words.is_empty() { "nothing" } else { words };
        problems.push(Problem::new(
            &index.file,
            Place { line: 1, column: 1 },
            found,
            &expected,
        ));
    }
    months
}
