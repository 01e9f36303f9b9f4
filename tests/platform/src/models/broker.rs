//! The exporter beside nats: its messages and connections; it must not know the events' meaning.

use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Metric, Schema};
use crate::source::{Model, Source};

const IN: Metric = ("gnatsd_varz_in_msgs", "in_msgs");
const OUT: Metric = ("gnatsd_varz_out_msgs", "out_msgs");
const CONNECTIONS: Metric = ("gnatsd_varz_connections", "connections");
const SUBSCRIPTIONS: Metric = ("gnatsd_varz_subscriptions", "subscriptions");
const MEMORY: Metric = ("gnatsd_varz_mem", "mem");
const CPU: Metric = ("gnatsd_varz_cpu", "cpu");

/// The address by which the exporter asks nats.
const SERVER: (&str, &str) = ("server_id", "http://localhost:8222");

const TRAFFIC: u64 = 7_777_001;

/// Connections and subscriptions of the platform's seven services.
pub(crate) const CONNECTED: f64 = 14.0;
pub(crate) const SUBSCRIBED: f64 = 42.0;

struct Broker {
    incoming: usize,
    outgoing: usize,
}

impl Model for Broker {
    fn rates(&self, moment: &Moment<'_>, rates: &mut [f64]) {
        if self.answers(moment) {
            let messages = 85.0 * moment.load * (1.0 + 0.08 * moment.wobble(TRAFFIC));
            rates[self.incoming] += messages;
            rates[self.outgoing] += messages * 1.4;
        }
    }

    fn answers(&self, moment: &Moment<'_>) -> bool {
        !moment.holds(S::NatsDown)
    }
}

pub(crate) fn source(deployed: f64) -> Source {
    let mut schema = Schema::default();
    // The exporter calls all of nats' figures gauges, also those that only grow.
    let incoming = schema.growing_gauge(IN, &[SERVER]);
    let outgoing = schema.growing_gauge(OUT, &[SERVER]);
    schema.gauge(CONNECTIONS, &[SERVER], |_| CONNECTED);
    schema.gauge(SUBSCRIPTIONS, &[SERVER], |_| SUBSCRIBED);
    schema.gauge(MEMORY, &[SERVER], |moment| {
        (2.4e7 + 6e6 * moment.load + 1e6 * moment.smooth(TRAFFIC + 1, 900.0)).round()
    });
    schema.gauge(CPU, &[SERVER], |moment| (2.0 + 4.0 * moment.load).round());
    let model = Box::new(Broker { incoming, outgoing });
    Source {
        job: "nats".to_owned(),
        name: "nats",
        port: 7777,
        deployed,
        schema,
        model,
    }
}
