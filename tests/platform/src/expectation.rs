//! The one table of what each scenario must show; it must not know how the platform brings it about.

use crate::scenario::Scenario;
use Scenario as S;

/// A scenario turns this panel to this status and, where the handbook has a rule for it, fires this alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// What goes wrong.
    pub scenario: Scenario,
    /// The alert that fires; None where no rule covers it.
    pub alert: Option<&'static str>,
    /// Slug of the dashboard.
    pub dashboard: &'static str,
    /// Slug of the panel on it.
    pub panel: &'static str,
    /// `warning` or `critical`.
    pub status: &'static str,
}

const fn row(
    scenario: Scenario,
    alert: &'static str,
    dashboard: &'static str,
    panel: &'static str,
    status: &'static str,
) -> Expectation {
    let alert = if alert.is_empty() { None } else { Some(alert) };
    Expectation {
        scenario,
        alert,
        dashboard,
        panel,
        status,
    }
}

/// One row per scenario, alert and panel. A row's limit is crossed within ten minutes of its scenario's start,
/// by five-minute rates, and never while nothing is wrong.
#[rustfmt::skip]
pub const EXPECTATIONS: &[Expectation] = &[
    row(S::ServiceDown, "ServiceDown", "service-overview", "services-up", "critical"),
    row(S::ServiceDown, "ServiceDown", "service-overview", "service-health", "critical"),
    row(S::ServiceDown, "ServiceDown", "api-gateway", "downstream-services", "critical"),
    row(S::HighLatency, "HighResponseTime", "service-overview", "response-time", "critical"),
    row(S::HighLatency, "HighResponseTime", "service-overview", "response-time-by-service", "critical"),
    row(S::HighLatency, "HighResponseTime", "api-gateway", "p95-response-time", "critical"),
    row(S::HighLatency, "HighResponseTime", "api-gateway", "response-time-percentiles", "critical"),
    row(S::HighLatency, "SlowQueries", "database", "query-duration-p95", "critical"),
    row(S::HighLatency, "SlowQueries", "database", "query-duration-by-operation", "critical"),
    row(S::ErrorBurst, "HighErrorRate", "service-overview", "error-rate", "critical"),
    row(S::ErrorBurst, "HighErrorRate", "service-overview", "error-rate-by-service", "critical"),
    row(S::ErrorBurst, "HighErrorRate", "api-gateway", "error-rate", "warning"),
    row(S::DatabaseDown, "DatabaseDown", "database", "query-error-rate", "critical"),
    row(S::DatabaseDown, "DatabaseDown", "database", "database-up", "critical"),
    row(S::QueryErrors, "QueryErrorRate", "database", "query-error-rate", "critical"),
    row(S::QueryErrors, "QueryErrorRate", "database", "query-results", "critical"),
    row(S::NatsDown, "NATSDown", "event-bus", "event-bus-up", "critical"),
    row(S::EventErrors, "EventErrorRate", "event-bus", "event-error-rate", "critical"),
    row(S::EventErrors, "EventErrorRate", "event-bus", "event-results", "critical"),
    row(S::ConnectionExhaustion, "ConnectionPoolUsage", "database", "connection-pool", "warning"),
    row(S::ConnectionExhaustion, "ConnectionPoolUsage", "database", "connection-pool-usage", "warning"),
    row(S::QueueBacklog, "HighQueueDepth", "event-bus", "queue-size", "critical"),
    row(S::QueueBacklog, "HighQueueDepth", "event-bus", "queue-sizes", "critical"),
    row(S::DeadLetters, "DeadLetterQueue", "event-bus", "dlq-size", "critical"),
    row(S::DeadLetters, "DeadLetterQueue", "event-bus", "dead-letter-queue", "critical"),
    row(S::MemoryLeak, "HeapExhaustion", "nodejs", "heap-used", "critical"),
    row(S::MemoryLeak, "HeapExhaustion", "nodejs", "heap-memory-usage", "critical"),
    row(S::GcPauses, "", "nodejs", "gc-duration", "warning"),
    row(S::GcPauses, "", "nodejs", "gc-duration-by-kind", "warning"),
    row(S::EventLoopLag, "EventLoopLag", "nodejs", "event-loop-lag", "critical"),
    row(S::EventLoopLag, "EventLoopLag", "nodejs", "event-loop-lag-by-service", "critical"),
    row(S::CpuBurn, "", "nodejs", "cpu-usage", "warning"),
    row(S::CpuBurn, "", "nodejs", "cpu-usage-by-service", "warning"),
    row(S::ConnectionFlood, "", "api-gateway", "active-connections", "warning"),
    row(S::ConnectionFlood, "", "api-gateway", "active-connections-by-type", "warning"),
    row(S::AuthFailures, "AuthFailures", "api-gateway", "authentication-failures", "critical"),
];
