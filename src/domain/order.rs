//! Sorting by one copy of the standard library's algorithm: a copy for each type of item is 4 kB of program. Knows no items.

use std::cmp::Ordering;

/// Sorts as `slice::sort_by` does; what compares equal keeps its order.
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted(
        items.len(),
        &|left, right| match (items.get(left), items.get(right)) {
            (Some(left), Some(right)) => compare(left, right),
            _ => Ordering::Equal,
        },
    );
    arrange(order, &mut |left, right| items.swap(left, right));
}

/// Sorts as `slice::sort_by_key` does.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |left, right| key(left).cmp(&key(right)));
}

/// Sorts as `slice::sort` does.
pub fn plain<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// Values to be looked up by their keys: a sorted list. Trees bring 2 kB of program for each type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Table<K, V> {
    /// Of several values with one key the last one counts.
    pub fn new(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut pairs: Vec<(K, V)> = pairs.into_iter().collect();
        pairs.reverse();
        by(&mut pairs, |left, right| left.0.cmp(&right.0));
        pairs.dedup_by(|next, kept| next.0 == kept.0);
        Self(pairs)
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let place = self.0.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }
}

impl<K: Ord> Table<K, ()> {
    /// Keys without values.
    pub fn of(keys: impl IntoIterator<Item = K>) -> Self {
        Self::new(keys.into_iter().map(|key| (key, ())))
    }

    /// Whether it has a key.
    pub fn has(&self, key: &K) -> bool {
        self.get(key).is_some()
    }
}

/// A tree of these items. `collect` would sort them first, by a copy of the algorithm for their type.
pub fn tree<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut tree = C::default();
    tree.extend(items);
    tree
}

/// Which item comes at each place.
fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}

/// Brings the items to their places, one cycle after the other.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(slot) = order.get_mut(at) {
            let from = std::mem::replace(slot, at);
            if from == start || from == at {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}
