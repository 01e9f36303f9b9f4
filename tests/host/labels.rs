//! Labels are their pairs, sorted by name, whatever order they came in.

use proptest::prelude::*;
use sre_portal::domain::labels::{Gathered, Labels};
use std::collections::BTreeMap;

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

#[test]
fn where_a_text_ends_counts() {
    let left = Labels::new(owned(&[("a", "bc")]));
    for other in [
        owned(&[("ab", "c")]),
        owned(&[("a", "b"), ("c", "")]),
        owned(&[("", "abc")]),
        owned(&[("a", "bc"), ("", "")]),
    ] {
        let right = Labels::new(other);
        assert_ne!(left, right);
        assert_ne!(left.key(), right.key());
    }
}

#[test]
fn one_gathers_for_many() {
    let mut gathered = Gathered::default();
    gathered.push("pod", "ö");
    gathered.push("job", "api");
    let first = gathered.labels();
    assert_eq!(first, Labels::new(owned(&[("job", "api"), ("pod", "ö")])));
    assert_eq!(gathered.labels(), Labels::default());
    gathered.push("job", "");
    assert_eq!(gathered.labels().get("job"), Some(""));
}

proptest! {
    #[test]
    fn labels_are_their_pairs(pairs in prop::collection::btree_map("[a-c]{0,3}", ".{0,12}", 0..6), other in prop::collection::btree_map("[a-c]{0,3}", ".{0,12}", 0..6), turn in 0..6_usize) {
        let labels = |pairs: &BTreeMap<String, String>| {
            let mut pairs: Vec<(String, String)> = pairs.clone().into_iter().collect();
            let places = pairs.len().max(1);
            pairs.rotate_left(turn % places);
            Labels::new(pairs)
        };
        let (left, right) = (labels(&pairs), labels(&other));
        let read: Vec<(&str, &str)> = left.iter().collect();
        let wanted: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        prop_assert_eq!(read, wanted);
        prop_assert_eq!(left == right, pairs == other);
        prop_assert_eq!(left.cmp(&right), pairs.iter().cmp(&other));
        for name in pairs.keys().chain(other.keys()) {
            prop_assert_eq!(left.get(name), pairs.get(name).map(String::as_str));
            let mut fewer = pairs.clone();
            fewer.remove(name);
            prop_assert_eq!(left.without(name), labels(&fewer));
        }
    }
}
