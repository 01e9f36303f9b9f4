//! Requests: how many, how they end, how long they take, how large they are; it must not know queries or events.

use crate::catalog::{BUDDIES, Route, Service};
use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Labels, Metric, Schema};
use crate::shape::{BYTES, HTTP_SECONDS, Shape};

use super::strain::Strain;

const REQUESTS: Metric = ("http_requests_total", "Total number of HTTP requests");
const DURATION: Metric = (
    "http_request_duration_seconds",
    "Duration of HTTP requests in seconds",
);
const REQUEST_SIZE: Metric = ("http_request_size_bytes", "Size of HTTP requests in bytes");
const RESPONSE_SIZE: Metric = (
    "http_response_size_bytes",
    "Size of HTTP responses in bytes",
);

/// First of the noise streams of routes; each route uses two.
const ROUTE: u64 = 100;

/// The cells of one route.
struct Cells {
    success: usize,
    fault: Option<usize>,
    denied: Option<usize>,
    missing: Option<usize>,
    sizes: Option<(usize, usize)>,
}

/// The HTTP side of one service.
pub(crate) struct Http {
    service: &'static Service,
    cells: Vec<Cells>,
    /// Part of the requests whose route can fail: the service's faults all fall on these.
    failing: f64,
    usual: Shape,
    waiting: Shape,
    size: Shape,
}

impl Http {
    pub(crate) fn new(service: &'static Service, schema: &mut Schema) -> Self {
        let cells = service
            .routes
            .iter()
            .map(|route| declare(service, route, schema))
            .collect();
        let failing = service.routes.iter().filter(|route| route.fault.is_some());
        Self {
            service,
            cells,
            failing: failing.map(|route| route.weight).sum(),
            usual: Shape::closed(HTTP_SECONDS, 2.5),
            waiting: Shape::closed(HTTP_SECONDS, 5.0),
            size: Shape::open(BYTES, 2.0),
        }
    }

    pub(crate) fn rates(&self, strain: &Strain, moment: &Moment<'_>, rates: &mut [f64]) {
        for (index, (route, cells)) in self.service.routes.iter().zip(&self.cells).enumerate() {
            let stream = self.service.stream(ROUTE + 2 * index as u64);
            let requests = strain.requests * route.weight * (1.0 + 0.10 * moment.wobble(stream));
            let median = route.median
                * strain.latency
                * (1.0 + 0.08 * moment.wobble(stream + 1))
                * (1.0 + 0.4 * route.waits * (moment.database.min(2.0) - 1.0));
            let waiting = strain.waiting * route.waits;

            let mut spread = |cell: Option<usize>, part: f64, slower: f64| {
                let Some(cell) = cell else { return 0.0 };
                let out = &mut rates[cell..=cell + HTTP_SECONDS.len()];
                self.usual
                    .spread(requests * part * (1.0 - waiting), median * slower, out);
                if waiting > 0.0 {
                    self.waiting
                        .spread(requests * part * waiting, strain.wait, out);
                }
                part
            };
            let refused = moment.strength(S::AuthFailures);
            let denied = route
                .denied
                .map_or(0.0, |(usual, during)| usual + (during - usual) * refused);
            let elsewhere = spread(cells.denied, denied, 0.3)
                + spread(cells.missing, route.missing.unwrap_or(0.0), 0.5)
                + spread(
                    cells.fault,
                    self.faults(route, strain, moment).min(1.0 - denied),
                    1.4,
                );
            spread(Some(cells.success), (1.0 - elsewhere).max(0.0), 1.0);

            if let (Some((request, response)), Some((asked, answered))) = (cells.sizes, route.sizes)
            {
                let end = BYTES.len();
                self.size
                    .spread(requests, asked, &mut rates[request..=request + end]);
                self.size.spread(
                    requests * (1.0 - elsewhere),
                    answered,
                    &mut rates[response..=response + end],
                );
            }
        }
    }

    /// Part of a route's requests that end in 5xx.
    fn faults(&self, route: &Route, strain: &Strain, moment: &Moment<'_>) -> f64 {
        if route.path == BUDDIES && moment.holds(S::ServiceDown) {
            return 0.97;
        }
        (strain.faults / self.failing).min(0.9)
    }
}

fn declare(service: &Service, route: &Route, schema: &mut Schema) -> Cells {
    let base = [
        ("service", service.name),
        ("method", route.method),
        ("route", route.path),
    ];
    let mut ending = |code: &str| {
        let labels = [&base[..], &[("status_code", code)]].concat();
        let first = schema.histogram(DURATION, &labels, HTTP_SECONDS);
        schema.counter_over(REQUESTS, &labels, first, HTTP_SECONDS.len() + 1);
        first
    };
    let success = ending(route.success);
    let fault = route.fault.map(&mut ending);
    let denied = route.denied.map(|_| ending("401"));
    let missing = route.missing.map(|_| ending("404"));
    let sizes = route.sizes.map(|_| {
        let labels: Labels<'_> = &[&base[..], &[("status_code", route.success)]].concat();
        (
            schema.histogram(REQUEST_SIZE, &base, BYTES),
            schema.histogram(RESPONSE_SIZE, labels, BYTES),
        )
    });
    Cells {
        success,
        fault,
        denied,
        missing,
        sizes,
    }
}
