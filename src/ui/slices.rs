//! Views that are built a few at a time, so that what was asked before is sent, and a key that is pressed is answered, while
//! the rest is made. It must not know what they show.

use super::browser;
use gloo_timers::future::TimeoutFuture;
use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};

/// So long the page's thread builds without a pause (milliseconds).
const SLICE: f64 = 8.0;

/// How many of `count` views may be built by now: none at first, all soon.
pub fn gradually(count: usize) -> RwSignal<usize> {
    let built = RwSignal::new(0);
    spawn_local(async move {
        // Behind the effects of those who ask.
        TimeoutFuture::new(0).await;
        let mut began = browser::elapsed();
        for number in 1..=count {
            // The page may be left by now.
            if built.try_set(number).is_some() {
                return;
            }
            tick().await;
            if browser::elapsed() - began > SLICE {
                TimeoutFuture::new(0).await;
                began = browser::elapsed();
            }
        }
    });
    built
}
