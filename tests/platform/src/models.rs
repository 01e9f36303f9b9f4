//! Everything that can be scraped, in one list; it must not know how any of it counts.

mod broker;
mod events;
mod gauges;
mod http;
mod postgres;
mod queries;
mod runtime;
mod service;
mod strain;

pub(crate) use broker::{CONNECTED, SUBSCRIBED};

use crate::catalog::SERVICES;
use crate::source::Source;

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3_600.0;

/// All targets. Each has a weekday and an hour of its own at which it is deployed.
pub(crate) fn all() -> Vec<Source> {
    let mut sources = Vec::new();
    for (index, service) in SERVICES.iter().enumerate() {
        let index = index as f64;
        sources.push(service::source(
            service,
            index * DAY + 9.0 * HOUR + index * 2_220.0,
        ));
    }
    sources.push(postgres::source(3.0 * DAY + 2.0 * HOUR));
    sources.push(broker::source(3.0 * DAY + 3.0 * HOUR));
    sources
}
