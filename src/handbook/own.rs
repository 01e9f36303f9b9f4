//! A handbook that somebody brings beside the built-in one: its documents replace those of the same name and add
//! others; one that cannot be understood is left out. Fetches nothing.

use super::{
    Document, Handbook,
    problem::{Place, Problem},
    read,
};

/// The folder that brought documents are named by in problems.
pub const FOLDER: &str = "handbook/";

/// A brought document: its path below the folder (`RB-003.md`, `dashboards/database.md`), and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Its path.
    pub file: String,
    /// The Markdown.
    pub text: String,
}

/// Whether a name of a manifest may be fetched: a Markdown document or the rules, below the folder.
///
/// # Errors
/// What was expected.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "_.-/".contains(c);
    let parts = || name.split('/');
    let known = name.ends_with(".md") || name == "rules.json";
    if known
        && name.chars().all(legal)
        && parts().all(|part| !part.is_empty() && !part.starts_with('.'))
    {
        Ok(())
    } else {
        Err(
            "'rules.json', or the path of a Markdown document below the folder, of letters, digits, '_', '.' and '-'",
        )
    }
}

/// The built-in documents with the brought ones in their places. A brought document with a problem is left out, the
/// built-in one of its name stands in for it, and its problems are told.
pub fn merge(built_in: &[Document<'_>], brought: &[Brought]) -> (Handbook, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut good: Vec<(String, &Brought)> = Vec::new();
    for document in brought {
        let file = format!("{FOLDER}{}", document.file);
        let expected = match check_name(&document.file) {
            Err(expected) => expected,
            Ok(()) if good.iter().any(|(other, _)| *other == file) => {
                "a document that is listed once"
            }
            Ok(()) => {
                good.push((file, document));
                continue;
            }
        };
        problems.push(Problem::new(
            &file,
            Place { line: 1, column: 1 },
            &document.file,
            expected,
        ));
    }
    // Leaving one out can break another that leans on it: again, until nothing is left out.
    loop {
        let documents = together(built_in, &good);
        let (handbook, found) = read(&documents);
        let before = good.len();
        let mut kept = good.clone();
        kept.retain(|(file, _)| found.iter().all(|problem| problem.file != *file));
        if kept.len() == before {
            problems.extend(found);
            return (handbook, problems);
        }
        problems.extend(
            found
                .into_iter()
                .filter(|problem| problem.file.starts_with(FOLDER)),
        );
        good = kept;
    }
}

fn together<'a>(built_in: &[Document<'a>], good: &'a [(String, &'a Brought)]) -> Vec<Document<'a>> {
    let name = |file: &str| {
        file.split_once('/')
            .map_or(file, |(_, name)| name)
            .to_owned()
    };
    let mut documents: Vec<Document<'a>> = built_in
        .iter()
        .filter(|document| good.iter().all(|(_, own)| own.file != name(document.file)))
        .copied()
        .collect();
    documents.extend(good.iter().map(|(file, own)| Document {
        file,
        text: &own.text,
    }));
    documents
}
