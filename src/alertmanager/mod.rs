//! Alertmanager's HTTP API, read only: who was told to be silent, why and until when. Knows no page and sends nothing.

pub mod answer;
pub mod quiet;
pub mod trouble;
