//! What a panel's newest values mean by its limits; knows nothing of where the values came from or how old they are.

use super::{
    limit::{Level, Limit},
    order,
    panel::{Kind, Panel, Query},
    series::Sample,
    service::{Service, identity},
    status::Status,
};

/// A limit that is crossed now.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// The series or service that crosses it.
    pub who: String,
    /// The value in words, `7.14%`; `down` for what does not answer.
    pub value: String,
    /// The limit.
    pub limit: Limit,
}

/// What the newest values of a panel mean.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Verdict {
    /// The judgement, before the age of the data is known.
    pub status: Status,
    /// The limits crossed, the worst first.
    pub crossings: Vec<Crossing>,
    /// The number of a tile: the largest value, or how many answer. `None` when there is no value at all.
    pub value: Option<f64>,
    /// Those expected of whom there is no value, or a value that says 'down'.
    pub missing: Vec<String>,
    /// How many were expected.
    pub expected: usize,
}

impl Verdict {
    /// The same when the data is not fit for an OK: stale or partial. Trouble stays trouble only while the data is
    /// current, so stale (`current` false) withdraws everything.
    #[must_use]
    pub fn doubted(mut self, current: bool) -> Self {
        self.status = match self.status {
            Status::None => Status::None,
            status if current && status > Status::CannotSay => status,
            _ => Status::CannotSay,
        };
        self
    }
}

/// Judges one panel by its newest values, one list for each of its queries.
pub fn judge(panel: &Panel, answers: &[Vec<Sample>]) -> Verdict {
    let mut verdict = Verdict {
        expected: panel.expects.len(),
        ..Verdict::default()
    };
    if !panel.has_limit() {
        verdict.value = answers.first().and_then(|samples| largest(samples));
        return verdict;
    }
    let mut judged = false;
    for (query, samples) in panel.queries.iter().zip(answers) {
        let counts = counts_presence(panel, query);
        if counts {
            count_presence(&mut verdict, &panel.expects, query, samples);
            judged |= !panel.expects.is_empty();
        } else if !query.limits.is_empty() {
            judged |= samples.iter().any(|sample| !sample.value.is_nan());
            find_crossings(&mut verdict, panel, query, samples);
            if panel.kind == Kind::Lines {
                verdict.missing.extend(absent(&panel.expects, samples));
            }
        }
        let shown = verdict.value.is_none() && !counts && panel.kind != Kind::Table;
        if shown && (!query.limits.is_empty() || panel.queries.len() == 1) {
            verdict.value = largest(samples);
        }
    }
    order::by_key(&mut verdict.crossings, |crossing| {
        std::cmp::Reverse(crossing.limit.level)
    });
    verdict.status = match verdict
        .crossings
        .first()
        .map(|crossing| crossing.limit.level)
    {
        Some(Level::Critical) => Status::Critical,
        Some(Level::Warning) => Status::Warning,
        None if !judged || !verdict.missing.is_empty() => Status::CannotSay,
        None => Status::Ok,
    };
    verdict
}

/// Whether a query's values are read as 'answers' (1) and 'does not' (anything else, or no value).
pub fn counts_presence(panel: &Panel, query: &Query) -> bool {
    let first = panel
        .queries
        .first()
        .is_some_and(|first| std::ptr::eq(first, query));
    panel.kind == Kind::Presence
        || (panel.kind == Kind::Table && first && !panel.expects.is_empty())
}

/// The value of one expected service in an answer.
pub fn value_of(service: &Service, samples: &[Sample]) -> Option<f64> {
    let of_service = |sample: &&Sample| identity(&sample.labels) == Some(service.name.as_str());
    samples.iter().find(of_service).map(|sample| sample.value)
}

fn count_presence(verdict: &mut Verdict, expects: &[Service], query: &Query, samples: &[Sample]) {
    let down: Vec<&Service> = expects
        .iter()
        .filter(|service| {
            value_of(service, samples).is_none_or(|value| value < 1.0 || value.is_nan())
        })
        .collect();
    verdict.value = Some((expects.len() - down.len()) as f64);
    if let Some(limit) = query.limits.crossed_by_missing(down.len()) {
        for service in &down {
            let value = if value_of(service, samples).is_some() {
                "down"
            } else {
                "does not report"
            };
            verdict.crossings.push(Crossing {
                who: service.name.clone(),
                value: value.to_owned(),
                limit: limit.clone(),
            });
        }
    }
    verdict
        .missing
        .extend(down.into_iter().map(|service| service.name.clone()));
}

fn find_crossings(verdict: &mut Verdict, panel: &Panel, query: &Query, samples: &[Sample]) {
    let mut found: Vec<(f64, Crossing)> = Vec::new();
    for sample in samples {
        if let Some(limit) = query.limits.crossed_by(sample.value) {
            // A column's name does not say whose value it is.
            let who = match identity(&sample.labels).filter(|_| panel.kind == Kind::Table) {
                Some(service) => format!("{service} {}", query.name.to_ascii_lowercase()),
                None => query.series_name(&sample.labels),
            };
            let crossing = Crossing {
                who,
                value: query.unit.write(sample.value).joined(),
                limit: limit.clone(),
            };
            found.push((sample.value, crossing));
        }
    }
    order::by(&mut found, |left, right| right.0.total_cmp(&left.0));
    verdict
        .crossings
        .extend(found.into_iter().map(|(_, crossing)| crossing));
}

fn absent(expects: &[Service], samples: &[Sample]) -> Vec<String> {
    let missing = expects
        .iter()
        .filter(|service| value_of(service, samples).is_none());
    missing.map(|service| service.name.clone()).collect()
}

fn largest(samples: &[Sample]) -> Option<f64> {
    let measured = samples
        .iter()
        .map(|sample| sample.value)
        .filter(|value| !value.is_nan());
    measured
        .reduce(f64::max)
        .or_else(|| samples.first().map(|sample| sample.value))
}
