//! The words of a text, and how much one is like another that was typed. Knows no entries.

use std::ops::Range;

/// How much a word is what was typed (up to 1), and how many of its bytes match; `None` when it is another word.
pub fn likeness(term: &str, word: &str) -> Option<(f32, usize)> {
    if let Some(rest) = word.strip_prefix(term) {
        let share = term.len() as f32 / word.len().max(1) as f32;
        return Some(match rest.is_empty() {
            true => (1.0, word.len()),
            // A letter alone begins many words.
            false if term.len() == 1 => (0.3 + 0.2 * share, term.len()),
            false => (0.72 + 0.2 * share, term.len()),
        });
    }
    let allowed = match term.len() {
        0..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    if word.len() + allowed < term.len() {
        return None;
    }
    let (term, bytes) = (term.as_bytes(), word.as_bytes());
    if let Some(errors) = distance(term, bytes, allowed) {
        return Some((0.65 - 0.15 * errors as f32, word.len()));
    }
    // While it is being typed: the beginning of a longer word.
    let head = bytes.get(..term.len())?;
    let errors = distance(term, head, allowed)?;
    Some((0.5 - 0.15 * errors as f32, word.len()))
}

/// How many letters are missing, too many, wrong or swapped with their neighbour; `None` above `most`.
fn distance(left: &[u8], right: &[u8], most: usize) -> Option<usize> {
    const LONGEST: usize = 32;
    if left.len() >= LONGEST || right.len() >= LONGEST || left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut before = [0; LONGEST + 1];
    let mut above = [0; LONGEST + 1];
    for (column, cell) in above.iter_mut().enumerate() {
        *cell = column;
    }
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX);
    for (row, a) in left.iter().enumerate() {
        let mut current = [0; LONGEST + 1];
        let mut smallest = row + 1;
        if let Some(first) = current.first_mut() {
            *first = row + 1;
        }
        for (column, b) in right.iter().enumerate() {
            let mut best = at(&above, column) + usize::from(a != b);
            best = best
                .min(at(&above, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(b)
                && right.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            if let Some(cell) = current.get_mut(column + 1) {
                *cell = best;
            }
            smallest = smallest.min(best);
        }
        if smallest > most {
            return None;
        }
        before = above;
        above = current;
    }
    Some(at(&above, right.len())).filter(|errors| *errors <= most)
}

/// The words of a text: what stands together of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    split(text, |_, c| c.is_alphanumeric())
}

/// The words of a word: a new one begins at a capital after a small letter (`DatabaseDown`). None when it is but one.
pub fn parts(word: &str) -> impl Iterator<Item = Range<usize>> {
    let one = split(word, |before, c| {
        !(before.is_lowercase() && c.is_uppercase())
    });
    one.filter(|part| part.len() < word.len())
}

/// The stretches of letters and digits of which each but the first `belongs` to the one before it.
fn split(text: &str, belongs: impl Fn(char, char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let (start, mut before) = chars.next()?;
        let mut end = start + before.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric() && belongs(before, *c))
        {
            before = c;
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}
