//! The program's command line; it must not know what is simulated.

use std::fs;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_platform"))
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn history_writes_the_hours_before_now_and_says_how_it_goes_on() {
    let dir = std::env::temp_dir().join(format!("platform-program-{}", std::process::id()));
    let done = run(&[
        "history",
        "--out",
        dir.to_str().unwrap(),
        "--hours",
        "1",
        "--seed",
        "4",
    ]);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success());
    assert!(
        said.contains("platform serve --seed 4 --history-until "),
        "{said}"
    );
    assert!(fs::read_dir(&dir).unwrap().count() >= 1);
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn what_cannot_be_understood_is_named_with_the_usage() {
    for (args, names) in [
        (&["serve", "--scenario", "slow"][..], "high-latency"),
        (&["serve", "--seed", "x"], "--seed"),
        (&["history"], "--out DIR"),
        (&["serve", "--port"], "--port"),
        (&["dance"], "dance"),
        (&[], "platform serve"),
    ] {
        let done = run(args);
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(
            !done.status.success() && said.contains(names) && said.contains("platform history"),
            "{said}"
        );
    }
}
