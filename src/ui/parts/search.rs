//! What the search of everything finds: on this machine at each key stroke, opened by Enter. Knows no ranking.

use super::{
    findable::everything,
    found::{Row, copied, shown},
    palette::{Field, Results},
    time_controls::{next_zone, pause},
};
use crate::{
    domain::search::{Entry, Index, Kind},
    float,
    ui::{
        browser,
        keys::SHEET,
        output,
        portal::Portal,
        reactive::{Memo, RwSignal, effect, signal},
    },
};
use leptos::{ev, prelude::*, task::spawn_local};

/// So many results are looked at; the list scrolls.
const MOST: usize = 24;

/// The kinds that can be chosen, with the sign that does the same when it is typed.
const GROUPS: [(&str, &str, &[Kind]); 7] = [
    ("Runbooks", "book", &[Kind::Runbook, Kind::Section]),
    ("Alerts", "bell", &[Kind::Alert]),
    ("Dashboards", "chart", &[Kind::Dashboard, Kind::Panel]),
    ("Commands", "command", &[Kind::Command]),
    ("Contacts", "people", &[Kind::Contact]),
    ("Pages", "page", &[Kind::Page]),
    ("Actions", "play", &[Kind::Action]),
];

/// What was found for what the field holds.
#[component]
pub fn Search(field: Field) -> impl IntoView {
    let portal = Portal::use_here();
    let query = field.query;
    let index = StoredValue::new(Index::new(everything(portal)));
    let group = RwSignal::new(None::<usize>);
    let chosen = RwSignal::new(0_usize);
    effect(move |_| {
        if !portal.palette.get() {
            query.set(String::new());
            group.set(None);
        }
    });
    let found = Memo::new(move |_| {
        let asked = browser::elapsed();
        let rows = query.with(|query| {
            index.with_value(|index| {
                let hits = index.search(query, MOST).into_iter();
                hits.map(Row::from).collect::<Vec<_>>()
            })
        });
        (rows, browser::elapsed() - asked)
    });
    let of_group = move |row: &Row| match group.get().and_then(|place| GROUPS.get(place)) {
        Some((_, _, kinds)) => kinds.contains(&row.entry.kind),
        None => true,
    };
    let rows = Memo::new(move |_| {
        found.with(|(rows, _)| {
            rows.iter()
                .filter(|row| of_group(row))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    // The query whose results have been on the screen for a frame.
    let seen = RwSignal::new(String::new());
    let settled = Memo::new(move |_| seen.with(|seen| query.with(|query| seen == query)));
    effect(move |_| {
        rows.track();
        chosen.set(0);
    });
    effect(move |_| {
        let asked = query.get();
        request_animation_frame(move || {
            seen.set(asked);
        });
    });
    let open = move |place: usize, beside: bool| {
        if let Some(row) = rows.with_untracked(|rows| rows.get(place).cloned()) {
            // Now, not by the effect: it gives the focus back, which then moves on.
            browser::close_dialog(".palette");
            run(portal, &row.entry, beside);
        }
    };
    let (said, set_said) = signal(None::<&'static str>);
    // With a part of the query selected, the browser copies that.
    let copy = move || {
        let row = rows.with_untracked(|rows| rows.get(chosen.get_untracked()).cloned());
        let text = copied(portal, &row?.entry).filter(|_| !browser::has_selection())?;
        spawn_local(async move {
            let worked = output::copy(text).await;
            let words = if worked { "Copied" } else { "Could not copy" };
            set_said.set(Some(words));
        });
        Some(())
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = rows.with_untracked(Vec::len);
        set_said.set(None);
        match event.key().as_str() {
            "c" if event.ctrl_key() || event.meta_key() => {
                if copy().is_none() {
                    return;
                }
            }
            "ArrowDown" => {
                chosen.update(|chosen| *chosen = (*chosen + 1).min(count.saturating_sub(1)));
            }
            "ArrowUp" => chosen.update(|chosen| *chosen = chosen.saturating_sub(1)),
            "Enter" => open(chosen.get_untracked(), event.ctrl_key() || event.meta_key()),
            "Tab" => group.update(|group| *group = next_group(*group, event.shift_key())),
            _ => return,
        }
        event.prevent_default();
        browser::reveal(&format!("#found-{}", chosen.get_untracked()));
    };
    let words = Memo::new(move |_| {
        if let Some(said) = said.get() {
            return said.to_owned();
        }
        let (count, time) = (
            rows.with(Vec::len),
            found.with(|(_, time)| float::fixed(*time, 0)),
        );
        match query.with(String::is_empty) {
            true => String::new(),
            false if count == 1 => format!("1 result, {time} ms, searched on this machine"),
            false if count == MOST => {
                format!("the best {count} results, {time} ms, searched on this machine")
            }
            false => format!("{count} results, {time} ms, searched on this machine"),
        }
    });
    let chosen_id = Memo::new(move |_| {
        rows.with(|rows| !rows.is_empty())
            .then(|| format!("found-{}", chosen.get()))
    });
    field.results.set(Some(Results {
        chosen: chosen_id,
        words,
        on_key: Callback::new(on_key),
    }));
    let chip = move |place: Option<usize>, name: &'static str, kinds: &'static [Kind]| {
        let count = move || {
            let many = found.with(|(rows, _)| {
                rows.iter()
                    .filter(|row| kinds.is_empty() || kinds.contains(&row.entry.kind))
                    .count()
            });
            format!("{name} {many}")
        };
        view! { <button tabindex="-1" aria-pressed=move || if group.get() == place { "true" } else { "false" } on:click=move |_| { group.set(place); browser::focus("#palette-field"); }>{count}</button> }
    };
    let chips = GROUPS
        .iter()
        .enumerate()
        .map(|(place, (name, _, kinds))| chip(Some(place), name, kinds));
    let list = move || {
        let rows = rows.get().into_iter().enumerate();
        rows.map(|(place, row)| shown(place, row, chosen, settled, open))
            .collect_view()
    };
    view! {
        <div class="chips">{chip(None, "All", &[])}{chips.collect_view()}</div>
        <ul id="found" role="listbox" aria-label="Results">{list}</ul>
        <p class="palette-foot">
            <kbd>"↑"</kbd><kbd>"↓"</kbd>"move "<kbd>"Enter"</kbd>"open "<kbd>"Ctrl Enter"</kbd>"new tab "<kbd>"Tab"</kbd>"next kind "
            <kbd>"#"</kbd>"runbooks "<kbd>"!"</kbd>"alerts "<kbd>"@"</kbd>"contacts "<kbd>">"</kbd>"actions "<kbd>"Esc"</kbd>"close"
        </p>
    }
}

fn next_group(group: Option<usize>, back: bool) -> Option<usize> {
    let last = GROUPS.len() - 1;
    match (group, back) {
        (None, false) => Some(0),
        (None, true) => Some(last),
        (Some(place), false) if place == last => None,
        (Some(place), false) => Some(place + 1),
        (Some(0), true) => None,
        (Some(place), true) => Some(place - 1),
    }
}

fn run(portal: Portal, entry: &Entry, beside: bool) {
    if entry.kind != Kind::Action {
        if beside {
            return browser::open_beside(&browser::at(&entry.target));
        }
        portal.url.open(&entry.target);
        return match entry.target.split_once('#') {
            // Where it is another page's, that page shows it.
            Some((_, anchor)) => {
                let _ = browser::show_section(anchor);
            }
            None => browser::focus("#main"),
        };
    }
    match entry.target.as_str() {
        "declare" => portal.url.open("/incidents?declare=1"),
        "refresh" => portal.by_hand.update(|count| *count += 1),
        "pause" => pause(portal),
        "theme" => portal.themes.toggle(),
        "zone" => next_zone(portal),
        "link" => {
            let address = portal.url.here();
            spawn_local(async move {
                // Whether it worked is seen where it is pasted.
                output::copy(address).await;
            });
        }
        _ => browser::toggle_popover(SHEET),
    }
}
