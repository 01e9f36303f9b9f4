//! A result of the search as the list shows it, with what is known of it at the moment. Knows no ranking.

use super::symbol::symbol;
use crate::{
    domain::{
        command::{self, Command, Item, prefilled},
        labels::Labels,
        panel,
        search::{Entry, Hit, Kind},
    },
    handbook::render::Part,
    prometheus::rules::{Health, RuleState},
    ui::{
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
    watch::{alarm::Standing, face::of_panel, panel::standing, words::state_words},
};
use leptos::{ev, prelude::*};
use std::{ops::Range, sync::Arc};

/// A result.
#[derive(Clone, PartialEq)]
pub struct Row {
    /// What was found.
    pub entry: Entry,
    title: Vec<Range<usize>>,
    context: Vec<Range<usize>>,
}

impl From<Hit<'_>> for Row {
    fn from(hit: Hit<'_>) -> Self {
        Self {
            entry: hit.entry.clone(),
            title: hit.title,
            context: hit.context,
        }
    }
}

/// The row at a place of the list; `open` opens it, here or in another tab. How things stand is looked up once the list has
/// `settled`: the results themselves wait for nothing.
pub fn shown(
    place: usize,
    row: Row,
    chosen: RwSignal<usize>,
    settled: Memo<bool>,
    open: impl Fn(usize, bool) + Copy + 'static,
) -> AnyView {
    let portal = Portal::use_here();
    let (icon, word) = face(row.entry.kind);
    let is_chosen = move || chosen.get() == place;
    let entry = StoredValue::new(row.entry.clone());
    let key = move || {
        is_chosen().then(|| match entry.with_value(|entry| copied(portal, entry)) {
            Some(_) => view! { <kbd>"Ctrl C"</kbd> },
            None => view! { <kbd>"Enter"</kbd> },
        })
    };
    let state = Memo::new(move |_| {
        let known = || entry.with_value(|entry| state(portal, entry));
        settled.get().then(known).flatten()
    });
    let state = move || {
        state.with(|state| {
            state
                .as_ref()
                .map(|(icon, words)| view! { {symbol(icon)}{words.clone()} })
        })
    };
    view! {
        <li id=format!("found-{place}") role="option" class:chosen=is_chosen aria-selected=move || if is_chosen() { "true" } else { "false" }
            on:click=move |event: ev::MouseEvent| open(place, event.ctrl_key() || event.meta_key())
            on:mousemove=move |_| if chosen.get_untracked() != place { chosen.set(place) }>
            {symbol(icon)}
            <span class="found-words"><strong>{marked(&row.entry.title, &row.title)}</strong><span>{marked(&row.entry.context, &row.context)}</span></span>
            <span class="found-state">{state}</span>
            <span class="found-kind">{word}</span>
            <span class="found-key">{key}</span>
        </li>
    }
    .into_any()
}

/// The text of a command that may be copied from the list: one without blanks that harms nothing.
pub fn copied(portal: Portal, entry: &Entry) -> Option<String> {
    let command = command(portal, entry)?;
    let plain = command.harm.is_none() && command.blanks().is_empty();
    plain.then(|| command.template())
}

fn command(portal: Portal, entry: &Entry) -> Option<Command> {
    if entry.kind != Kind::Command {
        return None;
    }
    portal.handbook.with_value(|handbook| {
        let path = entry.target.split('#').next()?;
        let page = handbook.pages.iter().find(|page| page.path == path)?;
        let parts = page.sections.iter().flat_map(|section| &section.parts);
        let lines = parts.flat_map(|part| match part {
            Part::Commands(lines) => lines.as_slice(),
            Part::Html(_) => &[],
        });
        let items = lines.flat_map(|line| match line {
            command::Entry::Step(step) => step.items.as_slice(),
            command::Entry::Condition(_) => &[],
        });
        let mut commands = items.filter_map(|item| match item {
            Item::Run(command) => Some(command),
            _ => None,
        });
        let same = |command: &&Command| command.template() == entry.context;
        commands.find(same).cloned()
    })
}

