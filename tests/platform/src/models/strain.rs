//! What a scenario means for one service as a whole; it must not know routes, queries or series.

use crate::catalog::Service;
use crate::moment::Moment;
use crate::scenario::Scenario as S;

const RATE: u64 = 1;
const FAULTS: u64 = 2;

/// Median in seconds of a request that waits for a slow database.
const WAITING: f64 = 6.8;

/// How one service is doing at one instant.
pub(crate) struct Strain {
    /// Requests per second.
    pub(crate) requests: f64,
    /// Part of all requests that end in 5xx.
    pub(crate) faults: f64,
    /// Factor on the latency of requests that do not wait for a slow database.
    pub(crate) latency: f64,
    /// Part of the requests to the database's users that wait for a slow database.
    pub(crate) waiting: f64,
    /// Median in seconds of those that wait.
    pub(crate) wait: f64,
}

impl Strain {
    pub(crate) fn of(service: &Service, moment: &Moment<'_>) -> Self {
        let gateway = service.name == "api-gateway";
        let down = service.name == "buddy-service" && moment.holds(S::ServiceDown);
        let noise = 1.0 + 0.06 * moment.wobble(service.stream(RATE));
        let faults = service.faults * (1.0 + 0.2 * moment.wobble(service.stream(FAULTS)))
            + 0.20 * moment.strength(S::ErrorBurst)
            + 0.25 * moment.strength(S::DatabaseDown)
            + 0.012 * moment.strength(S::HighLatency)
            + 0.030 * moment.strength(S::QueryErrors)
            + 0.012 * moment.strength(S::ConnectionExhaustion)
            + 0.004 * moment.strength(S::NatsDown);
        let hindered = |name: &str, scenario: S, by: f64| {
            if service.name == name {
                by * moment.strength(scenario)
            } else {
                0.0
            }
        };
        let latency = (1.0 + 0.12 * (moment.load - 0.7))
            * (1.0
                + 0.5 * moment.strength(S::DatabaseDown)
                + 0.4 * moment.strength(S::ConnectionExhaustion)
                + 0.3 * moment.strength(S::GcPauses)
                + hindered("q2q-ai", S::EventLoopLag, 4.0)
                + hindered("kintell-connector", S::CpuBurn, 0.6)
                + hindered("unified-profile", S::MemoryLeak, 0.3)
                + hindered("api-gateway", S::ConnectionFlood, 0.25));
        Self {
            requests: if down {
                0.0
            } else {
                service.noon * moment.load * noise
            },
            faults,
            latency,
            waiting: moment.strength(S::HighLatency),
            wait: WAITING * moment.wave * if gateway { 1.08 } else { 1.0 },
        }
    }
}
