//! plotters' drawing backend on a canvas: a whole picture goes over to the browser in one call. Knows no chart.

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

#[wasm_bindgen(module = "/src/chart/paint.js")]
extern "C" {
    fn paint(context: &Context, orders: &[f32], words: &str);
}

/// What `paint.js` does, in its numbers; what follows each stands there.
#[derive(Clone, Copy)]
enum Order {
    Begin,
    Stroke,
    Fill,
    Width,
    Dash,
    FillRect,
    StrokeRect,
    Polyline,
    Polygon,
    Circle,
    Font,
    Anchor,
    Text,
    Clip,
    Unclip,
}

/// Device pixels in a CSS pixel.
pub fn density() -> f64 {
    web_sys::window()
        .map_or(1.0, |window| window.device_pixel_ratio())
        .clamp(0.5, 8.0)
}

/// A canvas, its coordinates in eighths of a CSS pixel. The picture is painted when this value ends.
pub struct Canvas<'a> {
    context: &'a Context,
    size: (u32, u32),
    density: f64,
    clipped: bool,
    orders: Vec<f32>,
    words: String,
    /// What the context was told last: telling it the same again costs time.
    stroke: Option<Shade>,
    fill: Option<Shade>,
    width: Option<u64>,
    dash: Option<Dash>,
    font: Option<(bool, u64)>,
    family: String,
    anchor: Option<(u8, u8)>,
}

impl<'a> Canvas<'a> {
    /// Clears a canvas of this size (CSS pixels) whose backing store has `density` pixels to each of them.
    pub fn begin(context: &'a Context, size: (u32, u32), density: f64) -> Self {
        let mut canvas = Self {
            context,
            size,
            density,
            clipped: false,
            orders: Vec::with_capacity(256),
            words: String::new(),
            stroke: None,
            fill: None,
            width: None,
            dash: None,
            font: None,
            family: String::new(),
            anchor: None,
        };
        let (width, height) = canvas.get_size();
        let scale = density / f64::from(EIGHTHS);
        canvas.order(Order::Begin, &[scale as f32, width as f32, height as f32]);
        canvas
    }

    fn order(&mut self, order: Order, numbers: &[f32]) {
        self.orders.push(order as u8 as f32);
        self.orders.extend_from_slice(numbers);
    }

    /// A word, in a line of its own. A canvas writes any white space as a blank.
    fn word(&mut self, word: &str) {
        for letter in word.chars() {
            self.words.push(if letter == '\n' { ' ' } else { letter });
        }
        self.words.push('\n');
    }

    fn stroke_in(&mut self, colour: BackendColor) {
        if self.stroke.replace(shade(colour)) != Some(shade(colour)) {
            self.colour(Order::Stroke, colour);
        }
    }

    fn stroke_with(&mut self, colour: BackendColor, width: f64) {
        self.stroke_in(colour);
        if self.width.replace(width.to_bits()) != Some(width.to_bits()) {
            self.order(Order::Width, &[width as f32]);
        }
    }

    fn fill_with(&mut self, colour: BackendColor) {
        if self.fill.replace(shade(colour)) != Some(shade(colour)) {
            self.colour(Order::Fill, colour);
        }
    }

    fn colour(&mut self, order: Order, colour: BackendColor) {
        let (red, green, blue) = colour.rgb;
        let [red, green, blue] = [red, green, blue].map(f32::from);
        self.order(order, &[red, green, blue, colour.alpha as f32]);
    }

    fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        let mut points = points.into_iter();
        let head = self.orders.len();
        self.orders.resize(head + 2 * points.size_hint().0, 0.0);
        let places = self.orders.get_mut(head..).unwrap_or_default();
        // Room is sought once, not for each of them.
        for (place, (x, y)) in places.chunks_exact_mut(2).zip(points.by_ref()) {
            if let [across, down] = place {
                (*across, *down) = (x as f32, y as f32);
            }
        }
        // Those that cannot say how many they are have more.
        for (x, y) in points {
            self.orders.extend_from_slice(&floats([x, y]));
        }
    }

    /// Lines one device pixel wide are painted ten times as fast as wider ones (without a graphics card, measured): a curve
    /// is several of them, one below the other, and one less where its points lie so close that it covers the ground
    /// between. The width of each, how many, and how far apart.
    fn passes(&self, points: &[f32], colour: BackendColor, width: u32) -> (f64, u32, f64) {
        let (width, hair) = (f64::from(width), f64::from(EIGHTHS) / self.density);
        // Where a line shines through, its passes would add up; a straight line costs nothing.
        if colour.alpha < 1.0 || width <= hair || points.len() <= 8 {
            return (width, 1, 0.0);
        }
        let ends = points.first().zip(points.get(points.len() - 2));
        let length = ends.map_or(0.0, |(from, to)| (to - from).abs());
        let close = length < (EIGHTHS as usize * points.len()) as f32;
        let passes = ((width / hair).ceil() as u32 - u32::from(close)).max(1);
        let apart = (width - hair) / f64::from(passes.max(2) - 1);
        (hair, passes, apart.min(hair))
    }
}

