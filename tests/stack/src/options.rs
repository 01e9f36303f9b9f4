//! What a stack should be like. It must not know how it is brought about.

use platform::Scenario;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the page is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Front {
    /// Plain http, at the root of the server.
    #[default]
    Root,
    /// Plain http below `/sre/`; the page is the one in `target/sub-path`, unless `dist` names another.
    SubPath,
    /// TLS with a certificate for `portal.test` by an authority of one's own, made by `deploy/tls/own-ca.sh`.
    Tls,
}

/// The wishes of a person or a test. `Default` is a small stack for tests: free ports, little history, quick scrapes.
#[derive(Debug, Clone)]
pub struct Options {
    /// The page's port on 127.0.0.1; `None` takes a free one.
    pub portal_port: Option<u16>,
    /// The platform's services on the ports of its documents (3000 to 3006 and so on), and Prometheus and Alertmanager on
    /// 9090 and 9093 where these are free. Otherwise all ports are free ones.
    pub documented_ports: bool,
    /// The seed of the platform's curves.
    pub seed: u64,
    /// How much history Prometheus holds when it starts.
    pub history: Duration,
    /// Scenarios that are on when the stack starts, and for how long they have been.
    pub already_on: Vec<(Scenario, Duration)>,
    /// Whether the history holds a past incident.
    pub past_incident: bool,
    /// Prometheus' scrape and evaluation interval, whole seconds.
    pub scrape_interval: Duration,
    /// The rule file that Prometheus loads.
    pub rules: PathBuf,
    /// The text of Alertmanager's configuration in place of the stack's own, which notifies nobody either.
    pub alertmanager: Option<String>,
    /// The folder of the built page; by default `dist` in the workspace, or what the variable SRE_PORTAL_DIST names.
    pub dist: PathBuf,
    /// Somebody's own Prometheus, http or https, with any path before `/api/v1`. Then there is no platform, no Prometheus
    /// and no Alertmanager here: nginx alone.
    pub external_prometheus: Option<String>,
    /// The text of `config.json` in place of the built page's own.
    pub config: Option<String>,
    /// Addresses that the page may ask beside its own, with a blank before each: `$sre_connect` of `site.conf`.
    pub connect: String,
    /// How the page is served.
    pub front: Front,
    /// Name and password for the shared folder of incidents at `/store/`; `None`: there is none.
    pub store: Option<(String, String)>,
    /// Called with a line when a step begins or ends.
    pub report: fn(&str),
}

impl Default for Options {
    fn default() -> Self {
        let root = workspace();
        Self {
            portal_port: None,
            documented_ports: false,
            seed: 1,
            history: Duration::from_secs(45 * 60),
            already_on: Vec::new(),
            past_incident: false,
            scrape_interval: Duration::from_secs(2),
            rules: root.join("runbooks/alerts.yml"),
            alertmanager: None,
            dist: std::env::var_os("SRE_PORTAL_DIST")
                .map_or_else(|| root.join("dist"), PathBuf::from),
            external_prometheus: None,
            config: None,
            connect: String::new(),
            front: Front::Root,
            store: None,
            report: |_| {},
        }
    }
}

impl Options {
    /// A small stack for tests whose page is served in this way.
    pub fn served(front: Front) -> Self {
        let options = Self {
            front,
            ..Self::default()
        };
        match front {
            Front::SubPath => Self {
                dist: workspace().join("target/sub-path"),
                ..options
            },
            Front::Root | Front::Tls => options,
        }
    }
}

/// The workspace's root, two folders above this package. The path at compile time, because cargo names another package's
/// folder to the tests that use this library.
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}
