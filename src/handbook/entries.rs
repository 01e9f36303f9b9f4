//! What of the handbook can be found: runbooks, their sections and commands, other pages, dashboards, panels, contacts.
//! Knows no alerts, people or actions; whoever has them adds them.

use super::{Handbook, page::Page, render::Part};
use crate::domain::{
    command::{Entry as Line, Item},
    search::{Entry, Kind},
};

/// All entries of a handbook, in its order.
pub fn entries(handbook: &Handbook) -> Vec<Entry> {
    let mut entries = Vec::new();
    for page in &handbook.pages {
        entries.push(of_page(page));
        sections(page, &mut entries);
        if page.id == "contacts" {
            contacts(page, &mut entries);
        }
    }
    for dashboard in &handbook.dashboards {
        let path = format!("/dashboards/{}", dashboard.slug);
        entries.push(Entry {
            kind: Kind::Dashboard,
            title: dashboard.title.clone(),
            context: dashboard.line.clone(),
            body: dashboard.key_metrics.join(". "),
            target: path.clone(),
        });
        for panel in &dashboard.panels {
            entries.push(Entry {
                kind: Kind::Panel,
                title: panel.title.clone(),
                context: dashboard.title.clone(),
                body: panel
                    .measures
                    .iter()
                    .chain(&panel.alerts)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(". "),
                target: format!("{path}?panel={}", panel.id),
            });
        }
    }
    entries
}

fn of_page(page: &Page) -> Entry {
    let steps = page.steps().count();
    let blanks = page.blanks().len();
    let (kind, title) = match page.is_runbook() {
        true => (Kind::Runbook, format!("{} {}", page.id, page.title)),
        false => (Kind::Page, page.title.clone()),
    };
    Entry {
        kind,
        title,
        context: match (page.is_runbook(), &page.owner) {
            (true, _) => format!("{steps} steps, {blanks} blanks"),
            (false, Some(owner)) => format!("Owner: {owner}"),
            (false, None) => String::new(),
        },
        // `rb003` and `rb3`, as they are typed in a hurry.
        body: match page.id.strip_prefix("RB-") {
            Some(number) => format!(
                "rb{number} rb{} {}",
                number.trim_start_matches('0'),
                page.area.as_deref().unwrap_or_default()
            ),
            None => page.id.clone(),
        },
        target: page.path.clone(),
    }
}

fn sections(page: &Page, entries: &mut Vec<Entry>) {
    let (kind, parent) = match page.is_runbook() {
        true => (Kind::Section, format!("{} {}", page.id, page.title)),
        false => (Kind::Page, page.title.clone()),
    };
    for section in page.sections.iter().filter(|section| section.level > 1) {
        let target = format!("{}#{}", page.path, section.anchor);
        entries.push(Entry {
            kind,
            title: section.title.clone(),
            context: parent.clone(),
            body: section.text(),
            target: target.clone(),
        });
        for part in &section.parts {
            if let Part::Commands(lines) = part {
                commands(
                    lines,
                    &format!("{parent}, {}", section.title),
                    &target,
                    entries,
                );
            }
        }
    }
}

/// A command is found by what it is for, and by itself.
fn commands(lines: &[Line], parent: &str, target: &str, entries: &mut Vec<Entry>) {
    for line in lines {
        let Line::Step(step) = line else {
            continue;
        };
        for item in &step.items {
            if let Item::Run(command) = item {
                let template = command.template();
                let title = if step.title.is_empty() {
                    &template
                } else {
                    &step.title
                };
                entries.push(Entry {
                    kind: Kind::Command,
                    title: title.clone(),
                    context: template.clone(),
                    body: parent.to_owned(),
                    target: target.to_owned(),
                });
            }
        }
    }
}

/// The lines `NAME: WAY` below the contacts' headings.
fn contacts(page: &Page, entries: &mut Vec<Entry>) {
    for section in page.sections.iter().filter(|section| section.level > 1) {
        for line in section.text().lines() {
            if let Some((name, way)) = line.split_once(": ") {
                entries.push(Entry {
                    kind: Kind::Contact,
                    title: name.to_owned(),
                    context: way.to_owned(),
                    body: section.title.clone(),
                    target: format!("{}#{}", page.path, section.anchor),
                });
            }
        }
    }
}
