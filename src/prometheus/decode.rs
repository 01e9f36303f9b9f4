//! Answers of the query API, decoded straight into columns. Knows no requests beyond the grid that was asked for.

use super::{
    body::Body,
    fault::Fault,
    usual::{self, END},
};
use crate::{
    domain::{
        labels::Labels,
        series::{GAP, Grid, Matrix, Sample, Series},
        time::Moment,
    },
    float,
};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// No more numbers than this are kept from one answer: 64 MB.
const MOST_NUMBERS: usize = 8_000_000;

/// An answer and what the server says about its completeness.
#[derive(Clone, Debug, Default)]
pub struct Answer<T> {
    /// What was asked for.
    pub data: T,
    /// Why the data may be incomplete, in the server's words.
    pub warnings: Vec<String>,
    /// Hints that say nothing about completeness.
    pub infos: Vec<String>,
}

/// Decodes the answer to a range query.
///
/// # Errors
/// [`Fault::Refused`] when the body is an error, [`Fault::Damaged`] when it is not what the API promises.
pub fn matrix(body: impl Body, grid: Grid) -> Result<Answer<Matrix>, Fault> {
    columns(&body, grid)
}

fn columns(body: &dyn Body, grid: Grid) -> Result<Answer<Matrix>, Fault> {
    let whole = || decode(&body.whole(), Some(grid));
    let answer = match usual::series(body, grid, MOST_NUMBERS) {
        Some((series, tail)) if tail == END => Answer {
            data: series,
            ..Answer::default()
        },
        Some((series, tail)) if !names_data(&tail) => {
            match decode(&usual::rest(&tail), Some(grid)) {
                Ok(rest) => Answer {
                    data: series,
                    ..rest
                },
                Err(_) => whole()?,
            }
        }
        _ => whole()?,
    };
    Ok(Answer {
        data: Matrix {
            grid,
            series: answer.data,
        },
        warnings: answer.warnings,
        infos: answer.infos,
    })
}

/// Whether something behind the series may take their place: of a key that stands twice the last one counts.
fn names_data(tail: &[u8]) -> bool {
    [br#""data""#.as_slice(), br#""result""#]
        .iter()
        .any(|key| tail.windows(key.len()).any(|part| part == *key))
}

/// Decodes the answer to an instant query; a scalar is one sample without labels.
///
/// # Errors
/// As [`matrix`].
pub fn vector(body: impl Body) -> Result<Answer<Vec<Sample>>, Fault> {
    samples(&body.whole())
}

fn samples(body: &[u8]) -> Result<Answer<Vec<Sample>>, Fault> {
    if let Some(data) = usual::samples(body) {
        return Ok(Answer {
            data,
            ..Answer::default()
        });
    }
    let answer = decode(body, None)?;
    let samples = answer.data.into_iter().filter_map(|one| {
        let value = one.values.first().copied()?;
        Some(Sample {
            labels: one.labels,
            value,
        })
    });
    Ok(Answer {
        data: samples.collect(),
        warnings: answer.warnings,
        infos: answer.infos,
    })
}

fn decode(body: &[u8], grid: Option<Grid>) -> Result<Answer<Vec<Series>>, Fault> {
    let envelope = envelope(body, grid).map_err(|error| Fault::Damaged {
        words: error.to_string(),
    })?;
    if envelope.status != "success" {
        return Err(Fault::Refused {
            status: 200,
            kind: envelope.error_kind,
            words: envelope.error,
        });
    }
    let Some(data) = envelope.data else {
        return Err(Fault::Damaged {
            words: "the answer has no data.result".to_owned(),
        });
    };
    let mut warnings = envelope.warnings;
    if envelope.partial {
        warnings.push("the answer is marked as partial".to_owned());
    }
    if envelope.histograms {
        warnings.push("native histograms among the series are not shown".to_owned());
    }
    Ok(Answer {
        data,
        warnings,
        infos: envelope.infos,
    })
}

/// The answer in the moments that were asked for; `None` for an instant.
fn envelope(body: &[u8], grid: Option<Grid>) -> Result<Envelope, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let envelope = EnvelopeSeed(grid).deserialize(&mut json)?;
    json.end()?;
    Ok(envelope)
}

#[derive(Default)]
struct Envelope {
    status: String,
    data: Option<Vec<Series>>,
    warnings: Vec<String>,
    infos: Vec<String>,
    error_kind: String,
    error: String,
    partial: bool,
    histograms: bool,
}

struct EnvelopeSeed(Option<Grid>);

