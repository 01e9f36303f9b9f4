//! What is done when something has changed. Knows no value.

use leptos::prelude::Effect;

/// Runs `act` soon, and again whenever something that it asked has changed; it is told whether it runs again.
pub fn effect(act: impl FnMut(bool) + 'static) {
    follow(Box::new(act));
}

fn follow(mut act: Box<dyn FnMut(bool)>) {
    Effect::new(move |before: Option<()>| act(before.is_some()));
}
