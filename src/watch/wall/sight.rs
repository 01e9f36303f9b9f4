//! When a wall cannot tell the truth, and says so instead; and the evidence beside its all-clear. Knows no page.

use crate::{
    domain::{freshness::Pace, status::Status, time::Moment},
    watch::{
        all_clear::{Answer, Outcome, Proof},
        reading::Trouble,
    },
};

/// One failure may be a dropped packet; a second one in a row is a server that does not answer.
const TRIES: u32 = 2;

/// What is known of the servers at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// When the oldest of the answers about rules, alerts and services came; `None` while one is missing.
    pub answered: Option<Moment>,
    /// The trouble since then, the one with the most tries.
    pub trouble: Option<&'a Trouble>,
    /// How each dashboard is judged; `None` while it is not known.
    pub statuses: &'a [Option<Status>],
    /// The newest data of the oldest panel.
    pub newest: Option<Moment>,
}

/// Why nothing can be said, for the whole screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blind {
    /// What is the matter, in a few words.
    pub title: String,
    /// What a person can do or should look at.
    pub advice: String,
    /// Since when.
    pub since: Option<Moment>,
}

/// Whether a wall can tell nothing: no answer, answers of the past alone, or no dashboard that can be judged. `None` while
/// it can, and while first answers are still to come.
pub fn blind(sources: Sources<'_>, pace: Pace, now: Moment) -> Option<Blind> {
    if let Some(trouble) = sources.trouble.filter(|trouble| trouble.tries >= TRIES) {
        return Some(Blind {
            title: trouble.fault.title(),
            advice: trouble.fault.advice(),
            since: Some(sources.answered.unwrap_or(trouble.since)),
        });
    }
    let answered = sources.answered?;
    if !pace.may_judge(now.since(answered)) {
        return Some(Blind {
            title: "No new answer from Prometheus".to_owned(),
            advice:
                "The machine may have slept, or the network is gone. The wall asks again by itself."
                    .to_owned(),
            since: Some(answered),
        });
    }
    let judged = |status: &Option<Status>| status.is_none_or(|status| status != Status::CannotSay);
    if !sources.statuses.is_empty() && !sources.statuses.iter().any(judged) {
        return Some(Blind {
            title: "No current data".to_owned(),
            advice:
                "Prometheus answers, but what it knows is old or missing: are its targets scraped?"
                    .to_owned(),
            since: sources.newest,
        });
    }
    None
}

/// The evidence beside the headline, in a line: of an all-clear what it rests on, else what voids it.
pub fn evidence(proof: &Proof, rules: usize, up: Option<(usize, usize)>) -> String {
    if let Answer::AllClear { delivery_proven } = proof.answer {
        let services = up.map_or_else(String::new, |(down, all)| {
            format!(", {} of {all} services up", all - down)
        });
        let heard = match delivery_proven {
            true => "Watchdog heard",
            false => "Watchdog fires, delivery unproven",
        };
        return format!("{rules} of {rules} rules checked{services}, {heard}");
    }
    let worst = proof.findings.iter().map(|finding| finding.outcome).max();
    let open = proof
        .findings
        .iter()
        .filter(|finding| Some(finding.outcome) == worst && worst != Some(Outcome::Holds));
    let words: Vec<&str> = open
        .map(|finding| finding.evidence.as_str())
        .take(2)
        .collect();
    words.join(" ")
}
