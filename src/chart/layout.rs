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

/// The plot's place in a chart of this size (CSS pixels): values to the left (the longest has `label_chars`
/// characters), limits to the right (`limit_chars`; 0 when there are none), times below.
pub fn plot(width: u32, height: u32, label_chars: usize, limit_chars: usize) -> Rect {
    let whole = |number: usize| i32::try_from(number).unwrap_or(10).min(20);
    let (width, height) = (
        i32::try_from(width).unwrap_or(0),
        i32::try_from(height).unwrap_or(0),
    );
    let left = 12 + 7 * whole(label_chars);
    let gutter = if limit_chars == 0 {
        4
    } else {
        (26 + 7 * whole(limit_chars)).max(66)
    };
    Rect {
        left: px(left),
        top: px(8),
        right: px((width - gutter).max(left)),
        bottom: px((height - 22).max(8)),
    }
}
