//! The exporter beside postgres: connections and sizes; it must not know who connects.

use crate::moment::Moment;
use crate::scenario::Scenario as S;
use crate::schema::{Metric, Schema};
use crate::source::{Model, Source};

const UP: Metric = (
    "pg_up",
    "Whether the last scrape of metrics from PostgreSQL was able to connect to the server",
);
const ACTIVITY: Metric = (
    "pg_stat_activity_count",
    "number of connections in this state",
);
const MAXIMUM: Metric = (
    "pg_settings_max_connections",
    "Sets the maximum number of concurrent connections.",
);
const SIZE: Metric = ("pg_database_size_bytes", "Disk space used by the database");

/// State, connections by night, how many more at noon, how many while the pool is nearly used up.
const STATES: [(&str, f64, f64, f64); 4] = [
    ("active", 3.0, 9.0, 38.0),
    ("idle", 24.0, 12.0, 38.0),
    ("idle in transaction", 1.0, 2.0, 14.0),
    ("fastpath function call", 0.0, 0.0, 0.0),
];

const CONNECTED: u64 = 9_187_001;

/// When the database was made, in unix seconds: it grows from then on.
const OPENED: f64 = 1_700_000_000.0;

struct Postgres;

impl Model for Postgres {
    fn rates(&self, _: &Moment<'_>, _: &mut [f64]) {}

    fn answers(&self, moment: &Moment<'_>) -> bool {
        !moment.holds(S::DatabaseDown)
    }
}

pub(crate) fn source(deployed: f64) -> Source {
    let mut schema = Schema::default();
    schema.gauge(UP, &[], |_| 1.0);
    for (index, (state, night, noon, full)) in STATES.into_iter().enumerate() {
        let labels = [("datname", "teei_csr"), ("state", state)];
        schema.gauge(ACTIVITY, &labels, move |moment| {
            let noise = 1.0 + 0.12 * moment.wobble(CONNECTED + index as u64);
            let waiting = if state == "active" {
                18.0 * moment.strength(S::HighLatency)
            } else {
                0.0
            };
            let usual = (night + noon * moment.load) * noise + waiting;
            (usual + (full - usual).max(0.0) * moment.strength(S::ConnectionExhaustion)).round()
        });
    }
    schema.gauge(
        ACTIVITY,
        &[("datname", "postgres"), ("state", "idle")],
        |_| 2.0,
    );
    schema.gauge(MAXIMUM, &[], |_| 100.0);
    schema.gauge(SIZE, &[("datname", "teei_csr")], |moment| {
        (8e9 + 9.0 * (moment.t - OPENED)).floor()
    });
    schema.gauge(SIZE, &[("datname", "postgres")], |_| 7_840_559.0);
    Source {
        job: "postgres".to_owned(),
        name: "postgres",
        port: 9187,
        deployed,
        schema,
        model: Box::new(Postgres),
    }
}
