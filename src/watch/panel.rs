//! What a panel may say at a moment: how good its data is, and how things are. The one place that turns ages and
//! failures into words; asks nothing and draws nothing.

use super::reading::{Reading, Trouble};
use crate::domain::{
    freshness::{DataState, Pace},
    judgement::Verdict,
    series::{Matrix, is_gap},
    status::Status,
    time::Moment,
};

/// The newest values of a panel, judged.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Judged {
    /// The values, one list for each query.
    pub newest: crate::prometheus::status::Newest,
    /// What they mean, their age aside.
    pub verdict: Verdict,
    /// Why they may be incomplete, in the server's words.
    pub warnings: Vec<String>,
    /// What the server remarks beside, in its words.
    pub infos: Vec<String>,
}

/// The answers to a panel's range queries, and why they may be incomplete.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// One for each query of the panel, in its order.
    pub matrices: Vec<Matrix>,
    /// In the server's words.
    pub warnings: Vec<String>,
    /// What the server remarks beside, in its words.
    pub infos: Vec<String>,
}

impl Lines {
    /// When the last drawn value is from.
    fn last_at(&self) -> Option<Moment> {
        let last = self.matrices.iter().flat_map(|matrix| {
            matrix.series.iter().filter_map(|series| {
                series
                    .values
                    .iter()
                    .rposition(|value| !is_gap(*value))
                    .map(|index| matrix.grid.at(index))
            })
        });
        last.max()
    }
}

/// How a panel stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// How good its data is.
    pub state: DataState,
    /// How things are, as far as such data allows to say.
    pub status: Status,
    /// When the newest sample is from.
    pub newest_at: Option<Moment>,
    /// The trouble, in the states `Error` and `Unreachable`.
    pub trouble: Option<Trouble>,
    /// Why the data may be incomplete, in the server's words, each once.
    pub warnings: Vec<String>,
    /// What the server remarks that says nothing about completeness, each once.
    pub infos: Vec<String>,
}

/// The standing of a panel. `lines` is `None` for a panel that draws none.
pub fn standing(
    judged: &Reading<Judged>,
    lines: Option<&Reading<Lines>>,
    pace: Pace,
    now: Moment,
) -> Standing {
    let asked_lines = lines.is_some();
    let lines_trouble = lines.and_then(|reading| reading.trouble.as_ref());
    let trouble = judged.trouble.as_ref().or(lines_trouble).cloned();
    let answer = judged.answer();
    let drawn = lines.and_then(Reading::answer);
    let warnings = each_once(
        answer.map(|judged| &judged.warnings),
        drawn.map(|lines| &lines.warnings),
    );
    let infos = each_once(
        answer.map(|judged| &judged.infos),
        drawn.map(|lines| &lines.infos),
    );
    let newest_at = answer
        .and_then(|judged| judged.newest.at)
        .or_else(|| drawn.and_then(Lines::last_at));
    let age = newest_at.map(|at| now.since(at));
    let state = if let Some(trouble) = &trouble {
        trouble.fault.state()
    } else if judged.is_waiting() || (asked_lines && lines.is_some_and(Reading::is_waiting)) {
        DataState::Loading
    } else {
        match age {
            None => DataState::Empty,
            // Nothing within Prometheus' own lookback: what is drawn is the past.
            Some(_) if answer.is_some_and(|judged| judged.newest.at.is_none()) => DataState::Stale,
            Some(age) => match pace.of_age(age) {
                DataState::Fresh if !warnings.is_empty() => DataState::Partial,
                state => state,
            },
        }
    };
    let verdict = answer
        .map(|judged| judged.verdict.clone())
        .unwrap_or_default();
    let judged_lately = judged
        .good
        .as_ref()
        .is_some_and(|(_, at)| pace.may_judge(now.since(*at)));
    let current = judged_lately && age.is_some_and(|age| pace.may_judge(age));
    // A series that ended while its service is known to be down is no reason to doubt that it is down.
    let about_presence = verdict.expected > 0 && !verdict.crossings.is_empty() && judged_lately;
    let status = match state {
        _ if answer.is_none() => Status::CannotSay,
        DataState::Loading | DataState::Fresh | DataState::Late
            if current && judged.trouble.is_none() =>
        {
            verdict.status
        }
        _ => {
            let counts = (current || about_presence) && judged.trouble.is_none();
            verdict.doubted(counts).status
        }
    };
    Standing {
        state,
        status,
        newest_at,
        trouble,
        warnings,
        infos,
    }
}

/// What the server said of the newest values and of the lines: most often the same, and told once.
fn each_once(newest: Option<&Vec<String>>, lines: Option<&Vec<String>>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for words in newest.into_iter().chain(lines).flatten() {
        if !said.contains(words) {
            said.push(words.clone());
        }
    }
    said
}
