//! The zones that times may be shown in, each fetched once when it is first needed.

use super::browser;
use crate::domain::{
    time::Zone,
    view::{View, ZoneChoice},
};
use gloo_net::http::Request;
use leptos::{prelude::*, task::spawn_local};

/// Follows the view's choice. Until a zone's rules are there, and when they cannot be had, times are UTC and say so.
pub fn chosen(view: Memo<View>, configured: String) -> Memo<Zone> {
    let configured_zone = RwSignal::new(Zone::utc());
    let browser_zone = RwSignal::new(Zone::utc());
    let name = if configured == "browser" {
        browser::zone_name()
    } else {
        configured
    };
    load(name, configured_zone);
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        if view.with(|view| view.zone) == ZoneChoice::Browser && !asked.get_value() {
            asked.set_value(true);
            load(browser::zone_name(), browser_zone);
        }
    });
    Memo::new(move |_| match view.with(|view| view.zone) {
        ZoneChoice::Configured => configured_zone.get(),
        ZoneChoice::Utc => Zone::utc(),
        ZoneChoice::Browser => browser_zone.get(),
    })
}

fn load(name: String, zone: RwSignal<Zone>) {
    let legal = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
    if name == "UTC" || !name.chars().all(legal) {
        return;
    }
    spawn_local(async move {
        let Ok(response) = Request::get(&browser::at(&format!("/zoneinfo/{name}")))
            .send()
            .await
        else {
            return;
        };
        if !response.ok() {
            return;
        }
        if let Ok(bytes) = response.binary().await
            && let Ok(rules) = Zone::from_tzif(&name, &bytes)
        {
            zone.set(rules);
        }
    });
}
