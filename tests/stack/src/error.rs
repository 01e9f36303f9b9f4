//! What can go wrong while the servers start, each with what to do. It must not know how to mend it by itself.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A stack that could not be started, or a server in it that failed.
#[derive(Debug)]
pub enum StackError {
    /// A program is not installed.
    Missing {
        /// The program's name.
        program: String,
    },
    /// A port that was asked for by number is taken.
    PortInUse {
        /// The port on 127.0.0.1.
        port: u16,
        /// Whose port it would have been.
        whose: &'static str,
        /// What to do, a sentence.
        advice: String,
    },
    /// A file or folder could not be read or written.
    File {
        /// Which one.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A child process ended, or did not become what was waited for.
    Child {
        /// The child's name.
        name: String,
        /// What happened, without a full stop.
        what: String,
        /// The last lines of its log.
        log: String,
    },
    /// A condition did not come true in time.
    Late {
        /// What was waited for.
        what: String,
        /// Seconds waited.
        seconds: f64,
        /// The last thing seen instead.
        last: String,
    },
    /// The simulated platform did not start; its own words.
    Platform(String),
    /// An address of somebody's Prometheus that cannot be used; says why and what is wanted.
    Url(String),
}

impl StackError {
    /// Makes an input/output error tell which path it was about.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { path, source }
    }
}

impl fmt::Display for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { program } => write!(
                f,
                "The program '{program}' is not installed.\n`cargo xtask run` and `cargo xtask test` install what is missing."
            ),
            Self::PortInUse {
                port,
                whose,
                advice,
            } => write!(
                f,
                "Port {port} of 127.0.0.1, for {whose}, is in use: another program listens there \
                 (`ss -ltnp 'sport = :{port}'` names it).\n{advice}"
            ),
            Self::File { path, source } => {
                write!(f, "{}: {source}.", path.display())
            }
            Self::Child { name, what, log } if log.is_empty() => {
                write!(f, "{name} {what}. It has written nothing.")
            }
            Self::Child { name, what, log } => {
                write!(f, "{name} {what}. The end of its log:\n{log}")
            }
            Self::Late {
                what,
                seconds,
                last,
            } => write!(
                f,
                "Waited {seconds:.0} s for this in vain: {what}. Last seen: {last}"
            ),
            Self::Platform(text) => write!(f, "The simulated platform did not start: {text}."),
            Self::Url(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for StackError {}
