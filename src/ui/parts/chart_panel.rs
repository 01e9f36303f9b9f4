//! A panel of curves over time.

use super::{
    canvas::DrawnCanvas,
    data_table::DataTable,
    frame::{Head, watch},
    legend::{Choice, Everyone, legend, listed},
    message,
    overlay::{Chart, Overlay},
    panel_menu::PanelMenu,
};
use crate::{
    chart::{
        canvas::Canvas,
        scene::{Line, Pen, Scene},
    },
    curves::{colour, curves},
    domain::{
        freshness::DataState,
        panel::{Panel, Width},
        series::Grid,
    },
    ui::{
        fetch,
        marks::PageMarks,
        panels::{PageLines, PagePalette, PageScope},
        portal::Portal,
        reactive::{Memo, RwSignal},
    },
    watch::{
        cast::{Role, SHOWN, cast},
        palette::Palette,
        tip::Tips,
        words::{state_words, summary},
    },
};
use leptos::prelude::*;

/// One chart with its head, strip, plot and legend.
#[component]
pub fn ChartPanel(place: usize, panel: Panel, grid: Memo<Grid>) -> impl IntoView {
    let portal = Portal::use_here();
    let (id, title) = (panel.id.clone(), panel.title.clone());
    let width = match panel.width {
        Width::Narrow => "panel narrow",
        Width::Half => "panel half",
        Width::Wide => "panel wide",
    };
    let panel = StoredValue::new(panel);
    let scope = expect_context::<PageScope>().0;
    let marks = expect_context::<PageMarks>().0;
    let palette = expect_context::<PagePalette>().0;
    let lines = expect_context::<PageLines>().of(&id);
    let lines = lines.unwrap_or_else(|| RwSignal::new(Default::default()));
    let before = fetch::lines(
        panel,
        Memo::new(move |_| {
            let back = portal.view().with(|view| view.compare)?;
            let grid = grid.get();
            Some(Grid {
                start: grid.start.plus(-back),
                ..grid
            })
        }),
        scope,
    );
    let watched = watch(place, panel, Some(lines));
    let standing = watched.standing;
    let state = Memo::new(move |_| standing.with(|standing| standing.state));
    // Old lines stay, hatched and dated, except where the query itself is refused: then they are no picture of it.
    let shows_lines = Memo::new(move |_| {
        let refused = standing.with(|standing| {
            standing
                .trouble
                .as_ref()
                .is_some_and(|trouble| trouble.fault.is_about_the_query())
        });
        match state.get() {
            DataState::Loading | DataState::Empty => false,
            _ => watched.has_lines.get() && !refused,
        }
    });
    let is_past = Memo::new(move |_| {
        matches!(
            state.get(),
            DataState::Stale | DataState::Error | DataState::Unreachable
        )
    });
    let stale_since = Memo::new(move |_| {
        is_past
            .get()
            .then(|| standing.with(|standing| standing.newest_at))
            .flatten()
    });
    let choice = RwSignal::new(Choice::default());
    let everyone: Memo<Everyone> = Memo::new(move |_| {
        let services = portal
            .handbook
            .with_value(|handbook| handbook.services.clone());
        let most = if choice.with(|choice| choice.all) {
            usize::MAX
        } else {
            SHOWN
        };
        let lines = lines.read();
        let Some(answer) = lines.answer() else {
            return Default::default();
        };
        let newest = watched.newest(answer);
        let tips = Tips::of(newest.as_ref().map(|judged| &judged.newest));
        let all = panel.with_value(|panel| {
            let cast = |colours: &mut Palette| cast(panel, answer, tips, &services, colours, most);
            palette.try_update_value(cast)
        });
        all.unwrap_or_default()
    });
    // Hundreds of names take as long as their lines: each has a task of its own.
    let listed = listed(everyone);
    let roles: Memo<Vec<Role>> = Memo::new(move |_| {
        let choice = choice.read();
        everyone.with(|(roles, _)| {
            roles
                .iter()
                .filter(|role| choice.shows(&role.name))
                .cloned()
                .collect()
        })
    });
    let drawn = RwSignal::new(None);
    let chart = Chart {
        panel,
        lines,
        roles,
        drawn,
    };
    let own_marks =
        Memo::new(move |_| marks.with(|marks| panel.with_value(|panel| marks.about(panel))));
    let spoken = Signal::derive(move || {
        let words = standing.with(|standing| state_words(standing, watched.verdict().as_ref()));
        let (zone, now) = (portal.zone.get(), portal.clock.now.get_untracked());
        let lines = lines.read();
        panel.with_value(|panel| match lines.answer() {
            Some(lines) => roles.with(|roles| {
                own_marks.with(|marks| summary(panel, &words, lines, roles, marks, &zone, now))
            }),
            None => format!("{}: {words}.", panel.title),
        })
    });
    let draw = move |mut canvas: Canvas<'_>, size: (u32, u32), density: f64| {
        let reading = lines.read();
        let Some(answer) = reading.answer() else {
            return;
        };
        let Some(grid) = answer.matrices.first().map(|matrix| matrix.grid) else {
            return;
        };
        let theme = portal.themes.chart.get();
        let zone = portal.zone.get();
        let roles = roles.read();
        let earlier = before.read();
        let marks = own_marks.read();
        let mut pale = Vec::new();
        if let Some(earlier) = earlier.answer() {
            for role in roles.iter() {
                let own = answer.matrices.get(role.query);
                let own = own.and_then(|matrix| matrix.series.get(role.series));
                let others = earlier.matrices.get(role.query);
                let same = own.zip(others).and_then(|(own, others)| {
                    let mut others = others.series.iter();
                    others.find(|other| other.labels == own.labels)
                });
                pale.extend(same.map(|series| (&series.values, colour(role, &theme))));
            }
        }
        // The pale lines of the comparison lie below all.
        let below = pale.iter().map(|(values, colour)| {
            let pale = plotters::style::RGBAColor(colour.0, colour.1, colour.2, 0.35);
            Line {
                values,
                tip: None,
                pen: Pen {
                    colour: pale,
                    dashed: false,
                    main: false,
                },
            }
        });
        panel.with_value(|panel| {
            let (unit, limits) = (panel.unit(), panel.limits());
            let scene = Scene {
                size,
                density,
                grid,
                lines: below.chain(curves(answer, &roles, &theme)).collect(),
                unit: &unit,
                limits: &limits,
                zone: &zone,
                stale_since: stale_since.get(),
                alerts: &marks.alerts,
                events: &marks.events,
                theme: &theme,
            };
            // The canvas reports no errors.
            drawn.set(scene.draw(&mut canvas).ok());
        });
    };
    let value_was = move || {
        let value = watched.verdict().and_then(|verdict| verdict.value)?;
        panel.with_value(|panel| Some(panel.unit().write(value).joined()))
    };
    let table = RwSignal::new(false);
    let solo = {
        let id = id.clone();
        Memo::new(move |_| {
            portal
                .view()
                .with(|view| view.panel.as_deref() == Some(id.as_str()))
        })
    };
    view! {
        <section class=width class:solo=move || solo.get() role="region" tabindex="-1" aria-label=title data-panel=id
            data-state=move || state.get().slug()
            data-status=move || standing.with(|standing| standing.status.slug())>
            <Head panel watched>
                <PanelMenu panel chart solo table scope/>
            </Head>
            {move || if shows_lines.get() { standing.with(message::strip) } else { None }}
            <div class="plot" hidden=move || !shows_lines.get() || table.get()>
                <div class="picture">
                    <DrawnCanvas label=spoken draw/>
                    <Overlay chart/>
                </div>
                {move || listed.with(|(roles, folded)| {
                    panel.with_value(|panel| legend(panel, roles, *folded, is_past.get(), choice))
                })}
            </div>
            {move || (shows_lines.get() && table.get()).then(|| view! { <DataTable chart/> })}
            {move || (!shows_lines.get()).then(|| match state.get() {
                DataState::Loading => view! { <p class="loading">"Asking Prometheus"</p> }.into_any(),
                _ => standing.with(|standing| message::instead(panel, standing, value_was())),
            })}
        </section>
    }
}
