//! What one person wants on one device: kept in the browser. Knows what is kept, not what it changes.

use super::{browser, reactive::RwSignal};

/// Where it is kept whether single keys work.
const KEYS: &str = "portal.keys";

/// The preferences of whoever uses this browser.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// Whether single keys do something: those who dictate, or press keys by chance, switch them off.
    pub single_keys: RwSignal<bool>,
}

impl Preferences {
    /// As they were left.
    pub fn start() -> Self {
        Self {
            single_keys: RwSignal::new(browser::stored(KEYS).as_deref() != Some("off")),
        }
    }

    /// Switches single keys on or off, for this visit and the next.
    pub fn set_single_keys(self, on: bool) {
        browser::store(KEYS, if on { "on" } else { "off" });
        self.single_keys.set(on);
    }
}
