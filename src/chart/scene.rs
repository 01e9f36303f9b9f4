//! One chart: axes, bands, limits and lines, drawn on any surface. Knows no panel and no page.

use super::{
    axis::{Soft, ValueAxis, value_axis},
    layout::{self, Rect, px},
    letters::Letters,
    line::{Projection, polylines},
    surface::{Dash, SOLID, Surface},
    theme::Theme,
    ticks,
};
use crate::domain::{
    limit::{Level, Limit, Limits},
    marks::{AlertSpan, Event},
    series::{Grid, Tip},
    time::{Moment, Zone},
    unit::Unit,
};
use plotters::style::{Color, RGBAColor, ShapeStyle};
use plotters_backend::{
    DrawingErrorKind,
    text_anchor::{HPos, VPos},
};

/// A dashed line of a series.
const SERIES_DASH: Dash = &[48, 24];
/// The line of a warning limit.
const WARNING_DASH: Dash = &[40, 24];
/// The line of a limit beyond the axis.
const SOFT_DASH: Dash = &[16, 32];

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// Its colour.
    pub colour: RGBAColor,
    /// Whether it is dashed.
    pub dashed: bool,
    /// Whether the limits apply to it.
    pub main: bool,
}

/// One line of a chart.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// A value or a gap for each moment of the grid.
    pub values: &'a [f64],
    /// Where it goes on after the grid.
    pub tip: Option<Tip>,
    /// How it is drawn.
    pub pen: Pen,
}

/// All that a chart shows.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// Device pixels in a CSS pixel: how fine the lines may be. Infinitely fine ones have all values.
    pub density: f64,
    /// The moments of the lines.
    pub grid: Grid,
    /// Its lines, the last on top.
    pub lines: Vec<Line<'a>>,
    /// The unit of all values.
    pub unit: &'a Unit,
    /// The limits to draw.
    pub limits: &'a Limits,
    /// The zone of the time axis.
    pub zone: &'a Zone,
    /// When the data ends, where it is stale: hatched up to there, nothing after it.
    pub stale_since: Option<Moment>,
    /// Alerts along the upper edge.
    pub alerts: &'a [AlertSpan],
    /// Restarts and the like, as upright lines.
    pub events: &'a [Event],
    /// What it is drawn with.
    pub theme: &'a Theme,
}

/// Where the parts of a drawn chart lie: what a crosshair needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The plot.
    pub plot: Rect,
    /// Between values, moments and places.
    pub projection: Projection,
}

/// The result of drawing on a surface.
pub(super) type Done<S> =
    Result<(), DrawingErrorKind<<S as plotters_backend::DrawingBackend>::ErrorType>>;

/// What draws one part of a scene.
type Part<T, S> = fn(&T, &mut S, &ValueAxis, Drawn) -> Done<S>;

/// The least and largest value of some columns; `None` when there is no finite value.
pub fn extent(columns: &[&[f64]]) -> Option<(f64, f64)> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    // A gap is a NaN, and no comparison with a NaN holds.
    for column in columns {
        for value in column.iter().copied() {
            if value < low && value > f64::NEG_INFINITY {
                low = value;
            }
            if value > high && value < f64::INFINITY {
                high = value;
            }
        }
    }
    (low <= high).then_some((low, high))
}

/// The values of all lines, and the last moment of them: that of the grid, or of the newest tip.
pub(super) fn columns<'a>(grid: Grid, lines: &'a [Line<'_>]) -> (Vec<&'a [f64]>, Moment) {
    let (mut columns, mut end) = (Vec::new(), grid.end());
    for line in lines {
        columns.push(line.values);
        if let Some(tip) = &line.tip {
            columns.push(std::slice::from_ref(&tip.value));
            end = end.max(tip.at);
        }
    }
    (columns, end)
}

