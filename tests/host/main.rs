//! Host tests of the pure rooms, through their public surface; no network, no browser, no present moment.

mod axis;
mod config;
mod decode;
mod fault;
mod handbook;
mod judgement;
mod lines;
mod promql;
mod query;
mod recorder;
mod scene;
mod span;
mod standing;
mod status;
mod ticks;
mod tidy;
mod units;
