//! The decoder of range queries, with its columns handed over to the script.

use js_sys::{Array, Float64Array};
use sre_portal::{
    domain::{series::Grid, time::Moment},
    prometheus::decode::matrix,
};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// Decodes an answer onto a grid and returns its columns.
///
/// # Errors
/// The decoder's words.
#[wasm_bindgen]
pub fn decode(body: &[u8], start: f64, step: f64, len: usize) -> Result<Array, JsError> {
    let grid = Grid {
        start: Moment::from_seconds(start),
        step: (step * 1000.0) as i64,
        len,
    };
    let answer = matrix(body, grid).map_err(|fault| JsError::new(&format!("{fault:?}")))?;
    let series = answer.data.series.iter();
    Ok(series
        .map(|series| Float64Array::from(series.values.as_slice()))
        .collect())
}
