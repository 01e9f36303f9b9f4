//! What every panel has: its hooks, its standing, its head. Knows no contents.

use super::{message::age_words, symbol::symbol};
use crate::{
    domain::{
        freshness::DataState,
        judgement::Verdict,
        panel::Panel,
        view::{Refresh, filter_word},
    },
    prometheus::query::{self, unheeded},
    ui::{
        panels::{PageReadings, PageScope, Painted},
        portal::Portal,
        reactive::{Memo, RwSignal, effect},
    },
    watch::{
        face::{of_panel, tone},
        panel::{Judged, Lines, Standing, standing},
        reading::Reading,
        tip,
        words::state_words,
    },
};
use leptos::prelude::*;

/// A panel's standing and newest values, as signals.
#[derive(Clone, Copy)]
pub struct Watched {
    /// How it stands, anew each second and told on when it changes.
    pub standing: Memo<Standing>,
    /// Its newest values.
    pub judged: Memo<Option<Judged>>,
    /// Its lines; `None` for a panel without.
    pub lines: Option<RwSignal<Reading<Lines>>>,
    /// Whether there are old lines to show while there is trouble.
    pub has_lines: Memo<bool>,
}

impl Watched {
    /// What the newest values mean.
    pub fn verdict(self) -> Option<Verdict> {
        self.judged
            .with(|judged| judged.as_ref().map(|judged| judged.verdict.clone()))
    }

    /// The newest values, where curves have tips. While the refresh is paused these stand as still as the curves.
    pub fn newest(self, lines: &Lines) -> Option<Judged> {
        let paused = Portal::use_here()
            .view()
            .with(|view| view.refresh == Refresh::Paused);
        match (tip::wanted(lines), paused) {
            (false, _) => None,
            (true, false) => self.judged.get(),
            (true, true) => self.judged.get_untracked(),
        }
    }
}

/// Watches the panel at `place` of the page's dashboard, and reports its first painting.
pub fn watch(
    place: usize,
    panel: StoredValue<Panel>,
    lines: Option<RwSignal<Reading<Lines>>>,
) -> Watched {
    let portal = Portal::use_here();
    let readings = expect_context::<PageReadings>().0;
    let reading = Memo::new(move |_| {
        readings
            .with(|readings| readings.get(place).cloned())
            .unwrap_or_default()
    });
    let standing = Memo::new(move |_| {
        let (now, pace) = (portal.clock.now.get(), portal.pace());
        let lines = lines.map(RwSignal::read);
        reading.with(|reading| standing(reading, lines.as_deref(), pace, now))
    });
    let judged = Memo::new(move |_| reading.with(|reading| reading.answer().cloned()));
    let has_lines = Memo::new(move |_| lines.is_some_and(|lines| lines.read().answer().is_some()));
    let painted = expect_context::<Painted>();
    effect(move |_| {
        if standing.with(|standing| standing.state) != DataState::Loading {
            // After the frame that shows it.
            request_animation_frame(move || {
                if let Some(id) = panel.try_with_value(|panel| panel.id.clone()) {
                    painted.done(&id);
                }
            });
        }
    });
    Watched {
        standing,
        judged,
        lines,
        has_lines,
    }
}

/// The panel as far as the page's filters go.
pub fn narrowed(panel: StoredValue<Panel>) -> Panel {
    let scope = expect_context::<PageScope>().0;
    scope.with(|scope| panel.with_value(|panel| query::narrowed(panel, scope)))
}

/// Which of the page's filters the panel cannot follow, in words.
pub fn unfiltered(panel: StoredValue<Panel>) -> Option<AnyView> {
    let scope = expect_context::<PageScope>().0;
    let labels = scope.with(|scope| panel.with_value(|panel| unheeded(panel, scope)));
    let words: Vec<&str> = labels.iter().map(|label| filter_word(label)).collect();
    (!words.is_empty()).then(|| {
        let words = format!("not filtered by {}", words.join(", "));
        view! { <span class="unfiltered">{words}</span> }.into_any()
    })
}

/// The symbol, title and state in words at the head of a chart or table.
#[component]
pub fn Head(
    panel: StoredValue<Panel>,
    watched: Watched,
    /// What can be done with the panel.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (title, note, about) =
        panel.with_value(|panel| (panel.title.clone(), panel.note.clone(), panel.about.clone()));
    view! {
        <header class="panel-head" title=about>
            {move || watched.standing.with(|standing| symbol(of_panel(standing.state, standing.status)))}
            <h2>{title}</h2>
            <span class="note">{note}</span>
            {move || unfiltered(panel)}
            <span class=move || format!("state state-{}", watched.standing.with(tone))>
                {move || watched.standing.with(|standing| {
                    let words = state_words(standing, watched.judged.get().map(|judged| judged.verdict).as_ref());
                    match standing.state {
                        DataState::Late => format!("{words}, {}", age_words(standing.newest_at, Portal::use_here().clock.now.get())),
                        _ => words,
                    }
                })}
            </span>
            {children.map(|children| children())}
        </header>
    }
}
