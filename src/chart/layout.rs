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

/// The plot's place in a chart of this size (CSS pixels): labels to the left (the longest has `label_chars`
/// characters), limits to the right, times below.
pub fn plot(width: u32, height: u32, label_chars: usize, limits: bool) -> Rect {
    let (width, height) = (
        i32::try_from(width).unwrap_or(0),
        i32::try_from(height).unwrap_or(0),
    );
    let left = 12 + 7 * i32::try_from(label_chars).unwrap_or(4);
    let right = if limits { width - 70 } else { width - 4 };
    Rect {
        left: px(left),
        top: px(8),
        right: px(right.max(left)),
        bottom: px((height - 22).max(8)),
    }
}
