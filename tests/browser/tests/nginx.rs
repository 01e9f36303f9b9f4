//! The shipped nginx configuration, asked without a browser. It must not know what the page does with the answers.

use browser::{Failure, Played};
use stack::{Answer, Child, Client, Front, Options, Stack};
use std::process::Command;
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
        names.collect()
    };
    assert_eq!(names(&root), names(&below), "{method} {path} below /sre/");
    for (name, value) in &root.headers {
        if !["date", "etag", "last-modified", "content-length"].contains(&name.as_str()) {
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
        ("content-security-policy", csp),
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
        let policy = answer.header("permissions-policy").unwrap_or_default();
        assert!(policy.contains("camera=()"), "{path}: {policy}");
        assert!(
            policy.contains("screen-wake-lock=(self)"),
            "{path}: {policy}"
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

/// The shipped files with other places and ports, as somebody edits them; nginx reads them.
struct Edited {
    folder: tempfile::TempDir,
    plain: u16,
    tls: u16,
    _nginx: Option<Child>,
}

impl Edited {
    /// `edit` gets the text of `site.conf`.
    fn new(edit: impl Fn(String) -> String) -> Result<Self, Failure> {
        let folder = stack::temporary_folder()?;
        let root = folder.path().display().to_string();
        let nginx = stack::workspace().join("deploy/nginx");
        let (plain, tls) = (stack::unused_port()?, stack::unused_port()?);
        let replaced = |text: String| {
            text.replace("/etc/sre-portal", &root)
                .replace("/var/www/acme", &format!("{root}/acme"))
                .replace(
                    "/opt/sre-portal/www",
                    &Options::default().dist.display().to_string(),
                )
                .replace("    listen [::]:80;\n", "")
                .replace("    listen [::]:443 ssl http2;\n", "")
                .replace("listen 80;", &format!("listen 127.0.0.1:{plain};"))
                .replace("listen 443 ", &format!("listen 127.0.0.1:{tls} "))
        };
        std::fs::create_dir(folder.path().join("sre-portal"))?;
        for entry in std::fs::read_dir(&nginx)? {
            let entry = entry?;
            let text = std::fs::read_to_string(entry.path())?;
            let text = match entry.file_name() == *"site.conf" {
                true => edit(text),
                false => text,
            };
            let file = folder.path().join("sre-portal").join(entry.file_name());
            std::fs::write(file, replaced(text))?;
        }
        let made = Command::new(stack::find_program("sh")?)
            .arg(stack::workspace().join("deploy/tls/own-ca.sh"))
            .args(["portal.test", "127.0.0.1"])
            .env("SRE_PORTAL_TLS", folder.path().join("tls"))
            .output()?;
        assert!(made.status.success(), "{made:?}");
        for (name, text) in [
            ("config.json", "{}"),
            ("acme/.well-known/acme-challenge/token", "answer"),
            // "sre" with the password "secret".
            ("users", "sre:$apr1$k0eYBqnJ$YFEmVqY9uFtZagvv2EjIm/\n"),
        ] {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap_or(folder.path()))?;
            std::fs::write(file, text)?;
        }
        // Started by root its workers would become another user, who may not read a folder of root's.
        let text = format!(
            "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\npid {root}/pid;\ndaemon off;\n\
             user root;\nevents {{}}\nhttp {{ include /etc/nginx/mime.types;\naccess_log off;\n\
             include sre-portal/site.conf;\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, text)?;
        Ok(Self {
            folder,
            plain,
            tls,
            _nginx: None,
        })
    }

    /// What nginx says of it.
    fn check(&self) -> Result<String, Failure> {
        let output = Command::new(stack::find_program("nginx")?)
            .args(["-t", "-e", "stderr", "-c"])
            .arg(self.folder.path().join("nginx.conf"))
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        Ok(said)
    }

    fn serve(mut self) -> Result<Self, Failure> {
        let folder = self.folder.path();
        let config = folder.join("nginx.conf");
        let args = [
            "-e".as_ref(),
            "stderr".as_ref(),
            "-p".as_ref(),
            folder.as_os_str(),
            "-c".as_ref(),
            config.as_os_str(),
        ];
        let program = stack::find_program("nginx")?;
        let mut child = Child::start("nginx", &program, args, &folder.join("nginx.log"))?;
        let address = format!("127.0.0.1:{}", self.plain);
        stack::wait_until(
            "nginx to listen",
            std::time::Duration::from_secs(10),
            || {
                child.must_run()?;
                Ok(std::net::TcpStream::connect(&address)
                    .map(drop)
                    .map_err(|error| error.to_string()))
            },
        )?;
        self._nginx = Some(child);
        Ok(self)
    }

    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer, Failure> {
        let url = format!("http://127.0.0.1:{}{path}", self.plain);
        Client::default()
            .send("GET", &url, headers, "")
            .map_err(Failure::new)
    }
}

#[test]
fn the_example_site_is_understood() -> Result<(), Failure> {
    for lines in [
        &[][..],
        &["include sre-portal/auth.conf;"],
        &["include sre-portal/sub-path.conf;"],
    ] {
        let site = Edited::new(|text| {
            lines.iter().fold(text, |text, line| {
                assert!(text.contains(&format!("# {line}")), "{line}");
                text.replace(&format!("# {line}"), line)
            })
        })?;
        let said = site.check()?;
        assert!(!said.contains("[warn]"), "{lines:?}: {said}");
    }
    Ok(())
}

/// The blocks of the guide that change `site.conf`, each by itself: a setting or an upstream takes the place of the one
/// with its name, and what is new stands at the head of the server.
#[test]
fn the_examples_of_the_guide_are_understood() -> Result<(), Failure> {
    let guide = std::fs::read_to_string(stack::workspace().join("docs/guide.md"))?;
    let blocks: Vec<&str> = guide
        .split("```nginx\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(blocks.len() >= 5, "{blocks:?}");
    for block in blocks {
        let (upstream, lines) = block.split_once("}\n").unwrap_or_default();
        let site = Edited::new(|text| {
            let (before, rest) = text
                .split_once("upstream sre_prometheus {")
                .unwrap_or_default();
            let (_, rest) = rest.split_once("}\n").unwrap_or_default();
            let mut text = format!("{before}{upstream}}}\n{rest}");
            for line in lines.lines() {
                let name = line.split(' ').take(2).collect::<Vec<_>>().join(" ");
                let old = text
                    .lines()
                    .find(|old| old.trim().starts_with(&format!("{name} ")));
                text = match (line.starts_with("set "), old.map(str::to_owned)) {
                    (true, Some(old)) => text.replace(&old, line),
                    (true, None) => panic!("site.conf has no {name}"),
                    _ => text.replace("    root /opt", &format!("    {line}\n    root /opt")),
                };
            }
            assert!(lines.lines().all(|line| text.contains(line)), "{text}");
            text
        })?;
        let said = site.check()?;
        assert!(!said.contains("[warn]"), "{block}: {said}");
    }
    Ok(())
}

#[test]
fn plain_http_leads_to_tls_and_answers_acme() -> Result<(), Failure> {
    let site = Edited::new(|text| text)?.serve()?;
    let answer = site.ask(
        "/dashboards/database?from=now-2h",
        &[("Host", "portal.test")],
    )?;
    assert_eq!(answer.status, 308);
    assert_eq!(
        answer.header("location").as_deref(),
        Some("https://portal.test/dashboards/database?from=now-2h")
    );
    assert!(answer.header("content-security-policy").is_some());
    let answer = site.ask("/.well-known/acme-challenge/token", &[])?;
    assert_eq!((answer.status, answer.text().as_str()), (200, "answer"));
    assert_eq!(
        site.ask("/.well-known/acme-challenge/none", &[])?.status,
        404
    );

    // TLS by the authority alone, with HTTP/2; openssl verifies the name and the address.
    for name in [
        &["-verify_hostname", "portal.test"],
        &["-verify_ip", "127.0.0.1"],
    ] {
        let tls = Command::new(stack::find_program("openssl")?)
            .args(["s_client", "-alpn", "h2", "-verify_return_error"])
            .args(name)
            .arg("-connect")
            .arg(format!("127.0.0.1:{}", site.tls))
            .arg("-CAfile")
            .arg(site.folder.path().join("tls/ca.pem"))
            .stdin(std::process::Stdio::null())
            .output()?;
        let said = String::from_utf8_lossy(&tls.stdout);
        assert!(tls.status.success(), "{tls:?}");
        for words in ["TLSv1.3", "ALPN protocol: h2", "Verify return code: 0"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
    Ok(())
}

/// The site by plain http, as `site.conf` says how.
fn without_tls(text: &str) -> String {
    let (before, rest) = text.split_once("# Plain http leads").unwrap_or_default();
    let (_, rest) = rest.split_once("# Without TLS").unwrap_or_default();
    let (comment, rest) = rest
        .split_once("    # From nginx 1.25.1")
        .unwrap_or_default();
    let (_, rest) = rest.split_once("tls.conf;").unwrap_or_default();
    format!("{before}# {comment}listen 80;{rest}")
}

#[test]
fn tenant_and_prefixes_reach_both_servers() -> Result<(), Failure> {
    let played = || Played::start("200 OK", "application/json", "[]");
    let (prometheus, alertmanager) = (played()?, played()?);
    let site = Edited::new(|text| {
        without_tls(&text)
            .replace("127.0.0.1:9090", &prometheus.address().to_string())
            .replace("127.0.0.1:9093", &alertmanager.address().to_string())
            .replace("_tenant \"\"", "_tenant \"ours\"")
            .replace(
                "$sre_prometheus_prefix \"\"",
                "$sre_prometheus_prefix \"/prometheus\"",
            )
            .replace(
                "$sre_alertmanager_prefix \"\"",
                "$sre_alertmanager_prefix \"/alertmanager\"",
            )
    })?
    .serve()?;
    for (server, path) in [
        (&prometheus, "/prometheus/api/v1/rules"),
        (
            &alertmanager,
            "/alertmanager/api/v2/alerts/groups?active=true",
        ),
    ] {
        assert_eq!(
            site.ask(path, &[("X-Scope-OrgID", "theirs")])?.status,
            200,
            "{path}"
        );
        let request = server.asked()?;
        assert!(
            request.starts_with(&format!("GET {path} HTTP/1.1")),
            "{request}"
        );
        assert!(request.contains("X-Scope-OrgID: ours\r\n"), "{request}");
        assert!(!request.contains("theirs"), "{request}");
    }
    Ok(())
}

#[test]
fn a_password_can_be_wanted() -> Result<(), Failure> {
    let site = Edited::new(|text| {
        let auth = "include sre-portal/auth.conf;";
        without_tls(&text).replace(&format!("# {auth}"), auth)
    })?
    .serve()?;
    let password = [("Authorization", "Basic c3JlOnNlY3JldA==")];
    let wrong = [("Authorization", "Basic c3JlOndyb25n")];
    for path in [
        "/",
        "/config.json",
        "/prometheus/api/v1/rules",
        "/alertmanager/api/v2/alerts",
    ] {
        for headers in [&[][..], &wrong] {
            let answer = site.ask(path, headers)?;
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.header("content-security-policy").is_some(), "{path}");
            let cache = answer.header("cache-control");
            assert_eq!(cache.as_deref(), Some("no-store"), "{path}");
        }
        assert_ne!(site.ask(path, &password)?.status, 401, "{path}");
    }
    assert_eq!(site.ask("/", &password)?.status, 200);
    assert_eq!(site.ask("/prometheus/-/reload", &password)?.status, 403);
    Ok(())
}
