//! What the build packs is what the page unpacks.

use proptest::prelude::*;
use sre_portal::{
    domain::packed::Packed,
    embedded,
    handbook::{self, Handbook},
};

#[test]
fn the_packed_handbook_is_the_one_that_the_documents_say() {
    let (read, problems) = handbook::read(embedded::DOCUMENTS);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(!read.dashboards.is_empty() && !read.pages.is_empty());
    assert_eq!(embedded::handbook(), read);
    assert_eq!(embedded::outline(), read.outline());
    assert!(embedded::outline().is_outline());
    assert!(!read.is_outline());
    assert!(read.outline().guides.is_empty() && !read.guides.is_empty());
}

#[test]
fn bytes_that_end_early_are_no_handbook() {
    let mut bytes = Vec::new();
    embedded::handbook().pack(&mut bytes);
    for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(Handbook::unpack(&mut &bytes[..length]), None);
    }
    assert!(Handbook::unpack(&mut bytes.as_slice()).is_some());
}

proptest! {
    #[test]
    fn values_come_back(number: i64, place: usize, words: Vec<Option<String>>, share: f64) {
        let value = ((number, place), (words, share.to_bits() as i64));
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        share.pack(&mut bytes);
        let mut rest = bytes.as_slice();
        prop_assert_eq!(Packed::unpack(&mut rest), Some(value));
        prop_assert_eq!(f64::unpack(&mut rest).map(f64::to_bits), Some(share.to_bits()));
        prop_assert!(rest.is_empty());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
        let _ = Handbook::unpack(&mut bytes.as_slice());
    }
}
