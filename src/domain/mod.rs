//! Pure values of the portal: no text formats, no network, no page; whoever needs the present moment is given it.

pub mod calendar;
pub mod command;
pub mod duration;
pub mod freshness;
pub mod judgement;
pub mod ladder;
pub mod limit;
pub mod marks;
pub mod metric;
pub mod panel;
pub mod review;
pub mod rotation;
pub mod search;
pub mod series;
pub mod service;
pub mod severity;
pub mod sla;
pub mod span;
pub mod span_text;
pub mod status;
pub mod telling;
pub mod time;
pub mod unit;
pub mod view;
pub mod workflow;
pub mod worksheet;
