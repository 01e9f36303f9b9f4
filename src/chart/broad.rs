//! The chart of a wall, read from five metres: few lines, bands, a limit's number and the times; no value axis, since the
//! number stands above it. Knows no panel and no page.

use super::{
    axis::ValueAxis,
    layout::{EIGHTHS, Rect, px},
    letters::Letters,
    line::{Projection, polylines},
    scene::{Line, columns, extent, stroke},
    surface::{Dash, SOLID, Surface},
    theme::Theme,
    ticks,
};
use crate::domain::{
    limit::{Bound, Level, Limit, Limits},
    series::{Grid, is_gap},
    time::{Moment, Zone},
};
use plotters::style::{Color, RGBAColor};
use plotters_backend::{
    DrawingErrorKind,
    text_anchor::{HPos, VPos},
};

/// The line of a warning limit.
const WARNING_DASH: Dash = &[96, 56];
/// A dashed line of a series.
const SERIES_DASH: Dash = &[112, 56];

/// Whether something answered, over the same moments.
#[derive(Clone, Debug)]
pub struct Presence<'a> {
    /// What it is about: `postgres`.
    pub name: &'a str,
    /// 1 where it answered, less where it did not, a gap where nothing was known of it.
    pub values: &'a [f64],
}

/// All that the chart of a wall shows.
#[derive(Clone, Debug)]
pub struct Broad<'a> {
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// CSS pixels in a unit of the wall's sizes.
    pub scale: f64,
    /// The moments of the lines.
    pub grid: Grid,
    /// Its lines, the last on top.
    pub lines: Vec<Line<'a>>,
    /// The limits to draw; the mildest is always on the picture.
    pub limits: &'a Limits,
    /// The strip below.
    pub presence: Option<Presence<'a>>,
    /// When the trouble began: an upright line.
    pub since: Option<Moment>,
    /// The zone of the times.
    pub zone: &'a Zone,
    /// Whether the lines are of the past: grey and hatched.
    pub stale: bool,
    /// What it is drawn with.
    pub theme: &'a Theme,
}

/// The result of drawing on a surface.
type Done<S> = Result<(), DrawingErrorKind<<S as plotters_backend::DrawingBackend>::ErrorType>>;

