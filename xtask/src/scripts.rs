//! Takes out of the page's scripts what only their readers need: comments that are lines of their own, and indentation; and tells
//! browsers to compile the rest ahead. It must not know what the scripts do.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// Browsers compile a function when it is first called, on the page's own thread, and read its text twice so. Chromium (136 and
/// newer) compiles a script that begins with this line on another thread, while it arrives; others read a comment.
const AHEAD: &str = "//# allFunctionsCalledOnLoad\n";

/// Shortens every script in `folder` and below it.
pub fn shorten(folder: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", folder.display()));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            shorten(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "js") {
            let text = fs::read_to_string(&path).map_err(failed)?;
            fs::write(&path, shortened(&text)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The same script. Lines stay lines: where a statement ends, JavaScript may know by them. A text of several lines would lose its
/// indentation; none has any.
fn shortened(script: &str) -> String {
    let mut short = String::with_capacity(AHEAD.len() + script.len());
    short.push_str(AHEAD);
    for line in script.lines() {
        let words = line.trim();
        if words.is_empty() || words.starts_with("//") {
            continue;
        }
        // One blank stays: what begins a statement is told from what is in one.
        if line.starts_with(char::is_whitespace) {
            short.push(' ');
        }
        short.push_str(words);
        short.push('\n');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out_and_all_is_compiled_ahead() {
        let script = "// What it does.\nconst at = \"https://a//b\"; // why\n\nif (at) {\n    // Deeper.\n\tgo(at)\n    // Last.\n}";
        assert_eq!(
            shortened(script),
            "//# allFunctionsCalledOnLoad\nconst at = \"https://a//b\"; // why\nif (at) {\n go(at)\n}\n"
        );
    }
}
