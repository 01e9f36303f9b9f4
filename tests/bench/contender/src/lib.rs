//! The page's own chart and decoder, called from a benchmark instead of from the page. Neither is copied here.

#[cfg(target_arch = "wasm32")]
mod chart;
#[cfg(target_arch = "wasm32")]
mod decoder;
