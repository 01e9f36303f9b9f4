//! Charts: from columns and limits to strokes on any drawing backend of plotters. Knows no page and no canvas but
//! its own backend in `canvas`.

pub mod axis;
pub mod broad;
#[cfg(target_arch = "wasm32")]
pub mod canvas;
pub mod layout;
pub mod letters;
pub mod line;
mod marks;
pub mod pointer;
pub mod scene;
pub mod spark;
#[cfg(target_arch = "wasm32")]
pub mod style_sheet;
pub mod surface;
pub mod theme;
pub mod ticks;
