//! The zones that times may be shown in, each fetched once when it is first needed.

use super::{browser, slices::turn};
use crate::domain::{
    time::Zone,
    view::{View, ZoneChoice},
};
use gloo_net::http::Request;
use leptos::{prelude::*, task::spawn_local};

/// Follows the view's choice. Until a zone's rules are there, and when they cannot be had, times are UTC and say so.
pub fn chosen(view: Memo<View>, configured: &str) -> Memo<Zone> {
    let configured_zone = RwSignal::new(Zone::utc());
    let browser_zone = RwSignal::new(Zone::utc());
    load(configured.to_owned(), configured_zone);
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        if view.with(|view| view.zone) == ZoneChoice::Browser && !asked.get_value() {
            asked.set_value(true);
            load("browser".to_owned(), browser_zone);
        }
    });
    Memo::new(move |_| match view.with(|view| view.zone) {
        ZoneChoice::Configured => configured_zone.get(),
        ZoneChoice::Utc => Zone::utc(),
        ZoneChoice::Browser => browser_zone.get(),
    })
}

/// The name of a configured zone, which may be the browser's own.
pub fn named(configured: &str) -> String {
    match configured {
        "browser" => browser::zone_name(),
        name => name.to_owned(),
    }
}

/// Loads the rules of a zone that is named as in the configuration.
fn load(configured: String, zone: RwSignal<Zone>) {
    spawn_local(async move {
        // Some browsers take 20 ms to name their zone for the first time: what is asked of servers goes out before.
        turn().await;
        let name = named(&configured);
        if name == "UTC" {
            return;
        }
        if let Some(rules) = rules(&name).await {
            zone.set(rules);
        }
    });
}

/// A zone of the tz database; `None` when there is none of that name, or it cannot be had.
pub async fn rules(name: &str) -> Option<Zone> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
    if name.is_empty() || !name.chars().all(legal) {
        return None;
    }
    let answer = Request::get(&browser::at(&format!("/zoneinfo/{name}")))
        .send()
        .await
        .ok()?;
    if !answer.ok() {
        return None;
    }
    Zone::from_tzif(name, &answer.binary().await.ok()?).ok()
}
