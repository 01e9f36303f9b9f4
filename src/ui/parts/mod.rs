//! What pages are made of, one part a file.

pub mod canvas;
pub mod chart_panel;
pub mod data_table;
pub mod dials;
pub mod filters;
mod findable;
pub mod firing;
mod found;
pub mod frame;
pub mod key_list;
pub mod legend;
pub mod menu;
pub mod message;
pub mod miniature;
pub mod overlay;
pub mod palette;
pub mod panel_menu;
pub mod rail;
pub mod search;
pub mod symbol;
pub mod table_panel;
pub mod tile;
pub mod time_controls;
pub mod time_sheets;
pub mod topbar;
