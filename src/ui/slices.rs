//! Gives the browser its turn between the slices of long work: what waits is drawn and answered meanwhile. Knows no work.

use super::{browser, reactive::RwSignal};
use crate::domain::slices::Turn;
use futures_channel::oneshot::{Sender, channel};
use leptos::task::{spawn_local, tick};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageChannel, MessagePort};

/// As long as a slice takes (milliseconds): a frame has 16, and needs some for itself.
const SLICE: f64 = 4.0;

/// The clock is looked at once in so many parts.
const PARTS: u32 = 16;

/// Says when it is time for others; see [`Slices`](crate::domain::slices::Slices).
pub fn pacer() -> impl Fn() -> Option<Turn> {
    let (since, parts) = (Rc::new(Cell::new(browser::elapsed())), Cell::new(0));
    move || {
        parts.set(parts.get() + 1);
        let due = parts.get() % PARTS == 0 && browser::elapsed() - since.get() > SLICE;
        due.then(|| -> Turn {
            let since = since.clone();
            Box::pin(async move {
                turn().await;
                since.set(browser::elapsed());
            })
        })
    }
}

/// Ends in a task of its own, after those that wait now. Not by a timer: browsers hold those back where nobody looks.
pub async fn turn() {
    let (call, called) = channel();
    let posted = NEXT.with(|next| {
        let port = next.port.as_ref()?;
        next.waiting.borrow_mut().push_back(call);
        port.post_message(&JsValue::NULL).ok()
    });
    if posted.is_some() {
        // The sender goes with the page only.
        let _ = called.await;
    }
}

/// So many of `count` views may be built by now: none before those who ask have asked, all soon, a few in each slice.
pub fn gradually(count: usize) -> RwSignal<usize> {
    let built = RwSignal::new(0);
    steps(move || {
        let more = built.try_update(|built| {
            *built += 1;
            *built < count
        });
        // The page may be left by now.
        more == Some(true)
    });
    built
}

/// Takes steps until one says that it was the last, a few in each slice. What follows from a step is done before the next.
pub fn steps(mut step: impl FnMut() -> bool + 'static) {
    spawn_local(async move {
        turn().await;
        let mut began = browser::elapsed();
        while step() {
            tick().await;
            if browser::elapsed() - began > SLICE {
                turn().await;
                began = browser::elapsed();
            }
        }
    });
}

/// Messages of the page to itself, and who waits for one.
struct Next {
    /// `None` where the browser has no channels: then nobody waits.
    port: Option<MessagePort>,
    waiting: Rc<RefCell<VecDeque<Sender<()>>>>,
}

thread_local! {
    static NEXT: Next = {
        let waiting = Rc::new(RefCell::new(VecDeque::<Sender<()>>::new()));
        let called = waiting.clone();
        let port = MessageChannel::new().ok().map(|channel| {
            let listener = Closure::<dyn FnMut()>::new(move || {
                let next = called.borrow_mut().pop_front();
                if let Some(next) = next {
                    // Who waited may be gone.
                    let _ = next.send(());
                }
            });
            channel.port1().set_onmessage(Some(listener.as_ref().unchecked_ref()));
            listener.forget();
            channel.port2()
        });
        Next { port, waiting }
    };
}
