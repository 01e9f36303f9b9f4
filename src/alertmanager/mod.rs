//! Alertmanager's HTTP API, read only: who was told to be silent, why and until when; and the command
//! by which a person silences an alert. Knows no page and sends nothing.

pub mod answer;
pub mod quiet;
pub mod silence;
pub mod trouble;
