//! What traffic looks like while nothing is wrong; it must not know a scenario.

use platform::{Plan, Replay};

use crate::panels::{PANELS, quiet};
use crate::snapshot::{MONDAY, Snapshot};

const GATEWAY: &[(&str, &str)] = &[("service", "api-gateway")];

fn calm(seed: u64) -> Replay {
    Replay::new(Plan {
        seed,
        spans: Vec::new(),
    })
}

fn gateway(replay: &mut Replay, at: f64) -> Snapshot {
    Snapshot::of(replay, &["teei-api-gateway".to_owned()], at)
}

#[test]
fn no_limit_is_crossed_in_a_whole_week_without_a_scenario() {
    let mut replay = calm(1);
    for step in 1..=7 * 24 * 6 {
        let at = MONDAY + f64::from(step) * 600.0;
        let before = Snapshot::take(&mut replay, at - 300.0);
        let after = Snapshot::take(&mut replay, at);
        for panel in PANELS {
            for (number, status) in panel.statuses(&before, &after) {
                assert_eq!(
                    status, "ok",
                    "{}/{} is {number} at {at}",
                    panel.dashboard, panel.slug
                );
            }
        }
        assert!(
            quiet(&before, &after),
            "an alert of the handbook would fire at {at}"
        );
    }
}

#[test]
fn noon_is_three_times_as_busy_as_night() {
    for seed in [0, 1, 2] {
        let mut replay = calm(seed);
        let mut rates = Vec::new();
        let mut before = gateway(&mut replay, MONDAY);
        for step in 1..=144 {
            let after = gateway(&mut replay, MONDAY + f64::from(step) * 600.0);
            let sum: f64 = after
                .increase(&before, "http_requests_total", &[], &[])
                .into_values()
                .sum();
            // The gateway is deployed once within this day: that window counts from 0.
            if after.select("process_start_time_seconds", &[])
                == before.select("process_start_time_seconds", &[])
            {
                rates.push(sum / 600.0);
            }
            before = after;
        }
        let (low, high) = rates.iter().fold((f64::MAX, 0.0f64), |(low, high), r| {
            (low.min(*r), high.max(*r))
        });
        assert!(high / low >= 3.0, "peak {high}, trough {low}");
        assert!((120.0..190.0).contains(&high), "peak {high}");
    }
}

#[test]
fn latencies_have_heavy_tails() {
    for (job, name) in [
        ("teei-api-gateway", "http_request_duration_seconds"),
        ("teei-unified-profile", "db_query_duration_seconds"),
    ] {
        let mut replay = calm(4);
        let before = Snapshot::of(&mut replay, &[job.to_owned()], MONDAY + 40_000.0);
        let after = Snapshot::of(&mut replay, &[job.to_owned()], MONDAY + 40_300.0);
        let at = |q| after.quantile(&before, q, name, &[], &[])[0];
        assert!(
            at(0.99) / at(0.50) >= 5.0,
            "{name}: p99 {} p50 {}",
            at(0.99),
            at(0.5)
        );
    }
}

#[test]
fn routes_are_of_unequal_weight_and_latencies_of_a_believable_size() {
    let mut replay = calm(4);
    let before = Snapshot::take(&mut replay, MONDAY + 43_200.0);
    let after = Snapshot::take(&mut replay, MONDAY + 43_500.0);
    let routes = after.increase(&before, "http_requests_total", GATEWAY, &["route"]);
    let (most, least) = routes
        .values()
        .fold((0.0f64, f64::MAX), |(most, least), r| {
            (most.max(*r), least.min(*r))
        });
    assert!(most / least > 4.0);
    let p95 = after.quantile(&before, 0.95, "http_request_duration_seconds", GATEWAY, &[])[0];
    assert!((0.3..0.8).contains(&p95), "gateway p95 {p95}");
    let p95 = after.quantile(&before, 0.95, "db_query_duration_seconds", &[], &[])[0];
    assert!((0.01..0.05).contains(&p95), "database p95 {p95}");
}

#[test]
fn one_seed_gives_one_curve_whatever_the_steps_and_another_seed_another() {
    let t = MONDAY + 300_000.3;
    let (mut jumping, mut walking) = (calm(9), calm(9));
    // The walk begins before the service's last deployment, the jump after it.
    walking.text("teei-q2q-ai", t - 700_000.0);
    for step in 0..200 {
        walking.text("teei-q2q-ai", t - 2_000.0 + f64::from(step) * 9.7);
    }
    assert_eq!(
        jumping.text("teei-q2q-ai", t),
        walking.text("teei-q2q-ai", t)
    );
    assert_ne!(
        jumping.text("teei-q2q-ai", t),
        calm(10).text("teei-q2q-ai", t)
    );
    let earlier = calm(9).text("teei-q2q-ai", t - 5_000.0);
    assert_eq!(
        jumping.text("teei-q2q-ai", t - 5_000.0),
        earlier,
        "going back is allowed"
    );
}
