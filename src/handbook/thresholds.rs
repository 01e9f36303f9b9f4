//! The lines `NAME > NUMBER → LEVEL` of a dashboard's thresholds, understood; knows no panels.

use super::{
    Document,
    blocks::Block,
    problem::{Place, Problem},
};
use crate::{
    domain::limit::{Bound, Level, Limit, Limits},
    float,
};

/// How a limit's line must look.
const FORM: &str = "'NAME > NUMBER → WARNING' or '→ CRITICAL', or 'NAME Unavailable → CRITICAL'";

/// Reads one fence of thresholds.
pub fn read(document: Document<'_>, fence: &Block, problems: &mut Vec<Problem>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for (index, line) in fence.text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let place = Place {
            line: fence.place.line + 1 + index,
            column: 1,
        };
        match limit(line, &format!("{}:{}", document.file, place.line)) {
            Ok(limit) => limits.push(limit),
            Err((column, found)) => {
                problems.push(Problem::new(
                    document.file,
                    Place { column, ..place },
                    found,
                    FORM,
                ));
            }
        }
    }
    limits
}

/// The warning and the critical limit of a subject.
pub fn of_subject(limits: &[Limit], subject: &str) -> Limits {
    let find = |level| {
        limits
            .iter()
            .find(|limit| limit.subject == subject && limit.level == level)
            .cloned()
    };
    Limits {
        warning: find(Level::Warning),
        critical: find(Level::Critical),
    }
}

/// One line; an error is the column (from 1) and what stands there.
fn limit<'a>(line: &'a str, source: &str) -> Result<Limit, (usize, &'a str)> {
    let column = |part: &str| {
        let offset = part.as_ptr() as usize - line.as_ptr() as usize;
        line.get(..offset).unwrap_or_default().chars().count() + 1
    };
    let (left, right) = line.split_once('→').ok_or((1, line))?;
    let level = match right.trim() {
        "WARNING" => Level::Warning,
        "CRITICAL" => Level::Critical,
        _ => return Err((column(right.trim_start()), right.trim())),
    };
    let left = left.trim();
    let (subject, bound, words) = match left.split_once('>') {
        Some((subject, bound)) => {
            let bound = bound.trim();
            let number = number(bound).ok_or((column(bound), bound))?;
            let shown = bound.split_whitespace().next().unwrap_or(bound);
            (
                subject.trim(),
                Bound::Above(number),
                format!("> {}", spaced(shown)),
            )
        }
        None if left.ends_with(" Unavailable") => {
            (left, Bound::Unavailable, "any unavailable".to_owned())
        }
        None => return Err((1, left)),
    };
    if subject.is_empty() {
        return Err((1, line));
    }
    Ok(Limit {
        subject: subject.to_owned(),
        level,
        bound,
        words,
        source: source.to_owned(),
    })
}

/// A number with its unit, in base units: `5%` is 0.05, `100ms` is 0.1. A word may follow ('80% Total').
pub(super) fn number(text: &str) -> Option<f64> {
    let first = text.split_whitespace().next()?;
    let digits = first
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(first.len());
    let (number, unit) = first.split_at(digits);
    let number = float::parse(number)?;
    // Divided, not multiplied by the inverse: 100 ms must be the same number that `0.1` is in a rule.
    let value = match unit {
        "" => number,
        "%" => number / 100.0,
        "ms" => number / 1000.0,
        "s" => number,
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// `100ms` as people read it: `100 ms`; `5%` and plain numbers stay.
fn spaced(bound: &str) -> String {
    let digits = bound
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(bound.len());
    let (number, unit) = bound.split_at(digits);
    let number = crate::domain::unit::group_thousands(number);
    if unit.is_empty() || unit == "%" {
        format!("{number}{unit}")
    } else {
        format!("{number} {unit}")
    }
}
