//! Alertmanager: its configuration and its start. It must not know which alerts there are.

use crate::child::Child;
use crate::error::StackError;
use crate::http::Client;
use crate::{ports, programs, wait};
use std::fs;
use std::path::Path;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);

/// It receives everything and tells nobody: the portal only reads it.
const CONFIGURATION: &str = "\
# Written by the stack program: an Alertmanager that groups, silences and inhibits, and notifies nobody.
route:
  receiver: nobody
  group_by: [alertname]
  group_wait: 1s
  group_interval: 5s
receivers:
  - name: nobody
inhibit_rules:
  - source_matchers: [severity = critical]
    target_matchers: [severity = warning]
    equal: [alertname, service]
";

/// A running Alertmanager.
#[derive(Debug)]
pub struct Alertmanager {
    child: Child,
    port: u16,
}

impl Alertmanager {
    /// Starts it in `folder` and waits until it answers.
    /// `configuration` stands in for the one above.
    pub fn start(
        folder: &Path,
        wanted: Option<u16>,
        configuration: Option<&str>,
    ) -> Result<Self, StackError> {
        let program = programs::find_either(["prometheus-alertmanager", "alertmanager"])?;
        let file = folder.join("alertmanager.yml");
        let text = configuration.unwrap_or(CONFIGURATION);
        fs::write(&file, text).map_err(StackError::file(&file))?;
        ports::claim(wanted, |port| {
            let args = [
                format!("--config.file={}", file.display()),
                format!("--storage.path={}", folder.join("alertmanager").display()),
                format!("--web.listen-address=127.0.0.1:{port}"),
                format!("--web.external-url=http://127.0.0.1:{port}/"),
                // One alone: no gossip, and no port for it.
                "--cluster.listen-address=".to_owned(),
                "--log.level=warn".to_owned(),
            ];
            let log = folder.join("alertmanager.log");
            let child = Child::start("Alertmanager", &program, &args, &log)?;
            let mut server = Self { child, port };
            server.wait()?;
            Ok(server)
        })
    }

    fn wait(&mut self) -> Result<(), StackError> {
        let client = Client::default();
        let ready = format!("{}/-/ready", self.url());
        wait::until("Alertmanager to be ready", LIMIT, || {
            self.child.must_run()?;
            Ok(match client.get(&ready) {
                Ok(answer) if answer.status == 200 => Ok(()),
                Ok(answer) => Err(format!("status {}", answer.status)),
                Err(error) => Err(error),
            })
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

    /// Asks it to end without waiting.
    pub fn ask_to_end(&self) {
        self.child.ask_to_end();
    }
}
