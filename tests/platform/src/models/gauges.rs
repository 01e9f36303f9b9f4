//! The levels of one service: heap, event loop, handles, connections, queues; it must not know its counters.

use crate::catalog::{DEAD_LETTERS, Service};
use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Metric, Schema};
use crate::source::last_start;

const HEAP_USED: Metric = (
    "nodejs_heap_size_used_bytes",
    "Process heap size used from Node.js in bytes.",
);
const HEAP_TOTAL: Metric = (
    "nodejs_heap_size_total_bytes",
    "Process heap size from Node.js in bytes.",
);
const EXTERNAL: Metric = (
    "nodejs_external_memory_bytes",
    "Node.js external memory size in bytes.",
);
const HANDLES: Metric = (
    "nodejs_active_handles",
    "Number of active libuv handles grouped by handle type.",
);
const HANDLES_TOTAL: Metric = (
    "nodejs_active_handles_total",
    "Total number of active handles.",
);
const REQUESTS: Metric = (
    "nodejs_active_requests",
    "Number of active libuv requests grouped by request type.",
);
const REQUESTS_TOTAL: Metric = (
    "nodejs_active_requests_total",
    "Total number of active requests.",
);
const START: Metric = (
    "process_start_time_seconds",
    "Start time of the process since unix epoch in seconds.",
);
const CONNECTIONS: Metric = ("active_connections", "Number of active connections");
const QUEUE: Metric = ("queue_size", "Number of messages waiting in a queue");

/// The lag and its statistics, each with its factor on the lag.
const LAGS: [(Metric, f64); 6] = [
    (
        (
            "nodejs_eventloop_lag_seconds",
            "Lag of event loop in seconds.",
        ),
        1.0,
    ),
    (
        (
            "nodejs_eventloop_lag_p50_seconds",
            "The 50th percentile of the recorded event loop delays.",
        ),
        0.8,
    ),
    (
        (
            "nodejs_eventloop_lag_p90_seconds",
            "The 90th percentile of the recorded event loop delays.",
        ),
        1.3,
    ),
    (
        (
            "nodejs_eventloop_lag_p99_seconds",
            "The 99th percentile of the recorded event loop delays.",
        ),
        1.8,
    ),
    (
        (
            "nodejs_eventloop_lag_mean_seconds",
            "The mean of the recorded event loop delays.",
        ),
        0.9,
    ),
    (
        (
            "nodejs_eventloop_lag_max_seconds",
            "The maximum recorded event loop delay.",
        ),
        2.2,
    ),
];

/// The queue that queue-backlog stops.
pub(crate) const BACKLOGGED: &str = "q2q-inference";

const MIB: f64 = 1_048_576.0;
const HEAP: u64 = 501;
const LAG: u64 = 502;
const SOCKETS: u64 = 503;
const FILES: u64 = 504;
const CONNECTED: u64 = 510;
const QUEUED: u64 = 520;

/// Adds every gauge of `service`, deployed at that second of the week.
pub(crate) fn declare(service: &'static Service, deployed: f64, schema: &mut Schema) {
    let own = ("service", service.name);
    schema.gauge(START, &[own], move |moment| last_start(deployed, moment.t));
    schema.gauge(HEAP_USED, &[own], |moment| {
        (heap_total(service, moment) * heap_ratio(service, moment)).round()
    });
    schema.gauge(HEAP_TOTAL, &[own], |moment| heap_total(service, moment));
    schema.gauge(EXTERNAL, &[own], |moment| {
        (MIB * (18.0 + 6.0 * moment.load + moment.smooth(service.stream(HEAP + 100), 900.0)))
            .round()
    });
    for (metric, factor) in LAGS {
        schema.gauge(metric, &[own], move |moment| {
            micro(lag(service, moment) * factor)
        });
    }
    schema.gauge(HANDLES, &[own, ("type", "Socket")], |moment| {
        sockets(service, moment)
    });
    schema.gauge(HANDLES, &[own, ("type", "Server")], |_| 1.0);
    schema.gauge(HANDLES_TOTAL, &[own], |moment| {
        sockets(service, moment) + 1.0
    });
    schema.gauge(
        REQUESTS,
        &[own, ("type", "FSReqCallback")],
        |moment| match files(service, moment) {
            0.0 => f64::NAN,
            some => some,
        },
    );
    schema.gauge(REQUESTS_TOTAL, &[own], |moment| files(service, moment));
    if service.name == "api-gateway" {
        schema.gauge(CONNECTIONS, &[own, ("connection_type", "http")], |moment| {
            let usual = level(service, moment, CONNECTED, 90.0, 230.0);
            (usual + 1_300.0 * moment.strength(S::ConnectionFlood)).round()
        });
        schema.gauge(
            CONNECTIONS,
            &[own, ("connection_type", "websocket")],
            |moment| level(service, moment, CONNECTED + 1, 60.0, 190.0),
        );
    } else {
        schema.gauge(CONNECTIONS, &[own, ("connection_type", "http")], |moment| {
            level(service, moment, CONNECTED, 4.0, 0.3 * service.noon)
        });
    }
    for (index, queue) in service.queues.iter().enumerate() {
        let stream = QUEUED + index as u64;
        schema.gauge(
            QUEUE,
            &[own, ("queue_name", queue)],
            move |moment| match *queue {
                DEAD_LETTERS => dead_letters(moment),
                BACKLOGGED => {
                    let waiting = level(service, moment, stream, 15.0, 120.0);
                    (waiting + backlog(service, moment, stream)).round()
                }
                _ => level(service, moment, stream, 15.0, 120.0),
            },
        );
    }
}

