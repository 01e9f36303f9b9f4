//! `run`: set-up, build, and then the stack program in our place. It must not know which servers that starts.

use crate::args::RunOptions;
use crate::failure::Failure;
use crate::{bundle, ports, process, setup, workspace};
use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Serves the portal until it is told to stop. Returns only when something is wrong.
pub fn run(options: &RunOptions) -> Result<(), Failure> {
    ports::must_be_free(options.port)?;
    let tools = setup::set_up()?;
    // Built before the page, so that a mistake in the arguments is told before the long build.
    let mut compile = process::cargo();
    compile.args(["build", "--quiet", "--package", "stack"]);
    process::succeed(&mut compile, "Building the stack program")?;
    let mut check = stack(process::cargo(), options);
    process::succeed(check.arg("--check"), "Checking the arguments").map_err(|failure| {
        Failure::child("Nothing was started.", Some(i32::from(failure.exit_code())))
    })?;
    println!("Page: building, some minutes the first time");
    bundle::build(&tools)?;
    // It takes our place instead of being our child: Ctrl-C and a signal to this process reach it directly, and the
    // shell waits until it has ended all that it started.
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    process::clean(&mut command);
    let error = stack(command, options).exec();
    Err(Failure::new(format!("cargo cannot be run: {error}.")))
}

fn stack(mut command: Command, options: &RunOptions) -> Command {
    command
        .args(["run", "--quiet", "--package", "stack", "--"])
        .args(["--port", &options.port.to_string()])
        .args(["--seed", &options.seed.to_string()])
        .arg("--dist")
        .arg(workspace::root().join("dist"));
    if let Some(url) = &options.prometheus {
        command.args(["--prometheus", url]);
    }
    if let Some(name) = &options.scenario {
        command.args(["--scenario", name]);
    }
    command
}
