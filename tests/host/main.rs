//! Host tests of the pure rooms, through their public surface; no network, no browser, no present moment.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic, in its helpers too"
)]

mod axis;
mod config;
mod decode;
mod doctor;
mod due;
mod fault;
mod gate;
mod handbook;
mod incident;
mod judgement;
mod lines;
mod marks;
mod merge;
mod promql;
mod query;
mod recorder;
mod response;
mod rotation;
mod scene;
mod sharing;
mod span;
mod standing;
mod status;
mod tail;
mod texts;
mod ticks;
mod tidy;
mod units;
mod view;
mod zone;
