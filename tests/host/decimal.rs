//! Decimal fractions are rounded as the standard library rounds them, to the last bit.

use proptest::prelude::*;
use sre_portal::prometheus::decimal::fraction;

/// Says the same as the standard library, or nothing; whether it said something.
fn agrees(digits: u64, decimals: usize) -> bool {
    let standard: f64 = format!("{digits}e-{decimals}").parse().expect("a number");
    let own = fraction(digits, decimals);
    if let Some(own) = own {
        assert_eq!(own.to_bits(), standard.to_bits(), "{digits}e-{decimals}");
    }
    own.is_some()
}

#[test]
fn powers_of_ten_and_their_neighbours() {
    for decimals in 0..=22 {
        for power in 0..20 {
            for off in 0..6 {
                let digits = 10_u64.pow(power).saturating_add(off).saturating_sub(3);
                agrees(digits, decimals);
            }
        }
        for digits in [
            0,
            1,
            u64::MAX,
            u64::MAX - 1,
            1 << 53,
            (1 << 53) + 1,
            1 << 63,
        ] {
            agrees(digits, decimals);
        }
    }
    assert_eq!(fraction(1, 23), None);
}

#[test]
fn halfway_between_two_floats() {
    // An odd number of halves of the last bit, written out in decimals.
    for exponent in 1..=10_u32 {
        for odd in 0..2000_u64 {
            let halves = (1 << 53) + 2 * odd + 1;
            let Some(digits) = halves.checked_mul(5_u64.pow(exponent)) else {
                continue;
            };
            for near in [digits - 1, digits, digits + 1] {
                agrees(near, exponent as usize);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn any_digits_are_rounded_alike(digits: u64, shift in 0..64_u32, decimals in 0..=22_usize) {
        agrees(digits >> shift, decimals);
    }

    #[test]
    fn what_prometheus_writes_is_known(value in 1e-5..1e15_f64) {
        // The shortest digits of a float are near to it, and not near to the middle between two.
        let text = value.to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits: u64 = format!("{whole}{decimals}").parse().expect("at most 17");
        if decimals.len() <= 22 {
            assert!(agrees(digits, decimals.len()), "{text}");
            assert_eq!(fraction(digits, decimals.len()), Some(value));
        }
    }
}
