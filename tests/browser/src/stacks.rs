//! The stacks that tests share, and how many there are at once. It must not know what is tested on them.

use crate::failure::Failure;
use stack::{Options, Stack};
use std::sync::{Condvar, Mutex, PoisonError};

/// As many stacks with a browser each as a small machine carries side by side.
const PLACES: usize = 2;

static TAKEN: Mutex<usize> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();
static BASELINE: Mutex<Option<&'static Stack>> = Mutex::new(None);

/// The right to have a stack of one's own; given back when dropped.
#[derive(Debug)]
pub struct Place(());

/// Waits for a place.
pub fn place() -> Place {
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    while *taken >= PLACES {
        taken = LEFT.wait(taken).unwrap_or_else(PoisonError::into_inner);
    }
    *taken += 1;
    Place(())
}

impl Drop for Place {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        LEFT.notify_one();
    }
}

/// The one stack of this process on which nothing is wrong, started by the first who asks. It is never dropped: its
/// servers end with the process.
pub fn baseline() -> Result<&'static Stack, Failure> {
    let mut baseline = BASELINE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(stack) = *baseline {
        return Ok(stack);
    }
    let stack: &'static Stack = Box::leak(Box::new(Stack::start(&Options::default())?));
    *baseline = Some(stack);
    Ok(stack)
}
