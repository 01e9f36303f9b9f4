//! A drawing surface that writes down what is drawn on it. Knows no chart.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use sre_portal::chart::{
    layout::Rect,
    surface::{Dash, Surface},
};
use std::convert::Infallible;

/// One thing that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A polyline: its points, colour, width and dash.
    Path {
        points: Vec<BackendCoord>,
        colour: (u8, u8, u8),
        width: u32,
        dashed: bool,
    },
    /// A filled rectangle.
    Fill {
        from: BackendCoord,
        to: BackendCoord,
        colour: (u8, u8, u8),
    },
    /// Words.
    Words { text: String, at: BackendCoord },
}

/// What was drawn, in its order.
#[derive(Default)]
pub struct Recorder {
    /// All of it.
    pub marks: Vec<Mark>,
    dashed: bool,
}

impl Recorder {
    /// All words.
    pub fn words(&self) -> Vec<&str> {
        let words = self.marks.iter().filter_map(|mark| match mark {
            Mark::Words { text, .. } => Some(text.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// All polylines of a colour.
    pub fn paths(&self, wanted: (u8, u8, u8)) -> Vec<&Vec<BackendCoord>> {
        let paths = self.marks.iter().filter_map(|mark| match mark {
            Mark::Path { points, colour, .. } if *colour == wanted => Some(points),
            _ => None,
        });
        paths.collect()
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (0, 0)
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        _: BackendCoord,
        _: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        panic!("a chart draws no single pixels")
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        assert!(fill, "a chart draws no frames");
        self.marks.push(Mark::Fill {
            from,
            to,
            colour: style.color().rgb,
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.marks.push(Mark::Path {
            points: path.into_iter().collect(),
            colour: style.color().rgb,
            width: style.stroke_width(),
            dashed: self.dashed,
        });
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        _: &T,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.marks.push(Mark::Words {
            text: text.to_owned(),
            at,
        });
        Ok(())
    }
}

impl Surface for Recorder {
    fn set_dash(&mut self, rhythm: Dash) {
        self.dashed = !rhythm.is_empty();
    }

    fn set_clip(&mut self, _: Option<Rect>) {}
}
