//! Named steps, run in order, with a table of their times at the end. It must not know what a step does.

use crate::failure::Failure;
use std::time::{Duration, Instant};

/// One step: its name, the command that repeats it alone, and what it does.
pub struct Step<'a> {
    /// Short, in words.
    pub name: &'static str,
    /// What a person types to repeat it; shown in the header and after a failure.
    pub repeat: String,
    /// The work.
    pub work: Box<dyn Fn() -> Result<(), Failure> + 'a>,
}

/// Runs the steps until one fails. The table is printed in both cases; a failure names the step and how to repeat it.
pub fn run(steps: &[Step<'_>]) -> Result<(), Failure> {
    let mut times = Vec::new();
    let mut result = Ok(());
    for (index, step) in steps.iter().enumerate() {
        println!(
            "\n=== {}/{} {} === {}",
            index + 1,
            steps.len(),
            step.name,
            step.repeat
        );
        let began = Instant::now();
        result = (step.work)().map_err(|failure| {
            failure.within(&format!(
                "The step '{}' failed. To repeat it alone:\n    {}",
                step.name, step.repeat
            ))
        });
        times.push((step.name, began.elapsed(), result.is_ok()));
        if result.is_err() {
            break;
        }
    }
    print!("\n{}", table(&times));
    result
}

fn table(times: &[(&str, Duration, bool)]) -> String {
    let width = times
        .iter()
        .map(|(name, ..)| name.len())
        .max()
        .unwrap_or(0)
        .max(5);
    let mut text = String::new();
    for (name, time, passed) in times {
        let seconds = time.as_secs_f64();
        let note = if *passed { "" } else { "  FAILED" };
        text.push_str(&format!("{name:width$}  {seconds:>7.1} s{note}\n"));
    }
    let total: Duration = times.iter().map(|(_, time, _)| *time).sum();
    text.push_str(&format!(
        "{:width$}  {:>7.1} s\n",
        "total",
        total.as_secs_f64()
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_first_failure_ends_it_and_names_the_step() {
        let ran = Cell::new(0);
        let step = |name, code| Step {
            name,
            repeat: format!("do {name}"),
            work: Box::new({
                let ran = &ran;
                move || {
                    ran.set(ran.get() + 1);
                    match code {
                        0 => Ok(()),
                        code => Err(Failure::child("broken", Some(code))),
                    }
                }
            }),
        };
        let failure = run(&[step("one", 0), step("two", 101), step("three", 0)]).unwrap_err();
        assert_eq!(ran.get(), 2);
        assert_eq!(failure.exit_code(), 101);
        assert_eq!(
            failure.to_string(),
            "The step 'two' failed. To repeat it alone:\n    do two\nbroken"
        );
    }

    #[test]
    fn the_table_lines_up() {
        let times = [
            ("formatting", Duration::from_millis(1200), true),
            ("lints", Duration::from_secs(100), false),
        ];
        assert_eq!(
            table(&times),
            "formatting      1.2 s\nlints         100.0 s  FAILED\ntotal         101.2 s\n"
        );
    }
}