/// A whole number between `base` and about `base + 1.3 * range`, following the traffic.
fn level(service: &Service, moment: &Moment<'_>, purpose: u64, base: f64, range: f64) -> f64 {
    let noise = 1.0 + 0.25 * moment.wobble(service.stream(purpose));
    (base + range * moment.load * noise).round()
}

/// The heap is enlarged and given back in steps of 8 MiB.
fn heap_total(service: &Service, moment: &Moment<'_>) -> f64 {
    let wanted = service.heap * (0.85 + 0.15 * moment.load)
        + 10.0 * moment.smooth(service.stream(HEAP), 3_600.0);
    (wanted / 8.0).round() * 8.0 * MIB
}

/// Used over total: a sawtooth between two collections, filled up by a leak.
fn heap_ratio(service: &Service, moment: &Moment<'_>) -> f64 {
    let period = 240.0 + 30.0 * f64::from(service.port - 3_000);
    let tooth = (moment.t / period).fract();
    let usual = 0.45 + 0.12 * tooth + 0.04 * moment.wobble(service.stream(HEAP + 200));
    let leak = if service.name == "unified-profile" {
        moment.growth(S::MemoryLeak, 300.0, 30.0)
    } else {
        0.0
    };
    usual + (0.96 + 0.01 * tooth - usual) * leak
}

fn lag(service: &Service, moment: &Moment<'_>) -> f64 {
    let usual = 0.006 + 0.014 * moment.load * (1.0 + 0.6 * moment.wobble(service.stream(LAG)));
    let hung = if service.name == "q2q-ai" {
        moment.strength(S::EventLoopLag)
    } else {
        0.0
    };
    let burnt = if service.name == "kintell-connector" {
        moment.strength(S::CpuBurn)
    } else {
        0.0
    };
    usual + 0.85 * hung * (1.0 + 0.1 * moment.smooth(service.stream(LAG), 90.0)) + 0.04 * burnt
}

fn sockets(service: &Service, moment: &Moment<'_>) -> f64 {
    level(service, moment, SOCKETS, 8.0, 0.5 * service.noon)
}

/// Files being read: often none.
fn files(service: &Service, moment: &Moment<'_>) -> f64 {
    (2.5 * moment.smooth(service.stream(FILES), 60.0))
        .max(0.0)
        .round()
}

/// Exactly 0 unless something puts events there.
fn dead_letters(moment: &Moment<'_>) -> f64 {
    let failed = 420.0 * moment.growth(S::DeadLetters, 420.0, 200.0);
    (failed + 40.0 * moment.growth(S::EventErrors, 600.0, 200.0)).ceil()
}

fn backlog(service: &Service, moment: &Moment<'_>, stream: u64) -> f64 {
    let noise = 1.0 + 0.04 * moment.smooth(service.stream(stream), 200.0);
    7_800.0 * moment.growth(S::QueueBacklog, 240.0, 200.0) * noise
}

fn micro(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
