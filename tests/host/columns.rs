//! Series read off the bytes are those that the parser reads.

use crate::two_ways::{GRID, agree};
use proptest::prelude::*;
use sre_portal::{
    domain::series::is_gap,
    prometheus::{body::Body, decode::matrix, usual},
};
use std::cell::Cell;

/// An answer as Prometheus writes it.
fn body(series: &[Vec<(String, String)>]) -> String {
    let series = series.iter().enumerate().map(|(place, samples)| {
        let samples = samples
            .iter()
            .map(|(time, value)| format!("[{time},\"{value}\"]"));
        let samples = samples.collect::<Vec<_>>().join(",");
        format!(r#"{{"metric":{{"n":"{place}","values":"[[1,é]]"}},"values":[{samples}]}}"#)
    });
    let series = series.collect::<Vec<_>>().join(",");
    format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{series}]}},"warnings":["w"]}}"#
    )
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
    let plain = body(&[samples, Vec::new()]);
    let (series, tail) = usual::series(&plain.as_bytes(), GRID, 1000).expect("read");
    assert_eq!(tail, br#"]},"warnings":["w"]}"#);
    assert_eq!(series.len(), 2);
    let column = &series[0].values;
    assert_eq!(column[..2], [1.0, 0.30000000000000004]);
    assert!(is_gap(column[2]) && column[5].is_nan() && !is_gap(column[5]));
    assert_eq!(series[1].labels.get("values"), Some("[[1,é]]"));
    assert!(
        usual::series(&plain.replace(",[", ", [").as_bytes(), GRID, 1000).is_none(),
        "white space is the parser's"
    );
    assert!(
        usual::series(&plain.as_bytes(), GRID, 11).is_none(),
        "too many numbers"
    );
}

/// A whole answer of one series with a sample of 7, with something else in it.
fn with(labels: &str, behind: &str) -> String {
    format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{{labels}}},"values":[[1700000000,"7"]]}}]{behind}"#
    )
}

