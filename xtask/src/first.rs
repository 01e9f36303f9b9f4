//! Builds the program that draws a dashboard's first picture, and names it in the page. It must not know what it draws.

use crate::failure::Failure;
use crate::setup::Tools;
use crate::{bundle, parts, process, workspace};
use std::fs;
use std::path::Path;

const PROGRAM: &str = "target/wasm32-unknown-unknown/release/first.wasm";

/// What is added to `dist`: script and program.
const FILES: [&str; 2] = ["first.js", "first.wasm"];

/// Puts both into `dist`, with what they share with the page's program. Returns their names.
pub fn write(tools: &Tools, dist: &Path) -> Result<Vec<String>, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", dist.display()));
    let mut build = process::cargo();
    build.args(["build", "--release", "--offline", "--package", "first"]);
    build.args(["--target", "wasm32-unknown-unknown"]);
    bundle::as_page(&mut build)?;
    process::succeed(&mut build, "The build of the first picture")?;
    let bound = workspace::root().join("target/first");
    let _ = fs::remove_dir_all(&bound);
    fs::create_dir_all(&bound).map_err(failed)?;
    parts::bind(tools, &workspace::root().join(PROGRAM), &bound, "first")?;
    let [script, program] = FILES;
    // Under a name of its own: the page's program is the one that is called `_bg`.
    parts::optimise(&bound.join("first_bg.wasm"), &dist.join(program))?;
    fs::copy(bound.join(script), dist.join(script)).map_err(failed)?;
    bundle::link_all(&bound.join("snippets"), &dist.join("snippets")).map_err(failed)?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(failed)?;
    let place = bundle::PLACE;
    let named = format!("data-first={place}{script} data-first-wasm={place}{program} data-wasm=");
    if !html.contains("data-wasm=") {
        return Err(Failure::new(format!(
            "{} names no program.",
            page.display()
        )));
    }
    fs::write(&page, html.replacen("data-wasm=", &named, 1)).map_err(failed)?;
    Ok(FILES.map(str::to_owned).to_vec())
}
