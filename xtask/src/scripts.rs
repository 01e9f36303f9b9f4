//! Takes out of the page's scripts what only their readers need: comments that are lines of their own, and indentation. It must
//! not know what the scripts do.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// Shortens every script in `folder`.
pub fn shorten(folder: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}.", folder.display()));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|ending| ending == "js") {
            let text = fs::read_to_string(&path).map_err(failed)?;
            fs::write(&path, shortened(&text)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The same script. Lines stay lines: where a statement ends, JavaScript may know by them. A text of several lines would lose its
/// indentation; none has any.
fn shortened(script: &str) -> String {
    let mut short = String::with_capacity(script.len());
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
    fn comments_and_indentation_are_left_out() {
        let script = "// What it does.\nconst at = \"https://a//b\"; // why\n\nif (at) {\n    // Deeper.\n\tgo(at)\n    // Last.\n}";
        assert_eq!(
            shortened(script),
            "const at = \"https://a//b\"; // why\nif (at) {\n go(at)\n}\n"
        );
    }
}
