//! A tone and a notification, for those who asked for them: browsers allow both only after a press. Knows no incident and
//! no alert.

use crate::ui::{browser, reactive::RwSignal};
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/ui/incidents/sound.js")]
extern "C" {
    /// Plays a short tone, or two; whether it could be heard.
    async fn tone(urgent: bool) -> JsValue;
    /// Whether something was pressed on this page, as far as the browser says.
    fn pressed() -> bool;
    /// `granted`, `denied`, `default`, or `none` where there are no notifications.
    fn permission() -> String;
    /// Asks whoever is there to allow them.
    async fn ask() -> JsValue;
    /// Shows one; whether that worked.
    fn tell(title: &str, body: &str) -> bool;
}

/// Where it is kept whether there is a sound.
const KEY: &str = "portal.sound";

/// Whether there is a sound, and whether it is heard.
#[derive(Clone, Copy)]
pub struct Sounds {
    /// Whether a tone and notifications are wanted on this device.
    pub on: RwSignal<bool>,
    /// Whether they are wanted and the browser plays nothing yet, because nothing was pressed on this page.
    pub held: RwSignal<bool>,
}

impl Sounds {
    /// As it was left.
    pub fn start() -> Self {
        let on = browser::stored(KEY).as_deref() == Some("on");
        let held = RwSignal::new(on && !pressed());
        let release = move || {
            if held.get_untracked() {
                held.set(false);
            }
        };
        let pointer = window_event_listener(ev::pointerdown, move |_| release());
        let key = window_event_listener(ev::keydown, move |_| release());
        on_cleanup(move || {
            pointer.remove();
            key.remove();
        });
        Self {
            on: RwSignal::new(on),
            held,
        }
    }

    /// Switches both on or off, for this visit and the next.
    pub fn set(self, on: bool) {
        browser::store(KEY, if on { "on" } else { "off" });
        self.on.set(on);
    }

    /// Lets both be heard and seen now, asks the browser for what it has to allow, and says what came of it.
    pub fn test(self, said: RwSignal<Option<&'static str>>) {
        spawn_local(async move {
            ask().await;
            let heard = tone(true).await.as_bool() == Some(true);
            let shown = permission() == "granted"
                && tell(
                    "SRE Portal: a test",
                    "New critical alerts and due clocks are told like this.",
                );
            let words = match (shown, heard) {
                (true, true) => "A notification was sent and a tone played.",
                (true, false) => "A notification was sent. The browser plays no tone.",
                (false, true) => {
                    "A tone was played. The browser shows no notifications: allow them in the site's settings; they need https."
                }
                (false, false) => {
                    "The browser shows no notification and plays no tone. Only the tab's title and icon tell."
                }
            };
            said.set(Some(words));
        });
    }

    /// Tells something, as far as it is wanted and allowed; the first line is its title.
    pub fn tell(self, words: &str, urgent: bool) {
        if !self.on.get_untracked() {
            return;
        }
        if permission() == "granted" {
            let (title, body) = words.split_once('\n').unwrap_or((words, ""));
            tell(title, body);
        }
        spawn_local(async move {
            if tone(urgent).await.as_bool() != Some(true) {
                self.held.set(true);
            }
        });
    }
}

/// What to do for a tone that the browser does not play yet.
#[component]
pub fn HeldSound(sounds: Sounds) -> impl IntoView {
    move || {
        sounds.held.get().then(|| view! {
            <p class="banner" role="status">"Sound is on, but this browser may play none before something was pressed on this page: press anything once."</p>
        }.into_any())
    }
}
