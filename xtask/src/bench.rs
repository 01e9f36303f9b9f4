//! `bench`: the page's chart and decoder as modules, the peers from npm, the stack, and the script that measures them. It
//! must not know what is measured.

use crate::args::BenchOptions;
use crate::failure::Failure;
use crate::setup::Tools;
use crate::{bundle, dist, parts, ports, precompress, process, scripts, setup, workspace};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

const CONTENDER: &str = "target/wasm32-unknown-unknown/release/contender.wasm";

/// Where the peers are installed and the scripts run: away from the tree.
const FOLDER: &str = "target/bench";

/// Measures, or only writes the modules into a folder.
pub fn bench(options: &BenchOptions) -> Result<(), Failure> {
    let tools = setup::set_up()?;
    if let Some(folder) = &options.contender {
        let folder = std::path::absolute(folder).map_err(failed(Path::new(folder)))?;
        contender(&tools, &folder)?;
        println!("Modules: {}", folder.join("portal.js").display());
        return Ok(());
    }
    let folder = workspace::root().join(FOLDER);
    pages_and_peers(&folder)?;
    contender(&tools, &folder.join("modules"))?;
    let mut install = process::command("npm");
    install
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder);
    process::succeed(&mut install, "'npm ci'").map_err(|failure| {
        failure.within(
            "The peers could not be installed. node and npm are needed: apt-get install nodejs npm",
        )
    })?;
    let wants_page = options
        .only
        .as_deref()
        .is_none_or(|only| only.contains("page"));
    let portal = match wants_page {
        true => Some(serve(&tools, &folder)?),
        false => None,
    };
    let mut run = process::command("node");
    run.arg(folder.join("run.mjs"))
        .args(["--reps", &options.repetitions.to_string()]);
    if let Some(only) = &options.only {
        run.args(["--only", only]);
    } else {
        run.arg("--docs")
            .arg(workspace::root().join("docs/benchmarks.md"));
    }
    if options.all_peers {
        run.args(["--peers", "all"]);
    }
    if let Some(portal) = &portal {
        run.args(["--portal", &portal.url]);
    }
    process::succeed(&mut run, "The benchmark")
}

/// The page's chart and decoder, built as the page is, with the script that calls them.
fn contender(tools: &Tools, folder: &Path) -> Result<(), Failure> {
    let mut build = process::cargo();
    build.args([
        "build",
        "--release",
        "--package",
        "contender",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    bundle::as_page(&mut build)?;
    process::succeed(&mut build, "The build of the contender")?;
    let inner = folder.join("portal");
    fs::create_dir_all(&inner).map_err(failed(&inner))?;
    let program = workspace::root().join(CONTENDER);
    parts::bind(tools, &program, &inner, "contender")?;
    let bound = inner.join("contender_bg.wasm");
    parts::optimise(&bound, &bound)?;
    scripts::shorten(&inner)?;
    copy(&workspace::root().join("tests/bench/modules"), folder)
}

fn pages_and_peers(folder: &Path) -> Result<(), Failure> {
    for part in ["", "pages", "peers"] {
        copy(
            &workspace::root().join("tests/bench").join(part),
            &folder.join(part),
        )?;
    }
    Ok(())
}

/// The files of one folder, without those below it.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(failed(to))?;
    for entry in fs::read_dir(from).map_err(failed(from))?.flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).map_err(failed(to))?;
        }
    }
    Ok(())
}

/// The stack under measurement; ends with this value.
struct Portal {
    child: Child,
    url: String,
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Asked, not forced: it ends all that it started.
        let id = self.child.id().to_string();
        let _ = process::command("kill").arg(id).status();
        let _ = self.child.wait();
    }
}

/// Builds the page, puts the bare one beside it and serves both.
fn serve(tools: &Tools, folder: &Path) -> Result<Portal, Failure> {
    bundle::build(tools)?;
    let site = folder.join("site");
    dist::clear(&site)?;
    bundle::copy(&site, "/")?;
    let (pages, peer) = (folder.join("pages"), folder.join("node_modules/uplot/dist"));
    let bare = site.join("bare");
    fs::create_dir_all(&bare).map_err(failed(&bare))?;
    let files = [
        (pages.join("bare.html"), "bare.html"),
        (pages.join("bare.js"), "bare.js"),
        (pages.join("bare.css"), "bare.css"),
        (peer.join("uPlot.iife.min.js"), "uplot.js"),
        (peer.join("uPlot.min.css"), "uplot.css"),
    ];
    for (from, to) in files {
        fs::copy(&from, bare.join(to)).map_err(failed(&from))?;
    }
    precompress::folder(&site)?;
    let mut command = process::cargo();
    command
        .args(["run", "--quiet", "--package", "stack", "--"])
        .args(["--port", &ports::free()?.to_string()])
        .args(["--free-ports", "--dist"])
        .arg(&site)
        .stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| Failure::new(format!("The stack could not be started: {error}.")))?;
    let lines = child.stdout.take().map(BufReader::new);
    let mut lines = lines
        .into_iter()
        .flat_map(BufRead::lines)
        .map_while(Result::ok);
    let url = lines.find_map(|line| {
        line.strip_prefix("Portal: ")
            .map(|url| url.trim_end_matches('/').to_owned())
    });
    // Somebody must go on reading, or it ends with the next line that it prints.
    std::thread::spawn(move || lines.for_each(drop));
    match url {
        Some(url) => Ok(Portal { child, url }),
        None => Err(Failure::new(
            "The stack ended before it served; its messages stand above.".to_owned(),
        )),
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::new(format!("{}: {error}.", path.display()))
}
