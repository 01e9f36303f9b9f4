//! Samples read off the bytes are those that the parser reads.

use proptest::prelude::*;
use sre_portal::{
    domain::{
        series::{Grid, is_gap},
        time::Moment,
    },
    prometheus::{columns::take, decode::matrix},
};

const GRID: Grid = Grid {
    start: Moment(1_700_000_000_000),
    step: 15_000,
    len: 6,
};

/// An answer as Prometheus writes it, and the same with white space, which only the parser reads.
fn bodies(series: &[Vec<(String, String)>]) -> (String, String) {
    let lists = |separator: &str| {
        let series = series.iter().enumerate().map(|(place, samples)| {
            let samples = samples.iter().map(|(time, value)| format!("[{time},{separator}\"{value}\"]"));
            let samples = samples.collect::<Vec<_>>().join(",");
            format!(r#"{{"metric":{{"n":"{place}","values":"\"values\":[[1,\"2\"]]"}},"values":[{samples}]}}"#)
        });
        let series = series.collect::<Vec<_>>().join(",");
        format!(
            r#"{{"status":"success","data":{{"resultType":"matrix","result":[{series}]}},"x":{{"values":[]}}}}"#
        )
    };
    (lists(""), lists(" "))
}

fn same(series: &[Vec<(String, String)>]) {
    let (plain, spaced) = bodies(series);
    let read = |body: &str| match matrix(body.as_bytes(), GRID) {
        Ok(answer) => {
            let series = answer.data.series.into_iter();
            Ok(series
                .map(|one| {
                    let bits = one.values.iter().map(|value| value.to_bits());
                    (
                        one.labels.get("n").map(str::to_owned),
                        bits.collect::<Vec<_>>(),
                    )
                })
                .collect::<Vec<_>>())
        }
        Err(_) => Err("refused"),
    };
    assert_eq!(read(&plain), read(&spaced), "{plain}");
}

fn sample(time: &str, value: &str) -> (String, String) {
    (time.to_owned(), value.to_owned())
}

#[test]
fn what_prometheus_writes_takes_the_short_way() {
    let samples = vec![
        sample("1700000000", "1"),
        sample("1700000015.137", "0.30000000000000004"),
        sample("1700000075", "NaN"),
    ];
    let (plain, spaced) = bodies(&[samples, Vec::new()]);
    let (rest, columns) = take(plain.as_bytes(), GRID, 1000).expect("read");
    assert_eq!(
        columns.len(),
        3,
        "the third is of a key that nobody asks for"
    );
    assert_eq!(columns[0][..2], [1.0, 0.30000000000000004]);
    assert!(is_gap(columns[0][2]) && columns[0][5].is_nan() && !is_gap(columns[0][5]));
    assert!(
        !String::from_utf8(rest)
            .expect("text")
            .contains("1700000000")
    );
    assert!(
        take(spaced.as_bytes(), GRID, 1000).is_none(),
        "white space is the parser's"
    );
    assert!(
        take(plain.as_bytes(), GRID, 17).is_none(),
        "too many numbers"
    );
}

#[test]
fn odd_samples_are_read_as_the_parser_reads_them() {
    for (time, value) in [
        ("1700000000", "+Inf"),
        ("1700000000", "-Inf"),
        ("1700000000", "Inf"),
        ("1700000000", "nan"),
        ("1700000000", ""),
        ("1700000000", "-0"),
        ("1700000000", "-12.5"),
        ("1700000000", "5."),
        ("1700000000", ".5"),
        ("1700000000", "1.2.3"),
        ("1700000000", "0x10"),
        ("1700000000", "5e-324"),
        ("1700000000", "1.7976931348623157e+308"),
        ("1700000000", "999999999999999"),
        ("1700000000", "9007199254740993"),
        ("1700000000", "0.000000000000001"),
        ("1700000000", "123456789.1234567"),
        ("1700000000.5", "1"),
        ("1700000000.1234", "1"),
        ("1700000000.", "1"),
        ("1.7e9", "1"),
        ("-1700000000", "1"),
        ("", "1"),
        ("01700000000", "1"),
        ("0", "1"),
        ("17000000000000", "1"),
        ("1700000001", "1"),
        ("1600000000", "1"),
        ("1700000090", "1"),
    ] {
        same(&[vec![
            sample("1700000015", "7"),
            sample(time, value),
            sample("1700000030", "8"),
        ]]);
        same(&[vec![sample(time, value)], vec![sample("1700000075", "3")]]);
    }
}

proptest! {
    #[test]
    fn any_values_are_the_parsers(series in prop::collection::vec(prop::collection::vec((-2..8_i64, 0..1000_i64, any::<f64>()), 0..6), 0..4)) {
        let series: Vec<Vec<_>> = series.into_iter().map(|samples| {
            samples.into_iter().map(|(step, milliseconds, value)| {
                let seconds = 1_700_000_000 + 15 * step;
                let time = if milliseconds % 3 == 0 { seconds.to_string() } else { format!("{seconds}.{milliseconds:03}") };
                let value = if milliseconds % 2 == 0 { format!("{value}") } else { format!("{}", (value * 1e3).round() / 1e3) };
                (time, value.replace("inf", "Inf"))
            }).collect()
        }).collect();
        same(&series);
    }

    #[test]
    fn damaged_answers_are_damaged_either_way(cut in 0..400_usize, place in 0..400_usize, byte: u8) {
        let (plain, _) = bodies(&[vec![sample("1700000000", "1.5"), sample("1700000015", "2")], vec![sample("1700000030", "NaN")]]);
        let mut bytes = plain.into_bytes();
        if let Some(old) = bytes.get_mut(place) {
            *old = byte;
        }
        bytes.truncate(cut);
        let _ = matrix(&bytes, GRID);
    }
}
