//! Reads cases as JSON lines and prints for each when it is due; every rule it knows is the portal's own. A folder as
//! argument is a handbook of one's own: its documents stand in the place of the built-in ones of the same name.

mod case;

use case::Case;
use serde_json::{Map, Value, json};
use sre_portal::{
    domain::{ladder::Ladder, sla::Clock, time::Moment},
    embedded::DOCUMENTS,
    handbook::{
        Handbook,
        own::{Brought, merge},
    },
};
use std::{
    fs,
    io::{self, BufRead, Write},
    path::Path,
    process::ExitCode,
};

fn main() -> ExitCode {
    let handbook = match std::env::args_os().nth(1) {
        None => Ok(merge(DOCUMENTS, &[]).0),
        Some(folder) => own(Path::new(&folder)),
    };
    let handbook = match handbook {
        Ok(handbook) => handbook,
        Err(problems) => {
            eprintln!("{}", problems.join("\n"));
            return ExitCode::FAILURE;
        }
    };
    match answer_all(&handbook, io::stdin().lock(), io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever read our answers has gone; the rest of them interests nobody.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("due: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The built-in handbook with the folder's documents in their places.
fn own(folder: &Path) -> Result<Handbook, Vec<String>> {
    let failed = |error: io::Error| vec![format!("{}: {error}", folder.display())];
    let mut brought = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(".md") {
            let text = fs::read_to_string(entry.path()).map_err(failed)?;
            brought.push(Brought { file, text });
        }
    }
    match merge(DOCUMENTS, &brought) {
        (handbook, problems) if problems.is_empty() => Ok(handbook),
        (_, problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}

/// Whether every line was a good one. A line of bytes that are no text is a bad line, not the end.
fn answer_all(handbook: &Handbook, input: impl BufRead, output: impl Write) -> io::Result<bool> {
    let mut output = io::BufWriter::new(output);
    let mut good = true;
    for (number, line) in (1..).zip(input.split(b'\n')) {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = Case::read(&line).and_then(|case| answer(&case, handbook));
        let answer = answer.unwrap_or_else(|error| {
            good = false;
            json!({"line": number, "error": error})
        });
        writeln!(output, "{answer}")?;
    }
    output.flush()?;
    Ok(good)
}

fn answer(case: &Case, handbook: &Handbook) -> Result<Value, String> {
    let terms = handbook
        .sla
        .terms(case.severity)
        .ok_or_else(|| format!("the handbook's SLA table has no row for {}", case.severity))?;
    let mut answer = Map::new();
    for clock in Clock::ALL {
        let due = terms
            .of(clock)
            .due(case.start, &case.calendar, &case.zone)
            .ok_or("the calendar has no business day within 366 days")?;
        let name = match clock {
            Clock::Acknowledge => "acknowledge",
            Clock::Response => "response",
            Clock::Resolution => "resolution",
        };
        answer.insert(name.to_owned(), written(due)?);
    }
    answer.insert(
        "levels".to_owned(),
        levels(&handbook.escalation.ladder, case)?,
    );
    Ok(Value::Object(answer))
}

fn levels(ladder: &Ladder, case: &Case) -> Result<Value, String> {
    let mut levels = Map::new();
    for level in &ladder.levels {
        let due = match level.due(case.severity, case.start) {
            Some(due) => written(due)?,
            None => Value::Null,
        };
        levels.insert(level.number.to_string(), due);
    }
    Ok(Value::Object(levels))
}

/// RFC 3339 with Z and whole seconds.
fn written(moment: Moment) -> Result<Value, String> {
    let seconds = moment.0.div_euclid(1000);
    jiff::Timestamp::from_second(seconds)
        .map(|moment| Value::String(moment.to_string()))
        .map_err(|_| "it is due after the year 9999".to_owned())
}
