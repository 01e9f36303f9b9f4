//! Takes pictures of pages in both themes and as a phone. It must not judge them: people do.

use browser::{Browser, Failure, Page};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "\
Usage: cargo run -p browser --bin shots -- --url http://127.0.0.1:8080 --out FOLDER [PATH...]

  PATH   such as /dashboards/database; all five dashboards when none is given";

/// Suffix, width, height, phone, theme.
const LOOKS: [(&str, u32, u32, bool, &str); 3] = [
    ("dark", 1440, 900, false, "dark"),
    ("light", 1440, 900, false, "light"),
    ("phone", 390, 844, true, "dark"),
];

/// The same for the wall screen.
const WALLS: [(&str, u32, u32, bool, &str); 4] = [
    ("1080", 1920, 1080, false, "dark"),
    ("720", 1280, 720, false, "dark"),
    ("2160", 3840, 2160, false, "dark"),
    ("portrait", 1080, 1920, false, "dark"),
];

const DASHBOARDS: [&str; 5] = [
    "/dashboards/service-overview",
    "/dashboards/api-gateway",
    "/dashboards/database",
    "/dashboards/event-bus",
    "/dashboards/nodejs",
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (mut url, mut out, mut paths) = (None, None, Vec::new());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--url" => url = args.next(),
            "--out" => out = args.next().map(PathBuf::from),
            _ if arg.starts_with('/') => paths.push(arg),
            _ => return usage(&format!("'{arg}' is neither an argument nor a path.")),
        }
    }
    let (Some(url), Some(out)) = (url, out) else {
        return usage("--url and --out are needed.");
    };
    if paths.is_empty() {
        paths = DASHBOARDS.map(String::from).to_vec();
    }
    match shoot(&url, &out, &paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn usage(message: &str) -> ExitCode {
    eprintln!("{message}\n\n{USAGE}");
    ExitCode::from(2)
}

fn shoot(url: &str, out: &std::path::Path, paths: &[String]) -> Result<(), Failure> {
    let mut page = Browser::start()?.page(url);
    for path in paths {
        let name = match path.trim_matches('/').replace(['/', '?', '&', '='], "-") {
            name if name.is_empty() => "home".to_owned(),
            name => name,
        };
        let looks = match path.starts_with("/wall") {
            true => WALLS.as_slice(),
            false => LOOKS.as_slice(),
        };
        for &(suffix, width, height, phone, theme) in looks {
            page.resize(width, height, 1.0, phone)?;
            page.theme(theme)?;
            page.goto(path)?;
            painted(&mut page, path);
            let file = out.join(format!("{name}-{suffix}.png"));
            page.screenshot(&file)?;
            println!("{}", file.display());
        }
    }
    // A picture of a page in trouble is wanted too, so the console is told and not held against it.
    if let Err(failure) = page.end() {
        eprintln!("{failure}");
    }
    Ok(())
}

/// Only dashboards say when they have painted; a wall has when all of it is known.
fn painted(page: &mut Page, path: &str) {
    let marks = match path {
        path if path.starts_with("/dashboards") => {
            "performance.getEntriesByName('portal:painted').length"
        }
        path if path.starts_with("/wall") => {
            "document.querySelectorAll('.wall-chart, .wall-blind').length
                * !document.querySelector('.wall .symbol-loading, .wall-chart[data-state=loading]')"
        }
        _ => "document.querySelectorAll('h1').length",
    };
    let limit = Duration::from_secs(20);
    let waited = page.wait_at_most(limit, "the page to have painted", marks, |count| {
        count.as_u64() > Some(0)
    });
    if let Err(failure) = waited {
        eprintln!("{failure}");
    }
}
