//! Says what is wrong with a folder of handbook documents and its rules. Exit code 1 with problems, 2 when the folder
//! cannot be read.

mod rules;

use sre_portal::{
    embedded,
    handbook::{
        Document, check,
        own::{self, Brought},
        read,
    },
    manifest,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("Usage: check-handbook DIR");
        return ExitCode::from(2);
    };
    match problems(&folder) {
        Ok(problems) if problems.is_empty() => {
            println!("{}: no problems.", folder.display());
            ExitCode::SUCCESS
        }
        Ok(problems) => {
            for problem in &problems {
                println!("{problem}");
            }
            eprintln!("{}: {} problems.", folder.display(), problems.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!(
                "{}: {error}. Give a folder that holds handbook documents.",
                folder.display()
            );
            ExitCode::from(2)
        }
    }
}

/// A folder with a manifest stands beside the built-in handbook, as the page takes it; another stands for itself.
fn problems(folder: &Path) -> io::Result<Vec<String>> {
    let name = |path: &Path| {
        path.strip_prefix(folder)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned()
    };
    let (rules, mut found) = rules::read(folder)?;
    let (handbook, problems) = match fs::read_to_string(folder.join("manifest.json")) {
        Ok(text) => {
            let (files, wrong) = manifest::read(&text);
            found.extend(wrong);
            let mut brought = Vec::new();
            for file in files.into_iter().filter(|file| file.ends_with(".md")) {
                match fs::read_to_string(folder.join(&file)) {
                    Ok(text) => brought.push(Brought { file, text }),
                    Err(error) => found.push(format!("{file}: {error}")),
                }
            }
            own::merge(embedded::DOCUMENTS, &brought)
        }
        Err(_) => {
            let mut files = Vec::new();
            collect(folder, &mut files)?;
            files.sort();
            let mut texts = Vec::new();
            for path in files {
                texts.push((
                    format!("{}/{}", folder.display(), name(&path)),
                    fs::read_to_string(&path)?,
                ));
            }
            if texts.is_empty() {
                return Err(io::Error::other("no .md file in it"));
            }
            let documents = texts.iter().map(|(file, text)| Document { file, text });
            read(&documents.collect::<Vec<_>>())
        }
    };
    found.extend(problems.iter().map(ToString::to_string));
    found.extend(
        check::check(&handbook, &rules)
            .iter()
            .map(ToString::to_string),
    );
    Ok(found)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
    Ok(())
}
