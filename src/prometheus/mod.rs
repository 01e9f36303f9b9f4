//! Prometheus' HTTP API: what is asked, how answers and errors read. Knows no page; only `client` touches the network, and
//! `early` what was asked before the program was there.

pub mod alerts;
pub mod body;
#[cfg(target_arch = "wasm32")]
pub mod client;
pub mod columns;
pub mod decimal;
pub mod decode;
pub mod doctor;
#[cfg(target_arch = "wasm32")]
pub mod early;
pub mod envelope;
pub mod fault;
pub mod gate;
pub mod joined;
pub mod keep;
pub mod pieces;
pub mod query;
#[cfg(target_arch = "wasm32")]
pub mod received;
pub mod rules;
pub mod same_rule;
pub mod status;
pub mod tail;
pub mod usual;
