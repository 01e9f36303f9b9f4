//! What keeps a wall well over months: its contents move a little, and it takes a new build when nobody looks.

use crate::domain::time::Moment;

/// The contents move once in so many milliseconds.
const MOVES: i64 = 600_000;

/// So many CSS pixels each time.
const STEP: i32 = 2;

/// So many places in a row, and rows.
const PLACES: i64 = 5;

/// So long nothing must have been wrong before a wall loads itself anew (milliseconds).
pub const CALM: i64 = 60_000;

/// Where the contents stand: right and down (CSS pixels), at most 4 either way. A walk over a square, one small step at a
/// time, there and back.
pub fn shift(now: Moment) -> (i32, i32) {
    let cells = PLACES * PLACES;
    let way = 2 * (cells - 1);
    let step = now.0.div_euclid(MOVES).rem_euclid(way);
    let cell = if step < cells { step } else { way - step };
    let (row, column) = (cell / PLACES, cell % PLACES);
    // Every other row is walked backwards, so that no step is longer than another.
    let column = match row % 2 {
        0 => column,
        _ => PLACES - 1 - column,
    };
    let pixels = |place: i64| (i32::try_from(place - PLACES / 2).unwrap_or(0)) * STEP;
    (pixels(column), pixels(row))
}

/// Whether a wall may load itself anew: nothing has been wrong since `calm_since`.
pub fn may_reload(calm_since: Option<Moment>, now: Moment) -> bool {
    calm_since.is_some_and(|since| now.since(since) >= CALM)
}
