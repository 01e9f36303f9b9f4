//! The crosshair over a chart: one instant, a dot on each line, the time on the axis; and the part that is being
//! selected. Knows no page.

use super::{
    layout::{Rect, px},
    letters::Letters,
    scene::{Drawn, stroke},
    surface::{SOLID, Surface},
    theme::Theme,
};
use plotters::style::{Color, RGBAColor};
use plotters_backend::{
    DrawingErrorKind,
    text_anchor::{HPos, VPos},
};

/// All that lies over a chart.
#[derive(Clone, Debug)]
pub struct Pointer<'a> {
    /// The instant (milliseconds since the epoch), if one is pointed at.
    pub at: Option<i64>,
    /// The values at that instant and their colours.
    pub dots: &'a [(f64, RGBAColor)],
    /// The instant in words.
    pub label: &'a str,
    /// The range being selected (milliseconds since the epoch).
    pub selected: Option<(i64, i64)>,
    /// What it is drawn with.
    pub theme: &'a Theme,
}

impl Pointer<'_> {
    /// Draws it over a chart drawn as `drawn`.
    ///
    /// # Errors
    /// What the backend says; a canvas says nothing.
    pub fn draw<S: Surface>(
        &self,
        on: &mut S,
        drawn: Drawn,
    ) -> Result<(), DrawingErrorKind<S::ErrorType>> {
        let plot = drawn.plot;
        let place = |at: i64| drawn.projection.x(at).clamp(plot.left, plot.right);
        on.set_dash(SOLID);
        if let Some((from, to)) = self.selected {
            let (left, right) = (place(from.min(to)), place(from.max(to)));
            on.draw_rect(
                (left, plot.top),
                (right, plot.bottom),
                &self.theme.selection.filled(),
                true,
            )?;
        }
        let Some(at) = self
            .at
            .filter(|at| (plot.left..=plot.right).contains(&drawn.projection.x(*at)))
        else {
            return Ok(());
        };
        let x = place(at);
        on.draw_path(
            [(x, plot.top), (x, plot.bottom)],
            &stroke(self.theme.text, 8),
        )?;
        for (value, colour) in self.dots.iter().filter(|(value, _)| value.is_finite()) {
            on.draw_circle((x, drawn.projection.y(*value)), 28, &colour.filled(), true)?;
        }
        self.time(on, plot, x)
    }

    fn time<S: Surface>(
        &self,
        on: &mut S,
        plot: Rect,
        x: i32,
    ) -> Result<(), DrawingErrorKind<S::ErrorType>> {
        let half = px(i32::try_from(self.label.chars().count()).unwrap_or(8) * 3 + 7);
        let x = x.clamp(half, (plot.right + px(60)).max(half));
        let (top, bottom) = (plot.bottom + px(3), plot.bottom + px(20));
        on.draw_rect(
            (x - half, top),
            (x + half, bottom),
            &self.theme.text.filled(),
            true,
        )?;
        let style = Letters {
            family: &self.theme.family,
            size: px(11),
            bold: true,
            colour: self.theme.page,
            side: (HPos::Center, VPos::Center),
        };
        on.draw_text(self.label, &style, (x, (top + bottom) / 2))
    }
}
