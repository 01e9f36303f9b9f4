//! The names of what can go wrong; it must not know what each of them does to a metric.

use std::fmt;
use std::str::FromStr;

/// One kind of trouble that the platform can be put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// buddy-service answers every path with 503.
    ServiceDown,
    /// The database is slow, and everything that waits for it.
    HighLatency,
    /// postgres is gone: most queries fail.
    DatabaseDown,
    /// nats is gone: events stop or fail.
    NatsDown,
    /// The connection pool of postgres is nearly used up.
    ConnectionExhaustion,
    /// A tenth of the queries fail.
    QueryErrors,
    /// One queue is no longer drained.
    QueueBacklog,
    /// The dead letter queue fills.
    DeadLetters,
    /// A fifth of the events fail.
    EventErrors,
    /// A fifth of all requests end in 5xx, on every service.
    ErrorBurst,
    /// The heap of unified-profile grows until it is full.
    MemoryLeak,
    /// Garbage collections take long on every service.
    GcPauses,
    /// The event loop of q2q-ai hangs.
    EventLoopLag,
    /// kintell-connector uses a whole core.
    CpuBurn,
    /// The gateway holds far more connections than usual.
    ConnectionFlood,
    /// The gateway refuses tokens: 401 on a large share of its requests.
    AuthFailures,
}

impl Scenario {
    /// All scenarios, in the order of their declaration.
    pub const ALL: [Self; 16] = [
        Self::ServiceDown,
        Self::HighLatency,
        Self::DatabaseDown,
        Self::NatsDown,
        Self::ConnectionExhaustion,
        Self::QueryErrors,
        Self::QueueBacklog,
        Self::DeadLetters,
        Self::EventErrors,
        Self::ErrorBurst,
        Self::MemoryLeak,
        Self::GcPauses,
        Self::EventLoopLag,
        Self::CpuBurn,
        Self::ConnectionFlood,
        Self::AuthFailures,
    ];

    /// The name used on the command line, in kebab-case: `service-down`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceDown => "service-down",
            Self::HighLatency => "high-latency",
            Self::DatabaseDown => "database-down",
            Self::NatsDown => "nats-down",
            Self::ConnectionExhaustion => "connection-exhaustion",
            Self::QueryErrors => "query-errors",
            Self::QueueBacklog => "queue-backlog",
            Self::DeadLetters => "dead-letters",
            Self::EventErrors => "event-errors",
            Self::ErrorBurst => "error-burst",
            Self::MemoryLeak => "memory-leak",
            Self::GcPauses => "gc-pauses",
            Self::EventLoopLag => "event-loop-lag",
            Self::CpuBurn => "cpu-burn",
            Self::ConnectionFlood => "connection-flood",
            Self::AuthFailures => "auth-failures",
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that no scenario has; its text lists those that exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScenario(String);

impl fmt::Display for UnknownScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Scenario::ALL
            .iter()
            .map(|scenario| scenario.name())
            .collect();
        write!(
            f,
            "no scenario is called '{}'; there are: {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownScenario {}

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|scenario| scenario.name() == name)
            .ok_or_else(|| UnknownScenario(name.to_owned()))
    }
}
