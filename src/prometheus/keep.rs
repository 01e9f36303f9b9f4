//! Answers as text for a later visit, in the form in which Prometheus gives them, so that the one decoder reads both.
//! Keeps nothing itself.

use super::decode::Answer;
use crate::domain::{
    labels::Labels,
    series::{Matrix, Sample, is_gap},
};
use crate::float;

/// What [`super::decode::vector`] reads back.
pub fn vector(answer: &Answer<Vec<Sample>>) -> String {
    let samples = answer.data.iter().map(|sample| {
        let (metric, value) = (metric(&sample.labels), number(sample.value));
        format!(r#"{{"metric":{metric},"value":[0,"{value}"]}}"#)
    });
    envelope("vector", samples, &answer.warnings)
}

/// What [`super::decode::matrix`] reads back over the same grid.
pub fn matrix(matrix: &Matrix, warnings: &[String]) -> String {
    let series = matrix.series.iter().map(|series| {
        let known = series.values.iter().enumerate();
        let known = known.filter(|(_, value)| !is_gap(**value));
        let values = known.map(|(place, value)| {
            let at = float::plain(matrix.grid.at(place).0 as f64 / 1000.0);
            format!(r#"[{at},"{}"]"#, number(*value))
        });
        let (metric, values) = (metric(&series.labels), joined(values));
        format!(r#"{{"metric":{metric},"values":[{values}]}}"#)
    });
    envelope("matrix", series, warnings)
}

fn envelope(kind: &str, result: impl Iterator<Item = String>, warnings: &[String]) -> String {
    let result = joined(result);
    let warnings = joined(warnings.iter().map(|words| quoted(words)));
    format!(
        r#"{{"status":"success","data":{{"resultType":"{kind}","result":[{result}]}},"warnings":[{warnings}]}}"#
    )
}

fn metric(labels: &Labels) -> String {
    let pairs = labels.iter();
    let pairs = pairs.map(|(name, value)| format!("{}:{}", quoted(name), quoted(value)));
    format!("{{{}}}", joined(pairs))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&part);
    }
    text
}

/// A text in JSON's quotes. What cannot be written is left empty; of texts there is none.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| r#""""#.to_owned())
}

fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "+Inf".to_owned(),
        f64::NEG_INFINITY => "-Inf".to_owned(),
        value => float::plain(value),
    }
}
