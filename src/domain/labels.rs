//! What a series or an alert is of: names and values. Knows neither samples nor where they came from.

use super::order;
use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Label names and values, sorted by name. Thousands of alerts are copied and compared at each poll: a copy shares the
/// pairs, and those that differ mostly do so in their marks.
#[derive(Clone, Default, Eq)]
pub struct Labels {
    mark: u64,
    /// All names and values, one after the other, and how long each of them is: two allocations, however many there are.
    text: Arc<str>,
    lengths: Arc<[u32]>,
}

impl Labels {
    /// From pairs in any order.
    pub fn new(mut pairs: Vec<(String, String)>) -> Self {
        // Prometheus sorts them.
        if !pairs.is_sorted() {
            order::plain(&mut pairs);
        }
        let mut gathered = Gathered::default();
        for (name, value) in &pairs {
            gathered.push(name, value);
        }
        gathered.labels()
    }

    /// What finds them in a tree: quick to compare, and in no order that means anything.
    pub fn key(&self) -> (u64, Self) {
        (self.mark, self.clone())
    }

    /// The value of a label.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// All pairs, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        Pairs {
            text: &self.text,
            lengths: &self.lengths,
        }
    }

    /// The same without one label.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut others = Gathered::default();
        for (key, value) in self.iter().filter(|(key, _)| *key != name) {
            others.push(key, value);
        }
        others.labels()
    }
}

/// What is left of the pairs.
#[derive(Clone)]
struct Pairs<'a> {
    text: &'a str,
    lengths: &'a [u32],
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, &'a str);

    /// Called, not copied into each function that walks over labels.
    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let (name, text) = self
            .text
            .split_at_checked(*self.lengths.first()? as usize)?;
        let (value, text) = text.split_at_checked(*self.lengths.get(1)? as usize)?;
        (self.text, self.lengths) = (text, self.lengths.get(2..)?);
        Some((name, value))
    }
}

/// Labels that are read one by one. One serves for many series.
#[derive(Default)]
pub struct Gathered {
    text: String,
    lengths: Vec<u32>,
}

impl Gathered {
    /// Adds a label.
    pub fn push(&mut self, name: &str, value: &str) {
        for text in [name, value] {
            self.text.push_str(text);
            // No answer is as large as 4 GiB.
            self.lengths.push(text.len() as u32);
        }
    }

    /// The labels, and none are left.
    pub fn labels(&mut self) -> Labels {
        let pairs = Pairs {
            text: &self.text,
            lengths: &self.lengths,
        };
        let labels = if pairs.clone().is_sorted() {
            Labels {
                mark: mark(self.text.as_bytes(), &self.lengths),
                text: self.text.as_str().into(),
                lengths: self.lengths.as_slice().into(),
            }
        } else {
            let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            Labels::new(pairs.map(owned).collect())
        };
        self.text.clear();
        self.lengths.clear();
        labels
    }
}

/// A number of all names and values, eight bytes at a time. Equal marks prove nothing: whoever names labels may have sought
/// them.
fn mark(text: &[u8], lengths: &[u32]) -> u64 {
    let mut mark = 0;
    let mut add =
        |word: u64| mark = (u64::rotate_left(mark, 5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (words, rest) = text.as_chunks();
    for word in words {
        add(u64::from_le_bytes(*word));
    }
    for byte in rest {
        add(u64::from(*byte));
    }
    for length in lengths {
        add(u64::from(*length));
    }
    mark
}

impl PartialEq for Labels {
    fn eq(&self, other: &Self) -> bool {
        self.mark == other.mark
            && (Arc::ptr_eq(&self.text, &other.text) || self.text == other.text)
            && self.lengths == other.lengths
    }
}

impl Ord for Labels {
    fn cmp(&self, other: &Self) -> Ordering {
        match self == other {
            true => Ordering::Equal,
            false => self.iter().cmp(other.iter()),
        }
    }
}

impl PartialOrd for Labels {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Labels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.mark.hash(state);
    }
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
