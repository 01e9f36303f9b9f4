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
    out_dir(&told).ok_or_else(|| {
        Failure::new("cargo does not tell where the build script of sre-portal wrote.".to_owned())
    })
}

/// The folder in cargo's messages, a JSON object a line. A package's id ends with its name where its folder has another.
fn out_dir(told: &str) -> Option<PathBuf> {
    let ours = |line: &&str| {
        line.contains("\"build-script-executed\"")
            && (line.contains("#sre-portal@") || line.contains("/sre-portal#"))
    };
    let (_, rest) = told.lines().find(ours)?.split_once("\"out_dir\":\"")?;
    rest.split_once('"')
        .map(|(folder, _)| PathBuf::from(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_that_of_our_package() {
        let line = |id: &str, folder: &str| {
            format!(
                "{{\"reason\":\"build-script-executed\",\"package_id\":\"{id}\",\"out_dir\":\"{folder}\"}}\n"
            )
        };
        let other = line("registry+index#serde@1.0.0", "/other");
        for id in [
            "path+file:///a/main#sre-portal@0.1.0",
            "path+file:///a/sre-portal#0.1.0",
        ] {
            let told = format!("{other}{}", line(id, "/ours"));
            assert_eq!(out_dir(&told), Some(PathBuf::from("/ours")), "{id}");
        }
        assert_eq!(out_dir(&other), None);
    }
}
