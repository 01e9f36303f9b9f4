//! What is known at a moment: answers kept beside the trouble that came after them, and what a panel may therefore
//! say. Pure: neither asks nor draws, and is told what time it is.

pub mod alarm;
pub mod all_clear;
pub mod backoff;
pub mod cast;
pub mod contradictions;
pub mod evaluate;
pub mod export;
pub mod face;
pub mod legend;
pub mod notice;
pub mod palette;
pub mod panel;
pub mod reading;
pub mod skew;
pub mod table;
pub mod template;
pub mod tile;
pub mod tip;
pub mod wall;
pub mod words;
