//! The last answers of Prometheus, for a visit that gets none. They come with the moment at which they were given, and only
//! beside the failure that called for them, so that nothing kept can look new.

use super::{browser, clock::Clock, reactive::effect, slices::turn};
use crate::domain::time::Moment;
use leptos::task::spawn_local;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, Response};

/// The name of the browser's store; those of the page's files are `public/sw.js`'s.
const STORE: &str = "sre-portal answers";

/// An answer is kept anew after so many milliseconds: a crash loses no more than that.
const PAUSE: i64 = 60_000;

/// What is to be kept: its name, when it was answered, and what makes a text of it.
type Waiting = (String, Moment, Box<dyn FnOnce() -> Option<String>>);

thread_local! {
    static LAST: RefCell<Vec<(String, Moment)>> = const { RefCell::new(Vec::new()) };
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
}

/// Writes what waits at each tick of the clock.
pub fn follow(clock: Clock) {
    effect(move |_| {
        clock.now.track();
        for (name, at, text) in WAITING.take() {
            spawn_local(async move {
                turn().await;
                if let Some(text) = text() {
                    write(&name, &format!("{}\n{text}", at.0)).await;
                }
            });
        }
    });
}

/// Keeps the text of an answer that was given at `at`, unless that was done a moment ago; `text` says how it is made. Nobody waits
/// for this, so it is made at the next tick of the clock, when what was answered is on the screen.
pub fn keep<T>(name: String, at: Moment, text: impl FnOnce() -> T)
where
    T: FnOnce() -> Option<String> + 'static,
{
    let due = LAST.with_borrow_mut(|last| {
        let known = last.iter().find(|(known, _)| *known == name);
        let due = known.is_none_or(|(_, last)| at.since(*last) >= PAUSE);
        if due {
            last.retain(|(known, _)| *known != name);
            last.push((name.clone(), at));
        }
        due
    });
    if due {
        WAITING.with_borrow_mut(|waiting| waiting.push((name, at, Box::new(text()))));
    }
}

async fn write(name: &str, text: &str) {
    if let (Some(store), Ok(answer)) = (store().await, Response::new_with_opt_str(Some(text))) {
        // Without room nothing is kept, and nothing else is lost.
        let _ = JsFuture::from(store.put_with_str(&key(name), &answer)).await;
    }
}

/// The answer that was kept last under a name, and when it was given.
pub async fn kept(name: &str) -> Option<(Moment, String)> {
    let found = JsFuture::from(store().await?.match_with_str(&key(name))).await;
    let answer: Response = found.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    let (at, text) = text.split_once('\n')?;
    Some((Moment(at.parse().ok()?), text.to_owned()))
}

/// The store needs the name of an address; nothing is ever asked there.
fn key(name: &str) -> String {
    let name = crate::prometheus::query::percent_encoded(name);
    format!("/kept-answers/{name}")
}

/// There is none outside of secure contexts.
async fn store() -> Option<Cache> {
    let window = browser::window().filter(web_sys::Window::is_secure_context)?;
    let opened = JsFuture::from(window.caches().ok()?.open(STORE)).await;
    opened.ok()?.dyn_into().ok()
}
