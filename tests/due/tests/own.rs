//! `due` with a handbook of one's own: what its documents say is when it is due. It must not know how they are read.

use serde_json::{Value, json};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const CASE: &str = r#"{"severity": "SEV1", "start": "2026-11-25T12:00:00Z"}"#;

fn run(folder: Option<&Path>) -> io::Result<Output> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_due"))
        .args(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A program that has ended already reads nothing.
        let _ = writeln!(input, "{CASE}");
    }
    child.wait_with_output()
}

fn answer(folder: Option<&Path>) -> io::Result<Value> {
    let output = run(folder)?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// A folder with changed copies of the repository's documents.
fn folder(name: &str, changes: &[(&str, &str, &str)]) -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder)?;
    let runbooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runbooks");
    for (file, old, new) in changes {
        let text = fs::read_to_string(runbooks.join(file))?;
        assert!(text.contains(old), "{file} has no '{old}'");
        fs::write(folder.join(file), text.replace(old, new))?;
    }
    Ok(folder)
}

#[test]
fn changed_numbers_move_their_clocks_and_levels() -> io::Result<()> {
    let mut expected = answer(None)?;
    assert_eq!(expected["acknowledge"], "2026-11-25T12:05:00Z");
    assert_eq!(expected["levels"]["2"], "2026-11-25T12:30:00Z");
    let own = folder(
        "moved",
        &[
            (
                "escalation.md",
                "not resolved in 30 minutes",
                "not resolved in 25 minutes",
            ),
            (
                "on-call.md",
                "| SEV1 | 5 minutes | 10 minutes |",
                "| SEV1 | 5 minutes | 12 minutes |",
            ),
        ],
    )?;
    expected["response"] = json!("2026-11-25T12:12:00Z");
    expected["levels"]["2"] = json!("2026-11-25T12:25:00Z");
    assert_eq!(answer(Some(&own))?, expected);
    Ok(())
}

#[test]
fn a_mistake_ends_it_with_its_place() -> io::Result<()> {
    let own = folder(
        "wrong",
        &[("on-call.md", "| SEV1 | 5 minutes |", "| SEV1 | soon |")],
    )?;
    let output = run(Some(&own))?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(
        said.contains("handbook/on-call.md:") && said.contains("soon"),
        "{said}"
    );
    Ok(())
}
