//! What every visit needs, and its first view does not: it is fetched once that is built.

use super::{incidents::Incidents, pages::incidents::Telling, portal::Portal, scroll};
use leptos::prelude::*;

/// Weighs whether all is clear, and reads the incidents that are kept; shows what these have to say wherever there are pages.
#[component]
pub fn Behind() -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::start(portal);
    portal.alarms.weigh(portal);
    scroll::follow();
    move || (!portal.on_wall.get()).then(|| view! { <Telling incidents/> })
}
