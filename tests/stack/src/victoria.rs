//! VictoriaMetrics beside a stack's Prometheus: it scrapes the same targets and has the same past. It must not know what is
//! measured.

use crate::child::Child;
use crate::error::StackError;
use crate::http::Client;
use crate::{Stack, ports, programs, sandbox, wait};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(60);

/// A running VictoriaMetrics. Dropping it ends it.
#[derive(Debug)]
pub struct Victoria {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Victoria {
    /// Starts it, waits until it has scraped each target once, and copies what Prometheus had until then. The stack must
    /// have a Prometheus of its own.
    pub fn start(beside: &Stack) -> Result<Self, StackError> {
        let program = programs::find("victoria-metrics")?;
        let folder = sandbox::create()?;
        let path = |name: &str| folder.path().join(name);
        // What is copied ends where its own scrapes begin: samples of two scrapers between each other would look like
        // counters that start anew.
        let began = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, |time| time.as_secs_f64());
        let (child, port) = ports::claim(None, |port| {
            let args = [
                format!("-storageDataPath={}", path("data").display()),
                format!("-httpListenAddr=127.0.0.1:{port}"),
                // Prometheus' own file, whose rules and Alertmanager are of no interest here.
                format!(
                    "-promscrape.config={}",
                    beside.folder().join("prometheus.yml").display()
                ),
                "-promscrape.config.strictParse=false".to_owned(),
                "-loggerLevel=WARN".to_owned(),
            ];
            let mut child = Child::start(
                "VictoriaMetrics",
                &program,
                &args,
                &path("victoria-metrics.log"),
            )?;
            wait_for_scrapes(&mut child, port)?;
            Ok((child, port))
        })?;
        let server = Self {
            child,
            port,
            _folder: folder,
        };
        server.copy(&beside.prometheus_url().unwrap_or_default(), began)?;
        Ok(server)
    }

    /// Its own address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Copies all samples of before `until` (seconds), job by job, since one answer must not get too large.
    fn copy(&self, prometheus: &str, until: f64) -> Result<(), StackError> {
        let client = Client::default();
        let failed = |what: String| self.child.failure(&format!("could not be filled: {what}"));
        let ask = |promql: &str| {
            let form = [("Content-Type", "application/x-www-form-urlencoded")];
            let body = format!("time={until}&query={promql}");
            let url = format!("{prometheus}/api/v1/query");
            let answer = client.send("POST", &url, &form, &body).map_err(failed)?;
            match answer.json()["data"]["result"].take() {
                Value::Array(result) => Ok(result),
                _ => Err(failed(answer.text())),
            }
        };
        for job in ask("group by (job) (up)")? {
            let job = job["metric"]["job"].as_str().unwrap_or_default();
            let all = format!("{{job=\"{job}\",__name__!~\"ALERTS.*\"}}[1d]");
            let lines: Vec<String> = ask(&all)?.iter().map(line).collect();
            let url = format!("{}/api/v1/import", self.url());
            let answer = client
                .send("POST", &url, &[], &lines.join("\n"))
                .map_err(failed)?;
            if answer.status != 204 {
                return Err(failed(answer.text()));
            }
        }
        // Else it may take a moment until what was written is seen by questions.
        let flush = format!("{}/internal/force_flush", self.url());
        client.get(&flush).map_err(failed)?;
        Ok(())
    }
}

/// A series of an answer of Prometheus, as VictoriaMetrics imports it.
fn line(series: &Value) -> String {
    let samples = series["values"].as_array().map(Vec::as_slice);
    let samples = samples.unwrap_or_default().iter().filter_map(|sample| {
        let milliseconds = (sample[0].as_f64()? * 1000.0).round() as i64;
        let value: f64 = sample[1].as_str()?.parse().ok()?;
        value.is_finite().then_some((milliseconds, value))
    });
    let (timestamps, values): (Vec<i64>, Vec<f64>) = samples.unzip();
    json!({ "metric": series["metric"], "timestamps": timestamps, "values": values }).to_string()
}

fn wait_for_scrapes(child: &mut Child, port: u16) -> Result<(), StackError> {
    let client = Client::default();
    let url = format!("http://127.0.0.1:{port}/api/v1/targets?state=active");
    wait::until("VictoriaMetrics to scrape every target once", LIMIT, || {
        child.must_run()?;
        let answer = match client.get(&url) {
            Ok(answer) => answer.json(),
            Err(error) => return Ok(Err(error)),
        };
        let targets = answer["data"]["activeTargets"].as_array();
        let unseen = |target: &&Value| target["health"] != "up";
        Ok(
            match targets.map(|all| (all.len(), all.iter().filter(unseen).count())) {
                Some((1.., 0)) => Ok(()),
                Some((all, unseen)) => Err(format!("{unseen} of {all} targets are not up yet")),
                None => Err(answer.to_string()),
            },
        )
    })
}
