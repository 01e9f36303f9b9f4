//! The small curve of a tile: one line, its bands, and a dot at the newest value. Knows no axes.

use super::{
    axis::value_axis,
    layout::{EIGHTHS, Rect, px},
    line::{Projection, polylines},
    scene::{extent, stroke},
    surface::{SOLID, Surface},
    theme::Theme,
};
use crate::domain::{
    limit::{Level, Limits},
    series::{Grid, Tip},
    unit::Unit,
};
use plotters::style::{Color, RGBAColor};
use plotters_backend::DrawingErrorKind;

/// All that a small curve shows.
#[derive(Clone, Debug)]
pub struct Spark<'a> {
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// The moments of the values.
    pub grid: Grid,
    /// A value or a gap for each moment.
    pub values: &'a [f64],
    /// Where it goes on after the last moment.
    pub tip: Option<Tip>,
    /// The unit of the values.
    pub unit: &'a Unit,
    /// The limits; those beyond the curve are not drawn.
    pub limits: &'a Limits,
    /// Whether the data is stale: grey and without a dot.
    pub stale: bool,
    /// What it is drawn with.
    pub theme: &'a Theme,
}

impl Spark<'_> {
    /// Draws it.
    ///
    /// # Errors
    /// What the backend says; a canvas says nothing.
    pub fn draw<S: Surface>(&self, on: &mut S) -> Result<(), DrawingErrorKind<S::ErrorType>> {
        let (width, height) = (
            i32::try_from(self.size.0).unwrap_or(0),
            i32::try_from(self.size.1).unwrap_or(0),
        );
        let plot = Rect {
            left: px(1),
            top: px(2),
            right: px(width - 5),
            bottom: px(height - 3),
        };
        let (newest, end) = match &self.tip {
            Some(tip) => (std::slice::from_ref(&tip.value), tip.at),
            None => (&[][..], self.grid.end()),
        };
        let axis = value_axis(extent(&[self.values, newest]), self.limits, self.unit, 3);
        let projection = Projection::new(plot, self.grid.start.0, end.0, &axis);
        for (index, (bound, limit)) in axis.limits.iter().enumerate() {
            let top = axis
                .limits
                .get(index + 1)
                .map_or(plot.top, |(next, _)| projection.y(*next));
            let (band, line): (RGBAColor, RGBAColor) = match limit.level {
                Level::Warning => (self.theme.warning_band, self.theme.warning_line),
                Level::Critical => (self.theme.critical_band, self.theme.critical_line),
            };
            let y = projection.y(*bound);
            on.draw_rect((plot.left, top), (plot.right, y), &band.filled(), true)?;
            on.set_dash(if limit.level == Level::Warning {
                &[32, 24]
            } else {
                SOLID
            });
            on.draw_path([(plot.left, y), (plot.right, y)], &stroke(line, 8))?;
        }
        on.set_dash(SOLID);
        let colour = if self.stale {
            self.theme.stale
        } else {
            self.theme.series[0]
        };
        let lines = polylines(self.values, self.tip, self.grid, &projection, EIGHTHS);
        let newest = lines.last().and_then(|line| line.last()).copied();
        for line in lines {
            on.draw_path(line, &stroke(colour, 12))?;
        }
        if let (Some(newest), false) = (newest, self.stale) {
            on.draw_circle(newest, 22, &colour.filled(), true)?;
        }
        Ok(())
    }
}
