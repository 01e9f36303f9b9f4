//! The handbook's rules beside those that a server has loaded: what differs, and how much that matters. Asks nothing.

use super::rules::Loaded;
use crate::{
    domain::{duration, rule::Rule},
    handbook::canonical::same,
};

/// What a server does otherwise than the handbook says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It has no rule of this name.
    Missing,
    /// Its rule asks something else.
    Expression,
    /// Its rule has another value of this label, or none.
    Label(String),
    /// Its rule waits longer before it fires.
    Slower,
    /// Its rule fires sooner.
    Faster,
}

/// A rule of the handbook, and one thing that a server does otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// What differs.
    pub difference: Difference,
    /// The same in a sentence.
    pub words: String,
}

impl Finding {
    /// Whether such a server may stay silent where the handbook would not: then its silence proves nothing.
    pub fn voids(&self) -> bool {
        self.difference != Difference::Faster
    }
}

/// Compares all rules; what is equal is not listed. Of several loaded rules with one name the one that differs least counts.
pub fn compare(handbook: &[Rule], server: &[Loaded]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in handbook {
        let namesakes = server.iter().filter(|loaded| loaded.rule.name == rule.name);
        let candidates = namesakes.map(|loaded| differences(rule, &loaded.rule));
        let weight = |found: &Vec<Finding>| {
            let voids = found.iter().filter(|finding| finding.voids()).count();
            (voids, found.len())
        };
        match candidates.min_by_key(weight) {
            Some(found) => findings.extend(found),
            None => findings.push(Finding {
                rule: rule.name.clone(),
                difference: Difference::Missing,
                words: format!("{} is not loaded ({}).", rule.name, rule.source),
            }),
        }
    }
    findings
}

fn differences(own: &Rule, theirs: &Rule) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut tell = |difference, words| {
        found.push(Finding {
            rule: own.name.clone(),
            difference,
            words,
        });
    };
    let (name, source) = (&own.name, &own.source);
    if !same(&own.expr, &theirs.expr) {
        let words = format!("{name} asks something else than the handbook ({source}).");
        tell(Difference::Expression, words);
    }
    for (label, value) in own.labels.iter() {
        let other = theirs.labels.get(label);
        if other != Some(value) {
            let words = match other {
                Some(other) => {
                    format!(
                        "{name} has the label {label} '{other}', the handbook says '{value}' ({source})."
                    )
                }
                None => {
                    format!("{name} has no label {label}, the handbook says '{value}' ({source}).")
                }
            };
            tell(Difference::Label(label.to_owned()), words);
        }
    }
    if own.hold != theirs.hold {
        let (difference, how) = match own.hold < theirs.hold {
            true => (Difference::Slower, "later"),
            false => (Difference::Faster, "sooner"),
        };
        let words = format!(
            "{name} fires {how} than the handbook says: after {}, not after {} ({source}).",
            duration::words(theirs.hold),
            duration::words(own.hold)
        );
        tell(difference, words);
    }
    found
}
