//! `test`: every check of this repository in one order. It must not know what the checks look at.

use crate::args::TestOptions;
use crate::failure::Failure;
use crate::setup::Tools;
use crate::steps::{self, Step};
use crate::{budget, bundle, dist, fuzz, guide, process, setup, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs all steps, or those whose name contains the given text.
pub fn test(options: &TestOptions) -> Result<(), Failure> {
    let tools = setup::set_up()?;
    let mut steps = steps(&tools, options);
    if let Some(only) = &options.only {
        let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
        let names = names.join(", ");
        steps.retain(|step| step.name.contains(only.as_str()));
        if steps.is_empty() {
            return Err(Failure::usage(format!(
                "No step has '{only}' in its name. The steps are: {names}."
            )));
        }
    }
    steps::run(&steps)
}

fn steps<'a>(tools: &'a Tools, options: &TestOptions) -> Vec<Step<'a>> {
    let all = options.all;
    vec![
        cargo("formatting", "fmt --all --check", all),
        cargo(
            "lints",
            "clippy --workspace --all-targets -- -D warnings",
            all,
        ),
        // In the release profile because the page's own build has then compiled the macros and build scripts already.
        cargo(
            "lints of the wasm part",
            "clippy --package sre-portal --package first --target wasm32-unknown-unknown --release -- -D warnings",
            all,
        ),
        cargo(
            "unit tests",
            "test --workspace --exclude browser --quiet",
            all,
        ),
        Step {
            name: "alerting rules",
            repeat: "cargo xtask test --only rules".to_owned(),
            work: Box::new(rules),
        },
        Step {
            name: "due times",
            repeat: "python3 tests/due/compare.py".to_owned(),
            work: Box::new(due_times),
        },
        Step {
            name: "fuzzing",
            repeat: "cargo xtask fuzz 30".to_owned(),
            work: Box::new(|| fuzz::fuzz(30)),
        },
        Step {
            name: "build of the page",
            repeat: "cargo xtask test --only build".to_owned(),
            work: Box::new(|| {
                bundle::build(tools)?;
                // For the browser tests: the same page under a path of its own.
                let folder = workspace::root().join("target/sub-path");
                dist::clear(&folder)?;
                bundle::copy(&folder, "/sre/")
            }),
        },
        Step {
            name: "size of a first visit",
            repeat: "cargo xtask test --only size".to_owned(),
            work: Box::new(budget::check),
        },
        Step {
            name: "archive",
            repeat: "cargo xtask test --only archive".to_owned(),
            work: Box::new(move || dist::same_bytes(all)),
        },
        Step {
            name: "guide",
            repeat: "cargo xtask test --only guide".to_owned(),
            work: Box::new(guide::follow),
        },
        cargo("browser tests", "test --package browser", all),
    ]
}

fn cargo<'a>(name: &'static str, line: &'static str, all: bool) -> Step<'a> {
    let prefix = if all { "SRE_PORTAL_ALL=1 " } else { "" };
    Step {
        name,
        repeat: format!("{prefix}cargo {line}"),
        work: Box::new(move || {
            let mut command = process::cargo();
            command.args(line.split(' '));
            if all {
                command.env("SRE_PORTAL_ALL", "1");
            }
            process::succeed(&mut command, &format!("'cargo {line}'"))
        }),
    }
}

/// promtool finds the rule file by the path that a test file names, relative to that test file.
fn rules() -> Result<(), Failure> {
    let root = workspace::root();
    let mut check = promtool("check", root.join("runbooks"));
    process::succeed(
        check.arg("alerts.yml"),
        "'promtool check rules runbooks/alerts.yml'",
    )?;
    let tests = rule_tests(&root.join("tests/rules"))?;
    if tests.is_empty() {
        println!("No rule tests in tests/rules.");
        return Ok(());
    }
    let mut test = promtool("test", root);
    process::succeed(test.args(tests), "'promtool test rules tests/rules/*.yml'")
}

/// Ten thousand random cases against a calculation of its own.
fn due_times() -> Result<(), Failure> {
    let mut compare = process::command("python3");
    let script = "tests/due/compare.py";
    process::succeed(compare.arg(script), &format!("'python3 {script}'"))
}

fn promtool(verb: &str, folder: PathBuf) -> Command {
    let mut command = process::command("promtool");
    command.args([verb, "rules"]).current_dir(folder);
    command
}

fn rule_tests(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::new(format!("Cannot read {}: {error}.", folder.display())))?
            .path();
        if path.extension().is_some_and(|ending| ending == "yml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
