//! The stack as a program: starts it, says where the page is, ends it on a signal. It must not know the servers.

mod args;

use args::Arguments;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use stack::{Client, Options, Stack, StackError};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

fn main() -> ExitCode {
    let arguments = match args::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    let result = match (&arguments.check_only, &arguments.prometheus) {
        (true, Some(_)) => Ok(()),
        (true, None) => stack::check_documented_ports(),
        (false, _) => serve(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

/// What ends the wait below.
enum Event {
    Signal,
    Started(Box<Result<Stack, StackError>>),
}

/// Serves until a signal. The servers are started on another thread, so that a signal during the start ends it as well:
/// the children then end with this process.
fn serve(arguments: Arguments) -> Result<(), StackError> {
    let options = options(arguments);
    let (sender, events) = mpsc::channel();
    let mut signals = Signals::new([SIGINT, SIGTERM]).map_err(|source| StackError::File {
        path: "signals".into(),
        source,
    })?;
    let to_main = sender.clone();
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if to_main.send(Event::Signal).is_err() {
                break;
            }
        }
    });
    std::thread::spawn(move || {
        // Nobody receives this only when a signal came first, and then it is dropped, and so ended, here.
        let _ = sender.send(Event::Started(Box::new(Stack::start(&options))));
    });
    let mut running = None;
    for event in events {
        match event {
            Event::Signal => break,
            Event::Started(stack) => {
                let stack = (*stack)?;
                tell(&stack);
                running = Some(stack);
            }
        }
    }
    println!("\nEnding everything that was started");
    drop(running);
    Ok(())
}

fn tell(stack: &Stack) {
    if stack.prometheus_url().is_none() {
        tell_of_theirs(stack);
    }
    if let Some(url) = stack.prometheus_url() {
        println!("Prometheus: {url}/");
    }
    if let Some(url) = stack.alertmanager_url() {
        println!("Alertmanager: {url}/");
    }
    println!("Portal: {}/", stack.portal_url());
    println!("Ctrl-C ends all of it.");
}

/// A wrong address is told here as well as on the page.
fn tell_of_theirs(stack: &Stack) {
    let url = format!("{}/prometheus/api/v1/query?query=1", stack.portal_url());
    let seen = match Client::default().get(&url) {
        Ok(answer) if answer.json()["status"] == "success" => return,
        Ok(answer) if answer.status == 200 => "something else than JSON of Prometheus".to_owned(),
        Ok(answer) => format!("status {}", answer.status),
        Err(error) => error,
    };
    println!(
        "Prometheus: a first question got {seen}. Check the address; the page goes on asking and says what it gets."
    );
}

fn options(arguments: Arguments) -> Options {
    // Long enough ago for a chart of an hour to show it begin, and for alerts with the longest `for` to fire.
    let ago = Duration::from_secs(20 * 60);
    Options {
        portal_port: Some(arguments.port),
        documented_ports: !arguments.free_ports,
        seed: arguments.seed,
        history: Duration::from_secs(24 * 3600),
        already_on: arguments
            .scenario
            .map(|scenario| (scenario, ago))
            .into_iter()
            .collect(),
        past_incident: true,
        scrape_interval: Duration::from_secs(15),
        dist: arguments.dist,
        external_prometheus: arguments.prometheus,
        report: |line| println!("Start: {line}"),
        ..Options::default()
    }
}
