//! The command line, parsed into values. It must not know what the commands do.

use crate::failure::Failure;

/// What `help` prints, and what follows a message about a wrong argument.
pub const USAGE: &str = "\
Usage: cargo xtask <command>

  run    install what is missing, build the portal, start a simulated platform, Prometheus,
         Alertmanager and nginx, and print the address of the page. Ctrl-C ends all of it.
    --port N            serve the page on port N of 127.0.0.1 (default 8080)
    --prometheus URL    show this Prometheus instead; starts no platform of its own
    --scenario NAME     play one trouble, for example queue-backlog
    --seed N            the seed of the simulated platform's curves (default 1)

  test   install what is missing, then formatting, lints, unit tests, rule tests and browser tests
    --all               also the scenarios that take long
    --only NAME         only the steps whose name contains NAME

  dist   build the page and pack all that a server needs into one archive: the same bytes from the same source
    --base /PATH/       the portal's path on its server (default /)
    --out FILE          the archive (default target/sre-portal-VERSION.tar.gz)

  due    read cases as JSON lines on standard input and print for each when its clocks and levels
         are due. Keys: severity, start, zone, hours, workdays, holidays; the first two are needed.

  check-handbook DIR
         say what is wrong with the handbook in DIR and its rules (DIR/rules.json or DIR/alerts.yml)

  fuzz [SECONDS]
         look for texts that break the handbook's parsers (default 60)

  bench  measure charts, decoding and the page beside what users would pick instead; needs node and npm;
         writes the figures into docs/benchmarks.md
    --reps N            repetitions (default 20)
    --only LIST         only these, for example chart,decode (of chart, pixels, decode, page);
                        writes no file
    --all-peers         charts of Chart.js and ECharts too
    --contender DIR     only write the portal's chart and decoder into DIR, as a module for another harness

  soak [HOURS]
         build the page and drive a wall screen through so many hours of refreshes in compressed time (default 24)

  help   this text
";

/// One command with its options.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the usage.
    Help,
    /// Build the portal and serve it.
    Run(RunOptions),
    /// Check everything.
    Test(TestOptions),
    /// Pack it for a server.
    Dist(DistOptions),
    /// Say when cases are due.
    Due,
    /// Say what is wrong with the handbook in this folder.
    CheckHandbook(String),
    /// Fuzz for so many seconds.
    Fuzz(u64),
    /// Measure it.
    Bench(BenchOptions),
    /// Drive a wall through so many hours.
    Soak(u8),
}

/// Options of `bench`.
#[derive(Debug, PartialEq, Eq)]
pub struct BenchOptions {
    /// Repetitions of each measurement.
    pub repetitions: u32,
    /// Only these parts, with commas between.
    pub only: Option<String>,
    /// Also the peers that are known to be slower.
    pub all_peers: bool,
    /// Where to write the modules, instead of measuring.
    pub contender: Option<String>,
}

/// Options of `run`.
#[derive(Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// The page's port on 127.0.0.1.
    pub port: u16,
    /// The user's own Prometheus, as it was typed.
    pub prometheus: Option<String>,
    /// The name of a scenario; the stack program knows which there are.
    pub scenario: Option<String>,
    /// The platform's seed.
    pub seed: u64,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            port: 8080,
            prometheus: None,
            scenario: None,
            seed: 1,
        }
    }
}

/// Options of `test`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    /// Also what takes long.
    pub all: bool,
    /// Only steps whose name contains this.
    pub only: Option<String>,
}

/// Options of `dist`.
#[derive(Debug, PartialEq, Eq)]
pub struct DistOptions {
    /// The portal's path on its server, with a slash at both ends.
    pub base: String,
    /// The archive.
    pub out: Option<String>,
}

/// Parses the arguments after the program's name. Errors name the argument and show the usage.
pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    match args.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Command::Help),
        Some("run") => run_options(args),
        Some("test") => test_options(args),
        Some("dist") => dist_options(args),
        Some("due") => due(args),
        Some("check-handbook") => check_handbook(args),
        Some("fuzz") => fuzz(args),
        Some("bench") => bench(args),
        Some("soak") => soak(args),
        Some(other) => Err(wrong(&format!("There is no command '{other}'."))),
    }
}