impl Drop for Canvas<'_> {
    fn drop(&mut self) {
        self.set_clip(None);
        paint(self.context, &self.orders, &self.words);
    }
}

/// A colour that can be compared.
type Shade = ((u8, u8, u8), u64);

fn shade(colour: BackendColor) -> Shade {
    (colour.rgb, colour.alpha.to_bits())
}

/// Whole numbers of eighths as the script takes them: far fewer than a float holds exactly.
fn floats<const COUNT: usize>(numbers: [i32; COUNT]) -> [f32; COUNT] {
    numbers.map(|number| number as f32)
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
        self.order(Order::FillRect, &floats([at.0, at.1, 1, 1]));
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
        let (width, height) = (lower_right.0 - upper_left.0, lower_right.1 - upper_left.1);
        let order = if filled {
            self.fill_with(style.color());
            Order::FillRect
        } else {
            self.stroke_with(style.color(), f64::from(style.stroke_width()));
            Order::StrokeRect
        };
        self.order(order, &floats([upper_left.0, upper_left.1, width, height]));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.stroke_in(style.color());
        // How it is drawn follows from its points, which are written only once: it is put before them afterwards.
        let head = self.orders.len();
        self.orders.extend_from_slice(&[0.0; 6]);
        self.points(path);
        let points = self.orders.get(head + 6..).unwrap_or_default();
        let count = points.len() as f32;
        let (width, passes, apart) = self.passes(points, style.color(), style.stroke_width());
        let [telling, drawing] = [Order::Width, Order::Polyline].map(|order| order as u8 as f32);
        if let Some(place) = self.orders.get_mut(head..head + 6) {
            let (width, passes, apart) = (width as f32, passes as f32, apart as f32);
            place.copy_from_slice(&[telling, width, drawing, passes, apart, count]);
        }
        self.width = Some(width.to_bits());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if filled {
            self.fill_with(style.color());
        } else {
            self.stroke_with(style.color(), f64::from(style.stroke_width()));
        }
        let numbers = [center.0, center.1, radius as i32, i32::from(filled)];
        self.order(Order::Circle, &floats(numbers));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.fill_with(style.color());
        self.order(Order::Polygon, &[0.0]);
        let start = self.orders.len();
        self.points(corners);
        let count = self.orders.len() - start;
        if let Some(place) = self.orders.get_mut(start - 1) {
            *place = count as f32;
        }
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let (font, family) = ((bold, style.size().to_bits()), style.family());
        if self.font.replace(font) != Some(font) || self.family != family.as_str() {
            self.order(
                Order::Font,
                &[f32::from(u8::from(bold)), style.size() as f32],
            );
            self.word(family.as_str());
            family.as_str().clone_into(&mut self.family);
        }
        let anchor = (
            match style.anchor().h_pos {
                HPos::Left => 0,
                HPos::Center => 1,
                HPos::Right => 2,
            },
            match style.anchor().v_pos {
                VPos::Top => 0,
                VPos::Center => 1,
                VPos::Bottom => 2,
            },
        );
        if self.anchor.replace(anchor) != Some(anchor) {
            self.order(Order::Anchor, &[f32::from(anchor.0), f32::from(anchor.1)]);
        }
        self.fill_with(style.color());
        self.order(Order::Text, &floats([at.0, at.1]));
        self.word(text);
        Ok(())
    }
}

impl Surface for Canvas<'_> {
    fn set_dash(&mut self, rhythm: Dash) {
        if self.dash.replace(rhythm) != Some(rhythm) {
            self.order(Order::Dash, &[rhythm.len() as f32]);
            self.orders
                .extend(rhythm.iter().map(|length| *length as f32));
        }
    }

    fn set_clip(&mut self, area: Option<Rect>) {
        if std::mem::replace(&mut self.clipped, area.is_some()) {
            self.order(Order::Unclip, &[]);
            // Nobody kept what was told meanwhile.
            (self.stroke, self.fill, self.width) = (None, None, None);
            (self.dash, self.font, self.anchor) = (None, None, None);
        }
        if let Some(area) = area {
            let numbers = [area.left, area.top, area.width(), area.height()];
            self.order(Order::Clip, &floats(numbers));
        }
    }
}
