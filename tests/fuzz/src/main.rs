//! The fuzz target: a text goes through all parsers of the handbook. It must not know what has to hold.

#![no_main]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "the fuzzer learns of a broken invariant by a panic"
)]

#[path = "../../host/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|text: &str| invariants::hold(text));
