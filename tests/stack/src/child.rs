//! One child process with its log. It must not know what the child serves.

use crate::error::StackError;
use crate::{nursery, programs};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a child may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// A running child. Dropping it ends it.
#[derive(Debug)]
pub struct Child {
    name: String,
    process: std::process::Child,
    log: PathBuf,
}

impl Child {
    /// Starts `program`; what it writes is appended to `log`. It ends at the latest when this process does, where
    /// `setpriv` exists.
    pub fn start<A: AsRef<OsStr>>(
        name: &str,
        program: &Path,
        args: impl IntoIterator<Item = A>,
        log: &Path,
    ) -> Result<Self, StackError> {
        let mut command = match programs::find("setpriv") {
            Ok(setpriv) => {
                let mut command = Command::new(setpriv);
                command.args(["--pdeathsig", "TERM", "--"]).arg(program);
                command
            }
            Err(_) => Command::new(program),
        };
        let output = File::options()
            .create(true)
            .append(true)
            .open(log)
            .map_err(StackError::file(log))?;
        let errors = output.try_clone().map_err(StackError::file(log))?;
        command
            .args(args)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            // A group of its own, so that Ctrl-C reaches us alone and we end them in order.
            .process_group(0);
        Ok(Self {
            name: name.to_owned(),
            process: nursery::spawn(command).map_err(StackError::file(program))?,
            log: log.to_path_buf(),
        })
    }

    /// Whether it has ended, and how.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().ok().flatten()
    }

    /// Fails, quoting its log, when it has ended.
    pub fn must_run(&mut self) -> Result<(), StackError> {
        match self.ended() {
            None => Ok(()),
            Some(status) => Err(self.failure(&format!("has ended by itself ({status})"))),
        }
    }

    /// An error about this child that quotes its log.
    pub fn failure(&self, what: &str) -> StackError {
        StackError::Child {
            name: self.name.clone(),
            what: what.to_owned(),
            log: self.log_tail(15),
        }
    }

    /// The last `lines` lines of its log.
    pub fn log_tail(&self, lines: usize) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let all: Vec<&str> = text.lines().collect();
        all[all.len().saturating_sub(lines)..].join("\n")
    }

    /// Waits for it to end by itself, `limit` at most.
    pub fn finish(&mut self, limit: Duration) -> Result<ExitStatus, StackError> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.ended() {
                return Ok(status);
            }
            if began.elapsed() > limit {
                return Err(self.failure(&format!("has not finished within {} s", limit.as_secs())));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks it to read its configuration anew.
    pub fn ask_to_reload(&self) {
        self.signal(Signal::HUP);
    }

    /// Asks it to end; `stop` then waits for it. Asking several first and waiting afterwards is quicker.
    pub fn ask_to_end(&self) {
        self.signal(Signal::TERM);
    }

    fn signal(&self, signal: Signal) {
        // Reaped only by `ended`, through `&mut self`, so the number is still this child's.
        if let Some(pid) = i32::try_from(self.process.id())
            .ok()
            .and_then(Pid::from_raw)
        {
            let _ = kill_process(pid, signal);
        }
    }

    /// Ends it and waits until it is gone: its ports are free then.
    pub fn stop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        self.ask_to_end();
        if self.finish(GRACE).is_err() {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
    }
}
