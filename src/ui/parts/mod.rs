//! What pages are made of, one part a file.

pub mod canvas;
pub mod chart_panel;
pub mod frame;
pub mod legend;
pub mod message;
pub mod rail;
pub mod symbol;
pub mod table_panel;
pub mod tile;
pub mod topbar;
