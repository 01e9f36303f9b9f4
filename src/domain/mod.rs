//! Pure values of the portal: no text formats, no network, no page; whoever needs the present moment is given it.

pub mod alert;
pub mod duration;
pub mod freshness;
pub mod judgement;
pub mod limit;
pub mod marks;
pub mod metric;
pub mod panel;
pub mod rule;
pub mod series;
pub mod service;
pub mod severity;
pub mod span;
pub mod span_text;
pub mod status;
pub mod suggestion;
pub mod time;
pub mod unit;
pub mod view;
