//! `handbook/manifest.json`: which files a brought handbook has. Reads text; fetches nothing.

use crate::handbook::own::check_name;
use serde_json::Value;

/// The names of a manifest `{"files": ["RB-001.md", …]}`, and what is wrong with it in words.
pub fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let wrong = |what: String| format!("handbook/manifest.json: {what}");
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => return (Vec::new(), vec![wrong(error.to_string())]),
    };
    let Some(files) = value.get("files").and_then(Value::as_array) else {
        let words = "found no list of files, expected {\"files\": [\"RB-001.md\", …]}".to_owned();
        return (Vec::new(), vec![wrong(words)]);
    };
    let (mut names, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match file.as_str().map(|name| (name, check_name(name))) {
            Some((name, Ok(()))) => names.push(name.to_owned()),
            Some((name, Err(expected))) => {
                let name: String = name.chars().take(60).collect();
                problems.push(wrong(format!("found '{name}', expected {expected}")));
            }
            None => problems.push(wrong(
                "found a file that is no text, expected a name".to_owned(),
            )),
        }
    }
    (names, problems)
}
