//! The zones that times may be shown in, each fetched once when it is first needed.

use super::slices::turn;
use crate::{
    domain::{
        time::Zone,
        view::{View, ZoneChoice},
    },
    place::{self, zone_named},
    ui::reactive::{Memo, RwSignal, effect},
};
use leptos::{prelude::*, task::spawn_local};

/// Follows the view's choice. Until a zone's rules are there, and when they cannot be had, times are UTC and say so.
pub fn chosen(view: Memo<View>, configured: &str) -> Memo<Zone> {
    let configured_zone = RwSignal::new(Zone::utc());
    let browser_zone = RwSignal::new(Zone::utc());
    load(configured.to_owned(), configured_zone);
    let asked = StoredValue::new(false);
    effect(move |_| {
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

/// Loads the rules of a zone that is named as in the configuration.
fn load(configured: String, zone: RwSignal<Zone>) {
    spawn_local(async move {
        // Some browsers take 20 ms to name their zone for the first time: what is asked of servers goes out before.
        turn().await;
        let name = zone_named(&configured);
        if name == "UTC" {
            return;
        }
        if let Some(rules) = place::zone(&name).await {
            zone.set(rules);
        }
    });
}
