//! Chromium's driver as a child process. It must not know what is done in the browser.

use crate::failure::Failure;
use serde_json::{Value, json};
use stack::Child;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(30);

/// A running driver with a fresh profile. Dropping it ends driver and browser.
#[derive(Debug)]
pub struct Driver {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Driver {
    /// Starts it on a free port and waits until it listens.
    pub fn start() -> Result<Self, Failure> {
        let program = stack::find_program("chromedriver")?;
        // Its temporary files in our folder, which is removed also after a test that was killed.
        let env = stack::find_program("env")?;
        let folder = stack::temporary_folder()?;
        let temporary = format!("TMPDIR={}", folder.path().display());
        // Not `--port=0`: it then takes a free port of IPv6 and hopes for the same one of IPv4.
        let (child, port) = stack::claim_port(None, |port| {
            let log = folder.path().join(format!("chromedriver-{port}.log"));
            let port_argument = format!("--port={port}");
            let args = [
                temporary.as_ref(),
                program.as_os_str(),
                port_argument.as_ref(),
            ];
            let mut child = Child::start("chromedriver", &env, args, &log)?;
            stack::wait_until("chromedriver to listen", LIMIT, || {
                child.must_run()?;
                let log = child.log_tail(15);
                Ok(if log.contains("started successfully") {
                    Ok(())
                } else {
                    Err(log)
                })
            })?;
            Ok((child, port))
        })?;
        Ok(Self {
            child,
            port,
            folder,
        })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What the browser should be like: without a window, alone, and asking nobody on the internet; with `more` arguments,
    /// and recording these categories of events.
    pub fn capabilities(&self, more: &[&str], recorded: Option<&str>) -> Result<Value, Failure> {
        let mut args: Vec<String> = [
            "--headless=new",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-quic",
            "--disable-sync",
            "--hide-scrollbars",
            "--no-first-run",
            "--no-proxy-server",
            // Containers have little of the other kind of memory.
            "--disable-dev-shm-usage",
            "--window-size=1440,900",
        ]
        .map(String::from)
        .to_vec();
        args.extend(more.iter().map(|arg| (*arg).to_owned()));
        args.push(format!(
            "--user-data-dir={}",
            self.folder.path().join("profile").display()
        ));
        if is_root() {
            // Chromium refuses to start otherwise. It opens only what this repository has built.
            args.push("--no-sandbox".to_owned());
        }
        let mut options = json!({ "binary": self.mortal_chromium()?, "args": args });
        let mut logs = json!({ "browser": "ALL" });
        if let Some(categories) = recorded {
            options["perfLoggingPrefs"] = json!({ "enableNetwork": false, "enablePage": false, "traceCategories": categories });
            logs["performance"] = json!("ALL");
        }
        Ok(json!({ "goog:chromeOptions": options, "goog:loggingPrefs": logs }))
    }

    /// A script that starts Chromium so that it ends when the driver does: a driver that is ended by a signal leaves its
    /// browser behind.
    fn mortal_chromium(&self) -> Result<PathBuf, Failure> {
        let chromium = stack::find_program("chromium")?;
        let Ok(setpriv) = stack::find_program("setpriv") else {
            return Ok(chromium);
        };
        let script = self.folder.path().join("chromium");
        let (setpriv, chromium) = (setpriv.display(), chromium.display());
        std::fs::write(
            &script,
            format!("#!/bin/sh\nexec '{setpriv}' --pdeathsig KILL -- '{chromium}' \"$@\"\n"),
        )?;
        std::fs::set_permissions(&script, Permissions::from_mode(0o755))?;
        Ok(script)
    }

    /// The end of its log, for a message.
    pub fn log(&self) -> String {
        self.child.log_tail(15)
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}
