//! How far a page was scrolled, for who comes back to it: the browser's own way comes before the page is built. Knows no page.

use super::browser;
use leptos::{ev, prelude::*};
use std::cell::{Cell, RefCell};

/// So many addresses are remembered.
const MOST: usize = 50;

/// A page that is not as long again after this stays where it is (milliseconds).
const PATIENCE: f64 = 3000.0;

thread_local! {
    /// How far each address was scrolled (CSS pixels), the newest last.
    static LEFT: RefCell<Vec<(String, f64)>> = const { RefCell::new(Vec::new()) };
    /// How far the page is to be scrolled once it is long enough.
    static WANTED: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Keeps what is scrolled, and brings it back when somebody goes back or on.
pub fn follow() {
    browser::scroll_by_page();
    let listeners = [
        window_event_listener(ev::scroll, |_| remember()),
        window_event_listener(ev::popstate, |_| come_back()),
        // Whoever scrolls is where they want to be.
        window_event_listener(ev::wheel, |_| WANTED.set(None)),
        window_event_listener(ev::touchstart, |_| WANTED.set(None)),
        window_event_listener(ev::keydown, |_| WANTED.set(None)),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

fn remember() {
    // While a page is being built it is shorter than it was.
    if WANTED.get().is_none()
        && let (Some(address), Some(far)) = (browser::address(), browser::scrolled())
    {
        LEFT.with_borrow_mut(|left| {
            left.retain(|(known, _)| *known != address);
            left.push((address, far));
            if left.len() > MOST {
                left.remove(0);
            }
        });
    }
}

fn come_back() {
    // An address with an anchor says itself where to.
    let address = browser::address().filter(|address| !address.contains('#'));
    let far = address.and_then(|address| {
        // Another range of a page has an address of its own.
        let path = |address: &str| address.split(['?', '#']).next().map(str::to_owned);
        LEFT.with_borrow(|left| {
            let same = left.iter().find(|(known, _)| *known == address);
            let found = same.or_else(|| {
                left.iter()
                    .rfind(|(known, _)| path(known) == path(&address))
            });
            found.map(|(_, far)| *far)
        })
    });
    WANTED.set(far);
    if far.is_some() {
        step(browser::elapsed() + PATIENCE);
    }
}

/// Looks in each frame whether the page is long enough.
fn step(until: f64) {
    request_animation_frame(move || {
        let Some(far) = WANTED.get() else { return };
        if browser::is_long_enough(far) || browser::elapsed() > until {
            WANTED.set(None);
            browser::scroll_down_to(far);
        } else {
            step(until);
        }
    });
}
