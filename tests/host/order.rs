//! Sorting by one copy of the algorithm is sorting.

use proptest::prelude::*;
use sre_portal::domain::order;
use std::cmp::Reverse;

proptest! {
    #[test]
    fn plain_is_the_standard_order(mut items: Vec<u8>) {
        let mut expected = items.clone();
        expected.sort();
        order::plain(&mut items);
        prop_assert_eq!(items, expected);
    }

    #[test]
    fn what_compares_equal_keeps_its_order(keys: Vec<u8>) {
        let mut items: Vec<(u8, usize)> = keys.iter().map(|key| key % 4).zip(0..).collect();
        let mut expected = items.clone();
        expected.sort_by_key(|(key, _)| Reverse(*key));
        order::by_key(&mut items, |(key, _)| Reverse(*key));
        prop_assert_eq!(items, expected);
    }
}

#[test]
fn items_that_cannot_be_copied_are_moved() {
    let mut names: Vec<String> = ["c", "a", "d", "b"].map(String::from).to_vec();
    order::by(&mut names, |left, right| right.cmp(left));
    assert_eq!(names, ["d", "c", "b", "a"]);
    order::plain::<String>(&mut []);
}
