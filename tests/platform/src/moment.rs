//! The world at one instant: how busy, how slow the database, what is wrong; it must not know a metric.

use std::f64::consts::TAU;

use crate::noise;
use crate::plan::Plan;
use crate::scenario::Scenario;

const LOAD: u64 = 1;
const DATABASE: u64 = 2;
const WAVE: u64 = 3;

/// What every service feels alike at instant `t`.
pub(crate) struct Moment<'a> {
    /// Unix seconds.
    pub t: f64,
    /// Share of the noon traffic, about 0.25 by night to 1.05 at noon UTC.
    pub load: f64,
    /// Latency of the database over its usual one: about 1, and up to 60 while it is slow.
    pub database: f64,
    /// How the slowness of a slow database comes and goes, about 0.85 to 1.15.
    pub wave: f64,
    plan: &'a Plan,
    strengths: [f64; Scenario::ALL.len()],
}

impl<'a> Moment<'a> {
    pub(crate) fn at(plan: &'a Plan, t: f64) -> Self {
        let seed = plan.seed;
        let mut strengths = [0.0; Scenario::ALL.len()];
        if !plan.spans.is_empty() {
            for scenario in Scenario::ALL {
                strengths[scenario as usize] = plan.strength(scenario, t);
            }
        }
        let wave = 1.0
            + 0.10 * noise::smooth(seed, WAVE, t, 500.0)
            + 0.05 * noise::smooth(seed, WAVE, t, 140.0);
        let usual = 1.0 + 0.15 * noise::wobble(seed, DATABASE, t);
        let slow = strengths[Scenario::HighLatency as usize];
        Self {
            t,
            load: day(t) * (1.0 + 0.06 * noise::wobble(seed, LOAD, t)),
            database: usual * (1.0 + 44.0 * slow * wave * wave),
            wave,
            plan,
            strengths,
        }
    }

    /// Strength of a scenario, 0 to 1.
    pub(crate) fn strength(&self, scenario: Scenario) -> f64 {
        self.strengths[scenario as usize]
    }

    /// Whether a scenario is on at this very instant, whatever its strength.
    pub(crate) fn holds(&self, scenario: Scenario) -> bool {
        self.plan.holds(scenario, self.t)
    }

    /// Growth of a scenario that fills in `rise` seconds and drains in `fall` seconds, 0 to 1.
    pub(crate) fn growth(&self, scenario: Scenario, rise: f64, fall: f64) -> f64 {
        self.plan.growth(scenario, self.t, rise, fall)
    }

    /// Noise of one's own, in [-1, 1].
    pub(crate) fn wobble(&self, stream: u64) -> f64 {
        noise::wobble(self.plan.seed, stream, self.t)
    }

    /// Noise that turns about once in `period` seconds, in [-1, 1].
    pub(crate) fn smooth(&self, stream: u64, period: f64) -> f64 {
        noise::smooth(self.plan.seed, stream, self.t, period)
    }
}

/// The daily curve: 1 at 13:00 UTC, a quarter of it at 01:00.
fn day(t: f64) -> f64 {
    let turn = (t / 86_400.0).fract() - 13.0 / 24.0;
    0.25 + 0.75 * (0.5 + 0.5 * (TAU * turn).cos()).powf(1.2)
}
