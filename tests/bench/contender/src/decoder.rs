//! The decoder of range queries. Its columns stay in the program's memory, where the page's charts read them; the script is told
//! where.

use js_sys::Uint8Array;
use sre_portal::{
    domain::{
        series::{Grid, Matrix},
        time::Moment,
    },
    prometheus::{body::Body, columns, decode::matrix, received::Received},
};
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

thread_local! {
    /// What was decoded last, and its moments (seconds).
    static LAST: RefCell<Option<(Matrix, Vec<f64>)>> = const { RefCell::new(None) };
}

/// Decodes an answer: how many moments it has, the address of them, and that of each column. They stay until the next one is
/// decoded. The page knows the moments from its question; here they are taken from the text's two ends.
///
/// # Errors
/// The decoder's words.
#[wasm_bindgen]
pub fn decode(body: Uint8Array) -> Result<Vec<u32>, JsError> {
    let body = Received::from(body);
    let grid = grid(&body);
    let answer = matrix(body, grid).map_err(|fault| JsError::new(&format!("{fault:?}")))?;
    let moments: Vec<f64> = (0..grid.len)
        .map(|place| grid.at(place).0 as f64 / 1000.0)
        .collect();
    let columns = answer
        .data
        .series
        .iter()
        .map(|series| address(&series.values));
    let places = [grid.len as u32, address(&moments)];
    let places = places.into_iter().chain(columns).collect();
    LAST.set(Some((answer.data, moments)));
    Ok(places)
}

fn address(values: &[f64]) -> u32 {
    values.as_ptr().addr() as u32
}

/// From the first sample to the last, by the least distance of the first ones: one may be missing.
fn grid(body: &Received) -> Grid {
    let (mut head, mut tail) = ([0; 1024], [0; 128]);
    let head = head.get_mut(..body.length().min(1024)).unwrap_or_default();
    let tail = tail.get_mut(..body.length().min(128)).unwrap_or_default();
    body.copy(0, head);
    body.copy(body.length() - tail.len(), tail);
    let (mut start, mut before, mut step) = (None, 0, i64::MAX);
    for time in times(head).take(8) {
        start.get_or_insert(time);
        if time > before && before > 0 {
            step = step.min(time - before);
        }
        before = time;
    }
    let start = start.unwrap_or_default();
    let step = if step == i64::MAX { 1000 } else { step };
    let last = times(tail).last().unwrap_or(start);
    Grid {
        start: Moment(start),
        step,
        len: ((last - start + step / 2) / step + 1) as usize,
    }
}

/// The times (milliseconds) of the samples of a text.
fn times(text: &[u8]) -> impl Iterator<Item = i64> {
    let places = (0..text.len()).filter(|at| text.get(*at) == Some(&b'['));
    places.filter_map(|at| {
        let (time, length) = columns::time(text.get(at + 1..)?)?;
        let behind = text.get(at + 1 + length..)?;
        behind.starts_with(b",\"").then_some(time)
    })
}
