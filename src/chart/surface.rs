//! What a chart asks of a drawing backend beyond plotters' own trait. Knows no chart.

use super::layout::Rect;
use plotters_backend::DrawingBackend;

/// The rhythm of a line, in eighths of a pixel: drawn, left out.
pub type Dash = &'static [u32];

/// An unbroken line.
pub const SOLID: Dash = &[];

/// A backend that also dashes and clips.
pub trait Surface: DrawingBackend {
    /// The rhythm of the paths drawn from now on.
    fn set_dash(&mut self, dash: Dash);

    /// Draws only inside of `area` from now on; `None` lifts that.
    fn set_clip(&mut self, area: Option<Rect>);
}
