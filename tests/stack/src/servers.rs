//! The servers together: their order, and what they need of each other. It must not know how any of them is configured.

use crate::alertmanager::Alertmanager;
use crate::error::StackError;
use crate::nginx::{Nginx, Site};
use crate::options::Options;
use crate::prometheus::{self, Prometheus};
use crate::upstream::Upstream;
use crate::{history, ports, sandbox};
use platform::{Plan, Platform, Ports, Scenario, Span, Target};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// All servers, running. Dropping it ends them.
///
/// The fields are dropped in this order: first who asks, then who answers, and the folder last.
#[derive(Debug)]
pub struct Stack {
    nginx: Nginx,
    own: Option<Own>,
    folder: TempDir,
}

/// What is started when nobody brings a Prometheus of their own.
struct Own {
    prometheus: Prometheus,
    alertmanager: Alertmanager,
    platform: Platform,
    settings: prometheus::Settings,
}

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Own")
            .field("prometheus", &self.prometheus)
            .field("alertmanager", &self.alertmanager)
            .finish_non_exhaustive()
    }
}

impl Stack {
    /// Starts everything and waits until the page is served and, with a platform, every target has been scraped once.
    pub fn start(options: &Options) -> Result<Self, StackError> {
        check(options)?;
        let folder = sandbox::create()?;
        let (prometheus, own) = match &options.external_prometheus {
            Some(url) => {
                let upstream = Upstream::parse(url)?;
                upstream.must_resolve()?;
                (upstream, None)
            }
            None => {
                let own = Own::start(options, folder.path())?;
                (Upstream::local(own.prometheus.port()), Some(own))
            }
        };
        let site = Site {
            dist: configured(options, folder.path())?,
            prometheus,
            connect: options.connect.clone(),
            front: options.front,
            alertmanager_port: own.as_ref().map(|own| own.alertmanager.port()),
            store: options.store.clone(),
        };
        let began = Instant::now();
        let nginx = Nginx::start(folder.path(), options.portal_port, &site)?;
        step(options, "nginx", began);
        Ok(Self { nginx, own, folder })
    }

    /// The page's address, without a slash at the end.
    pub fn portal_url(&self) -> String {
        self.nginx.url()
    }

    /// The address of our own Prometheus, without a slash at the end; `None` when somebody brought theirs.
    pub fn prometheus_url(&self) -> Option<String> {
        self.own.as_ref().map(|own| own.prometheus.url())
    }

    /// The address of our own Alertmanager, likewise.
    pub fn alertmanager_url(&self) -> Option<String> {
        self.own.as_ref().map(|own| own.alertmanager.url())
    }

    /// The folder with the servers' logs and data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Begins a scenario now. Nothing happens without a platform of our own.
    pub fn begin(&self, scenario: Scenario) {
        if let Some(own) = &self.own {
            own.platform.begin(scenario);
        }
    }

    /// Ends a scenario now.
    pub fn end(&self, scenario: Scenario) {
        if let Some(own) = &self.own {
            own.platform.end(scenario);
        }
    }

    /// Lets the counters of one job begin from 0, as when a process starts anew.
    pub fn reset(&self, job: &str) {
        if let Some(own) = &self.own {
            own.platform.reset(job);
        }
    }

    /// Lets Prometheus' discovery find the targets of all jobs but these, from now on.
    pub fn without(&mut self, jobs: &[&str]) -> Result<(), StackError> {
        let Some(own) = &mut self.own else {
            return Ok(());
        };
        let targets = own.platform.targets();
        prometheus::configure(self.folder.path(), &own.settings, targets, jobs)?;
        let found = |target: &&Target| !jobs.contains(&target.job.as_str());
        own.prometheus.reload(targets.iter().filter(found).count())
    }

    /// Ends nginx and waits until it is gone; its files stay.
    pub fn stop_nginx(&mut self) {
        self.nginx.stop();
    }

    /// Starts nginx again where it was, and waits until it serves the page.
    pub fn start_nginx(&mut self) -> Result<(), StackError> {
        self.nginx.resume()
    }

    /// Ends Prometheus and waits until it is gone; its data stay.
    pub fn stop_prometheus(&mut self) {
        if let Some(own) = &mut self.own {
            own.prometheus.stop();
        }
    }

    /// Starts Prometheus again where it was, and waits until it answers.
    pub fn start_prometheus(&mut self) -> Result<(), StackError> {
        match &mut self.own {
            Some(own) => own.prometheus.resume(),
            None => Ok(()),
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // All at once; the fields then wait for each.
        self.nginx.ask_to_end();
        if let Some(own) = &self.own {
            own.prometheus.ask_to_end();
            own.alertmanager.ask_to_end();
        }
    }
}

/// The last part of the history: short enough to be read in a second (seconds).
const RECENT: i64 = 600;

fn unix_seconds() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |time| time.as_secs_f64())
}

