//! nginx with the configuration that is shipped for production. It must not hold any of that configuration itself.

use crate::child::Child;
use crate::error::StackError;
use crate::http::Client;
use crate::options::{Front, workspace};
use crate::upstream::Upstream;
use crate::{ports, programs, wait};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(30);
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// A running nginx.
#[derive(Debug)]
pub struct Nginx {
    child: Option<Child>,
    program: PathBuf,
    folder: PathBuf,
    port: u16,
    front: Front,
}

/// What stands behind it.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder of the built page.
    pub dist: PathBuf,
    /// Where questions about metrics go.
    pub prometheus: Upstream,
    /// Addresses that the page may ask beside its own, with a blank before each.
    pub connect: String,
    /// How the page is served.
    pub front: Front,
    /// The port of our Alertmanager, if there is one.
    pub alertmanager_port: Option<u16>,
    /// Name and password of who may write into the shared folder of incidents; `None`: there is no such folder.
    pub store: Option<(String, String)>,
}

impl Nginx {
    /// Starts it in `folder` on `wanted`, which must be free, or on a free port, and waits until the page is served.
    pub fn start(folder: &Path, wanted: Option<u16>, site: &Site) -> Result<Self, StackError> {
        let program = programs::find("nginx")?;
        let shipped = workspace().join("deploy/nginx");
        // nginx looks for included files beside its main file: there the shipped ones find each other as in /etc/nginx.
        let link = folder.join("sre-portal");
        symlink(&shipped, &link).map_err(StackError::file(&link))?;
        if site.front == Front::Tls {
            certify(&shipped, folder)?;
        }
        if let Some((name, password)) = &site.store {
            let store = folder.join("shared/store");
            fs::create_dir_all(&store).map_err(StackError::file(&store))?;
            let file = folder.join("passwords");
            fs::write(&file, format!("{name}:{{PLAIN}}{password}\n"))
                .map_err(StackError::file(&file))?;
        }
        ports::claim(wanted, |port| {
            let file = folder.join("nginx.conf");
            let text = configuration(folder, port, site);
            fs::write(&file, text).map_err(StackError::file(&file))?;
            let mut server = Self {
                child: None,
                program: program.clone(),
                folder: folder.to_path_buf(),
                port,
                front: site.front,
            };
            server.resume()?;
            Ok(server)
        })
    }

    /// Ends it; its files stay.
    pub fn stop(&mut self) {
        self.child = None;
    }

    /// Starts it where it was, and waits until the page is served. Does nothing while it runs.
    pub fn resume(&mut self) -> Result<(), StackError> {
        if self.child.is_some() {
            return Ok(());
        }
        let file = self.folder.join("nginx.conf");
        let args = [
            "-e".as_ref(),
            "stderr".as_ref(),
            "-p".as_ref(),
            self.folder.as_os_str(),
            "-c".as_ref(),
            file.as_os_str(),
        ];
        let log = self.folder.join("nginx.log");
        let mut child = Child::start("nginx", &self.program, args, &log)?;
        let client = Client::default();
        // To plain http a port with TLS answers 400, which is a sign of life.
        let (page, wanted) = match self.front {
            Front::Tls => (format!("http://127.0.0.1:{}/", self.port), 400),
            Front::Root | Front::SubPath => (format!("{}/", self.url()), 200),
        };
        wait::until("nginx to serve the page", LIMIT, || {
            child.must_run()?;
            Ok(match client.get(&page) {
                Ok(answer) if answer.status == wanted => Ok(()),
                Ok(answer) => Err(format!("status {}: {}", answer.status, answer.text())),
                Err(error) => Err(error),
            })
        })?;
        self.child = Some(child);
        Ok(())
    }

    /// The page's address, without a slash at the end.
    pub fn url(&self) -> String {
        let port = self.port;
        match self.front {
            Front::Root => format!("http://127.0.0.1:{port}"),
            Front::SubPath => format!("http://127.0.0.1:{port}/sre"),
            Front::Tls => format!("https://127.0.0.1:{port}"),
        }
    }

