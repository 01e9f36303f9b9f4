//! The names, dashes and values of a chart's lines; pressing one shows it alone, with Shift hides it.

use crate::{
    domain::panel::Panel,
    ui::{
        reactive::{Memo, ReadSignal, RwSignal, effect, signal},
        slices::turn,
    },
    watch::{
        cast::Role,
        legend::{Entry, HEADS, MAIN},
    },
};
use leptos::{ev, prelude::*, task::spawn_local};

/// A legend of more names than this is built in several tasks, and those out of sight are not laid out.
const MANY: usize = 40;

/// So many more names a task.
const SLICE: usize = 120;

/// The series that have a name in the legend, and how many are folded away.
pub type Everyone = (Vec<Role>, usize);

/// Which series of a panel are not shown, by name, and whether the folded ones are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The only one shown.
    pub alone: Option<String>,
    /// Those that are hidden.
    pub hidden: Vec<String>,
    /// Whether those beyond the first twenty are shown too.
    pub all: bool,
}

impl Choice {
    /// Whether a series is drawn.
    pub fn shows(&self, name: &str) -> bool {
        match &self.alone {
            Some(alone) => alone == name,
            None => !self.hidden.iter().any(|hidden| hidden == name),
        }
    }

    fn press(&mut self, name: &str, hide: bool) {
        if !hide {
            self.alone = if self.alone.as_deref() == Some(name) {
                None
            } else {
                Some(name.to_owned())
            };
        } else if self.hidden.iter().any(|hidden| hidden == name) {
            self.hidden.retain(|hidden| hidden != name);
        } else {
            self.alone = None;
            self.hidden.push(name.to_owned());
        }
    }
}

/// Who is listed by now: hundreds of names are too long for one task. Once they are there, they change together.
pub fn listed(everyone: Memo<Everyone>) -> ReadSignal<Everyone> {
    let (listed, set_listed) = signal(everyone.get_untracked());
    effect(move |_| {
        let all = everyone.get();
        if all.0.len() <= MANY {
            if listed.with_untracked(|listed| *listed != all) {
                set_listed.set(all);
            }
            return;
        }
        spawn_local(async move {
            let mut count = listed.with_untracked(|(roles, _)| roles.len());
            loop {
                turn().await;
                count += SLICE;
                // The page may be left by now, or know newer values.
                let Some((mut roles, folded)) = everyone.try_get_untracked() else {
                    return;
                };
                let is_whole = roles.len() <= count;
                roles.truncate(count);
                if set_listed
                    .try_update(|before| *before = (roles, folded))
                    .is_none()
                    || is_whole
                {
                    return;
                }
            }
        });
    });
    listed
}

/// The legend of these series; `past` puts the values into the past.
pub fn legend(
    panel: &Panel,
    roles: &[Role],
    folded: usize,
    past: bool,
    choice: RwSignal<Choice>,
) -> AnyView {
    let rows = roles
        .iter()
        .map(|role| row(panel, role, past, choice))
        .collect_view();
    let [least, largest, mean, last] = HEADS;
    let class = match roles.len() > MANY {
        true => "legend many",
        false => "legend",
    };
    view! {
        <ul class=class>
            <li class="legend-head" aria-hidden="true">
                <span class="name"></span><span class="stat">{least}</span><span class="stat">{largest}</span>
                <span class="stat">{mean}</span><span class="value">{last}</span>
            </li>
            {rows}
            {(folded > 0).then(|| view! {
                <li><button class="link" on:click=move |_| choice.update(|choice| choice.all = true)>{format!("Show all, {folded} more")}</button></li>
            })}
        </ul>
    }
    .into_any()
}

fn row(panel: &Panel, role: &Role, past: bool, choice: RwSignal<Choice>) -> impl IntoView + use<> {
    let Entry {
        swatch,
        title,
        least,
        largest,
        mean,
        last,
    } = Entry::new(panel, role);
    let name = role.name.clone();
    let press = {
        let name = name.clone();
        move |event: ev::MouseEvent| choice.update(|choice| choice.press(&name, event.shift_key()))
    };
    let shown = {
        let name = name.clone();
        Memo::new(move |_| choice.with(|choice| choice.shows(&name)))
    };
    view! {
        <li class:main=role.main class:off=move || !shown.get()>
            <button title=title on:click=press aria-pressed=move || if shown.get() { "true" } else { "false" }>
                <span class=swatch></span>
                <span class="name">{name}<small>{role.main.then_some(MAIN)}</small></span>
                <span class="stat">{least}</span><span class="stat">{largest}</span><span class="stat">{mean}</span>
                <span class="value">{past.then_some("was ")}{last}</span>
            </button>
        </li>
    }
}