#[test]
fn labels_are_the_parsers() {
    for labels in [
        "",
        r#""b":"2","a":"1""#,
        r#""a":"1","a":"2""#,
        r#""a":"\u0041\n\"""#,
        r#""\u0061":"1""#,
        "\"a\":\"\t\"",
        r#""a":"1","#,
        r#","a":"1""#,
        r#""a":1"#,
        r#""a""#,
        r#""a":"1""b":"2""#,
        r#""a":"ß𝛑""#,
    ] {
        agree(with(labels, "}}").as_bytes());
    }
    let mut broken = with(r#""a":"ü""#, "}}").into_bytes();
    let place = broken
        .iter()
        .position(|byte| *byte > 0x7f)
        .expect("is there");
    broken[place] = b'a';
    assert!(matrix(&broken, GRID).is_err(), "no text");
}

#[test]
fn what_stands_behind_the_series_counts() {
    for behind in [
        "}}",
        "}}\n",
        "}} x",
        "}",
        "",
        r#"},"warnings":["partial"],"infos":["hint"]}"#,
        r#","warnings":["partial"]}}"#,
        r#"},"isPartial":true}"#,
        r#"},"status":"error","errorType":"timeout","error":"late"}"#,
        r#"},"data":null}"#,
        r#","result":[]}}"#,
        r#","result":[{"metric":{},"values":[]}]}}"#,
        r#"},"data":{"result":[{"metric":{"a":"other"},"values":[]}]}}"#,
        r#"},"\u0064ata":null}"#,
        r#"},"warnings":["\"data\" \"result\""]}"#,
        r#",{"metric":{},"histograms":[]}]}}"#,
    ] {
        agree(with(r#""a":"1""#, behind).as_bytes());
    }
    let partial = with("", "}}").replace(r#","data""#, r#","isPartial":true,"data""#);
    let answer = matrix(partial.as_bytes(), GRID).expect("decodes");
    assert_eq!(answer.warnings.len(), 1, "no usual beginning");
    let whole = partial.replace("true", "false");
    assert!(usual::series(&whole.as_bytes(), GRID, 1000).is_some());
    agree(whole.as_bytes());
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
        ("1700000000", "-0.0"),
        ("1700000000", "-"),
        ("1700000000", "--1"),
        ("1700000000", "-.5"),
        ("1700000000", "+1"),
        ("1700000000", "1e5"),
        ("1700000000", "12345678"),
        ("1700000000", "12345678."),
        ("1700000000", "1234567.12345678"),
        ("1700000000", "0.12345678901234567"),
        ("1700000000", "0.0033333333333333335"),
        ("1700000000", "4503599627370496.5"),
        ("1700000000", "18446744073709551615"),
        ("1700000000", "18446744073709551616"),
        ("1700000000", "0.0000000000000000000001"),
        ("1700000000", "0.00000000000000000000001"),
        ("1700000000", "1\\u0030"),
        ("1700000000", "1\u{660}"),
        ("1700000000", "5."),
        ("1700000000", ".5"),
        ("1700000000", "1.2.3"),
        ("1700000000", "12.2.3"),
        ("1700000000", "1."),
        ("1700000000", "12."),
        ("1700000000", "-1."),
        ("1700000000", "-12.25"),
        ("1700000000", "1a.5"),
        ("1700000000", "a1.5"),
        ("1700000000", "/.5"),
        ("1700000000", ":.5"),
        ("1700000000", "12.a"),
        ("1700000000", "123.5"),
        ("1700000000", "1.1234567"),
        ("1700000000", "1.12345678"),
        ("1700000000", "12.123456789012345"),
        ("1700000000", "12.1234567890123456"),
        ("1700000000", "12.12345678901234567"),
        ("1700000000", "12.123456789012345678"),
        ("1700000000", "12.1234567890123456789012345"),
        ("1700000000", "1234567890123456"),
        ("1700000000", "99999999.99999999"),
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
        ("1700000100", "1"),
        ("1699999999", "1"),
        ("0700000000", "1"),
        ("17000000:0", "1"),
        ("170000000/", "1"),
        ("1000000000", "1"),
        ("\0\0\0\0\0\0\0\x0000", "1"),
    ] {
        agree(
            body(&[vec![
                sample("1700000015", "7"),
                sample(time, value),
                sample("1700000030", "8"),
            ]])
            .as_bytes(),
        );
        agree(body(&[vec![sample(time, value)], vec![sample("1700000075", "3")]]).as_bytes());
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
        agree(body(&series).as_bytes());
    }

    #[test]
    fn any_signs_are_the_parsers(values in prop::collection::vec("-?[0-9]{0,3}[.]?[0-9]{0,24}[0-9.e+-]?", 1..6)) {
        let samples = values.iter().enumerate();
        let samples = samples.map(|(place, value)| sample(&(1_700_000_000 + 15 * place).to_string(), value));
        let samples: Vec<_> = samples.collect();
        agree(body(std::slice::from_ref(&samples)).as_bytes());
        // One that is no number spoils them all.
        for sample in samples {
            agree(body(&[vec![sample]]).as_bytes());
        }
    }

    #[test]
    fn damaged_answers_are_damaged_either_way(cut in 0..400_usize, place in 0..400_usize, byte: u8) {
        let plain = body(&[vec![sample("1700000000", "1.5"), sample("1700000015", "2")], vec![sample("1700000030", "NaN")]]);
        let mut bytes = plain.into_bytes();
        if let Some(old) = bytes.get_mut(place) {
            *old = byte;
        }
        agree(&bytes);
        bytes.truncate(cut);
        agree(&bytes);
    }
}

/// A body that remembers how much of it was wanted at once.
struct Watched {
    bytes: Vec<u8>,
    most: Cell<usize>,
}

impl Body for &Watched {
    fn length(&self) -> usize {
        self.bytes.len()
    }

    fn copy(&self, from: usize, to: &mut [u8]) {
        self.most.set(self.most.get().max(to.len()));
        to.copy_from_slice(&self.bytes[from..from + to.len()]);
    }
}

/// An answer of many pieces. Where these end is moved by `shift` bytes of a label.
fn long(shift: usize) -> String {
    let odd = [
        ("1700000015", "0.25"),
        ("1700000015.049", "12.5"),
        ("1700000016", "1e+21"),
        ("1700000031", "123456789.1234567"),
        ("1700000044.951", "NaN"),
        ("1", "-Inf"),
    ];
    let samples: Vec<_> = odd
        .iter()
        .map(|(time, value)| sample(time, value))
        .collect();
    let many = samples.iter().cycle().take(3000).cloned().collect();
    let pad = format!(r#""values":"{}"#, "x".repeat(shift));
    body(&[many, samples]).replacen(r#""values":""#, &pad, 1)
}

#[test]
fn a_piece_may_end_anywhere() {
    for shift in 0..240 {
        let text = long(shift);
        let read = usual::series(&text.as_bytes(), GRID, 1000).expect("is not left to the parser");
        assert_eq!(read.0.len(), 2, "{shift}");
        assert_eq!(read.1, br#"]},"warnings":["w"]}"#, "{shift}");
        agree(text.as_bytes());
        agree(&text.as_bytes()[..text.len() - shift - 1]);
    }
}

#[test]
fn a_long_answer_is_not_copied_whole() {
    let bytes = long(0).into_bytes();
    let answer = Watched {
        bytes,
        most: Cell::default(),
    };
    assert!(answer.bytes.len() > 40_000);
    assert_eq!(matrix(&answer, GRID).expect("decodes").data.series.len(), 2);
    assert!(
        answer.most.get() < answer.bytes.len() / 10 * 9,
        "{:?}",
        answer.most
    );
}

#[test]
fn labels_of_any_length_are_the_parsers() {
    for length in [4_000, 5_000, 40_000, 70_000] {
        let labels = format!(r#""a":"{}","b":"1""#, "y".repeat(length));
        agree(with(&labels, "}}").as_bytes());
        let behind = format!(r#",{{"metric":{{{labels}}},"values":[[1700000000,"7"]]}}]}}}}"#);
        let text = with("", "}}").replacen("]}}", &behind, 1);
        assert_eq!(
            matrix(text.as_bytes(), GRID)
                .expect("decodes")
                .data
                .series
                .len(),
            2
        );
        agree(text.as_bytes());
    }
}

/// An answer to an instant query of two samples, the first with these labels, time and value, and something behind them.
fn instant(labels: &str, time: &str, value: &str, behind: &str) -> String {
    format!(
        r#"{{"status":"success","data":{{"resultType":"vector","result":[{{"metric":{{{labels}}},"value":[{time},{value}]}},{{"metric":{{}},"value":[1700000000,"1"]}}]{behind}"#
    )
}

#[test]
fn samples_of_an_instant_take_the_short_way() {
    let plain = instant(r#""a":"b""#, "1700000000.049", r#""0.5""#, "}}");
    let samples = usual::samples(plain.as_bytes()).expect("read");
    assert_eq!(samples.len(), 2);
    assert_eq!(samples[0].labels.get("a"), Some("b"));
    assert_eq!((samples[0].value, samples[1].value), (0.5, 1.0));
    let none = r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
    assert!(usual::samples(none.as_bytes()).is_some_and(|samples| samples.is_empty()));
    let warned = instant("", "1700000000", r#""1""#, r#"},"warnings":["w"]}"#);
    assert!(usual::samples(warned.as_bytes()).is_none(), "the parser's");
}

#[test]
fn samples_of_an_instant_are_the_parsers() {
    let times = [
        "1700000000",
        "1700000000.1",
        "1",
        "0",
        "01",
        "1e9",
        "-1",
        "1.",
        "1.2345",
        "",
        "x",
    ];
    let values = [
        r#""1""#,
        r#""NaN""#,
        r#""+Inf""#,
        r#""-Inf""#,
        r#""inf""#,
        r#""nan""#,
        r#""1e+21""#,
        r#""-0.25""#,
        r#""0x1""#,
        r#""1_0""#,
        r#""""#,
        r#""\u0031""#,
        "1",
        r#""1" "#,
        r#""1","2""#,
        r#""1"]"#,
    ];
    let labels = [
        "",
        r#""a":"1","b":"2""#,
        r#""b":"2","a":"1""#,
        r#""a":"1","a":"2""#,
        r#""a":"\"""#,
        r#","a":"1""#,
        r#""a":1"#,
    ];
    let behind = [
        "}}",
        "}",
        "}}}",
        "}} ",
        "",
        r#"},"warnings":["w"]}"#,
        r#"},"infos":["i"],"warnings":[]}"#,
        r#","result":[]}}"#,
        r#"},"data":{"resultType":"vector","result":[]}}"#,
        r#"},"status":"error"}"#,
    ];
    for time in times {
        for value in values {
            agree(instant(labels[1], time, value, behind[0]).as_bytes());
        }
    }
    for labels in labels {
        for behind in behind {
            agree(instant(labels, times[1], values[0], behind).as_bytes());
        }
    }
    let whole = instant(labels[1], times[1], values[0], behind[0]);
    for end in 0..whole.len() {
        agree(&whole.as_bytes()[..end]);
    }
    let several = whole.replace("},{", "}{");
    agree(several.as_bytes());
    agree(whole.replace("},{", "},,{").as_bytes());
    agree(whole.replace("[{", "[,{").as_bytes());
}
