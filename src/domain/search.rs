//! Finding by a few letters: entries, an index over their words, and results in the order of their worth. Forgives
//! typing mistakes. Knows no documents and no page.

mod words;

use super::order;
use std::{collections::BTreeMap, ops::Range};
use words::{likeness, parts, words};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A numbered document to work from.
    Runbook,
    /// A part of a runbook.
    Section,
    /// Another document, or a part of it.
    Page,
    /// A command to copy.
    Command,
    /// A dashboard.
    Dashboard,
    /// A panel.
    Panel,
    /// An alert that a rule defines.
    Alert,
    /// Somebody to reach.
    Contact,
    /// Something that the portal does.
    Action,
}

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// A line below the name.
    pub context: String,
    /// What else it is found by; not shown.
    pub body: String,
    /// The path in the portal, or the name of an action.
    pub target: String,
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// What was found.
    pub entry: &'a Entry,
    /// The bytes of its title that match.
    pub title: Vec<Range<usize>>,
    /// The bytes of its context that match.
    pub context: Vec<Range<usize>>,
}

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Title,
    Context,
    Body,
}

/// A word's place: which entry, where in it, and how often.
struct Posting {
    entry: usize,
    field: Field,
    count: usize,
}

/// Entries and their words.
pub struct Index {
    entries: Vec<Entry>,
    /// The words in small letters, each with the places where it stands.
    words: Vec<(String, Vec<Posting>)>,
    /// Of each entry the words of title, context and body in order, so that a phrase can be looked for.
    phrases: Vec<[String; 3]>,
}

impl Kind {
    /// What is worth more when words match equally: at night a part of a runbook is what is looked for.
    const fn worth(self) -> f32 {
        match self {
            Self::Section => 75.0,
            Self::Runbook => 60.0,
            Self::Page => 35.0,
            Self::Dashboard => 40.0,
            Self::Panel => 15.0,
            Self::Alert => 25.0,
            Self::Contact => 10.0,
            Self::Command => 5.0,
            Self::Action => 0.0,
        }
    }

    /// The sign before a query that asks for this kind alone.
    pub const fn sign(self) -> Option<char> {
        match self {
            Self::Runbook | Self::Section => Some('#'),
            Self::Alert => Some('!'),
            Self::Contact => Some('@'),
            Self::Action => Some('>'),
            Self::Page | Self::Command | Self::Dashboard | Self::Panel => None,
        }
    }
}

impl Field {
    const fn worth(self) -> f32 {
        match self {
            Self::Title => 100.0,
            Self::Context => 35.0,
            Self::Body => 45.0,
        }
    }
}

