//! The tasks of a page's thread, each with what it had of a processor, from Chromium's own recording. It must not know what
//! is done in them.

use crate::failure::Failure;
use crate::page::Page;
use serde_json::Value;

/// What is recorded: the tasks of all threads, and the marks by which a page's are found among them.
pub const RECORDED: &str = "-*,disabled-by-default-devtools.timeline,blink.user_timing";

/// Work that is the same everywhere, in a task of its own between two marks: elements with texts, written out. For
/// [`Recording::pace`].
pub const PACE: &str = "new Promise(done => {
    performance.mark('pace:begin');
    setTimeout(() => {
        for (let time = 0; time < 4; time++) {
            const list = document.createElement('ul');
            for (let row = 0; row < 1500; row++) {
                const item = document.createElement('li');
                item.className = `row kind-${row % 7}`;
                item.textContent = `row ${row} of ${time}`;
                list.append(item);
            }
            window.paced = list.outerHTML.length;
        }
        setTimeout(() => { performance.mark('pace:end'); done(true); });
    });
})";

/// What that takes (milliseconds of a processor) where the limits of tests were set: where the longest task of scrolling among 2,000
/// alerts was below 14 ms.
const PACED: f64 = 7.0;

/// What was recorded of a page that [`crate::Browser::start_recorded`] opened.
pub struct Recording(Vec<Value>);

impl Recording {
    /// All until now; it is gone from the browser with this.
    pub fn take(page: &Page) -> Result<Self, Failure> {
        let answer = page.browser().recorded()?;
        let entries = answer.as_array().cloned().unwrap_or_default();
        Ok(Self(entries.iter().filter_map(event).collect()))
    }

    /// How much slower than where limits were set this machine is now, by [`PACE`]; 1 where it is not. What a task has of a processor
    /// is more where other work shares its caches and memory.
    pub fn pace(&self) -> Result<f64, Failure> {
        let tasks = self.tasks("pace:begin", "pace:end")?;
        let paced = tasks.first().copied().unwrap_or_default();
        println!(
            "the task that is the same everywhere: {paced:.1} ms, {PACED} where limits were set"
        );
        Ok((paced / PACED).max(1.0))
    }

    /// The tasks of the page's thread that began between two of its marks (`performance.mark`), in milliseconds of a
    /// processor, the longest first: a busy machine makes them no longer.
    pub fn tasks(&self, first: &str, last: &str) -> Result<Vec<f64>, Failure> {
        let mark = |name: &str| {
            let found = self
                .0
                .iter()
                .find(|event| event["name"] == name && event["cat"] == "blink.user_timing");
            let begun = found.and_then(|event| event["ts"].as_f64());
            begun.zip(found).ok_or_else(|| {
                Failure::new(format!(
                    "The mark '{name}' is not among {} recorded events.",
                    self.0.len()
                ))
            })
        };
        let ((from, own), (to, _)) = (mark(first)?, mark(last)?);
        let tasks = self.0.iter().filter(|event| {
            let thread = event["pid"] == own["pid"] && event["tid"] == own["tid"];
            let at = event["ts"].as_f64();
            thread && event["name"] == "RunTask" && at.is_some_and(|at| (from..to).contains(&at))
        });
        let worked: Option<Vec<f64>> = tasks.map(|event| event["tdur"].as_f64()).collect();
        let worked = worked.filter(|tasks| !tasks.is_empty()).ok_or_else(|| {
            Failure::new("Chromium recorded no tasks, or not what they had of a processor.")
        })?;
        let mut worked: Vec<f64> = worked.into_iter().map(|micros| micros / 1000.0).collect();
        worked.sort_by(|one, other| other.total_cmp(one));
        Ok(worked)
    }
}

/// The event in an entry of the driver's log.
fn event(entry: &Value) -> Option<Value> {
    let mut message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
    let message = message["message"].take();
    (message["method"] == "Tracing.dataCollected").then(|| message["params"].clone())
}
