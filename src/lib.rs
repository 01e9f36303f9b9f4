//! The map of the rooms. `domain` is pure values; `handbook` turns Markdown into them; `prometheus` asks and
//! understands answers; `alertmanager` understands who is silenced; `incident` keeps what happened and says what
//! follows; `watch` says what is known at a moment; `chart` draws on any surface; `ui` is the page and exists for wasm32
//! alone.

pub mod alertmanager;
pub mod chart;
pub mod config;
pub mod curves;
pub mod domain;
pub mod embedded;
pub mod float;
pub mod handbook;
pub mod incident;
pub mod manifest;
#[cfg(target_arch = "wasm32")]
pub mod place;
pub mod prometheus;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod ui;
pub mod watch;

/// Smaller than the standard library's: a fresh page compiles it before the first chart.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
