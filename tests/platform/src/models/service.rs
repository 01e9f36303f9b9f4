//! One service: its parts put together; it must not know what any of them counts.

use crate::catalog::Service;
use crate::moment::Moment;
use crate::scenario::Scenario;
use crate::schema::Schema;
use crate::source::{Model, Source};

use super::events::Events;
use super::gauges;
use super::http::Http;
use super::queries::Queries;
use super::runtime::Runtime;
use super::strain::Strain;

struct Process {
    service: &'static Service,
    http: Http,
    queries: Queries,
    events: Events,
    runtime: Runtime,
}

impl Model for Process {
    fn rates(&self, moment: &Moment<'_>, rates: &mut [f64]) {
        let strain = Strain::of(self.service, moment);
        self.http.rates(&strain, moment, rates);
        self.queries.rates(strain.requests, moment, rates);
        self.events.rates(strain.requests, moment, rates);
        self.runtime.rates(&strain, moment, rates);
    }

    fn answers(&self, moment: &Moment<'_>) -> bool {
        self.service.name != "buddy-service" || !moment.holds(Scenario::ServiceDown)
    }
}

/// The target of one service, deployed at that second of each week.
pub(crate) fn source(service: &'static Service, deployed: f64) -> Source {
    let mut schema = Schema::default();
    let http = Http::new(service, &mut schema);
    let queries = Queries::new(service, &mut schema);
    let events = Events::new(service, &mut schema);
    let runtime = Runtime::new(service, &mut schema);
    gauges::declare(service, deployed, &mut schema);
    Source {
        job: format!("teei-{}", service.name),
        name: service.name,
        port: service.port,
        deployed,
        schema,
        model: Box::new(Process {
            service,
            http,
            queries,
            events,
            runtime,
        }),
    }
}
