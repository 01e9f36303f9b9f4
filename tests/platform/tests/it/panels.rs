//! The panels of the five dashboards that have a limit, computed from two snapshots five minutes apart; it must
//! not know a scenario.

use crate::snapshot::Snapshot;

/// The number a panel shows, in every way of summing that a panel of that name may use: all must agree on its
/// status.
type Numbers = fn(&Snapshot, &Snapshot) -> Vec<f64>;

pub struct Panel {
    pub dashboard: &'static str,
    pub slug: &'static str,
    warning: f64,
    critical: f64,
    numbers: Numbers,
}

impl Panel {
    /// Each number with its status.
    pub fn statuses(&self, before: &Snapshot, after: &Snapshot) -> Vec<(f64, &'static str)> {
        let status = |number: f64| match number {
            n if n.is_nan() => "cannot-say",
            n if n > self.critical => "critical",
            n if n > self.warning => "warning",
            _ => "ok",
        };
        (self.numbers)(before, after)
            .into_iter()
            .map(|number| (number, status(number)))
            .collect()
    }
}

const NONE: f64 = f64::INFINITY;

const fn panel(
    dashboard: &'static str,
    slug: &'static str,
    limits: (f64, f64),
    numbers: Numbers,
) -> Panel {
    Panel {
        dashboard,
        slug,
        warning: limits.0,
        critical: limits.1,
        numbers,
    }
}

#[rustfmt::skip]
pub const PANELS: &[Panel] = &[
    panel("service-overview", "services-up", (NONE, 0.0), |_, b| vec![down(b, "teei-")]),
    panel("service-overview", "service-health", (NONE, 0.0), |_, b| vec![down(b, "teei-")]),
    panel("service-overview", "error-rate", (0.05, 0.10), |a, b| vec![errors(a, b, &[], &[])]),
    panel("service-overview", "error-rate-by-service", (0.05, 0.10), |a, b| vec![errors(a, b, &[], SERVICE)]),
    panel("service-overview", "response-time", (2.0, 5.0), |a, b| vec![average(a, b, HTTP, &[])]),
    panel("service-overview", "response-time-by-service", (2.0, 5.0), |a, b| vec![average(a, b, HTTP, SERVICE)]),
    panel("api-gateway", "downstream-services", (NONE, 0.0), |_, b| vec![down(b, "teei-")]),
    panel("api-gateway", "p95-response-time", (1.0, 3.0), |a, b| b.quantile(a, 0.95, HTTP, GATEWAY, &[])),
    panel("api-gateway", "response-time-percentiles", (1.0, 3.0), |a, b| {
        [b.quantile(a, 0.95, HTTP, GATEWAY, &[]), b.quantile(a, 0.99, HTTP, GATEWAY, &[])].concat()
    }),
    panel("api-gateway", "error-rate", (0.02, NONE), |a, b| vec![errors(a, b, GATEWAY, &[])]),
    panel("api-gateway", "active-connections", (1_000.0, NONE), |_, b| {
        vec![b.select("active_connections", GATEWAY).iter().map(|(_, value)| value).sum()]
    }),
    panel("api-gateway", "active-connections-by-type", (1_000.0, NONE), |_, b| {
        vec![most(b, "active_connections", GATEWAY)]
    }),
    panel("api-gateway", "authentication-failures", (NONE, 0.05), |a, b| {
        let denied = [GATEWAY, &[("status_code", "401")]].concat();
        vec![ratio(a, b, REQUESTS, &denied, REQUESTS, GATEWAY, &[])]
    }),
    panel("database", "query-duration-p95", (0.1, 0.5), |a, b| b.quantile(a, 0.95, QUERY, &[], &[])),
    panel("database", "query-duration-by-operation", (0.1, 0.5), |a, b| b.quantile(a, 0.95, QUERY, &[], &["operation"])),
    panel("database", "query-error-rate", (0.01, 0.05), |a, b| vec![failed(a, b, QUERIES, &[])]),
    panel("database", "query-results", (0.01, 0.05), |a, b| {
        vec![failed(a, b, QUERIES, &[]), failed(a, b, QUERIES, &["operation"]), failed(a, b, QUERIES, SERVICE)]
    }),
    panel("database", "database-up", (NONE, 0.0), |_, b| vec![down(b, "postgres")]),
    panel("database", "connection-pool", (0.8, NONE), |_, b| vec![pool(b)]),
    panel("database", "connection-pool-usage", (0.8, NONE), |_, b| vec![pool(b)]),
    panel("event-bus", "event-bus-up", (NONE, 0.0), |_, b| vec![down(b, "nats")]),
    panel("event-bus", "event-error-rate", (0.01, 0.05), |a, b| vec![failed(a, b, EVENTS, &[])]),
    panel("event-bus", "event-results", (0.01, 0.05), |a, b| {
        vec![failed(a, b, EVENTS, &["event_type"]), failed(a, b, EVENTS, SERVICE)]
    }),
    panel("event-bus", "queue-size", (1_000.0, 5_000.0), |_, b| vec![queues(b, false)]),
    panel("event-bus", "queue-sizes", (1_000.0, 5_000.0), |_, b| vec![queues(b, false)]),
    panel("event-bus", "dlq-size", (0.0, 100.0), |_, b| vec![queues(b, true)]),
    panel("event-bus", "dead-letter-queue", (0.0, 100.0), |_, b| vec![queues(b, true)]),
    panel("nodejs", "heap-used", (0.8, 0.9), |_, b| vec![heap(b)]),
    panel("nodejs", "heap-memory-usage", (0.8, 0.9), |_, b| vec![heap(b)]),
    panel("nodejs", "event-loop-lag", (0.1, 0.5), |_, b| vec![most(b, LAG, &[])]),
    panel("nodejs", "event-loop-lag-by-service", (0.1, 0.5), |_, b| vec![most(b, LAG, &[])]),
    panel("nodejs", "cpu-usage", (0.7, NONE), |a, b| vec![cpu(a, b)]),
    panel("nodejs", "cpu-usage-by-service", (0.7, NONE), |a, b| vec![cpu(a, b)]),
    panel("nodejs", "gc-duration", (0.1, NONE), |a, b| vec![average(a, b, GC, KIND), average(a, b, GC, EACH)]),
    panel("nodejs", "gc-duration-by-kind", (0.1, NONE), |a, b| vec![average(a, b, GC, KIND), average(a, b, GC, EACH)]),
];

