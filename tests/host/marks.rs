//! Alerts and restarts read out of answers.

use sre_portal::domain::{
    labels::Labels,
    marks::{alert_spans, events},
    series::{GAP, Grid, Matrix, Series},
    time::Moment,
};

fn matrix(labels: &[(&str, &str)], values: &[f64]) -> Matrix {
    let grid = Grid {
        start: Moment(1_700_000_000_000),
        step: 60_000,
        len: values.len(),
    };
    let labels = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Matrix {
        grid,
        series: vec![Series {
            labels: Labels::new(labels),
            values: values.to_vec(),
        }],
    }
}

#[test]
fn an_alert_that_flaps_has_a_span_for_each_time() {
    let labels = [
        ("alertname", "A"),
        ("alertstate", "firing"),
        ("severity", "critical"),
        ("service", "x"),
    ];
    let matrix = matrix(&labels, &[GAP, 1.0, 1.0, GAP, 1.0, GAP, GAP, 1.0]);
    let spans = alert_spans(&matrix);
    let minutes: Vec<(i64, i64)> = spans
        .iter()
        .map(|span| {
            (
                span.from.since(matrix.grid.start) / 60_000,
                span.to.since(matrix.grid.start) / 60_000,
            )
        })
        .collect();
    assert_eq!(minutes, [(1, 2), (4, 4), (7, 7)]);
    assert!(
        spans
            .iter()
            .all(|span| span.firing && span.critical && span.service.as_deref() == Some("x"))
    );
    assert!(
        alert_spans(&self::matrix(&[("alertstate", "firing")], &[1.0])).is_empty(),
        "no name, no alert"
    );
}

#[test]
fn a_start_within_the_range_is_a_restart_and_is_told_once() {
    let start = 1_700_000_120.5;
    let values = [
        1_699_000_000.0,
        1_699_000_000.0,
        GAP,
        start,
        start,
        start,
        f64::NAN,
        -5.0,
    ];
    let found = events("restart", &matrix(&[("service", "x")], &values));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].service.as_deref(), found[0].at),
        (Some("x"), Moment(1_700_000_120_500))
    );
}
