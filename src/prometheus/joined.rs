//! Several queries in one question, and the answer taken apart again. Pure; knows neither dashboards nor panels.

use crate::domain::{labels::Labels, series::Matrix};

/// VictoriaMetrics refuses questions that are longer than 16 KiB.
const LONGEST: usize = 16_000;

/// The label that tells the parts of a joined question apart.
const PART: &str = "portal_part";

/// Between two parts.
const OR: &str = "\nor ";

/// One part of a joined question: `promql` with `name` on each of its series.
pub fn part(promql: &str, name: &str) -> String {
    format!("label_replace({promql}, \"{PART}\", \"{name}\", \"\", \"\")")
}

/// The question of some [`part`]s. A server refuses it as a whole when it refuses one of them.
pub fn join(parts: &[String]) -> String {
    parts.join(OR)
}

/// Which part a series of the answer belongs to.
pub fn name(labels: &Labels) -> Option<&str> {
    labels.get(PART)
}

/// The labels of a series as the part alone would have them.
#[must_use]
pub fn own(labels: &Labels) -> Labels {
    labels.without(PART)
}

/// As few questions for all the parts as servers take; the answers together are those of one.
pub fn questions(parts: impl Iterator<Item = String>) -> Vec<String> {
    let mut questions: Vec<String> = Vec::new();
    for part in parts {
        match questions.last_mut() {
            Some(last) if last.len() + OR.len() + part.len() <= LONGEST => {
                last.push_str(OR);
                last.push_str(&part);
            }
            _ => questions.push(part),
        }
    }
    questions
}

/// Questions for the lines of all `queries`.
pub fn lines<'a>(queries: impl Iterator<Item = &'a str>) -> Vec<String> {
    let parts = queries
        .enumerate()
        .map(|(index, promql)| part(promql, &index.to_string()));
    questions(parts)
}

/// Takes the answers to [`lines`] of `count` queries apart: one for each, in their order.
pub fn split(answer: Matrix, count: usize) -> Vec<Matrix> {
    let empty = Matrix {
        grid: answer.grid,
        series: Vec::new(),
    };
    let mut answers = vec![empty; count];
    for mut series in answer.series {
        let index = name(&series.labels).and_then(|name| name.parse::<usize>().ok());
        if let Some(own_answer) = index.and_then(|index| answers.get_mut(index)) {
            series.labels = own(&series.labels);
            own_answer.series.push(series);
        }
    }
    answers
}
