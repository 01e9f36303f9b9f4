//! The platform's tests, through its public surface only; they must not know how a curve is made.
#![cfg(test)]

mod counters;
mod curves;
mod files;
mod incident;
mod live;
mod panels;
mod program;
mod scenarios;
mod snapshot;
