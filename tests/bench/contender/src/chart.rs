//! A chart of a panel without limits, as the page draws it.

use plotters::style::RGBAColor;
use sre_portal::{
    chart::{
        canvas::Canvas,
        scene::{Line, Pen, Scene},
        theme::{COLOURS, Theme},
    },
    domain::{
        limit::Limits,
        series::Grid,
        time::{Moment, Zone},
        unit::Unit,
    },
};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

/// A chart with its canvas and its columns.
#[wasm_bindgen]
pub struct Chart {
    context: CanvasRenderingContext2d,
    columns: Vec<Vec<f64>>,
    colours: Vec<RGBAColor>,
    theme: Theme,
}

#[wasm_bindgen]
impl Chart {
    /// A chart on this canvas; a series' colour is three bytes of `colours`, from the first again after the last.
    #[wasm_bindgen(constructor)]
    pub fn new(context: CanvasRenderingContext2d, colours: &[u8]) -> Self {
        let colours = colours.chunks_exact(3);
        Self {
            context,
            columns: Vec::new(),
            colours: colours
                .map(|rgb| RGBAColor(rgb[0], rgb[1], rgb[2], 1.0))
                .collect(),
            theme: theme(),
        }
    }

    /// The values of a series.
    pub fn set(&mut self, place: usize, values: Vec<f64>) {
        if place >= self.columns.len() {
            self.columns.resize(place + 1, Vec::new());
        }
        if let Some(column) = self.columns.get_mut(place) {
            *column = values;
        }
    }

    /// Draws all series, whose first value is of `start` and whose others follow `step` seconds apart: reduced to what that
    /// density can show, or all of their values.
    pub fn draw(
        &self,
        width: u32,
        height: u32,
        density: f64,
        reduced: bool,
        start: f64,
        step: f64,
    ) {
        let grid = Grid {
            start: Moment::from_seconds(start),
            step: (step * 1000.0) as i64,
            len: self.columns.first().map_or(0, Vec::len),
        };
        let colours = self.colours.iter().cycle();
        let lines = self
            .columns
            .iter()
            .zip(colours)
            .map(|(values, colour)| Line {
                values,
                tip: None,
                pen: Pen {
                    colour: *colour,
                    dashed: false,
                    main: false,
                },
            });
        let scene = Scene {
            size: (width, height),
            density: if reduced { density } else { f64::INFINITY },
            grid,
            lines: lines.collect(),
            unit: &Unit::Count,
            limits: &Limits::default(),
            zone: &Zone::utc(),
            stale_since: None,
            alerts: &[],
            events: &[],
            theme: &self.theme,
        };
        // The canvas reports no errors.
        let _ = scene.draw(&mut Canvas::begin(&self.context, (width, height), density));
    }
}

/// Colours like those of the peers; the page reads its own from the style sheet.
fn theme() -> Theme {
    let ink = RGBAColor(51, 51, 51, 1.0);
    let grid = RGBAColor(224, 224, 224, 1.0);
    Theme {
        family: "sans-serif".to_owned(),
        caption: ink,
        words: ink,
        text: ink,
        page: RGBAColor(255, 255, 255, 1.0),
        panel: RGBAColor(255, 255, 255, 1.0),
        selection: grid,
        grid,
        axis: ink,
        warning_band: grid,
        warning_line: ink,
        warning_words: ink,
        critical_band: grid,
        critical_line: ink,
        stale: grid,
        hatch: grid,
        nothing: grid,
        series: [ink; COLOURS],
    }
}
