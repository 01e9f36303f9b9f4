//! Queries of one service: how many, how long, how many fail; it must not know requests beyond their rate.

use crate::catalog::Service;
use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Metric, Schema};
use crate::shape::{QUERY_SECONDS, Shape};

const QUERIES: Metric = ("db_queries_total", "Total number of database queries");
const DURATION: Metric = (
    "db_query_duration_seconds",
    "Duration of database queries in seconds",
);

const QUERY: u64 = 200;

/// Usual part of the queries that fail.
const USUAL: f64 = 0.0012;

struct Cells {
    duration: usize,
    success: usize,
    error: usize,
}

/// The queries that one service makes.
pub(crate) struct Queries {
    service: &'static Service,
    cells: Vec<Cells>,
    shape: Shape,
}

impl Queries {
    pub(crate) fn new(service: &'static Service, schema: &mut Schema) -> Self {
        let declare = |query: &crate::catalog::Query| {
            let base = [
                ("service", service.name),
                ("operation", query.operation),
                ("table", query.table),
            ];
            let mut ending =
                |status| schema.counter(QUERIES, &[&base[..], &[("status", status)]].concat());
            let (success, error) = (ending("success"), ending("error"));
            Cells {
                duration: schema.histogram(DURATION, &base, QUERY_SECONDS),
                success,
                error,
            }
        };
        let cells = service.queries.iter().map(declare).collect();
        Self {
            service,
            cells,
            shape: Shape::open(QUERY_SECONDS, 2.0),
        }
    }

    pub(crate) fn rates(&self, requests: f64, moment: &Moment<'_>, rates: &mut [f64]) {
        let failing = (USUAL * (1.0 + 0.3 * moment.wobble(self.service.stream(QUERY - 1)))
            + 0.92 * moment.strength(S::DatabaseDown)
            + 0.12 * moment.strength(S::QueryErrors)
            + 0.003 * moment.strength(S::HighLatency)
            + 0.004 * moment.strength(S::ConnectionExhaustion))
        .min(0.99);
        for (index, (query, cells)) in self.service.queries.iter().zip(&self.cells).enumerate() {
            let noise = 1.0 + 0.08 * moment.wobble(self.service.stream(QUERY + index as u64));
            let rate = requests * query.per_request * noise;
            rates[cells.success] += rate * (1.0 - failing);
            rates[cells.error] += rate * failing;
            let out = &mut rates[cells.duration..=cells.duration + QUERY_SECONDS.len()];
            self.shape.spread(rate, query.median * moment.database, out);
        }
    }
}