fn run_options(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut options = RunOptions::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--port" => options.port = number(&arg, args.next())?,
            "--prometheus" => options.prometheus = Some(value(&arg, args.next())?),
            "--scenario" => options.scenario = Some(value(&arg, args.next())?),
            "--seed" => options.seed = number(&arg, args.next())?,
            "--help" | "-h" => return Ok(Command::Help),
            _ => return Err(wrong(&format!("'run' has no argument '{arg}'."))),
        }
    }
    if options.port == 0 {
        return Err(wrong("'--port' wants a number from 1 to 65535, not 0."));
    }
    if options.prometheus.is_some() && options.scenario.is_some() {
        return Err(wrong(
            "'--scenario' plays on the simulated platform, which '--prometheus' does not start: give one of the two.",
        ));
    }
    Ok(Command::Run(options))
}

fn test_options(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut options = TestOptions::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--all" => options.all = true,
            "--only" => options.only = Some(value(&arg, args.next())?),
            "--help" | "-h" => return Ok(Command::Help),
            _ => return Err(wrong(&format!("'test' has no argument '{arg}'."))),
        }
    }
    Ok(Command::Test(options))
}

fn dist_options(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut options = DistOptions {
        base: "/".to_owned(),
        out: None,
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--base" => options.base = value(&arg, args.next())?,
            "--out" => options.out = Some(value(&arg, args.next())?),
            "--help" | "-h" => return Ok(Command::Help),
            _ => return Err(wrong(&format!("'dist' has no argument '{arg}'."))),
        }
    }
    // It ends up in HTML and in nginx' patterns.
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_".contains(c);
    let base = &options.base;
    if !base.starts_with('/')
        || !base.ends_with('/')
        || base.contains("//")
        || !base.chars().all(plain)
    {
        return Err(wrong(&format!(
            "'--base' wants a path like /sre/ (letters, digits, '-', '_'), not '{base}'."
        )));
    }
    Ok(Command::Dist(options))
}

fn due(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    match args.next().as_deref() {
        None => Ok(Command::Due),
        Some("--help" | "-h") => Ok(Command::Help),
        Some(arg) => Err(wrong(&format!("'due' has no argument '{arg}'."))),
    }
}

fn check_handbook(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let folder = args.next();
    if matches!(folder.as_deref(), Some("--help" | "-h")) {
        return Ok(Command::Help);
    }
    let folder = value("check-handbook", folder)?;
    match args.next() {
        None => Ok(Command::CheckHandbook(folder)),
        Some(arg) => Err(wrong(&format!(
            "'check-handbook' wants one folder, not also '{arg}'."
        ))),
    }
}

fn fuzz(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let seconds = match args.next() {
        None => 60,
        Some(arg) if arg == "--help" || arg == "-h" => return Ok(Command::Help),
        seconds => number("fuzz", seconds)?,
    };
    match args.next() {
        // To libFuzzer 0 seconds are no end.
        None if seconds > 0 => Ok(Command::Fuzz(seconds)),
        None => Err(wrong("'fuzz' wants at least one second.")),
        Some(arg) => Err(wrong(&format!("'fuzz' has no argument '{arg}'."))),
    }
}

fn bench(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut options = BenchOptions {
        repetitions: 20,
        only: None,
        all_peers: false,
        contender: None,
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--reps" => options.repetitions = number(&arg, args.next())?,
            "--only" => options.only = Some(value(&arg, args.next())?),
            "--all-peers" => options.all_peers = true,
            "--contender" => options.contender = Some(value(&arg, args.next())?),
            "--help" | "-h" => return Ok(Command::Help),
            _ => return Err(wrong(&format!("'bench' has no argument '{arg}'."))),
        }
    }
    let parts = ["chart", "pixels", "decode", "page"];
    let only = options.only.as_deref().unwrap_or("chart").split(',');
    if let Some(other) = only.into_iter().find(|part| !parts.contains(part)) {
        return Err(wrong(&format!(
            "'--only' wants parts of chart, pixels, decode and page with commas between, not '{other}'."
        )));
    }
    if options.repetitions == 0 {
        return Err(wrong("'--reps' wants at least 1."));
    }
    Ok(Command::Bench(options))
}

fn soak(mut args: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let hours = match args.next() {
        None => 24,
        Some(arg) if arg == "--help" || arg == "-h" => return Ok(Command::Help),
        hours => number("soak", hours)?,
    };
    match args.next() {
        // The first hour is what the others are compared with.
        None if (2..=24).contains(&hours) => Ok(Command::Soak(hours)),
        None => Err(wrong("'soak' wants 2 to 24 hours.")),
        Some(arg) => Err(wrong(&format!("'soak' has no argument '{arg}'."))),
    }
}

