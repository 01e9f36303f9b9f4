//! The tasks of a page's thread, each with what it had of a processor, from Chromium's own recording. It must not know what
//! is done in them.

use crate::failure::Failure;
use crate::page::Page;
use serde_json::Value;

/// What is recorded: the tasks of all threads, and the marks by which a page's are found among them.
pub const RECORDED: &str = "-*,disabled-by-default-devtools.timeline,blink.user_timing";

/// The tasks of the page's thread that began between two of its marks (`performance.mark`), in milliseconds of a processor:
/// a busy machine makes them no longer. The page must be one of [`crate::Browser::start_recorded`]; what was recorded is
/// gone with the first call.
pub fn tasks_between(page: &Page, first: &str, last: &str) -> Result<Vec<f64>, Failure> {
    let answer = page.browser().recorded()?;
    let entries = answer.as_array().cloned().unwrap_or_default();
    let events: Vec<Value> = entries.iter().filter_map(event).collect();
    let mark = |name: &str| {
        let found = events
            .iter()
            .find(|event| event["name"] == name && event["cat"] == "blink.user_timing");
        let begun = found.and_then(|event| event["ts"].as_f64());
        begun.zip(found).ok_or_else(|| {
            Failure::new(format!(
                "The mark '{name}' is not among {} recorded events.",
                events.len()
            ))
        })
    };
    let ((from, own), (to, _)) = (mark(first)?, mark(last)?);
    let tasks = events.iter().filter(|event| {
        let thread = event["pid"] == own["pid"] && event["tid"] == own["tid"];
        let at = event["ts"].as_f64();
        thread && event["name"] == "RunTask" && at.is_some_and(|at| (from..to).contains(&at))
    });
    let worked: Option<Vec<f64>> = tasks.map(|event| event["tdur"].as_f64()).collect();
    let worked = worked.filter(|tasks| !tasks.is_empty()).ok_or_else(|| {
        Failure::new("Chromium recorded no tasks, or not what they had of a processor.")
    })?;
    Ok(worked.into_iter().map(|micros| micros / 1000.0).collect())
}

/// The event in an entry of the driver's log.
fn event(entry: &Value) -> Option<Value> {
    let mut message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
    let message = message["message"].take();
    (message["method"] == "Tracing.dataCollected").then(|| message["params"].clone())
}
