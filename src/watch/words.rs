//! What a panel says of itself: its state at its head, and the sentence that stands for its picture. Pure words.

use super::{
    cast::Role,
    panel::{Lines, Standing},
};
use crate::domain::{
    freshness::DataState,
    judgement::Verdict,
    limit::Bound,
    marks::Marks,
    panel::Panel,
    series::{Series, is_gap},
    status::Status,
    time::{Moment, Zone},
};

/// The state in words: the worst limit crossed, or what is the matter with the data.
pub fn state_words(standing: &Standing, verdict: Option<&Verdict>) -> String {
    match standing.state {
        DataState::Fresh | DataState::Late | DataState::Partial => {}
        state => return state.word().to_owned(),
    }
    let word = standing.status.word();
    match (
        standing.status,
        verdict.and_then(|verdict| verdict.crossings.first()),
    ) {
        (Status::Warning | Status::Critical, Some(crossing)) => {
            let limit = match crossing.limit.words.strip_prefix('>') {
                Some(_) if crossing.value.starts_with(|c: char| c.is_ascii_digit()) => {
                    format!(" {}", crossing.limit.words)
                }
                _ => String::new(),
            };
            format!("{word}: {} {}{limit}", crossing.who, crossing.value)
        }
        (Status::CannotSay, _) => match verdict.map(|verdict| verdict.missing.as_slice()) {
            Some([one]) => format!("{word}: {one} does not report"),
            Some(missing) if !missing.is_empty() => {
                format!("{word}: {} do not report", missing.len())
            }
            _ => word.to_owned(),
        },
        _ => word.to_owned(),
    }
}

/// So many marks of a kind are told; the picture shows all.
const TOLD: usize = 3;

/// A move by less than this part of all that a line moved is none.
const STEADY: f64 = 0.1;

/// The sentence that stands for a chart where it cannot be seen: the state, the line that matters most with its limit and
/// trend, and between which values all lines are.
pub fn summary(
    panel: &Panel,
    state: &str,
    lines: &Lines,
    roles: &[Role],
    marks: &Marks,
    zone: &Zone,
    now: Moment,
) -> String {
    let mut text = format!("{}: {state}.", panel.title);
    let limited = |role: &&Role| {
        let query = panel.queries.get(role.query);
        query.is_some_and(|query| !query.limits.is_empty())
    };
    let last = |role: &&Role| role.last.filter(|last| !last.is_nan());
    let largest = |roles: &mut dyn Iterator<Item = &Role>| -> Option<(Role, f64)> {
        roles
            .filter_map(|role| Some((role.clone(), last(&role)?)))
            .max_by(|left, right| left.1.total_cmp(&right.1))
    };
    let first = largest(&mut roles.iter().filter(limited)).or_else(|| largest(&mut roles.iter()));
    let Some((role, value)) = first else {
        return text;
    };
    let (Some(query), Some((series, start, step))) = (
        panel.queries.get(role.query),
        lines.matrices.get(role.query).and_then(|matrix| {
            let series = matrix.series.get(role.series)?;
            Some((series, matrix.grid.start, matrix.grid.step))
        }),
    ) else {
        return text;
    };
    let words = |value: f64| query.unit.write(value).joined();
    text.push_str(&format!(" {} {}", role.name, words(value)));
    if let Some(limit) = query.limits.crossed_by(value)
        && let Bound::Above(bound) = limit.bound
    {
        let since = start.plus(step.saturating_mul(above_since(series, bound) as i64));
        text.push_str(&format!(
            ", above the {} limit of {} since {}",
            limit.level.word(),
            words(bound),
            zone.clock_near(since, now)
        ));
    }
    text.push_str(&format!(", {}.", trend(series)));
    let least = roles.iter().filter_map(|role| role.least).reduce(f64::min);
    let most = roles
        .iter()
        .filter_map(|role| role.largest)
        .reduce(f64::max);
    if let (Some(least), Some(most)) = (least, most) {
        let count = match roles.len() {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        };
        text.push_str(&format!(
            " {count}, between {} and {} in this range.",
            words(least),
            words(most)
        ));
    }
    text.push_str(&happened(marks, zone, now));
    text
}

/// The marks in sentences, the latest first and no more than [`TOLD`] of each kind.
fn happened(marks: &Marks, zone: &Zone, now: Moment) -> String {
    let of = |service: &Option<String>| {
        let service = service.as_ref();
        service.map_or_else(String::new, |service| format!(" of {service}"))
    };
    let spans = marks.alerts.iter().rev().filter(|span| span.firing);
    let alerts = spans.take(TOLD).map(|span| {
        let (from, to) = (
            zone.clock_near(span.from, now),
            zone.clock_near(span.to, now),
        );
        format!(
            " {}{} fired from {from} to {to}.",
            span.name,
            of(&span.service)
        )
    });
    let events = marks.events.iter().rev().take(TOLD).map(|event| {
        let at = zone.clock_near(event.at, now);
        format!(" A {}{} at {at}.", event.word, of(&event.service))
    });
    alerts.chain(events).collect()
}

/// The place from which on the newest values are all above a limit; a gap is no way below it.
fn above_since(series: &Series, bound: f64) -> usize {
    let below = series
        .values
        .iter()
        .rposition(|value| !is_gap(*value) && (value.is_nan() || *value <= bound));
    let from = below.map_or(0, |place| place + 1);
    let first = series
        .values
        .iter()
        .skip(from)
        .position(|value| !is_gap(*value));
    from + first.unwrap_or(0)
}

/// Where the last eighth of a line goes, against the eighth before it; against all that it moved less than
/// [`STEADY`] is neither way.
fn trend(series: &Series) -> &'static str {
    let finite: Vec<f64> = series
        .values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    let part = finite.len() / 8;
    let mean = |values: Option<&[f64]>| {
        let values = values.unwrap_or_default();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let latest = mean(finite.get(finite.len() - part..));
    let before = mean(finite.get(finite.len() - 2 * part..finite.len() - part));
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Too few values make no mean; a NaN is neither rising nor falling.
    match (latest - before) / (high - low) {
        change if change > STEADY => "rising",
        change if change < -STEADY => "falling",
        _ => "steady",
    }
}
