//! The fuzz target: a text goes through all parsers of the handbook, or, when it looks like an answer of Prometheus, through
//! both ways of reading one. It must not know what has to hold.

#![no_main]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "the fuzzer learns of a broken invariant by a panic"
)]

#[path = "../../host/invariants.rs"]
mod invariants;
#[path = "../../host/two_ways.rs"]
mod two_ways;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if text.starts_with('{') {
        two_ways::agree(text.as_bytes());
    } else {
        invariants::hold(text);
    }
});
