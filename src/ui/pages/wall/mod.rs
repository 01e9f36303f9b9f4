//! The wall screen: read from five metres, left alone for months. What is shown when is `watch::wall`'s to say.

mod calm;
mod chart;
mod clocks;
mod foot;
mod head;
mod keeping;
mod taken;

use crate::{
    domain::{
        duration,
        status::Status,
        time::{Moment, Zone},
    },
    float,
    ui::{
        incidents::Incidents,
        pages::{alerts::suggestion, incidents::policy},
        portal::Portal,
        reactive::{Memo, ReadSignal, effect},
        style,
    },
    watch::{
        alarm::Board,
        reading::Reading,
        wall::{
            keeping::shift,
            options::{self, Options},
            sight::{Blind, Sources, blind},
            takeover::{Subject, subjects, supposed, takes_over},
        },
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What fills the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// No first answer yet.
    Waiting,
    /// Nothing can be said.
    Blind,
    /// Somebody must act.
    Taken,
    /// The dashboards.
    Calm,
}

/// What the parts of the wall share; a handful of handles.
#[derive(Clone, Copy)]
struct Wall {
    portal: Portal,
    incidents: Incidents,
    options: Memo<(Options, Vec<String>)>,
    /// How each dashboard is: the worst of its panels and of the alerts on them.
    statuses: Memo<Vec<Option<Status>>>,
    /// Whether an alert on a dashboard is pending.
    pending: Memo<Vec<bool>>,
    /// All that is wrong, the worst first.
    subjects: Memo<Vec<Subject>>,
    /// Which of them has taken the wall over.
    taken: Memo<Option<usize>>,
    /// Why nothing can be said.
    blind: Memo<Option<Blind>>,
    /// The newest data of the oldest panel.
    newest: Memo<Option<Moment>>,
}

impl Wall {
    fn start() -> Self {
        let portal = Portal::use_here();
        let incidents = Incidents::use_here();
        let query = use_query_map();
        let options = Memo::new(move |_| {
            let query = query.get().into_iter().collect::<Vec<_>>();
            let query = query
                .iter()
                .map(|(name, value)| (name.as_ref(), value.as_str()));
            portal.handbook.with_value(|handbook| {
                let dashboards = handbook.dashboards.iter();
                let slugs: Vec<&str> = dashboards
                    .map(|dashboard| dashboard.slug.as_str())
                    .collect();
                options::parse(query, &slugs)
            })
        });
        let count = portal
            .handbook
            .with_value(|handbook| handbook.dashboards.len());
        let statuses = Memo::new(move |_| {
            let all = (0..count).map(|index| portal.status(index));
            all.collect::<Vec<_>>()
        });
        let pending = Memo::new(move |_| {
            let of = |board: &Board| board.dashboards.iter().map(|one| one.pending).collect();
            portal.alarms.board.with(of)
        });
        let newest = Memo::new(move |_| {
            let all = (0..count).filter_map(|index| portal.board.readings(index));
            let times = all.filter_map(|readings| {
                let readings = readings.read();
                let times = readings.iter().filter_map(|one| one.answer()?.newest.at);
                times.min()
            });
            times.min()
        });
        let subjects = Memo::new(move |_| {
            // Read for the suggestions, which depend on it.
            portal.alarms.down.track();
            let suppose = |alarm: &_| {
                let severity = suggestion(portal, alarm).severity?;
                supposed(alarm, severity, policy(portal, severity)?)
            };
            let states = incidents.states.get();
            portal
                .alarms
                .board
                .with(|board| subjects(board, &states, suppose))
        });
        let taken = Memo::new(move |_| {
            let now = portal.clock.now.get();
            subjects.with(|all| incidents.zones.with(|zones| takes_over(all, zones, now)))
        });
        let blind = Memo::new(move |_| {
            let now = portal.clock.now.get();
            let (answered, trouble) = portal.alarms.asked();
            let sources = Sources {
                answered,
                trouble: trouble.as_ref(),
                statuses: &statuses.read(),
                newest: newest.get(),
            };
            blind(sources, portal.pace(), now)
        });
        Self {
            portal,
            incidents,
            options,
            statuses,
            pending,
            subjects,
            taken,
            blind,
            newest,
        }
    }

    /// What has taken the wall over.
    fn subject(self) -> Option<Subject> {
        let place = self.taken.get()?;
        self.subjects.with(|all| all.get(place).cloned())
    }

    fn zone(self) -> Zone {
        self.portal.zone.get()
    }

    fn now(self) -> Moment {
        self.portal.clock.now.get()
    }

    /// `12 min` of a moment in the past.
    fn ago(self, moment: Moment) -> String {
        duration::words(self.now().since(moment))
    }
}

/// The page.
#[component]
pub fn WallPage() -> impl IntoView {
    let wall = Wall::start();
    let portal = wall.portal;
    portal.set_title("Wall");
    style::wear(style::WALL);
    follow_theme(wall);
    let waiting = Memo::new(move |_| {
        let rules = portal.alarms.rules.with(Reading::is_waiting);
        rules || wall.statuses.with(|all| all.iter().all(Option::is_none))
    });
    let shown =
        Memo::new(
            move |_| match (wall.taken.get().is_some(), wall.blind.get().is_some()) {
                (true, _) => Shown::Taken,
                (false, true) => Shown::Blind,
                _ if waiting.get() => Shown::Waiting,
                _ => Shown::Calm,
            },
        );
    let calm = Memo::new(move |_| {
        let worst = wall
            .statuses
            .with(|all| all.iter().flatten().max().copied());
        shown.get() != Shown::Taken
            && worst.is_none_or(|worst| worst <= Status::CannotSay)
            && wall.subjects.with(Vec::is_empty)
    });
    let asleep = keeping::keep(portal, calm);
    let quiet = Memo::new(move |_| {
        let hours = portal.config.with_value(|config| config.quiet_hours);
        let quiet = hours.is_some_and(|hours| hours.holds(wall.now(), &wall.zone()));
        quiet && shown.get() != Shown::Taken
    });
    let moved = Memo::new(move |_| shift(wall.now()));
    let pixels = move |place: fn((i32, i32)) -> i32| move || format!("{}px", place(moved.get()));
    let scale = move || {
        wall.options
            .with(|(options, _)| float::plain(options.scale))
    };
    let body = move || match shown.get() {
        Shown::Waiting | Shown::Calm => {
            view! { <head::Calm wall/><calm::Body wall/><foot::Calm wall/> }.into_any()
        }
        Shown::Blind => view! { <head::Blind wall/><foot::Calm wall/> }.into_any(),
        Shown::Taken => view! { <taken::Takeover wall/> }.into_any(),
    };
    view! {
        <main id="main" class="wall" class:quiet=move || quiet.get()
            data-shown=move || match shown.get() {
                Shown::Waiting => "waiting",
                Shown::Blind => "blind",
                Shown::Taken => "taken",
                Shown::Calm => "calm",
            }
            data-global-status=move || portal.alarms.tab.get().status.slug()
            style=("--scale", scale)
            style=("--right", pixels(|moved| moved.0))
            style=("--down", pixels(|moved| moved.1))>
            {body}
            {notes(wall, asleep)}
        </main>
    }
}

/// Dark unless the address says otherwise; the reader's own theme is back when the wall is left.
fn follow_theme(wall: Wall) {
    let themes = wall.portal.themes;
    let before = themes.name.get_untracked();
    let light = Memo::new(move |_| wall.options.with(|(options, _)| options.light));
    effect(move |_| themes.wear(if light.get() { "light" } else { "dark" }));
    on_cleanup(move || themes.wear(&before));
}

/// What is wrong with the wall itself, in small letters: its address, its configuration, its clock, its screen.
fn notes(wall: Wall, asleep: ReadSignal<String>) -> AnyView {
    let portal = wall.portal;
    let config = portal.config_problems.get_value();
    let handbook = portal.handbook_problems.get_value();
    let skewed = Memo::new(move |_| crate::watch::skew::words(portal.clock.skew.get()));
    let words = Memo::new(move |_| {
        let mut words = wall.options.with(|(_, problems)| problems.clone());
        words.extend(config.clone());
        words.extend(handbook.first().cloned());
        words.extend(skewed.get());
        let asleep = asleep.get();
        if !asleep.is_empty() {
            words.push(format!("The screen may go dark: {asleep}."));
        }
        words.join(" ")
    });
    (move || {
        let words = words.get();
        (!words.is_empty()).then(|| view! { <p class="wall-notes" role="status">{words}</p> })
    })
    .into_any()
}
