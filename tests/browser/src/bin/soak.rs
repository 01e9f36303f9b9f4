//! The long soak: a wall screen through a simulated day, its figures as a table. It must not judge them: `soak` does.

use browser::Failure;
use browser::soak::{Plan, options, soak};
use stack::Stack;
use std::process::ExitCode;

fn main() -> ExitCode {
    let hours = std::env::args()
        .nth(1)
        .map_or(Some(24), |hours| hours.parse().ok());
    let Some(hours) = hours.filter(|hours| (2..=24).contains(hours)) else {
        eprintln!("Usage: cargo run -p browser --bin soak -- [HOURS], from 2 to 24");
        return ExitCode::from(2);
    };
    match run(hours) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(hours: u16) -> Result<(), Failure> {
    let stack = Stack::start(&options(u64::from(hours) + 2))?;
    let plan = Plan {
        minutes: 60,
        samples: usize::from(hours),
    };
    soak(&stack, plan, |line| println!("{line}")).map(drop)
}
