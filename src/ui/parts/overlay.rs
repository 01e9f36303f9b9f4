//! What lies over a chart: the crosshair that all charts share, the tooltip on the one pointed at, dragging to zoom.

use super::canvas::DrawnCanvas;
use crate::{
    chart::{layout::EIGHTHS, pointer::Pointer, scene::Drawn},
    domain::{
        order,
        panel::Panel,
        series::{Grid, is_gap},
        span::Span,
        time::Moment,
    },
    float,
    ui::{
        portal::Portal,
        reactive::{Memo, RwSignal, signal},
    },
    watch::{
        cast::{Role, SHOWN},
        panel::Lines,
        reading::Reading,
    },
};
use leptos::{ev, prelude::*};
use plotters::style::RGBAColor;
use wasm_bindgen::JsCast;

/// A tooltip has at most this many rows.
const ROWS: usize = 10;

/// A drag shorter than this (CSS pixels) is a click.
const LEAST_DRAG: f64 = 6.0;

/// The instant pointed at, and on which panel; shared by all charts of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointed {
    /// The instant, on the grid of the charts.
    pub at: Moment,
    /// The id of the panel.
    pub panel: String,
}

/// The page's one crosshair.
pub type Crosshair = RwSignal<Option<Pointed>>;

/// What an overlay needs to know of its chart.
#[derive(Clone, Copy)]
pub struct Chart {
    /// The panel.
    pub panel: StoredValue<Panel>,
    /// Its lines.
    pub lines: RwSignal<Reading<Lines>>,
    /// The series that are drawn.
    pub roles: Memo<Vec<Role>>,
    /// Where its parts lie; `None` before it is drawn.
    pub drawn: RwSignal<Option<Drawn>>,
}

impl Chart {
    fn grid(self) -> Option<Grid> {
        self.lines
            .read()
            .answer()
            .and_then(|lines| lines.matrices.first())
            .map(|matrix| matrix.grid)
    }

    /// When the last values are from: the end of the grid, or of the tips.
    fn newest(self, grid: Grid) -> Moment {
        let roles = self.roles.read();
        let tips = roles.iter().filter_map(|role| Some(role.tip?.at));
        tips.fold(grid.end(), Moment::max)
    }

    /// The moment with values that is the nearest to one.
    fn nearest(self, at: Moment) -> Option<Moment> {
        let grid = self.grid()?;
        let newest = self.newest(grid);
        if at.since(grid.end()) > newest.since(at) {
            return Some(newest);
        }
        let last = i64::try_from(grid.len.saturating_sub(1)).unwrap_or(0);
        let index = ((at.since(grid.start) + grid.step / 2).div_euclid(grid.step)).clamp(0, last);
        Some(grid.start.plus(index * grid.step))
    }

    /// The moment with values `steps` further.
    fn further(self, at: Option<Moment>, steps: i64) -> Option<Moment> {
        let grid = self.grid()?;
        let newest = self.newest(grid);
        let at = at.unwrap_or(newest);
        match at > grid.end() && steps < 0 {
            true => Some(grid.end()),
            false => self.nearest(at.plus(steps * grid.step)),
        }
    }

    /// The `most` largest values at an instant with their roles, the largest first, and how many are lower; gaps are left out.
    fn values_at(self, at: Moment, most: usize) -> (Vec<(Role, f64)>, usize) {
        let lines = self.lines.read();
        let Some(answer) = lines.answer() else {
            return Default::default();
        };
        let value = |role: &Role| {
            let matrix = answer.matrices.get(role.query)?;
            if at > matrix.grid.end() {
                return role.tip.map(|tip| tip.value);
            }
            let index = matrix.grid.index_of(at)?;
            let value = *matrix.series.get(role.series)?.values.get(index)?;
            (!is_gap(value)).then_some(value)
        };
        let roles = self.roles.read();
        let mut values: Vec<(&Role, f64)> = roles
            .iter()
            .filter_map(|role| value(role).map(|value| (role, value)))
            .collect();
        order::by(&mut values, |left, right| right.1.total_cmp(&left.1));
        let lower = values.len().saturating_sub(most);
        // A copy holds texts: of hundreds of series only those are copied that are shown.
        let shown = values.into_iter().take(most);
        let shown = shown.map(|(role, value)| (role.clone(), value));
        (shown.collect(), lower)
    }
}

