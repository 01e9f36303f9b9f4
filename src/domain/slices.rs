//! Long work that gives others a turn between its parts. Knows neither the work nor the others.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

/// Ends when the others had their turn.
pub type Turn = Pin<Box<dyn Future<Output = ()>>>;

/// Says whether it is time for the others, and then gives them their turn.
#[derive(Clone, Copy)]
pub struct Slices<'a>(pub &'a dyn Fn() -> Option<Turn>);

impl Slices<'_> {
    /// Called between the parts of the work, each well below a millisecond.
    pub async fn pause(self) {
        if let Some(turn) = (self.0)() {
            turn.await;
        }
    }
}

/// Does all of it without a pause.
pub fn at_once<T>(work: impl AsyncFnOnce(Slices<'_>) -> T) -> T {
    let mut work = pin!(work(Slices(&|| None)));
    loop {
        // It waits for nothing but its pauses, and has none.
        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
}
