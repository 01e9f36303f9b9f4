//! What a Node.js process counts: processor seconds, garbage collections, errors; it must not know its levels.

use crate::catalog::Service;
use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Metric, Schema};
use crate::shape::{GC_SECONDS, Shape};

use super::strain::Strain;

const CPU: Metric = (
    "process_cpu_seconds_total",
    "Total user and system CPU time spent in seconds.",
);
const GC: Metric = (
    "nodejs_gc_duration_seconds",
    "Garbage collection duration by kind.",
);
const ERRORS: Metric = ("errors_total", "Total number of errors");

const BUSY: u64 = 401;

/// Kind, collections per second, median in seconds, factor on the median while collections are slow.
const COLLECTIONS: [(&str, f64, f64, f64); 4] = [
    ("minor", 0.8, 0.0012, 8.0),
    ("major", 0.04, 0.028, 8.5),
    ("incremental", 0.06, 0.002, 6.0),
    ("weakcb", 0.02, 0.0006, 2.0),
];

/// Counters of one process.
pub(crate) struct Runtime {
    service: &'static Service,
    cpu: usize,
    collections: [usize; 4],
    errors: [usize; 3],
    shape: Shape,
}

impl Runtime {
    pub(crate) fn new(service: &'static Service, schema: &mut Schema) -> Self {
        let own = ("service", service.name);
        let mut error = |kind, component| {
            schema.counter(
                ERRORS,
                &[own, ("error_type", kind), ("component", component)],
            )
        };
        let errors = [
            error("http_5xx", "http"),
            error("query_failed", "database"),
            error("validation", "http"),
        ];
        Self {
            service,
            cpu: schema.seconds(CPU, &[own]),
            collections: COLLECTIONS
                .map(|(kind, ..)| schema.histogram(GC, &[own, ("kind", kind)], GC_SECONDS)),
            errors,
            shape: Shape::open(GC_SECONDS, 4.0),
        }
    }

    pub(crate) fn rates(&self, strain: &Strain, moment: &Moment<'_>, rates: &mut [f64]) {
        let usual =
            0.15 + 0.19 * moment.load * (1.0 + 0.15 * moment.wobble(self.service.stream(BUSY)));
        let burn = if self.service.name == "kintell-connector" {
            moment.strength(S::CpuBurn)
        } else {
            0.0
        };
        rates[self.cpu] += usual + (0.94 - usual) * burn;

        let pauses = moment.strength(S::GcPauses);
        for ((_, often, median, slower), first) in COLLECTIONS.into_iter().zip(self.collections) {
            let rate = often * (0.4 + 0.8 * moment.load) * (1.0 + pauses);
            let out = &mut rates[first..=first + GC_SECONDS.len()];
            self.shape
                .spread(rate, median * (1.0 + (slower - 1.0) * pauses), out);
        }

        let [http, database, validation] = self.errors;
        rates[http] += strain.requests * strain.faults;
        rates[database] += strain.requests
            * (0.001
                + 0.12 * moment.strength(S::QueryErrors)
                + 0.9 * moment.strength(S::DatabaseDown));
        rates[validation] += strain.requests * 0.004;
    }
}
