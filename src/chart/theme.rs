//! The colours and letters a chart is drawn with; where they come from (the style sheet) is not known here.

use plotters::style::RGBAColor;

/// How many series have a colour of their own; later ones are grey.
pub const COLOURS: usize = 8;

/// From this series on (from 0) lines are dashed: the second channel for those who do not tell the colours apart.
pub const DASHED_FROM: usize = 4;

/// What a chart is drawn with.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The font's family, as the style sheet has it.
    pub family: String,
    /// Labels of the axes.
    pub caption: RGBAColor,
    /// Words inside of the plot.
    pub words: RGBAColor,
    /// The crosshair's line and the ground of its time.
    pub text: RGBAColor,
    /// The time's words on that ground.
    pub page: RGBAColor,
    /// The ground of a chart.
    pub panel: RGBAColor,
    /// What is selected for zooming.
    pub selection: RGBAColor,
    /// The grid's lines.
    pub grid: RGBAColor,
    /// The axis' line.
    pub axis: RGBAColor,
    /// The warning band.
    pub warning_band: RGBAColor,
    /// The warning limit's line and shape.
    pub warning_line: RGBAColor,
    /// The warning limit's words.
    pub warning_words: RGBAColor,
    /// The critical band.
    pub critical_band: RGBAColor,
    /// The critical limit's line, shape and words.
    pub critical_line: RGBAColor,
    /// Lines of stale data.
    pub stale: RGBAColor,
    /// The hatch over stale data.
    pub hatch: RGBAColor,
    /// The ground where there is no data any more.
    pub nothing: RGBAColor,
    /// The series' colours, in their order.
    pub series: [RGBAColor; COLOURS],
}

/// Reads `#rrggbb` or `#rrggbbaa`; `None` for anything else.
pub fn colour(text: &str) -> Option<RGBAColor> {
    let hex = text.trim().strip_prefix('#')?;
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    let alpha = match hex.len() {
        6 => 255,
        8 => byte(6)?,
        _ => return None,
    };
    Some(RGBAColor(
        byte(0)?,
        byte(2)?,
        byte(4)?,
        f64::from(alpha) / 255.0,
    ))
}
