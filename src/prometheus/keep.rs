//! Answers as text for a later visit, in the form in which Prometheus gives them, so that the one decoder reads both.
//! Keeps nothing itself.

use super::decode::Answer;
use crate::domain::series::{Labels, Matrix, Sample, is_gap};
use serde_json::{Map, Value, json};

/// What [`super::decode::vector`] reads back.
pub fn vector(answer: &Answer<Vec<Sample>>) -> String {
    let samples = answer.data.iter().map(|sample| {
        let value = json!([0, number(sample.value)]);
        json!({ "metric": metric(&sample.labels), "value": value })
    });
    envelope("vector", samples.collect(), &answer.warnings)
}

/// What [`super::decode::matrix`] reads back over the same grid.
pub fn matrix(matrix: &Matrix, warnings: &[String]) -> String {
    let series = matrix.series.iter().map(|series| {
        let known = series.values.iter().enumerate();
        let known = known.filter(|(_, value)| !is_gap(**value));
        let values = known.map(|(place, value)| {
            let at = matrix.grid.at(place).0 as f64 / 1000.0;
            json!([at, number(*value)])
        });
        json!({ "metric": metric(&series.labels), "values": values.collect::<Vec<_>>() })
    });
    envelope("matrix", series.collect(), warnings)
}

fn envelope(kind: &str, result: Vec<Value>, warnings: &[String]) -> String {
    let data = json!({ "resultType": kind, "result": result });
    json!({ "status": "success", "data": data, "warnings": warnings }).to_string()
}

fn metric(labels: &Labels) -> Value {
    let pairs = labels
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "+Inf".to_owned(),
        f64::NEG_INFINITY => "-Inf".to_owned(),
        value => value.to_string(),
    }
}
