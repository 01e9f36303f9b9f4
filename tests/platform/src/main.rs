//! The platform as a program: `platform serve` and `platform history`; it must not know what is simulated.

mod args;

use std::process::ExitCode;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use args::{Command, History, Serve};
use platform::{Plan, Platform, Ports, Span, past_incident, write_history};

fn main() -> ExitCode {
    let done = match args::parse(std::env::args().skip(1)) {
        Ok(Command::Serve(serve)) => run(&serve),
        Ok(Command::History(history)) => write(&history),
        Err(problem) => Err(format!("{problem}\n\n{}", args::USAGE)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until the process is ended.
fn run(serve: &Serve) -> Result<(), String> {
    let mut plan = Plan {
        seed: serve.seed,
        spans: Vec::new(),
    };
    plan.spans.extend(
        serve
            .history_until
            .map(|until| past_incident(until as f64, serve.seed)),
    );
    let from = now() as f64;
    plan.spans.extend(serve.scenario.map(|scenario| Span {
        scenario,
        from,
        until: None,
    }));
    let platform = Platform::start(plan, Ports::Documented).map_err(|error| error.to_string())?;
    for target in platform.targets() {
        println!("{:<26} http://{}/metrics", target.job, target.address);
    }
    match serve.scenario {
        Some(scenario) => println!("Playing {scenario}. Ctrl-C ends it."),
        None => println!("Nothing is wrong. Ctrl-C ends it."),
    }
    loop {
        thread::park();
    }
}

fn write(history: &History) -> Result<(), String> {
    let until = now();
    let plan = Plan {
        seed: history.seed,
        spans: vec![past_incident(until as f64, history.seed)],
    };
    let from = until - history.hours * 3_600;
    let files = write_history(&history.out, &plan, from, until)
        .map_err(|error| format!("{} cannot be written: {error}", history.out.display()))?;
    for file in files {
        println!("{}", file.display());
    }
    println!(
        "It goes on with: platform serve --seed {} --history-until {until}",
        history.seed
    );
    Ok(())
}

/// Unix seconds.
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() as i64)
}
