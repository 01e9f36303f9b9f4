//! Where the parts of a chart lie. All lengths are eighths of a CSS pixel: plotters draws on whole numbers, and
//! whole pixels would make lines jagged.

/// Eighths in a CSS pixel.
pub const EIGHTHS: i32 = 8;

/// CSS pixels in eighths.
pub const fn px(pixels: i32) -> i32 {
    pixels * EIGHTHS
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

impl Rect {
    /// Its width; never negative.
    pub fn width(self) -> i32 {
        (self.right - self.left).max(0)
    }

    /// Its height; never negative.
    pub fn height(self) -> i32 {
        (self.bottom - self.top).max(0)
    }
}

/// Room for the values of nearly all axes (`400 ms`), and for nearly all limits (`> 10% ↑`), in CSS pixels: charts that stand one
/// below the other share the places of their moments.
const VALUES: i32 = 54;
const LIMITS: i32 = 75;

/// A chart narrower than this (CSS pixels) has no room to spare for limits that it does not have.
const SPARING: i32 = 400;

/// The plot's place in a chart of this size (CSS pixels): values to the left (the longest has `label_chars`
/// characters), limits to the right (`limit_chars`; 0 when there are none), times below.
pub fn plot(width: u32, height: u32, label_chars: usize, limit_chars: usize) -> Rect {
    let whole = |number: usize| i32::try_from(number).unwrap_or(10).min(20);
    let (width, height) = (
        i32::try_from(width).unwrap_or(0),
        i32::try_from(height).unwrap_or(0),
    );
    let left = (12 + 7 * whole(label_chars)).max(VALUES);
    let gutter = match limit_chars {
        0 if width < SPARING => 12,
        0 => LIMITS,
        chars => (26 + 7 * whole(chars)).max(LIMITS),
    };
    Rect {
        left: px(left),
        top: px(8),
        right: px((width - gutter).max(left)),
        bottom: px((height - 22).max(8)),
    }
}
