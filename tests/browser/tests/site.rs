//! The shipped `site.conf`, edited as somebody who installs it would, asked without a browser. It must not know what stands
//! in the other files.

use browser::{Failure, Played};
use stack::{Answer, Child, Client, Options};
use std::os::unix::fs::MetadataExt;
use std::process::Command;

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
        let user = match std::fs::metadata("/proc/self")?.uid() {
            0 => "user root;",
            _ => "",
        };
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = kinds
            .iter()
            .map(|kind| format!("{kind}_temp_path {root}/{kind};\n"))
            .collect();
        let text = format!(
            "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\npid {root}/pid;\ndaemon off;\n\
             {user}\nevents {{}}\nhttp {{ include /etc/nginx/mime.types;\naccess_log off;\n{temporary}\
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
