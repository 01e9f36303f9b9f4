//! The shipped nginx configuration, asked without a browser. It must not know what the page does with the answers.

use browser::Failure;
use stack::{Answer, Client, Front, Options, Stack};
use std::sync::{Mutex, PoisonError};

/// A stack at the root and one below `/sre/` for all of these: nobody looks at their history.
fn portals() -> Result<[String; 2], Failure> {
    static STACKS: Mutex<Option<[&'static Stack; 2]>> = Mutex::new(None);
    let mut shared = STACKS.lock().unwrap_or_else(PoisonError::into_inner);
    let stacks = match *shared {
        Some(stacks) => stacks,
        None => {
            let start = |front| -> Result<&'static Stack, Failure> {
                let options = Options {
                    history: std::time::Duration::ZERO,
                    ..Options::served(front)
                };
                Ok(Box::leak(Box::new(Stack::start(&options)?)))
            };
            *shared.insert([start(Front::Root)?, start(Front::SubPath)?])
        }
    };
    Ok(stacks.map(Stack::portal_url))
}

/// What frames a body: long ones come in chunks, and what two servers say of their alerts is not equally long.
const FRAMES: [&str; 2] = ["content-length", "transfer-encoding"];

/// Asks both portals, each by its own paths; they must answer alike. The answer is that of the one at the root.
fn ask(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer, Failure> {
    let client = Client::default();
    let [root, below] = portals()?;
    let ask = |url: &str| {
        client
            .send(method, &format!("{url}{path}"), headers, body)
            .map_err(Failure::new)
    };
    let (root, below) = (ask(&root)?, ask(&below)?);
    assert_eq!(root.status, below.status, "{method} {path} below /sre/");
    let names = |answer: &Answer| -> Vec<String> {
        let names = answer.headers.iter().map(|(name, _)| name.to_lowercase());
        names
            .filter(|name| !FRAMES.contains(&name.as_str()))
            .collect()
    };
    assert_eq!(names(&root), names(&below), "{method} {path} below /sre/");
    for (name, value) in &root.headers {
        let differs = ["date", "etag", "last-modified"].contains(&name.as_str());
        if !differs && !FRAMES.contains(&name.as_str()) {
            assert_eq!(
                Some(value),
                below.header(name).as_ref(),
                "{method} {path} below /sre/: {name}"
            );
        }
    }
    Ok(root)
}

fn get(path: &str) -> Result<Answer, Failure> {
    ask("GET", path, &[], "")
}

/// The built files with a hash in their names, as paths.
fn hashed_files() -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(Options::default().dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let (stem, ending) = name.rsplit_once('.').unwrap_or_default();
        if stem.contains('-') && ["js", "css", "wasm"].contains(&ending) {
            names.push(format!("/{name}"));
        }
    }
    assert!(
        names.iter().any(|name| name.ends_with(".wasm")),
        "the page is not built: {names:?}"
    );
    Ok(names)
}

#[test]
fn every_answer_carries_the_headers() -> Result<(), Failure> {
    let csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
               font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
               form-action 'none'; frame-ancestors 'none'";
    let wanted = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("server", "nginx"),
    ];
    for (path, status) in [
        ("/", 200),
        ("/dashboards/database", 200),
        ("/config.json", 200),
        ("/nothing.js", 404),
        ("/.env", 404),
        ("/prometheus/api/v1/status/buildinfo", 200),
        ("/prometheus/api/v1/query?query=)", 400),
        ("/prometheus/api/v1/status/config", 403),
        ("/alertmanager/api/v2/alerts", 200),
    ] {
        let answer = get(path)?;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        for (name, value) in wanted {
            assert_eq!(
                answer.header(name).as_deref(),
                Some(value),
                "{path}: {name}"
            );
        }
        // What the servers behind answer is no page: it may do nothing, and asks for nothing.
        let is_passed_on = path.starts_with("/prometheus/") || path.starts_with("/alertmanager/");
        let policy = answer.header("content-security-policy");
        let wanted = match is_passed_on {
            true => "default-src 'none'; frame-ancestors 'none'",
            false => csp,
        };
        assert_eq!(policy.as_deref(), Some(wanted), "{path}");
        let asked_for = answer.header("permissions-policy");
        let is_strict = |policy: &String| {
            policy.contains("camera=()") && policy.contains("screen-wake-lock=(self)")
        };
        assert_eq!(
            asked_for.as_ref().is_some_and(is_strict),
            !is_passed_on,
            "{path}: {asked_for:?}"
        );
    }
    // Browsers ignore it by plain http, and say so.
    let by = |scheme| ask("GET", "/", &[("X-Forwarded-Proto", scheme)], "");
    let opener = |answer: Answer| answer.header("cross-origin-opener-policy");
    assert_eq!(opener(by("https")?).as_deref(), Some("same-origin"));
    assert_eq!(opener(by("http")?), None);
    Ok(())
}

