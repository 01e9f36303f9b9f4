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
use wasm_bindgen::{prelude::wasm_bindgen, throw_str};

thread_local! {
    /// What was decoded last.
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// An answer, and where its columns stand.
struct Last {
    _answer: Matrix,
    _moments: Vec<f64>,
    /// How many moments there are, how many series, the address of the moments (seconds), and that of each column.
    places: Vec<u32>,
}

/// Decodes an answer and says where its places stand. They stay until the next one is decoded. The page knows the moments from its
/// question; here they are taken from the text's two ends. Throws the decoder's words.
#[wasm_bindgen]
pub fn decode(body: Uint8Array) -> *const u32 {
    LAST.take();
    let body = Received::from(body);
    let grid = grid(&body);
    let answer = match matrix(body, grid) {
        Ok(answer) => answer.data,
        Err(fault) => throw_str(&format!("{fault:?}")),
    };
    let moments: Vec<f64> = (0..grid.len as i64)
        .map(|place| (grid.start.0 + place * grid.step) as f64 / 1000.0)
        .collect();
    let columns = answer.series.iter().map(|series| address(&series.values));
    let first = [
        grid.len as u32,
        answer.series.len() as u32,
        address(&moments),
    ];
    let last = Last {
        places: first.into_iter().chain(columns).collect(),
        _answer: answer,
        _moments: moments,
    };
    let places = last.places.as_ptr();
    LAST.set(Some(last));
    places
}

fn address(values: &[f64]) -> u32 {
    values.as_ptr().addr() as u32
}

/// From the first sample to the last, by the least distance of the first three: one may be missing.
fn grid(body: &Received) -> Grid {
    let (mut head, mut tail) = ([0; 1024], [0; 128]);
    let head = head.get_mut(..body.length().min(1024)).unwrap_or_default();
    let tail = tail.get_mut(..body.length().min(128)).unwrap_or_default();
    body.copy(0, head);
    body.copy(body.length() - tail.len(), tail);
    let (mut start, mut before, mut step) = (None, 0, i64::MAX);
    for time in times(head).take(3) {
        start.get_or_insert(time);
        if time > before && before > 0 {
            step = step.min(time - before);
        }
        before = time;
    }
    let start = start.unwrap_or_default();
    let step = if step == i64::MAX { 1000 } else { step };
    let last = times(tail).next_back().unwrap_or(start);
    Grid {
        start: Moment(start),
        step,
        len: ((last - start + step / 2) / step + 1) as usize,
    }
}

/// The times (milliseconds) of the samples of a text.
fn times(text: &[u8]) -> impl DoubleEndedIterator<Item = i64> {
    let places = (0..text.len()).filter(|at| text.get(*at) == Some(&b'['));
    places.filter_map(|at| {
        let (time, length) = columns::time(text.get(at + 1..)?)?;
        let behind = text.get(at + 1 + length..)?;
        behind.starts_with(b",\"").then_some(time)
    })
}
