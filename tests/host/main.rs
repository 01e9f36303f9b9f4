//! Host tests of the pure rooms, through their public surface; no network, no browser, no present moment.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic, in its helpers too"
)]

mod alarms;
mod alertmanager;
mod all_clear;
mod axis;
mod config;
mod contradictions;
mod decode;
mod doctor;
mod evaluate;
mod expression;
mod fault;
mod gate;
mod handbook;
mod judgement;
mod lines;
mod marks;
mod notice;
mod promql;
mod query;
mod recorder;
mod rule_file;
mod rules;
mod scene;
mod severity_table;
mod span;
mod standing;
mod status;
mod tail;
mod ticks;
mod tidy;
mod units;
mod view;
