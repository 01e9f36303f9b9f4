//! What ships beside the page agrees with it: endpoints, jobs, addresses.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources(below: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(below)];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = read(&path.to_string_lossy());
                found.push((path, text));
            }
        }
    }
    found
}

/// The paths of an API that the source names, without comments.
fn asked(api: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (_, text) in sources("src") {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for rest in line.split(api).skip(1) {
                let end = rest.find(|c: char| !c.is_ascii_lowercase() && !"/_".contains(c));
                let path = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
                // `api/v1` alone is a word of a message.
                if !path.is_empty() {
                    paths.insert(path.to_owned());
                }
            }
        }
    }
    paths
}

/// The paths of an API that nginx lets through: a group of names each.
fn allowed(api: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for line in read("deploy/nginx/http.conf").lines() {
        if let Some((_, rest)) = line.split_once(&format!("{api}(?:")) {
            let (names, _) = rest.split_once(")$\" 1;").expect("a group of names, and 1");
            paths.extend(names.split('|').map(str::to_owned));
        }
    }
    paths
}

#[test]
fn nginx_lets_through_what_is_asked_and_nothing_else() {
    for api in ["api/v1/", "api/v2/"] {
        assert!(asked(api).len() > 2, "{:?}", asked(api));
        assert_eq!(asked(api), allowed(api), "{api}");
    }
}

/// A newcomer's Prometheus scrapes the jobs that the handbook expects, and each service under its name.
#[test]
fn the_example_prometheus_has_the_jobs_of_the_handbook() {
    let services = sre_portal::embedded::handbook().services;
    let text = read("deploy/prometheus/prometheus.yml");
    let mut lines = text.lines().peekable();
    let mut jobs = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(job) = line.trim().strip_prefix("- job_name: ") {
            jobs.push((job.to_owned(), lines.peek().copied().unwrap_or_default()));
        }
    }
    assert_eq!(jobs.len(), services.services.len() + services.beside.len());
    for service in services.services.iter().chain(&services.beside) {
        let job = jobs.iter().find(|(job, _)| *job == service.job);
        let (_, targets) = job.unwrap_or_else(|| panic!("there is no job {}", service.job));
        if services.services.contains(service) {
            let label = format!("service: {} ", service.name);
            assert!(targets.contains(&label), "{targets}");
            assert!(
                targets.contains(&format!(":{}\"", service.port)),
                "{targets}"
            );
        }
    }
}

/// The portal may be served below a path: an address of its own comes from `browser::at` or `portal.url`, never as it is.
#[test]
fn no_address_of_the_page_forgets_where_it_is_served() {
    for (path, text) in sources("src/ui") {
        for (index, line) in text.lines().enumerate() {
            for bare in [
                "href=\"/",
                "href=format!(\"/",
                "src=\"/",
                "get(\"/",
                "get(&format!(\"/",
                "open_beside(\"/",
            ] {
                assert!(
                    !line.contains(bare),
                    "{}:{}: put it through browser::at or portal.url.link",
                    path.display(),
                    index + 1
                );
            }
        }
    }
    let page = read("index.html");
    assert!(
        !page.contains("=\"/"),
        "index.html: leave the address to trunk"
    );
}
