//! The stack program's command line, parsed. It must not start anything.

use platform::Scenario;
use stack::check_prometheus_url;
use std::path::PathBuf;
use std::str::FromStr;

/// Printed after a message about a wrong argument.
pub const USAGE: &str = "\
Usage: stack --port N --dist FOLDER [--prometheus URL] [--scenario NAME] [--seed N] [--free-ports] [--check]

  --port N            the page's port on 127.0.0.1
  --dist FOLDER       the built page
  --prometheus URL    show this Prometheus instead of a simulated platform
  --scenario NAME     play one trouble, begun 20 minutes ago
  --seed N            the seed of the simulated platform's curves
  --free-ports        take free ports for all but the page, so that several stacks run side by side
  --check             only look whether the arguments and the ports are in order";

/// The wishes of the command line.
#[derive(Debug)]
pub struct Arguments {
    /// The page's port.
    pub port: u16,
    /// The built page.
    pub dist: PathBuf,
    /// Somebody's own Prometheus.
    pub prometheus: Option<String>,
    /// The scenario to play.
    pub scenario: Option<Scenario>,
    /// The platform's seed.
    pub seed: u64,
    /// No documented ports.
    pub free_ports: bool,
    /// Start nothing.
    pub check_only: bool,
}

/// Parses the arguments after the program's name. The error is a message.
pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut parsed = Arguments {
        port: 8080,
        dist: PathBuf::from("dist"),
        prometheus: None,
        scenario: None,
        seed: 1,
        free_ports: false,
        check_only: false,
    };
    while let Some(arg) = args.next() {
        let mut value = || {
            args.next()
                .ok_or_else(|| format!("'{arg}' wants a value after it."))
        };
        match arg.as_str() {
            "--port" => parsed.port = number(&arg, &value()?)?,
            "--dist" => parsed.dist = PathBuf::from(value()?),
            "--prometheus" => {
                let url = value()?;
                check_prometheus_url(&url).map_err(|error| error.to_string())?;
                parsed.prometheus = Some(url);
            }
            "--scenario" => {
                let known = value()?.parse();
                parsed.scenario =
                    Some(known.map_err(|error: platform::UnknownScenario| error.to_string())?);
            }
            "--seed" => parsed.seed = number(&arg, &value()?)?,
            "--free-ports" => parsed.free_ports = true,
            "--check" => parsed.check_only = true,
            _ => return Err(format!("There is no argument '{arg}'.")),
        }
    }
    Ok(parsed)
}

fn number<T: FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("'{name}' wants a whole number in its range, not '{text}'."))
}
