//! One file of past samples as OpenMetrics text for `promtool tsdb create-blocks-from`; it must not compute any.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::exposition::number;
use crate::schema::Kind;
use crate::source::Source;

/// What one scrape of one target left behind.
pub(crate) struct Sample {
    /// Unix seconds.
    pub(crate) at: i64,
    /// Values in the order of the target's schema, NaN where a series is absent; None: no answer.
    pub(crate) values: Option<Vec<f64>>,
    /// `scrape_duration_seconds`.
    pub(crate) took: f64,
}

/// Writes the samples of all sources, `samples[i]` being those of `sources[i]` in order of time. Samples of one
/// family stand together over all sources, as the format wants.
pub(crate) fn write(
    out: &mut impl Write,
    sources: &[Source],
    samples: &[Vec<Sample>],
) -> io::Result<()> {
    let mut text = String::new();
    for (name, (kind, places)) in families(sources) {
        // The format names a counter's family without its suffix.
        let family = if kind == Kind::Counter {
            name.trim_end_matches("_total")
        } else {
            name
        };
        let mut head = Some(format!("# TYPE {family} {}\n", kind.name()));
        for (index, source, column) in places {
            let Some(series) = source.schema.series().nth(column) else {
                continue;
            };
            let own = if series.labels.is_empty() {
                String::new()
            } else {
                format!("{},", series.labels)
            };
            let prefix = format!("{}{{{own}{}}} ", series.name, target(source));
            for sample in &samples[index] {
                let Some(value) = sample.values.as_ref().map(|values| values[column]) else {
                    continue;
                };
                if !value.is_nan() {
                    text.extend(head.take());
                    line(&mut text, &prefix, value, sample.at);
                }
            }
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    about_scrapes(&mut text, "up", sources, samples, |sample| {
        f64::from(u8::from(sample.values.is_some()))
    });
    about_scrapes(
        &mut text,
        "scrape_duration_seconds",
        sources,
        samples,
        |sample| sample.took,
    );
    text.push_str("# EOF\n");
    out.write_all(text.as_bytes())
}

/// Where the series of one family are: source, and column of its values.
type Places<'a> = Vec<(usize, &'a Source, usize)>;

fn families(sources: &[Source]) -> BTreeMap<&'static str, (Kind, Places<'_>)> {
    let mut families: BTreeMap<_, (Kind, Places<'_>)> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        let mut column = 0;
        for family in &source.schema.families {
            let (_, places) = families
                .entry(family.name)
                .or_insert_with(|| (family.kind, Vec::new()));
            places.extend((0..family.series.len()).map(|step| (index, source, column + step)));
            column += family.series.len();
        }
    }
    families
}

/// A series that Prometheus itself makes for each target.
fn about_scrapes(
    text: &mut String,
    name: &str,
    sources: &[Source],
    samples: &[Vec<Sample>],
    value: impl Fn(&Sample) -> f64,
) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# TYPE {name} gauge");
    for (source, samples) in sources.iter().zip(samples) {
        let prefix = format!("{name}{{{}}} ", target(source));
        for sample in samples {
            line(text, &prefix, value(sample), sample.at);
        }
    }
}

fn target(source: &Source) -> String {
    format!("job=\"{}\",instance=\"{}\"", source.job, source.instance())
}

fn line(text: &mut String, prefix: &str, value: f64, at: i64) {
    text.push_str(prefix);
    number(text, value);
    // Writing to a String cannot fail.
    let _ = writeln!(text, " {at}");
}