impl Index {
    /// Looks at every word once.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut places: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
        let mut phrases = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            let fields = [
                (Field::Title, &entry.title),
                (Field::Context, &entry.context),
                (Field::Body, &entry.body),
            ];
            phrases.push(fields.map(|(field, text)| {
                let mut note = |word: &str| {
                    let postings = places.entry(word.to_lowercase()).or_default();
                    match postings.last_mut() {
                        Some(last) if last.entry == number && last.field == field => {
                            last.count += 1;
                        }
                        _ => postings.push(Posting {
                            entry: number,
                            field,
                            count: 1,
                        }),
                    }
                };
                let mut phrase = String::from(" ");
                for word in words(text).filter_map(|range| text.get(range)) {
                    note(word);
                    phrase.push_str(&word.to_lowercase());
                    phrase.push(' ');
                    parts(word)
                        .filter_map(|part| word.get(part))
                        .for_each(&mut note);
                }
                phrase
            }));
        }
        Self {
            entries,
            words: places.into_iter().collect(),
            phrases,
        }
    }

    /// The best `most` results. `#`, `!`, `@` and `>` before the words ask for one kind; without words all of that
    /// kind are found in their order.
    pub fn search(&self, query: &str, most: usize) -> Vec<Hit<'_>> {
        let query = query.trim();
        let sign = query.chars().next().filter(|c| "#!@>".contains(*c));
        let rest = query.trim_start_matches(['#', '!', '@', '>']);
        let terms: Vec<String> = words(rest)
            .filter_map(|range| Some(rest.get(range)?.to_lowercase()))
            .take(8)
            .collect();
        if terms.is_empty() && sign.is_none() {
            return Vec::new();
        }
        let allowed = |entry: &Entry| sign.is_none() || entry.kind.sign() == sign;
        // Of each entry how many terms it has, and what they are worth.
        let mut scores: Vec<(usize, f32)> = vec![(0, 0.0); self.entries.len()];
        let mut best: Vec<f32> = vec![0.0; self.entries.len()];
        for term in &terms {
            best.fill(0.0);
            for (word, postings) in &self.words {
                let Some((likeness, _)) = likeness(term, word) else {
                    continue;
                };
                for posting in postings {
                    // The beginning of a word is seen in a title, and in a body only guessed.
                    let guessed = posting.field == Field::Body && (0.7..1.0).contains(&likeness);
                    let likeness = if guessed { likeness / 2.0 } else { likeness };
                    let often = (posting.count.min(4) - 1) as f32 * 4.0;
                    let worth = likeness * (posting.field.worth() + often);
                    if let Some(best) = best.get_mut(posting.entry) {
                        *best = best.max(worth);
                    }
                }
            }
            for (score, best) in scores.iter_mut().zip(&best) {
                if *best > 0.0 {
                    score.0 += 1;
                    score.1 += best;
                }
            }
        }
        let phrase = format!(" {} ", terms.join(" "));
        let mut found: Vec<(usize, f32, usize)> = Vec::new();
        let all = self
            .entries
            .iter()
            .zip(&scores)
            .zip(&self.phrases)
            .enumerate();
        for (number, ((entry, (matched, score)), phrases)) in all {
            if !allowed(entry) || (*matched == 0 && !terms.is_empty()) {
                continue;
            }
            let average = score / terms.len().max(1) as f32;
            let together = phrase_worth(entry.kind, &phrase, terms.len(), phrases);
            found.push((*matched, average + together + entry.kind.worth(), number));
        }
        // Somebody who types a sentence gets what has most of its words.
        let most_terms = found
            .iter()
            .map(|(matched, ..)| *matched)
            .max()
            .unwrap_or(0);
        found.retain(|(matched, ..)| *matched == most_terms);
        if !terms.is_empty() {
            order::by(&mut found, |left, right| {
                right.1.total_cmp(&left.1).then(left.2.cmp(&right.2))
            });
        }
        let hits = found.into_iter().take(most).filter_map(|(_, _, number)| {
            let entry = self.entries.get(number)?;
            Some(Hit {
                entry,
                title: ranges(&entry.title, &terms),
                context: ranges(&entry.context, &terms),
            })
        });
        hits.collect()
    }
}

/// What it is worth that the terms stand together, and more so when they are all of a title.
fn phrase_worth(
    kind: Kind,
    phrase: &str,
    terms: usize,
    [title, context, body]: &[String; 3],
) -> f32 {
    if terms == 0 {
        0.0
    } else if title == phrase || (kind == Kind::Runbook && title.ends_with(phrase)) {
        // A runbook's title begins with its number, which nobody types.
        90.0
    } else if terms == 1 {
        0.0
    } else if title.contains(phrase) || body.contains(phrase) {
        25.0
    } else if context.contains(phrase) {
        10.0
    } else {
        0.0
    }
}

/// The bytes of the words that match one of the terms.
fn ranges(text: &str, terms: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in words(text) {
        let word = text.get(range.clone()).unwrap_or_default();
        let inner = std::iter::once(0..word.len()).chain(parts(word));
        for part in inner {
            let Some(length) = word
                .get(part.clone())
                .and_then(|part| matching(part, terms))
            else {
                continue;
            };
            let start = range.start + part.start;
            if found.last().is_none_or(|last| last.end <= start) {
                found.push(start..start + length);
            }
        }
    }
    found
}

/// How many bytes of a word match one of the terms.
fn matching(word: &str, terms: &[String]) -> Option<usize> {
    let small = word.to_lowercase();
    let found = terms
        .iter()
        .filter_map(|term| Some(likeness(term, &small)?.1));
    let length = found.max()?;
    // Small letters may have another length in bytes; then the whole word is marked.
    let plain = small.len() == word.len() && word.is_char_boundary(length);
    Some(if plain { length } else { word.len() })
}