    /// Asks it to end without waiting.
    pub fn ask_to_end(&self) {
        if let Some(child) = &self.child {
            child.ask_to_end();
        }
    }
}

/// A certificate by the script that ships.
fn certify(shipped: &Path, folder: &Path) -> Result<(), StackError> {
    let script = shipped.with_file_name("tls").join("own-ca.sh");
    let output = std::process::Command::new(programs::find("sh")?)
        .args([script.as_os_str(), "portal.test".as_ref()])
        .env("SRE_PORTAL_TLS", folder.join("tls"))
        .output()
        .map_err(StackError::file(&script))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(StackError::File {
            path: script,
            source: std::io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()),
        }),
    }
}

/// What a machine's own nginx.conf and an edited site.conf would hold: places, ports, upstreams, and the includes.
fn configuration(folder: &Path, port: u16, site: &Site) -> String {
    let folder = folder.display();
    let dist = site.dist.display();
    let prometheus = &site.prometheus;
    let (scheme, server) = (prometheus.scheme, prometheus.server());
    let (host, prefix) = (prometheus.host_header(), &prometheus.prefix);
    let authorization = &prometheus.authorization;
    let connect = &site.connect;
    let (upstream, alertmanager) = match site.alertmanager_port {
        Some(port) => (
            format!("upstream sre_alertmanager {{ server 127.0.0.1:{port}; keepalive 4; }}"),
            "include sre-portal/alertmanager.conf;",
        ),
        None => (String::new(), "location ^~ /alertmanager/ { return 404; }"),
    };
    let front = match site.front {
        Front::Root => format!("listen 127.0.0.1:{port};"),
        Front::SubPath => {
            format!("listen 127.0.0.1:{port};\n        include sre-portal/sub-path.conf;")
        }
        Front::Tls => format!(
            "listen 127.0.0.1:{port} ssl http2;\n        ssl_certificate {folder}/tls/portal.pem;\n        \
             ssl_certificate_key {folder}/tls/portal.key;\n        include sre-portal/tls.conf;"
        ),
    };
    let store = match &site.store {
        Some(_) => format!(
            "set $sre_store {folder}/shared; set $sre_store_passwords {folder}/passwords; include sre-portal/store.conf;"
        ),
        None => String::new(),
    };
    // Started by root its workers would become another user, who may not read a folder of root's.
    let user = if rustix::process::getuid().is_root() {
        "user root;"
    } else {
        ""
    };
    let brotli = if Path::new(BROTLI).exists() {
        format!("load_module {BROTLI};")
    } else {
        // Some builds have it inside.
        String::new()
    };
    let certificates = "/etc/ssl/certs/ca-certificates.crt";
    let verify = if scheme == "https" && Path::new(certificates).exists() {
        format!(
            "proxy_ssl_verify on;\n    proxy_ssl_verify_depth 4;\n    proxy_ssl_trusted_certificate {certificates};"
        )
    } else {
        String::new()
    };
    format!(
        r#"# Written by the stack program. It must not hold what is shipped: that is included.
{brotli}
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    {verify}
    include sre-portal/http.conf;
    upstream sre_prometheus {{ server {server}; keepalive 16; }}
    {upstream}
    server {{
        {front}
        root "{dist}";
        set $sre_prometheus {scheme}://sre_prometheus;
        set $sre_prometheus_host "{host}";
        set $sre_prometheus_prefix "{prefix}";
        set $sre_prometheus_authorization "{authorization}";
        set $sre_prometheus_tenant "";
        set $sre_alertmanager_prefix "";
        set $sre_connect "{connect}";
        include sre-portal/headers.conf;
        include sre-portal/portal.conf;
        include sre-portal/prometheus.conf;
        {alertmanager}
        {store}
    }}
}}
"#
    )
}