impl Broad<'_> {
    /// Draws it.
    ///
    /// # Errors
    /// What the backend says; a canvas says nothing.
    pub fn draw<S: Surface>(&self, on: &mut S) -> Done<S> {
        let whole = |length: u32| px(i32::try_from(length).unwrap_or(0));
        let (width, height) = (whole(self.size.0), whole(self.size.1));
        let longest = self
            .bounds()
            .map(|(_, limit)| number(limit).chars().count());
        let gutter = longest.max().map_or(4, |chars| {
            60 + 18 * i32::try_from(chars).unwrap_or(4).min(8)
        });
        let below = if self.presence.is_some() { 44 + 70 } else { 44 };
        let top = self.units(4);
        let plot = Rect {
            left: 0,
            top,
            right: (width - self.units(gutter)).max(px(8)),
            // Also where there is no room at all an edge is no higher than the other.
            bottom: (height - self.units(below)).max(top + px(8)),
        };
        let (columns, end) = columns(self.grid, &self.lines);
        let axis = self.axis(&columns);
        let projection = Projection::new(plot, self.grid.start.0, end.0, &axis);
        self.bands(on, &axis, plot, &projection)?;
        if self.stale {
            self.hatch(on, plot)?;
        }
        on.draw_path(
            [(plot.left, plot.bottom), (plot.right, plot.bottom)],
            &stroke(self.theme.axis, self.width(2)),
        )?;
        self.times(on, plot, &projection)?;
        on.set_clip(Some(plot));
        for line in &self.lines {
            let colour = if self.stale {
                self.theme.stale
            } else {
                line.pen.colour
            };
            on.set_dash(if line.pen.dashed { SERIES_DASH } else { SOLID });
            for points in polylines(line.values, line.tip, self.grid, &projection, EIGHTHS) {
                on.draw_path(points, &stroke(colour, self.width(5)))?;
            }
        }
        on.set_clip(None);
        on.set_dash(SOLID);
        if let Some(since) = self.since.filter(|since| *since > self.grid.start) {
            let x = projection.x(since.0).min(plot.right);
            let line = stroke(self.theme.critical_line, self.width(3));
            on.draw_path([(x, plot.top), (x, plot.bottom)], &line)?;
        }
        if let Some(presence) = &self.presence {
            self.strip(on, presence, plot, height)?;
        }
        Ok(())
    }

    /// From 0 up to what is above the largest value and the mildest limit, whatever their distance: how far off the limit
    /// is, is what a wall tells.
    fn axis(&self, columns: &[&[f64]]) -> ValueAxis {
        let (least, largest) = extent(columns).unwrap_or((0.0, 0.0));
        let mildest = self.bounds().map(|(bound, _)| bound).next().unwrap_or(0.0);
        let high = (largest * 1.1).max(mildest * 1.25);
        let limits = self.bounds().filter(|(bound, _)| *bound <= high);
        ValueAxis {
            low: least.min(0.0),
            high: if high > 0.0 { high } else { 1.0 },
            ticks: Vec::new(),
            limits: limits
                .map(|(bound, limit)| (bound, limit.clone()))
                .collect(),
            soft: Vec::new(),
        }
    }

    fn bounds(&self) -> impl Iterator<Item = (f64, &Limit)> {
        self.limits.iter().filter_map(|limit| match limit.bound {
            Bound::Above(bound) => Some((bound, limit)),
            Bound::Unavailable => None,
        })
    }

    fn bands<S: Surface>(
        &self,
        on: &mut S,
        axis: &ValueAxis,
        plot: Rect,
        projection: &Projection,
    ) -> Done<S> {
        // Labels of limits that lie close together are pushed apart; the upper one is placed first, and leaves room above the
        // times for the lower ones.
        let (half, apart) = (self.units(14), self.units(40));
        let mut free = plot.top + half;
        for (index, (bound, limit)) in axis.limits.iter().enumerate().rev() {
            let next = axis.limits.get(index + 1);
            let top = next.map_or(plot.top, |(next, _)| projection.y(*next));
            let y = projection.y(*bound);
            let (band, line, words, dash) = match limit.level {
                Level::Warning => (
                    self.theme.warning_band,
                    self.theme.warning_line,
                    self.theme.warning_words,
                    WARNING_DASH,
                ),
                Level::Critical => (
                    self.theme.critical_band,
                    self.theme.critical_line,
                    self.theme.critical_line,
                    SOLID,
                ),
            };
            on.draw_rect((plot.left, top), (plot.right, y), &band.filled(), true)?;
            on.set_dash(dash);
            let style = stroke(line, self.width(3));
            on.draw_path([(plot.left, y), (plot.right, y)], &style)?;
            on.set_dash(SOLID);
            let lower = apart * i32::try_from(index).unwrap_or(0);
            let label = y.min(plot.bottom - half - lower).max(free);
            free = label + apart;
            let shape = shape(
                limit.level,
                plot.right + self.units(28),
                label,
                self.units(13),
            );
            on.draw_path(shape, &style)?;
            let text = self.text(words, HPos::Left).bold();
            on.draw_text(number(limit), &text, (plot.right + self.units(48), label))?;
        }
        Ok(())
    }

    fn times<S: Surface>(&self, on: &mut S, plot: Rect, projection: &Projection) -> Done<S> {
        let most = usize::try_from(plot.width() / self.units(130).max(1))
            .unwrap_or(1)
            .clamp(1, 4);
        let half = self.units(42);
        for tick in ticks::times(self.grid.start, self.grid.end(), most, self.zone) {
            let x = projection.x(tick.at.0);
            if x - half >= plot.left && x + half <= plot.right + half {
                let text = self.text(self.theme.caption, HPos::Center);
                on.draw_text(&tick.label, &text, (x, plot.bottom + self.units(26)))?;
            }
        }
        Ok(())
    }

    fn hatch<S: Surface>(&self, on: &mut S, plot: Rect) -> Done<S> {
        on.set_clip(Some(plot));
        let mut x = plot.left - plot.height();
        while x < plot.right {
            on.draw_path(
                [(x, plot.bottom), (x + plot.height(), plot.top)],
                &stroke(self.theme.hatch, self.width(2)),
            )?;
            x += self.units(24).max(px(4));
        }
        on.set_clip(None);
        Ok(())
    }

    /// Outlined while it answered, filled while it did not, and nothing where nothing is known.
    fn strip<S: Surface>(
        &self,
        on: &mut S,
        presence: &Presence<'_>,
        plot: Rect,
        height: i32,
    ) -> Done<S> {
        let (top, bottom) = (height - self.units(56), height - self.units(6));
        let moments = presence.values.len().max(1);
        let place = |index: usize| {
            let share = index as f64 / moments as f64;
            plot.left + (f64::from(plot.width()) * share).round() as i32
        };
        let kind = |value: &f64| match *value {
            value if is_gap(value) => None,
            value => Some(value >= 1.0),
        };
        let mut from = 0;
        for run in presence
            .values
            .chunk_by(|left, right| kind(left) == kind(right))
        {
            let (left, right) = (place(from), place(from + run.len()));
            from += run.len();
            let Some(up) = run.first().and_then(kind) else {
                continue;
            };
            let (words, colour) = match up {
                true => (format!("{} up", presence.name), self.theme.words),
                false => ("down".to_owned(), self.theme.page),
            };
            match up {
                true => on.draw_path(
                    [
                        (left, top),
                        (right, top),
                        (right, bottom),
                        (left, bottom),
                        (left, top),
                    ],
                    &stroke(self.theme.words, self.width(2)),
                )?,
                false => {
                    let ground = self.theme.critical_line.filled();
                    on.draw_rect((left, top), (right, bottom), &ground, true)?;
                }
            }
            let room = self.units(18) * i32::try_from(words.chars().count()).unwrap_or(9);
            if right - left > room {
                let text = self.text(colour, HPos::Center);
                let text = if up { text } else { text.bold() };
                on.draw_text(&words, &text, ((left + right) / 2, (top + bottom) / 2))?;
            }
        }
        Ok(())
    }

    /// Units of the wall in eighths of a CSS pixel.
    fn units(&self, units: i32) -> i32 {
        (f64::from(px(units)) * self.scale).round() as i32
    }

    /// The width of a stroke, at least one pixel.
    fn width(&self, units: i32) -> u32 {
        self.units(units).max(EIGHTHS).unsigned_abs()
    }

    fn text(&self, colour: RGBAColor, horizontal: HPos) -> Letters<'_> {
        Letters {
            family: &self.theme.family,
            size: self.units(28),
            bold: false,
            colour,
            side: (horizontal, VPos::Center),
        }
    }
}

/// `5%` of `> 5%`.
fn number(limit: &Limit) -> &str {
    limit.words.trim_start_matches(['>', ' '])
}

/// The hollow shape of a limit around a place.
fn shape(level: Level, x: i32, y: i32, size: i32) -> Vec<(i32, i32)> {
    let corner = size * 5 / 12;
    let points: &[(i32, i32)] = match level {
        Level::Warning => &[(0, -size), (size, size), (-size, size), (0, -size)],
        Level::Critical => &[
            (-corner, -size),
            (corner, -size),
            (size, -corner),
            (size, corner),
            (corner, size),
            (-corner, size),
            (-size, corner),
            (-size, -corner),
            (-corner, -size),
        ],
    };
    points.iter().map(|(dx, dy)| (x + dx, y + dy)).collect()
}
