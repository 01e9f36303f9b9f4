//! The commands of this repository: thin, and it must not know how the portal or its servers work.

mod args;
mod bench;
mod budget;
mod bundle;
mod check_handbook;
mod dist;
mod due;
mod failure;
mod first;
mod fuzz;
mod guide;
mod hash;
mod imports;
mod licences;
mod parts;
mod ports;
mod precompress;
mod process;
mod questions;
mod run;
mod scripts;
mod setup;
mod small;
mod soak;
mod stamp;
mod steps;
mod test;
mod workspace;
mod zones;

use args::Command;
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch() -> Result<(), Failure> {
    match args::parse(std::env::args().skip(1))? {
        Command::Help => {
            print!("{}", args::USAGE);
            Ok(())
        }
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::test(&options),
        Command::Dist(options) => dist::dist(&options),
        Command::Due => due::due(),
        Command::Bench(options) => bench::bench(&options),
        Command::Soak(hours) => soak::soak(hours),
        Command::Fuzz(seconds) => fuzz::fuzz(seconds),
        Command::CheckHandbook(folder) => check_handbook::check_handbook(&folder),
    }
}
