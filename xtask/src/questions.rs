//! Puts the questions that the build of the program wrote into the script that asks them early, and the script into the page. It
//! must not know what is asked.

use crate::failure::Failure;
use crate::{bundle, process};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const SCRIPT: &str = "questions.js";

/// What stands for the questions in the script.
const SLOT: &str = "= QUESTIONS;";

/// Returns the name of the script in `dist`.
pub fn write(dist: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", dist.display()));
    let questions = fs::read_to_string(written()?.join("questions.json")).map_err(failed)?;
    let script = dist.join(SCRIPT);
    let text = fs::read_to_string(&script).map_err(failed)?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(failed)?;
    let (Some((before, after)), Some(begin)) = (text.split_once(SLOT), html.find("<script "))
    else {
        return Err(Failure::new(format!(
            "public/{SCRIPT} has no '{SLOT}', or index.html no script."
        )));
    };
    fs::write(&script, format!("{before}= {questions};{after}")).map_err(failed)?;
    let (head, rest) = html.split_at(begin);
    let tag = format!(
        "<script src={}{SCRIPT} type=module></script>",
        bundle::PLACE
    );
    fs::write(&page, format!("{head}{tag}{rest}")).map_err(failed)?;
    Ok(SCRIPT.to_owned())
}

/// Where the program's build script writes: cargo tells it, and finds all the rest done by the build of the page.
fn written() -> Result<PathBuf, Failure> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--release", "--offline", "--package", "sre-portal"]);
    cargo.args([
        "--target",
        "wasm32-unknown-unknown",
        "--message-format=json",
    ]);
    bundle::as_page(&mut cargo)?;
    let told = cargo
        .stderr(Stdio::null())
        .output()
        .map_err(|error| Failure::new(format!("'cargo' could not be started: {error}.")))?;
    let told = String::from_utf8_lossy(&told.stdout);
    let folder = told
        .lines()
        .filter(|line| line.contains("\"build-script-executed\""));
    let folder =
        folder.filter(|line| line.contains("#sre-portal@") || line.contains("/sre-portal#"));
    let folder = folder.filter_map(|line| {
        let (_, rest) = line.split_once("\"out_dir\":\"")?;
        rest.split_once('"')
            .map(|(folder, _)| PathBuf::from(folder))
    });
    folder.last().ok_or_else(|| {
        Failure::new("cargo does not tell where the build script of sre-portal wrote.".to_owned())
    })
}