/// What is known of it now: a symbol and words.
fn state(portal: Portal, entry: &Entry) -> Option<(&'static str, String)> {
    match entry.kind {
        Kind::Alert => Some(alert(portal, &entry.title)),
        Kind::Dashboard => {
            let slug = entry.target.strip_prefix("/dashboards/")?;
            let place = portal.handbook.with_value(|handbook| {
                let mut all = handbook.dashboards.iter();
                all.position(|dashboard| dashboard.slug == slug)
            })?;
            let status = portal.status(place)?;
            Some((status.slug(), status.word().to_owned()))
        }
        Kind::Panel => panel(portal, entry),
        Kind::Command => {
            let command = command(portal, entry)?;
            // Some are filled wherever the command is opened: the table of services says what stands there.
            let blanks: Vec<_> = command.blanks().into_iter().cloned().collect();
            let known = portal
                .handbook
                .with_value(|book| prefilled(&blanks, &Labels::default(), &book.services).len());
            match (blanks.len() - known, command.harm) {
                (0, None) => None,
                (0, Some(harm)) => Some(("warning", harm)),
                (1, _) => Some(("cannot-say", "1 blank to fill".to_owned())),
                (count, _) => Some(("cannot-say", format!("{count} blanks to fill"))),
            }
        }
        _ => None,
    }
}

fn panel(portal: Portal, entry: &Entry) -> Option<(&'static str, String)> {
    let rest = entry.target.strip_prefix("/dashboards/")?;
    let (slug, id) = rest.split_once("?panel=")?;
    let (index, place, unit) = portal.handbook.with_value(|handbook| {
        let mut all = handbook.dashboards.iter().enumerate();
        let (index, dashboard) = all.find(|(_, dashboard)| dashboard.slug == slug)?;
        let mut panels = dashboard.panels.iter().enumerate();
        let (place, panel) = panels.find(|(_, panel)| panel.id == id)?;
        // How many are up stands in the words already.
        let unit = (panel.kind != panel::Kind::Presence).then(|| panel.unit());
        Some((index, place, unit))
    })?;
    let readings = portal.board.readings(index)?;
    let readings = readings.read();
    let reading = readings.get(place)?;
    let stands = standing(reading, None, portal.pace(), portal.clock.now.get());
    let verdict = reading.answer().map(|judged| &judged.verdict);
    let words = state_words(&stands, verdict);
    let value = verdict
        .filter(|_| stands.trouble.is_none())
        .and_then(|verdict| verdict.value);
    let words = match (value, unit) {
        (Some(value), Some(unit)) => format!("{}, {words}", unit.write(value).joined()),
        _ => words,
    };
    Some((of_panel(stands.state, stands.status), words))
}

/// Silence is told as such only where the server said so lately, of a rule that it evaluates.
fn alert(portal: Portal, name: &str) -> (&'static str, String) {
    let alarms = portal.alarms;
    let worst = alarms.board.with(|board| {
        let all = board.alarms.iter().map(Arc::as_ref);
        let all = all.chain(&board.watchdog);
        let named = all.filter(|alarm| alarm.name == name);
        named.map(|alarm| alarm.standing).min()
    });
    match worst {
        Some(Standing::Firing) => return ("critical", "firing".to_owned()),
        Some(Standing::Pending) => return ("pending", "pending".to_owned()),
        Some(other) => return ("silenced", other.word().to_owned()),
        None => {}
    }
    let now = portal.clock.now.get();
    let rules = alarms.rules.read();
    let lately = rules.good.as_ref().filter(|_| rules.trouble.is_none());
    let lately = lately.filter(|(_, at)| portal.pace().may_judge(now.since(*at)));
    let quiet = lately.is_some_and(|(answer, _)| {
        let mut named = answer.data.iter().filter(|one| one.rule.name == name);
        named.any(|one| one.state == RuleState::Inactive && one.health == Health::Ok)
    });
    match quiet {
        // No praise: a rule whose series are gone does not fire either.
        true => ("none", "not firing".to_owned()),
        false => ("cannot-say", "cannot say".to_owned()),
    }
}

/// A text with what matches marked. Ranges come from the index and lie within it.
fn marked(text: &str, ranges: &[Range<usize>]) -> AnyView {
    let mut parts = Vec::new();
    let mut at = 0;
    for range in ranges {
        if let (Some(before), Some(hit)) = (text.get(at..range.start), text.get(range.clone())) {
            parts.push(before.to_owned().into_any());
            parts.push(view! { <mark>{hit.to_owned()}</mark> }.into_any());
            at = range.end;
        }
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    parts.collect_view().into_any()
}

fn face(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Runbook => ("book", "Runbook"),
        Kind::Section => ("book", "Section"),
        Kind::Page => ("page", "Page"),
        Kind::Command => ("command", "Command"),
        Kind::Dashboard => ("overview", "Dashboard"),
        Kind::Panel => ("chart", "Panel"),
        Kind::Alert => ("bell", "Alert"),
        Kind::Contact => ("people", "Contact"),
        Kind::Action => ("play", "Action"),
    }
}
