//! Which name has which colour on a page, so that one name looks the same on each of its charts. Draws nothing.

use super::cast::COLOURED;
use std::collections::BTreeMap;

/// The names that have a colour, and their places among the colours. A name keeps its place for as long as the page is
/// looked at, so that nothing changes colour while values change ranks.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    places: BTreeMap<String, usize>,
}

impl Palette {
    /// One in which these names have their places already.
    pub fn with(places: impl IntoIterator<Item = (String, usize)>) -> Self {
        let mut palette = Self::default();
        for (name, place) in places {
            palette.places.insert(name, place);
        }
        palette
    }

    /// The place of a name that has one.
    pub fn known(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Gives a place to a name that has none, on a chart where `taken` are taken; `None`, which is grey, when none is free.
    pub fn give(&mut self, name: &str, taken: &[usize]) -> Option<usize> {
        let users = |place: &usize| self.places.values().filter(|other| *other == place).count();
        let free = (0..COLOURED)
            .filter(|place| !taken.contains(place))
            .min_by_key(|place| (users(place), *place))?;
        self.places.insert(name.to_owned(), free);
        Some(free)
    }
}
