//! `fuzz`: the fuzz target, built to report what of the code it reaches, and its corpus. It must not know what is fuzzed.

use crate::failure::Failure;
use crate::{process, workspace};
use std::fs;

/// What cargo-fuzz passes to the compiler, as far as the stable one takes it: which code a text reaches, and overflow.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks";

/// Fuzzes for so many seconds. What is found on the way stays in the target folder; a text that breaks something is
/// written there too, and its path shown.
pub fn fuzz(seconds: u64) -> Result<(), Failure> {
    let root = workspace::root();
    let target = root.join("target/fuzz");
    let found = target.join("found");
    fs::create_dir_all(&found)
        .map_err(|error| Failure::new(format!("Cannot write {}: {error}.", found.display())))?;
    let host = process::first_line(process::command("rustc").args(["--print", "host-tuple"]))
        .ok_or_else(|| Failure::new("'rustc --print host-tuple' names no platform."))?;
    let mut build = process::cargo();
    build.args(["build", "--package", "fuzz", "--release", "--target", &host]);
    // The release profile optimises for size across all crates, which takes long and fuzzes slowly.
    build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2");
    build.env("CARGO_PROFILE_RELEASE_LTO", "false");
    build.env("CARGO_PROFILE_RELEASE_PANIC", "unwind");
    build
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", FLAGS);
    process::succeed(&mut build, "The build of the fuzz target")?;
    let program = target.join(&host).join("release/fuzz");
    let mut fuzz = process::command(program);
    fuzz.arg(format!("-max_total_time={seconds}"));
    fuzz.args([
        "-max_len=4096",
        "-timeout=10",
        "-print_final_stats=1",
        "-verbosity=0",
        "-print_funcs=0",
    ]);
    fuzz.arg(format!("-artifact_prefix={}/", target.display()));
    fuzz.arg(format!("-dict={}", root.join("tests/fuzz/words").display()));
    // The first folder takes what is new; the committed corpus and the shipped handbook are only read.
    fuzz.arg(&found);
    fuzz.args(["tests/fuzz/corpus", "runbooks"].map(|folder| root.join(folder)));
    process::succeed(&mut fuzz, "The fuzzer")
}
