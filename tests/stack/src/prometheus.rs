//! Prometheus: its configuration, its start, and when it is ready. It must not know what is measured.

use crate::child::Child;
use crate::error::StackError;
use crate::http::Client;
use crate::{ports, programs, wait};
use platform::Target;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Reading a day's blocks takes well under a second; this is for a machine that is busy with much else.
const LIMIT: Duration = Duration::from_secs(60);

/// A Prometheus that can be stopped and started again on the same port with the same data.
#[derive(Debug)]
pub struct Prometheus {
    child: Option<Child>,
    program: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Prometheus {
    /// Starts it in `folder`, where `prometheus.yml` and `data` are, and waits until it answers.
    pub fn start(folder: &Path, wanted: Option<u16>) -> Result<Self, StackError> {
        let program = programs::find("prometheus")?;
        ports::claim(wanted, |port| {
            let mut server = Self {
                child: None,
                program: program.clone(),
                folder: folder.to_path_buf(),
                port,
            };
            server.resume()?;
            Ok(server)
        })
    }

    /// Its own address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends it; its data stay.
    pub fn stop(&mut self) {
        self.child = None;
    }

    /// Starts it where it was, and waits until it answers. Does nothing while it runs.
    pub fn resume(&mut self) -> Result<(), StackError> {
        if self.child.is_some() {
            return Ok(());
        }
        let path = |name: &str| self.folder.join(name).display().to_string();
        let args = [
            format!("--config.file={}", path("prometheus.yml")),
            format!("--storage.tsdb.path={}", path("data")),
            "--storage.tsdb.retention.time=15d".to_owned(),
            format!("--web.listen-address=127.0.0.1:{}", self.port),
            // Links in alerts lead to the server itself: nginx lets through what the portal reads, and no pages.
            format!("--web.external-url={}/", self.url()),
            "--log.level=warn".to_owned(),
        ];
        let log = self.folder.join("prometheus.log");
        let mut child = Child::start("Prometheus", &self.program, &args, &log)?;
        let client = Client::default();
        let ready = format!("{}/-/ready", self.url());
        wait::until("Prometheus to be ready", LIMIT, || {
            child.must_run()?;
            Ok(match client.get(&ready) {
                Ok(answer) if answer.status == 200 => Ok(()),
                Ok(answer) => Err(format!("status {}", answer.status)),
                Err(error) => Err(error),
            })
        })?;
        self.child = Some(child);
        Ok(())
    }

    /// Asks it to read its configuration anew, and waits until it scrapes so many targets.
    pub fn reload(&mut self, targets: usize) -> Result<(), StackError> {
        if let Some(child) = &self.child {
            child.ask_to_reload();
        }
        self.wait_for_targets("the new targets", |known| known.len() == targets)
    }

    /// Asks it to end without waiting.
    pub fn ask_to_end(&self) {
        if let Some(child) = &self.child {
            child.ask_to_end();
        }
    }

    /// Waits until each of `count` targets has been scraped once, with success or without.
    pub fn wait_for_scrapes(&mut self, count: usize) -> Result<(), StackError> {
        let scraped = |targets: &[Value]| {
            let known = targets
                .iter()
                .filter(|target| target["health"] != "unknown");
            known.count() >= count
        };
        self.wait_for_targets("every target to be scraped once", scraped)
    }

    fn wait_for_targets(
        &mut self,
        what: &str,
        wanted: impl Fn(&[Value]) -> bool,
    ) -> Result<(), StackError> {
        let client = Client::default();
        let url = format!("{}/api/v1/targets?state=active", self.url());
        wait::until(what, LIMIT, || {
            if let Some(child) = &mut self.child {
                child.must_run()?;
            }
            Ok(match client.get(&url) {
                Ok(answer) => {
                    let answer = answer.json();
                    let targets = answer["data"]["activeTargets"].as_array();
                    match targets.is_some_and(|targets| wanted(targets)) {
                        true => Ok(()),
                        false => Err(answer.to_string()),
                    }
                }
                Err(error) => Err(error),
            })
        })
    }
}

/// What stands in the configuration beside the targets.
#[derive(Debug)]
pub struct Settings {
    /// Scrape and evaluation interval.
    pub interval: Duration,
    /// The rule file.
    pub rules: PathBuf,
    /// Where alerts are sent to, on 127.0.0.1.
    pub alertmanager_port: u16,
}

/// Writes `prometheus.yml`: one job per name, the label `instance` as the target calls itself and not as its port here. The
/// jobs among `gone` stay without targets, as when discovery finds them no more: without a job nothing would mark the end
/// of its series, and they would be taken for there for five minutes more.
pub fn configure(
    folder: &Path,
    settings: &Settings,
    targets: &[Target],
    gone: &[&str],
) -> Result<(), StackError> {
    let (seconds, alertmanager_port) = (
        settings.interval.as_secs().max(1),
        settings.alertmanager_port,
    );
    let mut text = format!(
        "# Written by the stack program. It must not be edited: it is written anew at each start.\n\
         global:\n  scrape_interval: {seconds}s\n  scrape_timeout: {seconds}s\n  evaluation_interval: {seconds}s\n\
         rule_files: [{}]\n\
         alerting:\n  alertmanagers:\n    - static_configs:\n        - targets: [\"127.0.0.1:{alertmanager_port}\"]\n\
         scrape_configs:\n",
        quoted(&settings.rules.display().to_string())
    );
    let mut jobs: Vec<&str> = targets.iter().map(|target| target.job.as_str()).collect();
    jobs.sort_unstable();
    jobs.dedup();
    for job in jobs {
        let _ = writeln!(text, "  - job_name: {}\n    static_configs:", quoted(job));
        let found = targets.iter().filter(|target| target.job == job);
        for target in found.filter(|_| !gone.contains(&job)) {
            let _ = writeln!(
                text,
                "      - targets: [\"{}\"]\n        labels: {{ instance: {} }}",
                target.address,
                quoted(&target.instance)
            );
        }
    }
    let path = folder.join("prometheus.yml");
    fs::write(&path, text).map_err(StackError::file(&path))
}

/// A JSON string is a YAML string.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