#[test]
fn what_the_page_reads_is_let_through() -> Result<(), Failure> {
    let range = "query=up&start=1700000000&end=1700000060&step=15";
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    for path in [
        "/prometheus/api/v1/query?query=up",
        &format!("/prometheus/api/v1/query_range?{range}"),
        "/prometheus/api/v1/rules",
        "/prometheus/api/v1/alerts",
        "/prometheus/api/v1/status/buildinfo",
        "/alertmanager/api/v2/alerts",
        "/alertmanager/api/v2/alerts/groups",
        "/alertmanager/api/v2/silences",
    ] {
        let answer = get(path)?;
        assert_eq!(answer.status, 200, "GET {path}: {}", answer.text());
        assert_eq!(
            answer.header("cache-control").as_deref(),
            Some("no-store"),
            "{path}"
        );
    }
    for (path, body) in [("query", "query=up"), ("query_range", range)] {
        let answer = ask("POST", &format!("/prometheus/api/v1/{path}"), &form, body)?;
        assert_eq!(answer.status, 200, "POST {path}: {}", answer.text());
        assert_eq!(answer.json()["status"], "success", "POST {path}");
    }
    Ok(())
}

#[test]
fn all_else_is_refused() -> Result<(), Failure> {
    for (method, path) in [
        ("GET", "/prometheus/"),
        ("GET", "/prometheus/graph"),
        ("GET", "/prometheus/metrics"),
        ("GET", "/prometheus/-/healthy"),
        ("POST", "/prometheus/-/reload"),
        ("PUT", "/prometheus/-/quit"),
        ("GET", "/prometheus/federate?match[]=up"),
        ("GET", "/prometheus/api/v1/status/config"),
        ("GET", "/prometheus/api/v1/status/flags"),
        ("GET", "/prometheus/api/v1/status/tsdb"),
        ("GET", "/prometheus/api/v1/status/runtimeinfo"),
        ("GET", "/prometheus/api/v1/targets"),
        ("GET", "/prometheus/api/v1/series?match[]=up"),
        ("GET", "/prometheus/api/v1/labels"),
        ("GET", "/prometheus/api/v1/metadata"),
        ("POST", "/prometheus/api/v1/write"),
        ("POST", "/prometheus/api/v1/read"),
        ("POST", "/prometheus/api/v1/admin/tsdb/delete_series"),
        ("POST", "/prometheus/api/v1/series"),
        ("POST", "/prometheus/api/v1/rules"),
        ("DELETE", "/prometheus/api/v1/query"),
        ("OPTIONS", "/prometheus/api/v1/query"),
        ("GET", "/prometheus/api/v1/query/../status/config"),
        ("GET", "/prometheus/api/v1/%71uery/%2e%2e/admin"),
        ("GET", "/prometheus/api/v1/queryx"),
        ("GET", "/alertmanager/"),
        ("GET", "/alertmanager/api/v2/status"),
        ("GET", "/alertmanager/api/v2/receivers"),
        ("GET", "/alertmanager/api/v2/silence/1"),
        ("HEAD", "/alertmanager/api/v2/alerts"),
        ("GET", "/alertmanager/api/v2/alerts/../status"),
        ("GET", "/alertmanager/metrics"),
        ("POST", "/alertmanager/api/v2/silences"),
        ("POST", "/alertmanager/api/v2/alerts"),
        ("DELETE", "/alertmanager/api/v2/silence/1"),
        ("POST", "/alertmanager/-/reload"),
    ] {
        let answer = ask(method, path, &[], "")?;
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text());
    }
    let large = "x".repeat(65 * 1024);
    let answer = ask("POST", "/prometheus/api/v1/query", &[], &large)?;
    assert_eq!(answer.status, 413);
    Ok(())
}