/// Writes a part of the history and has promtool turn it into blocks.
fn write_history(
    plan: &Plan,
    folder: &Path,
    name: &str,
    from: i64,
    until: i64,
) -> Result<(), StackError> {
    let pieces = folder.join(name);
    std::fs::create_dir_all(&pieces).map_err(StackError::file(&pieces))?;
    let files =
        platform::write_history(&pieces, plan, from, until).map_err(StackError::file(&pieces))?;
    history::backfill(files, &pieces, &folder.join("data"))
}

impl Own {
    fn start(options: &Options, folder: &Path) -> Result<Self, StackError> {
        let now = unix_seconds();
        let plan = plan(options, now);

        // First, since a port in use ends it all.
        let began = Instant::now();
        let ports = if options.documented_ports {
            Ports::Documented
        } else {
            Ports::Free
        };
        let platform = Platform::start(plan.clone(), ports)
            .map_err(|error| StackError::Platform(error.to_string()))?;
        step(options, "simulated platform", began);

        // In two parts, the second one short: what happens while the first is read must not be missing at the end.
        let began = Instant::now();
        let recent = now as i64 - RECENT;
        let from = now as i64 - i64::try_from(options.history.as_secs()).unwrap_or(0);
        write_history(&plan, folder, "history", from, recent)?;
        write_history(
            &plan,
            folder,
            "recent",
            recent.max(from),
            unix_seconds() as i64,
        )?;
        step(options, "history written and read by promtool", began);

        let began = Instant::now();
        let wanted = |port| options.documented_ports.then_some(port);
        let alertmanager =
            Alertmanager::start(folder, wanted(9093), options.alertmanager.as_deref())?;
        let settings = prometheus::Settings {
            interval: options.scrape_interval,
            rules: absolute(&options.rules)?,
            alertmanager_port: alertmanager.port(),
        };
        prometheus::configure(folder, &settings, platform.targets(), &[])?;
        let mut prometheus = Prometheus::start(folder, wanted(9090))?;
        step(options, "Alertmanager and Prometheus", began);

        let began = Instant::now();
        prometheus.wait_for_scrapes(platform.targets().len())?;
        step(options, "first scrapes", began);
        Ok(Self {
            prometheus,
            alertmanager,
            platform,
            settings,
        })
    }
}

fn plan(options: &Options, now: f64) -> Plan {
    let mut spans: Vec<Span> = options
        .already_on
        .iter()
        .map(|(scenario, ago)| Span {
            scenario: *scenario,
            from: now - ago.as_secs_f64(),
            until: None,
        })
        .collect();
    if options.past_incident {
        spans.push(platform::past_incident(now, options.seed));
    }
    Plan {
        seed: options.seed,
        spans,
    }
}

/// What can be told to be wrong before anything is started.
fn check(options: &Options) -> Result<(), StackError> {
    if let Some(port) = options.portal_port
        && !ports::is_free(port)
    {
        return Err(StackError::PortInUse {
            port,
            whose: "the page",
            advice: "End that program, or choose another port with --port N.".to_owned(),
        });
    }
    let mut files = vec![options.dist.join("index.html")];
    if options.external_prometheus.is_none() {
        files.push(options.rules.clone());
    }
    for file in files {
        std::fs::metadata(&file).map_err(StackError::file(&file))?;
    }
    Ok(())
}

/// The built page; with a configuration of its own a folder that leads to its other files.
fn configured(options: &Options, folder: &Path) -> Result<PathBuf, StackError> {
    let dist = absolute(&options.dist)?;
    let config = match &options.config {
        Some(config) => config.clone(),
        // The stack has no Alertmanager for somebody else's Prometheus: the page must not ask for one.
        None if options.external_prometheus.is_some() => {
            let file = dist.join("config.json");
            let shipped = std::fs::read_to_string(&file).map_err(StackError::file(&file))?;
            let others = shipped
                .lines()
                .filter(|line| !line.trim_start().starts_with("\"alertmanager\""));
            others.collect::<Vec<_>>().join("\n")
        }
        None => return Ok(dist),
    };
    let own = folder.join("dist");
    std::fs::create_dir_all(&own).map_err(StackError::file(&own))?;
    for entry in std::fs::read_dir(&dist).map_err(StackError::file(&dist))? {
        let entry = entry.map_err(StackError::file(&dist))?;
        if !entry
            .file_name()
            .to_string_lossy()
            .starts_with("config.json")
        {
            let link = own.join(entry.file_name());
            std::os::unix::fs::symlink(entry.path(), &link).map_err(StackError::file(&link))?;
        }
    }
    let file = own.join("config.json");
    std::fs::write(&file, config).map_err(StackError::file(&file))?;
    Ok(own)
}

fn absolute(path: &Path) -> Result<PathBuf, StackError> {
    path.canonicalize().map_err(StackError::file(path))
}

fn step(options: &Options, what: &str, began: Instant) {
    let took: Duration = began.elapsed();
    (options.report)(&format!("{what} ({:.1} s)", took.as_secs_f64()));
}
