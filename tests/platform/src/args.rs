//! The command line as types; it must not know what the commands do.

use std::path::PathBuf;

use platform::Scenario;

pub(crate) const USAGE: &str = "\
platform serve [--seed N] [--scenario NAME] [--history-until UNIX_SECONDS]
    serve the simulated platform at its documented ports until Ctrl-C
platform history --out DIR [--hours 24] [--seed N]
    write the hours before now as OpenMetrics files";

/// What to do.
pub(crate) enum Command {
    /// Serve.
    Serve(Serve),
    /// Write the past.
    History(History),
}

/// How to serve.
#[derive(Default)]
pub(crate) struct Serve {
    /// Seed of the noise.
    pub(crate) seed: u64,
    /// What goes wrong from the start.
    pub(crate) scenario: Option<Scenario>,
    /// The end of a history that this goes on from, in unix seconds.
    pub(crate) history_until: Option<i64>,
}

/// What to write.
pub(crate) struct History {
    /// Folder of the files.
    pub(crate) out: PathBuf,
    /// How far back.
    pub(crate) hours: i64,
    /// Seed of the noise.
    pub(crate) seed: u64,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut args = args.into_iter();
    let command = args.next().ok_or("A command is missing.")?;
    let mut serve = Serve::default();
    let (mut out, mut hours) = (None, 24);
    while let Some(flag) = args.next() {
        let value = args
            .next()
            .ok_or_else(|| format!("{flag} wants a value after it."))?;
        match (command.as_str(), flag.as_str()) {
            (_, "--seed") => serve.seed = number(&flag, &value)?,
            ("serve", "--scenario") => {
                serve.scenario = Some(
                    value
                        .parse()
                        .map_err(|error| format!("--scenario: {error}"))?,
                );
            }
            ("serve", "--history-until") => serve.history_until = Some(number(&flag, &value)?),
            ("history", "--out") => out = Some(PathBuf::from(value)),
            ("history", "--hours") => hours = number(&flag, &value)?,
            _ => return Err(format!("'{command}' knows no {flag}.")),
        }
    }
    match command.as_str() {
        "serve" => Ok(Command::Serve(serve)),
        "history" if hours < 1 => Err("--hours wants 1 or more.".to_owned()),
        "history" => {
            let out = out.ok_or("history wants --out DIR.")?;
            Ok(Command::History(History {
                out,
                hours,
                seed: serve.seed,
            }))
        }
        _ => Err(format!("There is no command '{command}'.")),
    }
}

fn number<N: std::str::FromStr>(flag: &str, value: &str) -> Result<N, String> {
    value
        .parse()
        .map_err(|_| format!("{flag} wants a whole number, not '{value}'."))
}
