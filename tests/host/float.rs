//! Floats in text.

use sre_portal::{chart::ticks, float};

#[test]
fn numbers_are_written_as_the_standard_library_writes_them() {
    for power in -5..=15 {
        for base in [1.0, 2.0, 2.5, 5.0] {
            let step = base * 10_f64.powi(power);
            let digits = ticks::decimals(step);
            for place in -40..=40 {
                let mark = f64::from(place) * step;
                let standard = format!("{mark:.digits$}");
                // A zero has no sign.
                let zero = standard.chars().all(|letter| "-0.".contains(letter));
                let wanted = if zero {
                    standard.trim_start_matches('-')
                } else {
                    &standard
                };
                assert_eq!(float::fixed(mark, digits), wanted, "{place} × {step}");
            }
        }
    }
    assert_eq!(float::fixed(f64::INFINITY, 0), "inf");
    assert_eq!(float::fixed(1e300, 0), format!("{:.0}", 1e300));
}

#[test]
fn shares_and_powers() {
    assert_eq!(float::percent(0.25), "25.00%");
    assert_eq!(float::percent(1.0 / 3.0), "33.33%");
    assert_eq!(float::scientific(0.000_15, 2), "1.50e-4");
    assert_eq!(float::scientific(-2.5e12, 2), "-2.50e12");
}
