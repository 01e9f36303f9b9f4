//! A tone and a notification, for those who asked for them: browsers allow both only after a press. Knows no incident.

use crate::ui::browser;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{AudioContext, Notification, NotificationPermission};

/// Where it is kept whether there is a sound.
const KEY: &str = "portal.sound";

/// Whether there is a sound, and what else is possible.
#[derive(Clone, Copy)]
pub struct Sounds {
    /// Whether a tone is wanted.
    pub on: RwSignal<bool>,
    context: StoredValue<Option<AudioContext>, LocalStorage>,
}

impl Sounds {
    /// As it was left.
    pub fn start() -> Self {
        Self {
            on: RwSignal::new(browser::stored(KEY).as_deref() == Some("on")),
            context: StoredValue::new_local(None),
        }
    }

    /// Switches the tone on or off, for this visit and the next.
    pub fn set(self, on: bool) {
        browser::store(KEY, if on { "on" } else { "off" });
        self.on.set(on);
    }

    /// Lets it be heard and seen now; asks the browser for what it has to allow. `None` when all went well.
    pub fn test(self, said: WriteSignal<Option<&'static str>>) {
        self.tone(true);
        if !notifies() {
            said.set(Some(
                "This browser has no notifications here: they need https. The tone works without.",
            ));
            return;
        }
        spawn_local(async move {
            let asked = match Notification::request_permission() {
                Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
                Err(_) => false,
            };
            let allowed = asked && Notification::permission() == NotificationPermission::Granted;
            if allowed {
                notify("This is a test of the SRE Portal.");
            }
            let words = match allowed {
                true => "A notification was sent.",
                false => "The browser does not allow notifications. The tone works without.",
            };
            let _ = said.try_set(Some(words));
        });
    }

    /// Tells something, as far as it is wanted and allowed.
    pub fn tell(self, words: &str, urgent: bool) {
        if self.on.get_untracked() {
            self.tone(urgent);
            if notifies() && Notification::permission() == NotificationPermission::Granted {
                notify(words);
            }
        }
    }

    /// One short tone; two when it is urgent. A browser that was not pressed yet stays silent.
    fn tone(self, urgent: bool) {
        if self.context.with_value(Option::is_none) {
            self.context.set_value(AudioContext::new().ok());
        }
        self.context.with_value(|context| {
            if let Some(context) = context {
                let _ = context.resume();
                let _ = beep(context, 0.0);
                if urgent {
                    let _ = beep(context, 0.35);
                }
            }
        });
    }
}

fn beep(context: &AudioContext, after: f64) -> Result<(), wasm_bindgen::JsValue> {
    let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
    let from = context.current_time() + after;
    tone.frequency().set_value(880.0);
    volume.gain().set_value_at_time(0.2, from)?;
    volume
        .gain()
        .linear_ramp_to_value_at_time(0.0, from + 0.25)?;
    tone.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination().unchecked_into())?;
    tone.start_with_when(from)?;
    tone.stop_with_when(from + 0.25)
}

/// Whether the browser has notifications: in secure contexts, and not on every phone.
fn notifies() -> bool {
    browser::window().is_some_and(|window| {
        window.is_secure_context()
            && js_sys::Reflect::has(&window, &"Notification".into()).unwrap_or(false)
    })
}

fn notify(words: &str) {
    // Refused by some phones, which want a service worker for it: the page itself still tells.
    let _ = Notification::new(words);
}
