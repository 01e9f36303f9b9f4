//! Host tests of the pure rooms, through their public surface; no network, no browser, no present moment.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic, in its helpers too"
)]

mod alarm_order;
mod alarm_search;
mod alarms;
mod alarms_past;
mod alertmanager;
mod all_clear;
mod axis;
mod calendar;
mod carried_over;
mod cast;
mod check;
mod columns;
mod commands;
mod config;
mod contradictions;
mod decimal;
mod decode;
mod deployment;
mod doctor;
mod draft;
mod due;
mod effort;
mod evaluate;
mod expression;
mod face;
mod fault;
mod float;
mod gate;
mod handbook;
mod incident;
mod incident_notice;
mod invariants;
mod joined;
mod judgement;
mod keep;
mod labels;
mod lines;
mod marks;
mod merge;
mod notice;
mod order;
mod packed;
mod promql;
mod properties;
mod query;
mod recorder;
mod render;
mod response;
mod reviews;
mod rotation;
mod rule_file;
mod rule_tests;
mod rules;
mod scene;
mod search;
mod severity_table;
mod sharing;
mod shelf;
mod silence;
mod six_numbers;
mod span;
mod standing;
mod status;
mod systems;
mod tail;
mod texts;
mod ticks;
mod tidy;
mod two_ways;
mod tzif;
mod units;
mod view;
mod wall;
mod words;
mod zone;
