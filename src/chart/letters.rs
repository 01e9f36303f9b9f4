//! How a text is written, for a surface that writes texts itself: plotters' own style seeks fonts and copies their names.

use plotters::style::{Color, RGBAColor};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, FontFamily, FontStyle,
    text_anchor::{HPos, Pos, VPos},
};
use std::convert::Infallible;

/// The style of a text.
#[derive(Clone, Copy)]
pub struct Letters<'a> {
    /// The font's family, as the style sheet has it.
    pub family: &'a str,
    /// The font's size (eighths of a pixel).
    pub size: i32,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub colour: RGBAColor,
    /// On which side of its place it stands.
    pub side: (HPos, VPos),
}

impl Letters<'_> {
    /// The same in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

impl BackendTextStyle for Letters<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.colour.to_backend_color()
    }

    fn size(&self) -> f64 {
        f64::from(self.size)
    }

    fn style(&self) -> FontStyle {
        match self.bold {
            true => FontStyle::Bold,
            false => FontStyle::Normal,
        }
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.side.0, self.side.1)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.family)
    }

    /// Unknown here: only the surface has the font.
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    /// Nothing: the surface writes.
    fn draw<E, Draw: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: Draw,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
