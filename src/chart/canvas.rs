//! plotters' drawing backend on a canvas: a polyline goes over to the browser in one call. Knows no chart.

use super::{
    layout::{EIGHTHS, Rect},
    surface::{Dash, Surface},
};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
    text_anchor::{HPos, VPos},
};
use std::convert::Infallible;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d as Context;

#[wasm_bindgen(module = "/src/chart/stroke.js")]
extern "C" {
    /// Strokes the polyline through `points` (x, y, x, y …) so many times, each `apart` below the one before.
    fn polyline(context: &Context, points: &[i32], passes: u32, apart: f64);
    /// Fills the polygon of these corners.
    fn polygon(context: &Context, points: &[i32]);
    fn dash(context: &Context, rhythm: &[u32]);
}

/// A canvas, its coordinates in eighths of a CSS pixel.
pub struct Canvas<'a> {
    context: &'a Context,
    size: (u32, u32),
    density: f64,
    clipped: bool,
    points: Vec<i32>,
    /// What the context was given last: giving it the same again costs time.
    stroke: Option<(Shade, u64)>,
    fill: Option<Shade>,
    font: String,
    anchor: Option<(&'static str, &'static str)>,
}

impl<'a> Canvas<'a> {
    /// Clears a canvas of this size (CSS pixels) whose backing store has `density` pixels to each of them.
    pub fn begin(context: &'a Context, size: (u32, u32), density: f64) -> Self {
        let scale = density / f64::from(EIGHTHS);
        let canvas = Self {
            context,
            size,
            density,
            clipped: false,
            points: Vec::new(),
            stroke: None,
            fill: None,
            font: String::new(),
            anchor: None,
        };
        // Setting a transform and clearing cannot fail with finite numbers.
        let _ = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        context.clear_rect(
            0.0,
            0.0,
            f64::from(size.0) * f64::from(EIGHTHS),
            f64::from(size.1) * f64::from(EIGHTHS),
        );
        context.set_line_join("round");
        context.set_line_cap("butt");
        canvas
    }

    fn stroke_with(&mut self, colour: BackendColor, width: f64) {
        let key = (shade(colour), width.to_bits());
        if self.stroke.replace(key) != Some(key) {
            self.context.set_stroke_style_str(&css(colour));
            self.context.set_line_width(width);
        }
    }

    fn fill_with(&mut self, colour: BackendColor) {
        let key = shade(colour);
        if self.fill.replace(key) != Some(key) {
            self.context.set_fill_style_str(&css(colour));
        }
    }

    fn collect(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        self.points.clear();
        for (x, y) in points {
            self.points.push(x);
            self.points.push(y);
        }
    }

    /// Lines one device pixel wide are painted ten times as fast as wider ones (without a graphics card, measured): a curve
    /// is several of them, one below the other, and one less where its points lie so close that it covers the ground
    /// between. The width of each, how many, and how far apart.
    fn passes(&self, colour: BackendColor, width: u32) -> (f64, u32, f64) {
        let (width, hair) = (f64::from(width), f64::from(EIGHTHS) / self.density);
        // Where a line shines through, its passes would add up; a straight line costs nothing.
        if colour.alpha < 1.0 || width <= hair || self.points.len() <= 8 {
            return (width, 1, 0.0);
        }
        let ends = self
            .points
            .first()
            .zip(self.points.get(self.points.len() - 2));
        let length = ends.map_or(0, |(from, to)| (to - from).abs());
        let close = length < EIGHTHS * self.points.len() as i32;
        let passes = ((width / hair).ceil() as u32 - u32::from(close)).max(1);
        let apart = (width - hair) / f64::from(passes.max(2) - 1);
        (hair, passes, apart.min(hair))
    }
}

/// A colour that can be compared.
type Shade = ((u8, u8, u8), u64);

fn shade(colour: BackendColor) -> Shade {
    (colour.rgb, colour.alpha.to_bits())
}

fn css(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("rgba({red},{green},{blue},{})", colour.alpha)
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (
            self.size.0 * EIGHTHS.unsigned_abs(),
            self.size.1 * EIGHTHS.unsigned_abs(),
        )
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        at: BackendCoord,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.fill_with(colour);
        self.context
            .fill_rect(f64::from(at.0), f64::from(at.1), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        lower_right: BackendCoord,
        style: &S,
        filled: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let (x, y) = (f64::from(upper_left.0), f64::from(upper_left.1));
        let (width, height) = (f64::from(lower_right.0) - x, f64::from(lower_right.1) - y);
        if filled {
            self.fill_with(style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.stroke_with(style.color(), f64::from(style.stroke_width()));
            self.context.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.collect(path);
        let (width, passes, apart) = self.passes(style.color(), style.stroke_width());
        self.stroke_with(style.color(), width);
        polyline(self.context, &self.points, passes, apart);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.context.begin_path();
        // An arc fails for a negative radius only.
        let _ = self.context.arc(
            f64::from(center.0),
            f64::from(center.1),
            f64::from(radius),
            0.0,
            std::f64::consts::TAU,
        );
        if filled {
            self.fill_with(style.color());
            self.context.fill();
        } else {
            self.stroke_with(style.color(), f64::from(style.stroke_width()));
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.fill_with(style.color());
        self.collect(corners);
        polygon(self.context, &self.points);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let weight = if matches!(style.style(), FontStyle::Bold) {
            "600 "
        } else {
            ""
        };
        let font = format!("{weight}{}px {}", style.size(), style.family().as_str());
        if self.font != font {
            self.context.set_font(&font);
            self.font = font;
        }
        let anchor = (
            match style.anchor().h_pos {
                HPos::Left => "left",
                HPos::Center => "center",
                HPos::Right => "right",
            },
            match style.anchor().v_pos {
                VPos::Top => "top",
                VPos::Center => "middle",
                VPos::Bottom => "bottom",
            },
        );
        if self.anchor.replace(anchor) != Some(anchor) {
            self.context.set_text_align(anchor.0);
            self.context.set_text_baseline(anchor.1);
        }
        self.fill_with(style.color());
        // Writing text fails for no text.
        let _ = self
            .context
            .fill_text(text, f64::from(at.0), f64::from(at.1));
        Ok(())
    }
}

impl Surface for Canvas<'_> {
    fn set_dash(&mut self, rhythm: Dash) {
        dash(self.context, rhythm);
    }

    fn set_clip(&mut self, area: Option<Rect>) {
        if std::mem::replace(&mut self.clipped, area.is_some()) {
            self.context.restore();
            // Nobody kept what was set meanwhile.
            (self.stroke, self.fill, self.anchor) = (None, None, None);
            self.font.clear();
        }
        if let Some(area) = area {
            self.context.save();
            self.context.begin_path();
            self.context.rect(
                f64::from(area.left),
                f64::from(area.top),
                f64::from(area.width()),
                f64::from(area.height()),
            );
            self.context.clip();
        }
    }
}
