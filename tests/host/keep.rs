//! Answers kept for a later visit: what is read back is what was kept.

use sre_portal::{
    domain::{
        labels::Labels,
        series::{GAP, Grid, Matrix, Sample, Series, is_gap},
        time::Moment,
    },
    prometheus::{
        decode::{self, Answer},
        keep,
    },
};

const VALUES: [f64; 8] = [
    0.0,
    -1.5,
    2.5e-7,
    1e300,
    0.1 + 0.2,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

fn labels(name: &str) -> Labels {
    Labels::new(vec![
        ("service".to_owned(), name.to_owned()),
        ("odd".to_owned(), "\"\\\n</script>\u{1f9ea}".to_owned()),
    ])
}

fn same(left: f64, right: f64) -> bool {
    left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan() && !is_gap(right))
}

#[test]
fn samples_come_back_as_they_were() {
    let data: Vec<Sample> = VALUES
        .map(|value| Sample {
            labels: labels("a"),
            value,
        })
        .to_vec();
    let kept = keep::vector(&Answer {
        data: data.clone(),
        warnings: vec!["half of it".to_owned()],
        infos: Vec::new(),
    });
    assert!(!kept.contains('\n'), "one line each");
    let read = decode::vector(kept.as_bytes()).expect("decodes");
    assert_eq!(read.warnings, ["half of it"]);
    assert_eq!(read.data.len(), data.len());
    for (read, was) in read.data.iter().zip(&data) {
        assert_eq!(read.labels, was.labels);
        assert!(same(was.value, read.value), "{read:?} was {was:?}");
    }
}

#[test]
fn curves_come_back_with_their_gaps() {
    let grid = Grid {
        start: Moment(1_700_000_000_250),
        step: 15_000,
        len: VALUES.len() + 2,
    };
    let mut values = VALUES.to_vec();
    values.insert(3, GAP);
    values.push(GAP);
    let matrix = Matrix {
        grid,
        series: vec![Series {
            labels: labels("b"),
            values: values.clone(),
        }],
    };
    let kept = keep::matrix(&matrix, &[]);
    let read = decode::matrix(kept.as_bytes(), grid).expect("decodes");
    let series = &read.data.series[0];
    assert_eq!(series.labels, labels("b"));
    for (place, (read, was)) in series.values.iter().zip(&values).enumerate() {
        assert_eq!(is_gap(*read), is_gap(*was), "at {place}");
        assert!(is_gap(*was) || same(*was, *read), "{read} was {was}");
    }
}
