//! A chart as a picture that can stand alone: its canvas with title, range and legend around it. Knows no questions.

use crate::float;
use crate::{chart::theme::Theme, ui::browser};
use leptos::prelude::*;
use plotters::style::RGBAColor;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Space around and between (CSS pixels).
const GAP: f64 = 12.0;
/// The height of a row of words (CSS pixels).
const ROW: f64 = 18.0;

/// What stands around a chart.
pub struct Caption {
    /// The panel's title with its state.
    pub title: String,
    /// The range and its zone.
    pub range: String,
    /// Colour, name and newest value of each line.
    pub legend: Vec<(RGBAColor, String)>,
}

/// What makes a picture of a chart as it is drawn now.
pub type Picture = Callback<(), Option<HtmlCanvasElement>>;

/// The charts of a page that offers all of them at once: the name of each panel, and what makes its picture.
#[derive(Clone, Copy, Default)]
pub struct Pictures(pub StoredValue<Vec<(String, String, Picture)>>);

impl Pictures {
    /// Adds a chart's id, its title and its picture, until the chart goes.
    pub fn add(self, id: String, title: String, picture: Picture) {
        let name = id.clone();
        self.0.update_value(|all| all.push((id, title, picture)));
        on_cleanup(move || {
            self.0
                .try_update_value(|all| all.retain(|(other, ..)| *other != name));
        });
    }
}

/// Puts a chart's canvas and its caption on one canvas; `None` when the browser has no canvas to give.
pub fn compose(
    chart: &HtmlCanvasElement,
    caption: &Caption,
    theme: &Theme,
) -> Option<HtmlCanvasElement> {
    let density = browser::density();
    let (wide, high) = (
        f64::from(chart.width()) / density,
        f64::from(chart.height()) / density,
    );
    let document = browser::window()?.document()?;
    let picture: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    let context: CanvasRenderingContext2d = picture.get_context("2d").ok()??.dyn_into().ok()?;
    let small = format!("12px {}", theme.family);
    context.set_font(&small);
    let places = rows(&context, &caption.legend, wide);
    let legend_rows = places.last().map_or(0.0, |(_, row)| f64::from(*row) + 1.0);
    let head = GAP + 2.0 * ROW + GAP;
    let size = (
        wide + 2.0 * GAP,
        head + high + GAP + legend_rows * ROW + GAP,
    );
    picture.set_width((size.0 * density).round() as u32);
    picture.set_height((size.1 * density).round() as u32);
    // Setting the size has reset the context. A transform of finite numbers cannot fail.
    let _ = context.scale(density, density);
    context.set_fill_style_str(&css(theme.panel));
    context.fill_rect(0.0, 0.0, size.0, size.1);
    context.set_text_baseline("middle");
    let words = |text: &str, font: &str, colour: RGBAColor, x: f64, y: f64| {
        context.set_font(font);
        context.set_fill_style_str(&css(colour));
        // Fails for numbers that are not finite only.
        let _ = context.fill_text(text, x, y);
    };
    let title = format!("600 15px {}", theme.family);
    words(&caption.title, &title, theme.text, GAP, GAP + ROW / 2.0);
    words(&caption.range, &small, theme.words, GAP, GAP + ROW * 1.5);
    context
        .draw_image_with_html_canvas_element_and_dw_and_dh(chart, GAP, head, wide, high)
        .ok()?;
    for ((colour, name), (x, row)) in caption.legend.iter().zip(places) {
        let y = head + high + GAP + (f64::from(row) + 0.5) * ROW;
        context.set_fill_style_str(&css(*colour));
        context.fill_rect(GAP + x, y - 1.5, 14.0, 3.0);
        words(name, &small, theme.words, GAP + x + 20.0, y);
    }
    Some(picture)
}

/// Where each name of the legend stands: from the left, and in which row.
fn rows(
    context: &CanvasRenderingContext2d,
    legend: &[(RGBAColor, String)],
    wide: f64,
) -> Vec<(f64, u32)> {
    let (mut x, mut row) = (0.0, 0);
    let place = |(_, name): &(RGBAColor, String)| {
        let width = context.measure_text(name).map_or(0.0, |size| size.width()) + 20.0 + 2.0 * GAP;
        if x > 0.0 && x + width > wide {
            (x, row) = (0.0, row + 1);
        }
        let here = (x, row);
        x += width;
        here
    };
    legend.iter().map(place).collect()
}

fn css(RGBAColor(red, green, blue, alpha): RGBAColor) -> String {
    format!("rgba({red},{green},{blue},{})", float::plain(alpha))
}