/// The overlay of one chart.
#[component]
pub fn Overlay(chart: Chart) -> impl IntoView {
    let portal = Portal::use_here();
    let crosshair = expect_context::<Crosshair>();
    let id = chart.panel.with_value(|panel| panel.id.clone());
    let own = {
        let id = id.clone();
        Memo::new(move |_| {
            crosshair.with(|pointed| pointed.as_ref().is_some_and(|pointed| pointed.panel == id))
        })
    };
    let at =
        Memo::new(move |_| crosshair.with(|pointed| pointed.as_ref().map(|pointed| pointed.at)));
    let (drag, set_drag) = signal(None::<(f64, f64)>);

    let moment = move |x: f64| {
        let drawn = chart.drawn.get_untracked()?;
        let x = (x * f64::from(EIGHTHS)) as i32;
        let within = x.clamp(drawn.plot.left, drawn.plot.right);
        Some(Moment(drawn.projection.moment(within)))
    };
    let point = {
        let id = id.clone();
        move |at: Moment| {
            let Some(at) = untrack(|| chart.nearest(at)) else {
                return;
            };
            let pointed = Some(Pointed {
                at,
                panel: id.clone(),
            });
            if crosshair.with_untracked(|old| *old != pointed) {
                crosshair.set(pointed);
            }
        }
    };
    let on_move = {
        let point = point.clone();
        move |event: ev::PointerEvent| {
            let x = f64::from(event.offset_x());
            if let Some((from, _)) = drag.get_untracked() {
                set_drag.set(Some((from, x)));
            }
            if let Some(at) = moment(x) {
                point(at);
            }
        }
    };
    let on_down = {
        let point = point.clone();
        move |event: ev::PointerEvent| {
            if event.button() != 0 {
                return;
            }
            let x = f64::from(event.offset_x());
            if is_touch(&event) {
                // A finger reads values; the range has buttons.
                if let Some(at) = moment(x) {
                    point(at);
                }
                return;
            }
            set_drag.set(Some((x, x)));
            // Who drags beyond the edge means all up to it.
            let overlay = event.current_target();
            if let Some(overlay) =
                overlay.and_then(|overlay| overlay.dyn_into::<web_sys::Element>().ok())
            {
                let _ = overlay.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let on_up = move |event: ev::PointerEvent| {
        let Some((from, _)) = drag.get_untracked() else {
            return;
        };
        set_drag.set(None);
        let to = f64::from(event.offset_x());
        if (to - from).abs() < LEAST_DRAG {
            return;
        }
        if let (Some(from), Some(to)) = (moment(from.min(to)), moment(from.max(to))) {
            let seconds = |moment: Moment| moment.0.div_euclid(1000);
            let span = Span::parse(&format!(
                "{}..{}",
                seconds(from),
                seconds(to).max(seconds(from) + 60)
            ));
            portal.url.change(|view| view.span = span.or(view.span));
            // The instant is not of the new range.
            crosshair.set(None);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            "Escape" => {
                crosshair.set(None);
                set_drag.set(None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(at) = untrack(|| chart.further(at.get_untracked(), step)) {
            point(at);
        }
    };

    let shows = Signal::derive(move || at.get().is_some() || drag.with(Option::is_some));
    let draw =
        move |mut canvas: crate::chart::canvas::Canvas<'_>, _size: (u32, u32), _density: f64| {
            let (Some(drawn), at) = (chart.drawn.get(), at.get()) else {
                return;
            };
            let selected = drag
                .get()
                .and_then(|(from, to)| Some((moment(from)?.0, moment(to)?.0)));
            let theme = portal.themes.chart.get();
            // Hundreds of dots would hide the lines, and take longer than a frame.
            let values = at.map(|at| chart.values_at(at, SHOWN).0);
            let dots: Vec<(f64, RGBAColor)> = values
                .unwrap_or_default()
                .into_iter()
                .map(|(role, value)| {
                    (
                        value,
                        role.colour
                            .and_then(|place| theme.series.get(place))
                            .copied()
                            .unwrap_or(theme.caption),
                    )
                })
                .collect();
            let label = at.map(|at| portal.zone.get().clock(at)).unwrap_or_default();
            let pointer = Pointer {
                at: at.map(|at| at.0),
                dots: &dots,
                label: &label,
                selected,
                theme: &theme,
            };
            // The canvas reports no errors.
            let _ = pointer.draw(&mut canvas, drawn);
        };
    let label = Signal::derive(move || {
        chart.panel.with_value(|panel| {
            format!(
                "{}: read values with the arrow keys, drag to zoom",
                panel.title
            )
        })
    });
    view! {
        <div class="overlay" tabindex="0" role="group" aria-label=label
            on:pointermove=on_move
            on:pointerleave=move |event: ev::PointerEvent| {
                // What a finger pointed at stays to be read when it is lifted.
                if !is_touch(&event) {
                    crosshair.set(None);
                    set_drag.set(None);
                }
            }
            on:pointerdown=on_down
            on:pointerup=on_up
            on:blur=move |_| crosshair.set(None)
            on:keydown=on_key>
            <DrawnCanvas decoration=true shows label=label draw/>
            {move || own.get().then(|| tooltip(chart, at.get()))}
        </div>
    }
}

fn is_touch(event: &ev::PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

/// The values at the instant, the largest first.
fn tooltip(chart: Chart, at: Option<Moment>) -> AnyView {
    let portal = Portal::use_here();
    let (Some(at), Some(drawn)) = (at, chart.drawn.get()) else {
        return ().into_any();
    };
    let zone = portal.zone.get();
    let (values, more) = chart.values_at(at, ROWS);
    let rows = values.into_iter().map(|(role, value)| {
        let (words, level) = chart.panel.with_value(|panel| {
            let query = panel.queries.get(role.query);
            let crossed = query.and_then(|query| query.limits.crossed_by(value));
            let words = query.map(|query| query.unit.write(value).joined()).unwrap_or_default();
            (words, crossed.map(|limit| (limit.level, limit.words.clone())))
        });
        let class = match &level {
            Some((crate::domain::limit::Level::Critical, _)) => "state-critical",
            Some(_) => "state-warning",
            None => "",
        };
        let swatch = role.colour.map_or_else(|| "swatch series-other".to_owned(), |place| format!("swatch series-{place}"));
        let limit = level.map(|(_, words)| format!(" {words}"));
        view! { <li><span class=swatch></span><span class="name">{role.name}</span><span class=format!("value {class}")>{words}{limit}</span></li> }
    });
    let x = drawn.projection.x(at.0);
    let pixels = |eighths: i32| f64::from(eighths) / f64::from(EIGHTHS);
    // Flips to the other side in the right half, so that it never leaves the panel.
    let right_half = x > (drawn.plot.left + drawn.plot.right) / 2;
    let (left, right) = match right_half {
        true => (
            "auto".to_owned(),
            format!("calc(100% - {})", float::pixels(pixels(x) - 12.0)),
        ),
        false => (float::pixels(pixels(x) + 12.0), "auto".to_owned()),
    };
    view! {
        <div class="tooltip" style:left=left style:right=right>
            <p><strong>{zone.clock(at)}</strong><span>{zone.day(at)}</span></p>
            <ul>{rows.collect_view()}</ul>
            {(more > 0).then(|| view! { <p>{format!("and {more} lower")}</p> })}
        </div>
    }
    .into_any()
}