/// The handbook's alerts on rates that no panel of these limits covers: p95 and errors by service.
pub fn quiet(before: &Snapshot, after: &Snapshot) -> bool {
    let slow = after
        .quantile(before, 0.95, HTTP, &[], SERVICE)
        .into_iter()
        .fold(0.0, f64::max);
    slow < 1.0 && errors(before, after, &[], SERVICE) < 0.05
}

const HTTP: &str = "http_request_duration_seconds";
const REQUESTS: &str = "http_requests_total";
const QUERY: &str = "db_query_duration_seconds";
const QUERIES: &str = "db_queries_total";
const EVENTS: &str = "events_processed_total";
const GC: &str = "nodejs_gc_duration_seconds";
const LAG: &str = "nodejs_eventloop_lag_seconds";
const GATEWAY: &[(&str, &str)] = &[("service", "api-gateway")];
const SERVICE: &[&str] = &["service"];
const KIND: &[&str] = &["kind"];
const EACH: &[&str] = &["service", "kind"];

fn down(after: &Snapshot, job: &str) -> f64 {
    after
        .down
        .iter()
        .filter(|name| name.starts_with(job))
        .count() as f64
}

/// The largest ratio of two increases by group; 0 where nothing of the upper one exists.
fn ratio(
    before: &Snapshot,
    after: &Snapshot,
    upper: &str,
    upper_labels: &[(&str, &str)],
    lower: &str,
    lower_labels: &[(&str, &str)],
    by: &[&str],
) -> f64 {
    let all = after.increase(before, lower, lower_labels, by);
    let some = after.increase(before, upper, upper_labels, by);
    let ratios = all.iter().filter(|(_, whole)| **whole > 0.0);
    ratios
        .map(|(group, whole)| some.get(group).unwrap_or(&0.0) / whole)
        .fold(0.0, f64::max)
}

fn errors(before: &Snapshot, after: &Snapshot, labels: &[(&str, &str)], by: &[&str]) -> f64 {
    let codes = ["500", "502", "503", "504"];
    let all = after.increase(before, REQUESTS, labels, by);
    let mut failed = std::collections::BTreeMap::new();
    for code in codes {
        for (group, part) in after.increase(
            before,
            REQUESTS,
            &[labels, &[("status_code", code)]].concat(),
            by,
        ) {
            *failed.entry(group).or_insert(0.0) += part;
        }
    }
    let busy = all.iter().filter(|(_, whole)| **whole > 0.0);
    busy.map(|(group, whole)| failed.get(group).unwrap_or(&0.0) / whole)
        .fold(0.0, f64::max)
}

fn average(before: &Snapshot, after: &Snapshot, name: &str, by: &[&str]) -> f64 {
    ratio(
        before,
        after,
        &format!("{name}_sum"),
        &[],
        &format!("{name}_count"),
        &[],
        by,
    )
}

fn failed(before: &Snapshot, after: &Snapshot, name: &str, by: &[&str]) -> f64 {
    ratio(before, after, name, &[("status", "error")], name, &[], by)
}

fn most(after: &Snapshot, name: &str, labels: &[(&str, &str)]) -> f64 {
    after
        .select(name, labels)
        .into_iter()
        .map(|(_, value)| value)
        .fold(0.0, f64::max)
}

/// Connections over their maximum; nothing is known while the exporter does not answer.
fn pool(after: &Snapshot) -> f64 {
    let used: f64 = after
        .select("pg_stat_activity_count", &[])
        .iter()
        .map(|(_, value)| value)
        .sum();
    used / most(after, "pg_settings_max_connections", &[])
}

fn queues(after: &Snapshot, dead: bool) -> f64 {
    let all = after.select("queue_size", &[]).into_iter();
    all.filter(|(key, _)| key.contains("dlq") == dead)
        .map(|(_, value)| value)
        .fold(0.0, f64::max)
}

fn heap(after: &Snapshot) -> f64 {
    let used = after.select("nodejs_heap_size_used_bytes", &[]);
    let total = after.select("nodejs_heap_size_total_bytes", &[]);
    used.iter()
        .zip(total)
        .map(|(used, total)| used.1 / total.1)
        .fold(0.0, f64::max)
}

fn cpu(before: &Snapshot, after: &Snapshot) -> f64 {
    let seconds = after.increase(before, "process_cpu_seconds_total", &[], SERVICE);
    seconds.into_values().fold(0.0, f64::max) / (after.at - before.at)
}