#[test]
fn no_other_page_may_read_the_answers() -> Result<(), Failure> {
    let origin = [("Origin", "https://elsewhere.example")];
    for path in [
        "/prometheus/api/v1/query?query=up",
        "/alertmanager/api/v2/alerts",
    ] {
        let answer = ask("GET", path, &origin, "")?;
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
    }
    Ok(())
}

#[test]
fn hashed_files_are_kept_for_a_year_and_others_asked_for_anew() -> Result<(), Failure> {
    for path in &hashed_files()? {
        let cache = get(path)?.header("cache-control").unwrap_or_default();
        assert_eq!(cache, "public, max-age=31536000, immutable", "{path}");
    }
    for path in [
        "/",
        "/index.html",
        "/config.json",
        "/boot.js",
        "/sw.js",
        "/manifest.webmanifest",
        "/alerts",
    ] {
        let answer = get(path)?;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("cache-control").as_deref(),
            Some("no-cache"),
            "{path}"
        );
    }
    // A file of an older build that is gone: the failure must not be kept.
    let gone = get("/sre-portal-0000000000000000_bg.wasm")?;
    assert_eq!(gone.status, 404);
    assert_eq!(gone.header("cache-control").as_deref(), Some("no-store"));
    Ok(())
}

#[test]
fn time_zones_are_files() -> Result<(), Failure> {
    for path in [
        "/zoneinfo/Europe/Oslo",
        "/zoneinfo/UTC",
        "/zoneinfo/Etc/GMT+1",
    ] {
        let answer = get(path)?;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.starts_with(b"TZif"), "{path}");
    }
    Ok(())
}

#[test]
fn compressed_copies_are_served() -> Result<(), Failure> {
    for path in hashed_files()? {
        let plain = get(&path)?;
        assert_eq!(plain.header("content-encoding"), None, "{path}");
        for encoding in ["br", "gzip"] {
            let answer = ask("GET", &path, &[("Accept-Encoding", encoding)], "")?;
            let sent = answer.header("content-encoding");
            // Files of less than 256 bytes have no copy.
            if plain.body.len() > 256 {
                assert_eq!(sent.as_deref(), Some(encoding), "{path}");
                assert!(
                    answer.body.len() < plain.body.len(),
                    "{path} is not smaller by {encoding}"
                );
            }
            assert_eq!(
                answer.header("content-type"),
                plain.header("content-type"),
                "{path}"
            );
        }
    }
    Ok(())
}

#[test]
fn routes_are_the_page_and_missing_files_are_missing() -> Result<(), Failure> {
    let page = get("/")?;
    for path in [
        "/dashboards/database",
        "/runbooks/RB-001",
        "/incidents/abc",
        "/no/such/route",
    ] {
        let answer = get(path)?;
        assert_eq!((answer.status, &answer.body), (200, &page.body), "{path}");
    }
    for path in [
        "/missing.js",
        "/missing.wasm",
        "/dashboards/missing.css",
        "/zoneinfo/Nowhere/Nothing",
        "/.git/config",
        "/.env",
    ] {
        let answer = get(path)?;
        assert_eq!(answer.status, 404, "{path}");
        assert_ne!(answer.body, page.body, "{path}");
    }
    let types = [
        (".wasm", "application/wasm"),
        (".js", "application/javascript"),
        (".css", "text/css"),
    ];
    for path in hashed_files()? {
        let kind = get(&path)?.header("content-type").unwrap_or_default();
        let wanted = types.iter().find(|(end, _)| path.ends_with(end));
        assert_eq!(Some(kind.as_str()), wanted.map(|(_, kind)| *kind), "{path}");
    }
    Ok(())
}

#[test]
fn outside_of_its_path_there_is_nothing() -> Result<(), Failure> {
    let [_, below] = portals()?;
    let server = below.trim_end_matches("/sre");
    let get = |path: &str| {
        Client::default()
            .get(&format!("{server}{path}"))
            .map_err(Failure::new)
    };
    for path in [
        "/",
        "/index.html",
        "/srex",
        "/config.json",
        "/prometheus/api/v1/rules",
    ] {
        let answer = get(path)?;
        assert_eq!(answer.status, 404, "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.is_some(), "{path}");
    }
    let answer = get("/sre")?;
    assert_eq!(answer.status, 301);
    assert_eq!(answer.header("location").as_deref(), Some("/sre/"));
    Ok(())
}
