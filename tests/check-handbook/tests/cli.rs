//! The command's exit codes and lines, on folders with and without mistakes.

#![allow(
    clippy::expect_used,
    reason = "a test fails by a panic, in its helpers too"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn run(folder: &Path) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_check-handbook"))
        .arg(folder)
        .output()
        .expect("starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

/// A folder of its own with a copy of the shipped handbook.
fn copy(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runbooks");
    for below in ["", "dashboards"] {
        fs::create_dir_all(folder.join(below)).expect("can be written");
        for entry in fs::read_dir(from.join(below)).expect("is there").flatten() {
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.join(below).join(entry.file_name()))
                    .expect("can be copied");
            }
        }
    }
    folder
}

fn change(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("is there");
    assert!(text.contains(old), "{file} has no '{old}'");
    fs::write(path, text.replacen(old, new, 1)).expect("can be written");
}

#[test]
fn each_kind_of_mistake_ends_with_code_1_and_its_place() {
    let before = run(&copy("sound")).1;
    for (name, file, old, new, expected) in [
        (
            "link",
            "RB-001.md",
            "- Review resource limits",
            "- [x](RB-099)",
            "RB-001.md:50:3: found 'RB-099'",
        ),
        (
            "runbook",
            "alerts.yml",
            "runbook: RB-007",
            "runbook: RB-099",
            "found 'RB-099', expected a runbook",
        ),
        (
            "alert",
            "alerts.yml",
            "runbook: RB-007",
            "runbook: RB-006",
            "RB-007.md:1:1: found 'nothing', expected an alert",
        ),
        (
            "none",
            "alerts.yml",
            "    runbook: RB-007",
            "    other: x",
            "found 'AuthFailures', expected an annotation",
        ),
        (
            "panel",
            "RB-004.md",
            "Queue Sizes",
            "Queue Lengths",
            "RB-004.md:22:1: found 'Access Grafana",
        ),
        (
            "limit",
            "alerts.yml",
            "nodejs_eventloop_lag_seconds > 0.1",
            "nodejs_eventloop_lag_seconds > 0.2",
            "EventLoopLag > 200 ms",
        ),
        (
            "prose",
            "RB-005.md",
            "Error rate > 5%",
            "Error rate > 6%",
            "found 'Error rate > 6%'",
        ),
        (
            "minutes",
            "RB-001.md",
            "- Review resource limits",
            "- Tell level 2 of a SEV1 after 20 minutes",
            "RB-001.md:48:1: found '20 minutes', expected a time of the SLA table or the escalation matrix",
        ),
        (
            "date",
            "RB-005.md",
            "reviewed: 2026",
            "reviewed: 20",
            "a date such as",
        ),
    ] {
        let folder = copy(name);
        change(&folder, file, old, new);
        let (code, text) = run(&folder);
        assert_eq!(code, 1, "{name}: {text}");
        let before = before.replace("/sound/", &format!("/{name}/"));
        let new: Vec<&str> = text.lines().filter(|line| !before.contains(line)).collect();
        assert!(
            new.iter().any(|line| line.contains(expected)),
            "{name}: {new:#?}"
        );
    }
}

#[test]
fn a_folder_with_a_manifest_stands_beside_the_built_in_handbook() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("own");
    fs::create_dir_all(&folder).expect("can be written");
    fs::write(
        folder.join("manifest.json"),
        "{\"files\": [\"RB-003.md\", \"gone.md\"]}",
    )
    .expect("can be written");
    fs::write(folder.join("RB-003.md"), "# RB-003: Own\n").expect("can be written");
    fs::write(
        folder.join("rules.json"),
        "{\"data\": {\"groups\": [{\"rules\": [{\"name\": \"A\", \"query\": \"up == 0\"}]}]}}",
    )
    .expect("can be written");
    let (code, text) = run(&folder);
    assert_eq!(code, 1);
    for expected in [
        "gone.md: ",
        "handbook/RB-003.md:1:1: found 'nothing', expected a line 'title",
        "found 'A', expected an annotation",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn a_folder_that_is_none_ends_with_code_2() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    assert_eq!(run(&folder.join("nothing-here")).0, 2);
    let empty = folder.join("empty");
    fs::create_dir_all(&empty).expect("can be written");
    assert_eq!(run(&empty).0, 2);
}
