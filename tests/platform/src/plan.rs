//! What the platform does and when, as plain data; it must not know a metric or a service.

use crate::noise;
use crate::scenario::Scenario;

/// Seconds between two instants at which rates are taken anew.
pub(crate) const TICK: f64 = 15.0;

/// Seconds that a scenario takes to its full strength, and to fade once it has ended.
const RAMP: f64 = 45.0;

/// One scenario with its time. Times are unix seconds; `until` None: still on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// What goes wrong.
    pub scenario: Scenario,
    /// When it begins, in unix seconds.
    pub from: f64,
    /// When it ends, in unix seconds; None while it lasts.
    pub until: Option<f64>,
}

impl Span {
    fn holds(&self, t: f64) -> bool {
        self.from <= t && self.until.is_none_or(|until| t < until)
    }

    /// 0 to 1: how far this has grown after `rise` seconds of it, or shrunk within `fall` seconds after it.
    fn growth(&self, t: f64, rise: f64, fall: f64) -> f64 {
        if t < self.from {
            return 0.0;
        }
        let end = self.until.map_or(t, |until| until.min(t));
        let grown = ((end - self.from) / rise).clamp(0.0, 1.0);
        grown * (1.0 - (t - end) / fall).max(0.0)
    }

    /// 0 to 1: strength. It jumps at both edges, so that what begins inside a tick is seen inside that tick.
    fn strength(&self, t: f64) -> f64 {
        if self.holds(t) {
            0.5 + 0.5 * ((t - self.from) / RAMP).min(1.0)
        } else {
            0.5 * self.growth(t, RAMP, RAMP)
        }
    }
}

/// What the platform does and when. Every value of every metric follows from this and from the time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Chooses the noise; two plans with one seed and the same spans give the same curves.
    pub seed: u64,
    /// What goes wrong and when; spans may overlap.
    pub spans: Vec<Span>,
}

impl Plan {
    /// Whether `scenario` is on at `t`.
    pub(crate) fn holds(&self, scenario: Scenario, t: f64) -> bool {
        self.of(scenario).any(|span| span.holds(t))
    }

    /// Strength of `scenario` at `t`, 0 to 1.
    pub(crate) fn strength(&self, scenario: Scenario, t: f64) -> f64 {
        self.of(scenario)
            .map(|span| span.strength(t))
            .fold(0.0, f64::max)
    }

    /// Growth of `scenario` at `t`, 0 to 1, for what fills slowly and drains slowly (seconds each).
    pub(crate) fn growth(&self, scenario: Scenario, t: f64, rise: f64, fall: f64) -> f64 {
        self.of(scenario)
            .map(|span| span.growth(t, rise, fall))
            .fold(0.0, f64::max)
    }

    /// The first instant after `t` at which rates may change: a tick, or the edge of a span inside it.
    pub(crate) fn next_edge(&self, t: f64) -> f64 {
        let tick = ((t / TICK).floor() + 1.0) * TICK;
        let edges = self
            .spans
            .iter()
            .flat_map(|span| [Some(span.from), span.until])
            .flatten();
        edges.filter(|edge| *edge > t).fold(tick, f64::min)
    }

    /// Starts `scenario` at `now`, unless it is on already.
    pub(crate) fn begin(&mut self, scenario: Scenario, now: f64) {
        if !self.holds(scenario, now) {
            self.spans.push(Span {
                scenario,
                from: now,
                until: None,
            });
        }
    }

    /// Ends `scenario` at `now` wherever it is on.
    pub(crate) fn end(&mut self, scenario: Scenario, now: f64) {
        for span in self
            .spans
            .iter_mut()
            .filter(|span| span.scenario == scenario && span.holds(now))
        {
            span.until = Some(now);
        }
    }

    fn of(&self, scenario: Scenario) -> impl Iterator<Item = &Span> {
        self.spans
            .iter()
            .filter(move |span| span.scenario == scenario)
    }
}

/// The one incident of a past day: a slow database for 35 minutes, about nine hours before `until` (unix
/// seconds), on a grid of 15 s.
pub fn past_incident(until: f64, seed: u64) -> Span {
    let before = 9.0 * 3600.0 + 1_200.0 * noise::jitter(seed, 0x1_9c1d, 0);
    let from = ((until - before) / TICK).floor() * TICK;
    Span {
        scenario: Scenario::HighLatency,
        from,
        until: Some(from + 35.0 * 60.0),
    }
}
