//! At most so many requests at a time, the most urgent first. Knows no requests.

use futures_channel::oneshot::{Sender, channel};
use std::cell::{Cell, RefCell};

/// How soon an answer is needed; the first is the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The states of everything.
    Status,
    /// What can be seen.
    Seen,
    /// What is below the fold.
    Unseen,
}

struct Waiting {
    urgency: Urgency,
    turn: u64,
    call: Sender<()>,
}

/// Lets a fixed number in at a time.
pub struct Gate {
    free: Cell<usize>,
    turn: Cell<u64>,
    waiting: RefCell<Vec<Waiting>>,
}

/// A place inside; dropping it lets the next one in.
pub struct Place<'a>(&'a Gate);

impl Gate {
    /// A gate for `places` at a time.
    pub const fn new(places: usize) -> Self {
        Self {
            free: Cell::new(places),
            turn: Cell::new(0),
            waiting: RefCell::new(Vec::new()),
        }
    }

    /// Waits for a place: the most urgent first, and those alike in the order in which they came.
    pub async fn enter(&self, urgency: Urgency) -> Place<'_> {
        if self.free.get() > 0 {
            self.free.set(self.free.get() - 1);
            return Place(self);
        }
        let (call, called) = channel();
        let turn = self.turn.get();
        self.turn.set(turn + 1);
        self.waiting.borrow_mut().push(Waiting {
            urgency,
            turn,
            call,
        });
        // The sender is dropped with the gate only, and then nobody is left to wait.
        let _ = called.await;
        Place(self)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let gate = self.0;
        loop {
            let mut waiting = gate.waiting.borrow_mut();
            let next = (0..waiting.len())
                .min_by_key(|index| waiting.get(*index).map(|one| (one.urgency, one.turn)));
            let Some(next) = next.map(|index| waiting.swap_remove(index)) else {
                gate.free.set(gate.free.get() + 1);
                return;
            };
            drop(waiting);
            // Who was cancelled while waiting does not hear the call: the next one is called.
            if next.call.send(()).is_ok() {
                return;
            }
        }
    }
}
