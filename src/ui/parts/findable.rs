//! All that the search finds beside the documents themselves: rules, people, and what the portal does. Knows no ranking.

use crate::{
    domain::{
        duration,
        rule::Rule,
        search::{Entry, Kind},
    },
    handbook::entries::entries,
    ui::portal::Portal,
    watch::template::named,
};
use leptos::prelude::WithValue;

/// What the portal does when its name is chosen.
const ACTIONS: [(&str, &str, &str); 7] = [
    (
        "Declare an incident",
        "opens the form; nothing is declared before you press its button",
        "declare",
    ),
    ("Refresh now", "asks Prometheus at once", "refresh"),
    ("Pause the refresh or go on", "charts stand still", "pause"),
    ("Switch the theme", "dark or light", "theme"),
    ("Change the zone", "configured, UTC, this browser's", "zone"),
    (
        "Copy link",
        "of the page with its range and filters",
        "link",
    ),
    ("Show the keys", "what single keys do", "keys"),
];

/// All that can be found: the handbook, its people, and what the portal does.
pub fn everything(portal: Portal) -> Vec<Entry> {
    let mut all = portal.handbook.with_value(|handbook| {
        let mut all = entries(handbook);
        let specialists = handbook.escalation.specialists.iter();
        all.extend(specialists.map(|one| Entry {
            kind: Kind::Contact,
            title: one.contact.clone(),
            context: format!("{}: {}", one.area, one.when),
            body: String::new(),
            target: "/escalation#specialist-contacts".to_owned(),
        }));
        all
    });
    all.extend(
        portal
            .rules
            .with_value(|rules| rules.iter().map(alert).collect::<Vec<_>>()),
    );
    let duties = portal.config.with_value(|config| config.roster.clone());
    let people = duties
        .iter()
        .flat_map(|duty| [&duty.primary, &duty.secondary]);
    let mut people: Vec<&String> = people.filter(|name| !name.is_empty()).collect();
    people.sort_unstable();
    people.dedup();
    all.extend(people.into_iter().map(|name| Entry {
        kind: Kind::Contact,
        title: name.clone(),
        context: "in the roster".to_owned(),
        body: "on call".to_owned(),
        target: "/on-call".to_owned(),
    }));
    all.extend(ACTIONS.iter().map(|(title, context, target)| Entry {
        kind: Kind::Action,
        title: (*title).to_owned(),
        context: (*context).to_owned(),
        body: String::new(),
        target: (*target).to_owned(),
    }));
    all
}

/// What a rule is found by.
fn alert(rule: &Rule) -> Entry {
    let held = match rule.hold {
        0 => String::new(),
        hold => format!(", for {}", duration::words(hold)),
    };
    let summary = named(rule.annotations.get("summary").unwrap_or_default());
    Entry {
        kind: Kind::Alert,
        title: rule.name.clone(),
        context: format!("{summary}, {}{held}", rule.severity()),
        body: rule
            .annotations
            .get("runbook")
            .unwrap_or_default()
            .to_owned(),
        target: format!("/rules#{}", rule.name),
    }
}
