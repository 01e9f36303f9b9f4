//! Events that one service consumes and publishes; it must not know queues or requests beyond their rate.

use crate::catalog::Service;
use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Metric, Schema};
use crate::shape::{EVENT_SECONDS, Shape};

const PROCESSED: Metric = ("events_processed_total", "Total number of events processed");
const PUBLISHED: Metric = ("events_published_total", "Total number of events published");
const DURATION: Metric = (
    "event_processing_duration_seconds",
    "Duration of event processing in seconds",
);

const EVENT: u64 = 300;

/// Usual median of processing in seconds.
const MEDIAN: f64 = 0.045;

/// Usual part of the events that fail.
const USUAL: f64 = 0.0014;

/// The two ends of an event type: success first.
type Cells = (usize, usize);

/// The events of one service.
pub(crate) struct Events {
    service: &'static Service,
    processed: Vec<Cells>,
    published: Vec<Cells>,
    shape: Shape,
}

impl Events {
    pub(crate) fn new(service: &'static Service, schema: &mut Schema) -> Self {
        let labels = |event, status| {
            [
                ("service", service.name),
                ("event_type", event),
                ("status", status),
            ]
        };
        let mut processed = |event, status| {
            let labels = labels(event, status);
            let first = schema.histogram(DURATION, &labels, EVENT_SECONDS);
            schema.counter_over(PROCESSED, &labels, first, EVENT_SECONDS.len() + 1);
            first
        };
        let consumed = service.consumes.iter();
        let processed: Vec<_> = consumed
            .map(|(event, _)| (processed(*event, "success"), processed(*event, "error")))
            .collect();
        let mut published = |event, status| schema.counter(PUBLISHED, &labels(event, status));
        let sent = service.publishes.iter();
        let published = sent
            .map(|(event, _)| (published(*event, "success"), published(*event, "error")))
            .collect();
        Self {
            service,
            processed,
            published,
            shape: Shape::open(EVENT_SECONDS, 2.0),
        }
    }

    pub(crate) fn rates(&self, requests: f64, moment: &Moment<'_>, rates: &mut [f64]) {
        let gone = moment.strength(S::NatsDown);
        let usual = USUAL * (1.0 + 0.3 * moment.wobble(self.service.stream(EVENT - 1)));
        let failing = (usual + 0.22 * moment.strength(S::EventErrors) + 0.5 * gone).min(0.95);
        let blocked = if self.service.queues.contains(&super::gauges::BACKLOGGED) {
            0.7
        } else {
            0.0
        };
        let reaching = (1.0 - 0.97 * gone) * (1.0 - blocked * moment.strength(S::QueueBacklog));
        // A slow database slows the consumers too, though they do not give up as callers do.
        let median = MEDIAN * (1.0 + 0.15 * (moment.database - 1.0));

        for (index, ((event, per_request), cells)) in self
            .service
            .consumes
            .iter()
            .zip(&self.processed)
            .enumerate()
        {
            let noise = 1.0 + 0.12 * moment.wobble(self.service.stream(EVENT + index as u64));
            let rate = requests * per_request * noise * reaching;
            // Events differ in their work; the name stands in for how much it is.
            let weight = 0.6 + 0.2 * (event.len() % 5) as f64;
            for (first, part) in [(cells.0, 1.0 - failing), (cells.1, failing)] {
                self.shape.spread(
                    rate * part,
                    median * weight,
                    &mut rates[first..=first + EVENT_SECONDS.len()],
                );
            }
        }
        let unsent = (0.0006 + 0.97 * gone).min(1.0);
        for ((_, per_request), cells) in self.service.publishes.iter().zip(&self.published) {
            rates[cells.0] += requests * per_request * (1.0 - unsent);
            rates[cells.1] += requests * per_request * unsent;
        }
    }
}