impl<'de> DeserializeSeed<'de> for EnvelopeSeed {
    type Value = Envelope;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Envelope, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EnvelopeSeed {
    type Value = Envelope;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an answer of the query API")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope, A::Error> {
        let mut envelope = Envelope::default();
        while let Some(key) = map.next_key::<&str>()? {
            match key {
                "status" => envelope.status = map.next_value()?,
                "errorType" => envelope.error_kind = map.next_value()?,
                "error" => envelope.error = map.next_value()?,
                "warnings" => {
                    envelope.warnings =
                        map.next_value::<Option<Vec<String>>>()?.unwrap_or_default();
                }
                "infos" => {
                    envelope.infos = map.next_value::<Option<Vec<String>>>()?.unwrap_or_default();
                }
                "isPartial" => {
                    envelope.partial = map.next_value::<Option<bool>>()?.unwrap_or_default();
                }
                "data" => {
                    let result = map.next_value_seed(DataSeed(self.0))?;
                    envelope.data = result.elements;
                    envelope.histograms = result.histograms;
                    envelope.warnings.extend(result.warnings);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}

#[derive(Default)]
struct Data {
    elements: Option<Vec<Series>>,
    histograms: bool,
    warnings: Vec<String>,
}

struct DataSeed(Option<Grid>);

impl<'de> DeserializeSeed<'de> for DataSeed {
    type Value = Data;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Data, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DataSeed {
    type Value = Data;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("data with a result")
    }
    fn visit_unit<E: Error>(self) -> Result<Data, E> {
        Ok(Data::default())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let mut data = Data::default();
        while let Some(key) = map.next_key::<&str>()? {
            match key {
                "result" => {
                    data.elements = Some(map.next_value_seed(ResultSeed {
                        grid: self.0,
                        histograms: &mut data.histograms,
                    })?);
                }
                "warnings" => {
                    data.warnings = map.next_value::<Option<Vec<String>>>()?.unwrap_or_default();
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(data)
    }
}

struct ResultSeed<'a> {
    grid: Option<Grid>,
    histograms: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for ResultSeed<'_> {
    type Value = Vec<Series>;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Vec<Series>, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ResultSeed<'_> {
    type Value = Vec<Series>;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of series")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Series>, A::Error> {
        let mut elements: Vec<Series> = Vec::new();
        let mut numbers = 0;
        while let Some(item) = list.next_element_seed(ElementSeed {
            grid: self.grid,
            histograms: &mut *self.histograms,
        })? {
            match item {
                Item::Series(element) => {
                    numbers += element.values.len();
                    if numbers > MOST_NUMBERS {
                        return Err(A::Error::custom(
                            "more than 8 000 000 numbers in one answer",
                        ));
                    }
                    elements.push(element);
                }
                Item::Time => {}
                Item::Scalar(value) => elements.push(Series {
                    labels: Labels::default(),
                    values: vec![value],
                }),
            }
        }
        Ok(elements)
    }
}

/// One item of `result`: a series, or one half of a scalar's `[time, "value"]`.
enum Item {
    Series(Series),
    Time,
    Scalar(f64),
}

struct ElementSeed<'a> {
    grid: Option<Grid>,
    histograms: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for ElementSeed<'_> {
    type Value = Item;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Item, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ElementSeed<'_> {
    type Value = Item;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a series with labels and values")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Item, E> {
        number(text).map(Item::Scalar)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut element = Series {
            labels: Labels::default(),
            values: Vec::new(),
        };
        // A number is handed over as an object, too, with its digits in it.
        let mut is_series = false;
        while let Some(key) = map.next_key::<&str>()? {
            is_series |= matches!(
                key,
                "metric" | "values" | "value" | "histogram" | "histograms"
            );
            match key {
                "metric" => element.labels = map.next_value_seed(LabelsSeed)?,
                "values" => {
                    element.values = map.next_value_seed(ColumnSeed(self.grid))?;
                }
                "value" => element.values = vec![map.next_value_seed(SampleSeed)?.1],
                "histogram" | "histograms" => {
                    *self.histograms = true;
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(match is_series {
            true => Item::Series(element),
            false => Item::Time,
        })
    }
}

struct LabelsSeed;

impl<'de> DeserializeSeed<'de> for LabelsSeed {
    type Value = Labels;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Labels, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for LabelsSeed {
    type Value = Labels;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("labels")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Labels, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry::<String, String>()? {
            pairs.push(pair);
        }
        Ok(Labels::new(pairs))
    }
}

/// A list of samples, put into the places of the grid; what is off the grid is left out.
struct ColumnSeed(Option<Grid>);

impl<'de> DeserializeSeed<'de> for ColumnSeed {
    type Value = Vec<f64>;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Vec<f64>, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ColumnSeed {
    type Value = Vec<f64>;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of [time, \"value\"]")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<f64>, A::Error> {
        let Some(grid) = self.0 else {
            return Err(A::Error::custom("a matrix where a vector was asked for"));
        };
        let mut column = vec![GAP; grid.len];
        while let Some((time, value)) = list.next_element_seed(SampleSeed)? {
            if let Some(slot) = grid
                .index_of(Moment::from_seconds(time))
                .and_then(|index| column.get_mut(index))
            {
                *slot = value;
            }
        }
        Ok(column)
    }
}

/// `[1700000000.123, "4.2"]`.
struct SampleSeed;

impl<'de> DeserializeSeed<'de> for SampleSeed {
    type Value = (f64, f64);
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(f64, f64), D::Error> {
        json.deserialize_tuple(2, self)
    }
}

impl<'de> Visitor<'de> for SampleSeed {
    type Value = (f64, f64);
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[time, \"value\"]")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<(f64, f64), A::Error> {
        let time = pair
            .next_element::<serde_json::Number>()?
            .and_then(|time| float::parse(time.as_str()))
            .ok_or_else(|| A::Error::custom("a sample without a time"))?;
        let value = pair
            .next_element::<&str>()?
            .ok_or_else(|| A::Error::custom("a sample without a value"))?;
        Ok((time, number(value)?))
    }
}

/// A number as Prometheus writes it: `1e+00`, `NaN`, `+Inf`.
pub fn parse_number(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        _ => float::parse(text),
    }
}

fn number<E: Error>(text: &str) -> Result<f64, E> {
    parse_number(text).ok_or_else(|| {
        E::custom(format_args!(
            "'{}' is no number",
            text.chars().take(40).collect::<String>()
        ))
    })
}
