//! One scrape target: its address, its series, its model; it must not know HTTP or files.

use crate::models;
use crate::moment::Moment;
use crate::schema::Schema;

/// How fast a target counts, and whether it answers.
pub(crate) trait Model: Send + Sync {
    /// Adds each cell's events per second from `moment` on to `rates`, which holds zeros.
    fn rates(&self, moment: &Moment<'_>, rates: &mut [f64]);

    /// Whether the target answers a scrape.
    fn answers(&self, moment: &Moment<'_>) -> bool;
}

/// One scrape target.
pub(crate) struct Source {
    /// Prometheus' job: `teei-api-gateway`, `postgres`, `nats`.
    pub(crate) job: String,
    /// The service's own name, or the job's.
    pub(crate) name: &'static str,
    /// The documented port, which is also that of the `instance` label.
    pub(crate) port: u16,
    /// Seconds into each week (of the unix epoch) at which it is deployed and starts to count from 0.
    pub(crate) deployed: f64,
    pub(crate) schema: Schema,
    pub(crate) model: Box<dyn Model>,
}

const WEEK: f64 = 7.0 * 86_400.0;

/// The last start at or before `t` of what starts `deployed` seconds into each week.
pub(crate) fn last_start(deployed: f64, t: f64) -> f64 {
    ((t - deployed) / WEEK).floor() * WEEK + deployed
}

impl Source {
    /// Every target of the platform: the services, postgres, nats.
    pub(crate) fn all() -> Vec<Self> {
        models::all()
    }

    /// The `instance` label, the same wherever the target really listens.
    pub(crate) fn instance(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// What a scrape finds for the given cells, in the order of the schema; NaN: an absent series.
    pub(crate) fn read(&self, cells: &[f64], moment: &Moment<'_>) -> Vec<f64> {
        self.schema
            .series()
            .map(|series| series.reading.value(cells, moment))
            .collect()
    }
}