impl Scene<'_> {
    /// Draws all of it.
    ///
    /// # Errors
    /// What the backend says; a canvas says nothing.
    pub fn draw<S: Surface>(&self, on: &mut S) -> Result<Drawn, DrawingErrorKind<S::ErrorType>> {
        let most = usize::try_from(self.size.1 / 32).unwrap_or(5).clamp(2, 7);
        let (columns, end) = columns(self.grid, &self.lines);
        let axis = value_axis(extent(&columns), self.limits, self.unit, most);
        let chars = axis
            .ticks
            .iter()
            .map(|tick| tick.label.chars().count())
            .max()
            .unwrap_or(1);
        let limit_chars = match axis.limits.is_empty() && axis.soft.is_empty() {
            true => 0,
            false => std::hint::black_box(limit_chars as fn(&ValueAxis) -> usize)(&axis),
        };
        let plot = layout::plot(self.size.0, self.size.1, chars, limit_chars);
        let projection = Projection::new(plot, self.grid.start.0, end.0, &axis);
        let drawn = Drawn { plot, projection };
        // From back to front, by their addresses: what a chart does not have shall not be compiled with what it has, when the
        // first chart of a page waits for it.
        let parts: [(bool, Part<Self, S>); 7] = [
            (!axis.limits.is_empty(), Self::bands),
            (true, Self::axes),
            (self.stale_since.is_some(), Self::hatch),
            (true, Self::lines),
            (
                !(axis.limits.is_empty() && axis.soft.is_empty()),
                Self::limit_lines,
            ),
            (!self.events.is_empty(), Self::events),
            (!self.alerts.is_empty(), Self::alerts),
        ];
        for (wanted, part) in std::hint::black_box(parts) {
            if wanted {
                part(self, on, &axis, drawn)?;
            }
        }
        Ok(drawn)
    }

    fn bands<S: Surface>(&self, on: &mut S, axis: &ValueAxis, at: Drawn) -> Done<S> {
        for (index, (bound, limit)) in axis.limits.iter().enumerate() {
            let top = match axis.limits.get(index + 1) {
                Some((next, _)) => at.projection.y(*next),
                None => at.plot.top,
            };
            let colour = match limit.level {
                Level::Warning => self.theme.warning_band,
                Level::Critical => self.theme.critical_band,
            };
            on.draw_rect(
                (at.plot.left, top),
                (at.plot.right, at.projection.y(*bound)),
                &fill(colour),
                true,
            )?;
        }
        Ok(())
    }

    fn axes<S: Surface>(&self, on: &mut S, axis: &ValueAxis, at: Drawn) -> Done<S> {
        let plot = at.plot;
        on.set_dash(SOLID);
        for tick in &axis.ticks {
            let y = crisp(at.projection.y(tick.at));
            let colour = if tick.at == axis.low {
                self.theme.axis
            } else {
                self.theme.grid
            };
            on.draw_path([(plot.left, y), (plot.right, y)], &stroke(colour, 8))?;
            let style = self.text(11, self.theme.caption, HPos::Right, VPos::Center);
            on.draw_text(&tick.label, &style, (plot.left - px(7), y))?;
        }
        let most = usize::try_from(plot.width() / px(70)).unwrap_or(1).max(1);
        for tick in ticks::times(self.grid.start, self.grid.end(), most, self.zone) {
            let x = crisp(at.projection.x(tick.at.0));
            on.draw_path(
                [(x, plot.bottom), (x, plot.bottom + px(4))],
                &stroke(self.theme.axis, 8),
            )?;
            let half = px(i32::try_from(tick.label.len()).unwrap_or(5) * 3 + 2);
            if x - half >= 0 && x + half <= px(i32::try_from(self.size.0).unwrap_or(0)) {
                let style = self.text(11, self.theme.caption, HPos::Center, VPos::Top);
                on.draw_text(&tick.label, &style, (x, plot.bottom + px(7)))?;
            }
        }
        Ok(())
    }

    fn hatch<S: Surface>(&self, on: &mut S, _: &ValueAxis, at: Drawn) -> Done<S> {
        let plot = at.plot;
        let since = self.stale_since.unwrap_or(self.grid.end());
        let end = at.projection.x(since.0).clamp(plot.left, plot.right);
        on.draw_rect(
            (end, plot.top),
            (plot.right, plot.bottom),
            &fill(self.theme.nothing),
            true,
        )?;
        on.set_clip(Some(Rect { right: end, ..plot }));
        let mut x = plot.left - plot.height();
        while x < end {
            on.draw_path(
                [(x, plot.bottom), (x + plot.height(), plot.top)],
                &stroke(self.theme.hatch, 8),
            )?;
            x += px(9);
        }
        on.set_clip(None);
        on.set_dash(SOFT_DASH);
        on.draw_path(
            [(end, plot.top), (end, plot.bottom)],
            &stroke(self.theme.stale, 8),
        )?;
        on.set_dash(SOLID);
        Ok(())
    }

    fn lines<S: Surface>(&self, on: &mut S, _: &ValueAxis, at: Drawn) -> Done<S> {
        on.set_clip(Some(Rect {
            top: at.plot.top - px(2),
            bottom: at.plot.bottom + px(2),
            ..at.plot
        }));
        let column = (f64::from(layout::EIGHTHS) / self.density.max(0.5)).round() as i32;
        for line in &self.lines {
            let colour = if self.stale_since.is_some() {
                self.theme.stale
            } else {
                line.pen.colour
            };
            let style = stroke(colour, if line.pen.main { 19 } else { 13 });
            on.set_dash(if line.pen.dashed { SERIES_DASH } else { SOLID });
            for points in polylines(line.values, line.tip, self.grid, &at.projection, column) {
                match points.as_slice() {
                    // A single value between gaps: a dot, since a line of no length is invisible.
                    [(x, y)] => on.draw_path([(x - 8, *y), (x + 8, *y)], &stroke(colour, 19))?,
                    _ => on.draw_path(points, &style)?,
                }
            }
        }
        on.set_dash(SOLID);
        on.set_clip(None);
        Ok(())
    }

    fn limit_lines<S: Surface>(&self, on: &mut S, axis: &ValueAxis, at: Drawn) -> Done<S> {
        let plot = at.plot;
        // Labels of limits that lie close together are pushed apart; the upper one is placed first.
        let mut free = plot.top - px(4);
        for Soft { limit, distance } in axis.soft.iter().rev() {
            let y = (free + px(10)).max(plot.top + px(6));
            self.limit_label(
                on,
                limit,
                &format!("{} ↑", limit.words),
                if distance.is_empty() {
                    "off scale"
                } else {
                    distance
                },
                (plot.right, y),
            )?;
            free = y + px(20);
        }
        if let Some(Soft { limit, .. }) = axis.soft.first() {
            on.set_dash(SOFT_DASH);
            let y = crisp(plot.top);
            on.draw_path(
                [(plot.left, y), (plot.right, y)],
                &stroke(self.line_colour(limit.level), 14),
            )?;
        }
        for (lower, (bound, limit)) in axis.limits.iter().enumerate().rev() {
            let y = crisp(at.projection.y(*bound));
            let (dash, width) = match limit.level {
                Level::Warning => (WARNING_DASH, 10),
                Level::Critical => (SOLID, 14),
            };
            on.set_dash(dash);
            on.draw_path(
                [(plot.left, y), (plot.right, y)],
                &stroke(self.line_colour(limit.level), width),
            )?;
            // Its second line must not run into the times below the plot, nor those of lower limits.
            let lower = px(30) * i32::try_from(lower).unwrap_or(0);
            let label = y.min(plot.bottom - px(16) - lower).max(free + px(10));
            self.limit_label(
                on,
                limit,
                &limit.words,
                limit.level.word(),
                (plot.right, label),
            )?;
            free = label + px(20);
        }
        on.set_dash(SOLID);
        Ok(())
    }

    /// The hollow shape, the number, and a word below it.
    fn limit_label<S: Surface>(
        &self,
        on: &mut S,
        limit: &Limit,
        number: &str,
        below: &str,
        (right, y): (i32, i32),
    ) -> Done<S> {
        let (x, size) = (right + px(11), 35);
        on.set_dash(SOLID);
        let (points, words) = match limit.level {
            Level::Warning => (
                vec![
                    (x, y - size),
                    (x + size + 5, y + size - 5),
                    (x - size - 5, y + size - 5),
                    (x, y - size),
                ],
                self.theme.warning_words,
            ),
            Level::Critical => {
                let corner = size * 5 / 12;
                let octagon = [
                    (-corner, -size),
                    (corner, -size),
                    (size, -corner),
                    (size, corner),
                    (corner, size),
                    (-corner, size),
                    (-size, corner),
                    (-size, -corner),
                    (-corner, -size),
                ];
                (
                    octagon.iter().map(|(dx, dy)| (x + dx, y + dy)).collect(),
                    self.theme.critical_line,
                )
            }
        };
        on.draw_path(points, &stroke(self.line_colour(limit.level), 11))?;
        let bold = self.text(11, words, HPos::Left, VPos::Center).bold();
        on.draw_text(number, &bold, (right + px(20), y))?;
        let plain = self.text(11, self.theme.caption, HPos::Left, VPos::Center);
        on.draw_text(below, &plain, (right + px(5), y + px(14)))
    }

    fn line_colour(&self, level: Level) -> RGBAColor {
        match level {
            Level::Warning => self.theme.warning_line,
            Level::Critical => self.theme.critical_line,
        }
    }

    pub(super) fn text(
        &self,
        size: i32,
        colour: RGBAColor,
        horizontal: HPos,
        vertical: VPos,
    ) -> Letters<'_> {
        Letters {
            family: &self.theme.family,
            size: px(size),
            bold: false,
            colour,
            side: (horizontal, vertical),
        }
    }
}

/// How long the longest words of a limit are.
fn limit_chars(axis: &ValueAxis) -> usize {
    let on_axis = axis.limits.iter();
    let on_axis = on_axis.map(|(_, limit)| limit.words.chars().count());
    let beyond = axis.soft.iter();
    let beyond = beyond.map(|soft| soft.limit.words.chars().count() + 2);
    on_axis.chain(beyond).max().unwrap_or(0)
}

/// The middle of a pixel, where a one-pixel line is sharp.
pub(super) fn crisp(place: i32) -> i32 {
    place.div_euclid(layout::EIGHTHS) * layout::EIGHTHS + layout::EIGHTHS / 2
}

/// A stroke of `width` eighths.
pub fn stroke(colour: RGBAColor, width: u32) -> ShapeStyle {
    colour.stroke_width(width)
}

pub(super) fn fill(colour: RGBAColor) -> ShapeStyle {
    colour.filled()
}