fn value(name: &str, value: Option<String>) -> Result<String, Failure> {
    value
        .filter(|value| !value.is_empty() && !value.starts_with("--"))
        .ok_or_else(|| wrong(&format!("'{name}' wants a value after it.")))
}

fn number<T: std::str::FromStr>(name: &str, given: Option<String>) -> Result<T, Failure> {
    let given = value(name, given)?;
    given.parse().map_err(|_| {
        wrong(&format!(
            "'{name}' wants a whole number in its range, not '{given}'."
        ))
    })
}

fn wrong(message: &str) -> Failure {
    Failure::usage(format!("{message}\n\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(String::from)).map_err(|failure| {
            assert_eq!(failure.exit_code(), 2);
            failure
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    }

    #[test]
    fn commands_and_their_options() {
        assert_eq!(check(""), Ok(Command::Help));
        assert_eq!(check("due"), Ok(Command::Due));
        assert_eq!(check("run"), Ok(Command::Run(RunOptions::default())));
        assert_eq!(
            check("run --port 9000 --scenario dead-letters --seed 7"),
            Ok(Command::Run(RunOptions {
                port: 9000,
                prometheus: None,
                scenario: Some("dead-letters".into()),
                seed: 7,
            }))
        );
        assert_eq!(
            check("test --all --only lints"),
            Ok(Command::Test(TestOptions {
                all: true,
                only: Some("lints".into()),
            }))
        );
        assert_eq!(
            check("check-handbook runbooks"),
            Ok(Command::CheckHandbook("runbooks".into()))
        );
        for (line, base, out) in [
            ("dist", "/", None),
            (
                "dist --base /sre/ --out a.tar.gz",
                "/sre/",
                Some("a.tar.gz"),
            ),
        ] {
            let expected = DistOptions {
                base: base.to_owned(),
                out: out.map(str::to_owned),
            };
            assert_eq!(check(line), Ok(Command::Dist(expected)));
        }
        assert_eq!(check("soak"), Ok(Command::Soak(24)));
        assert_eq!(check("soak 3"), Ok(Command::Soak(3)));
        assert_eq!(check("fuzz"), Ok(Command::Fuzz(60)));
        assert_eq!(check("fuzz 5"), Ok(Command::Fuzz(5)));
        assert_eq!(
            check("bench --reps 5 --only chart,pixels,decode,page --all-peers"),
            Ok(Command::Bench(BenchOptions {
                repetitions: 5,
                only: Some("chart,pixels,decode,page".into()),
                all_peers: true,
                contender: None,
            }))
        );
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        let cases = [
            ("fly", "There is no command 'fly'."),
            ("run --prot 1", "'run' has no argument '--prot'."),
            ("run --port", "'--port' wants a value after it."),
            (
                "run --port 70000",
                "'--port' wants a whole number in its range, not '70000'.",
            ),
            (
                "run --port 0",
                "'--port' wants a number from 1 to 65535, not 0.",
            ),
            (
                "run --scenario --seed 1",
                "'--scenario' wants a value after it.",
            ),
            ("check-handbook", "'check-handbook' wants a value after it."),
            (
                "check-handbook a b",
                "'check-handbook' wants one folder, not also 'b'.",
            ),
            (
                "dist --base sre",
                "'--base' wants a path like /sre/ (letters, digits, '-', '_'), not 'sre'.",
            ),
            (
                "dist --base /a.b/",
                "'--base' wants a path like /sre/ (letters, digits, '-', '_'), not '/a.b/'.",
            ),
            ("fuzz 0", "'fuzz' wants at least one second."),
            ("fuzz 1 2", "'fuzz' has no argument '2'."),
            ("soak 1", "'soak' wants 2 to 24 hours."),
            ("soak 2 3", "'soak' has no argument '3'."),
            ("test all", "'test' has no argument 'all'."),
            ("bench --reps 0", "'--reps' wants at least 1."),
            (
                "bench --only charts",
                "'--only' wants parts of chart, pixels, decode and page with commas between, not 'charts'.",
            ),
            ("due 1", "'due' has no argument '1'."),
        ];
        for (line, expected) in cases {
            assert_eq!(check(line), Err(expected.to_owned()), "{line}");
        }
    }
}
