//! A wall screen through a simulated day: what it holds, leaves behind and costs, hour by hour. It must not know what is on
//! the screen.

use crate::browser::Browser;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::page::Page;
use serde_json::{Value, json};
use stack::{Options, Stack};
use std::fmt::Write;
use std::time::Duration;

/// Between two refreshes (milliseconds of simulated time): the page's own pace.
const STEP: i64 = 15_000;

/// The seconds between two refreshes in which nothing is due.
const SECONDS: u64 = 13;

/// A share of the first sample's figure by which a later one may be larger.
const MORE: f64 = 0.05;

/// The longest that a second may cost (milliseconds of the page's thread).
const TICK: f64 = 1.6;

/// What work that is the same everywhere takes (milliseconds of the page's thread) where [`TICK`] was set.
const SAME: f64 = 1.5;

/// V8 writes machine code for what runs often, some of it only after hours, and counts it as heap: with its compilers on a
/// wall's heap grew by 48 kB in four hours, and snapshots of it held as many closures, objects, arrays and strings as before,
/// and more code. Such code is bounded by the program, and no refresh leaves it behind. Without it the heap is what the page
/// holds: a sixth smaller, so that 5 % of it are less, and a second costs more. The 2 kB an hour that are left are the
/// driver's, which keeps an array of each command.
const NO_COMPILERS: &str = "--js-flags=--no-opt,--no-maglev,--no-sparkplug";

/// Nothing may be measured while files and first answers still come.
const READY: Duration = Duration::from_secs(60);

/// How long, and how often it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Minutes of simulated time between two samples; whole turns of the wall, so that each sees the same slide.
    pub minutes: i64,
    /// How many samples.
    pub samples: usize,
}

/// What was found after a part of the day.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Minutes of simulated time.
    pub minutes: i64,
    /// What scripts hold after a collection of garbage (bytes).
    pub heap: f64,
    /// Nodes of the document and beside it.
    pub nodes: f64,
    /// Listeners of events.
    pub listeners: f64,
    /// The page's own memory (bytes).
    pub wasm: f64,
    /// Timers that run.
    pub timers: f64,
    /// What a second costs in which nothing is due (milliseconds of the page's thread).
    pub tick: f64,
    /// How much slower than where [`TICK`] was set this machine is now; 1 where it is not.
    pub pace: f64,
}

/// The stack of a soak: a day of history, its samples a minute apart.
pub fn options(hours: u64) -> Options {
    let config = json!({
        "prometheus": { "url": "/prometheus" },
        "alertmanager": { "url": "/alertmanager" },
        "zone": "UTC",
        "scrapeInterval": "1m",
    });
    Options {
        history: Duration::from_secs(hours * 3600),
        past_incident: true,
        scrape_interval: Duration::from_secs(15),
        config: Some(config.to_string()),
        ..Options::default()
    }
}

/// Drives a wall through the plan, and tells each sample as it comes. Fails when something is left behind, drawn or asked
/// where nothing was due, or too slow.
pub fn soak(stack: &Stack, plan: Plan, tell: impl Fn(&str)) -> Result<Vec<Sample>, Failure> {
    let minutes = plan.minutes * i64::try_from(plan.samples)?;
    let mut page = Browser::start_with(&[NO_COMPILERS])?.page(&stack.portal_url());
    page.resize(1920, 1080, 1.0, false)?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    // On a whole quarter of a minute, so that a step is a refresh and nothing is due in the seconds after it.
    let now = i64::try_from(now.as_millis())? / STEP * STEP;
    let start = now - (minutes + 2) * 60_000;
    let prometheus = stack.prometheus_url().unwrap_or_default();
    let script = include_str!("soak.js")
        .replace("START", &start.to_string())
        .replace("PROMETHEUS", &prometheus);
    page.devtools("Page.setBypassCSP", &json!({ "enabled": true }))?;
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )?;
    Metrics::count_work(&page)?;
    page.goto("/wall?every=30s")?;
    let ready = "window.soak.ready() && document.querySelector('.wall')?.dataset.shown === 'calm'";
    page.wait_at_most(READY, "the wall", ready, |ready| *ready == json!(true))?;
    // What is made once is no growth: a whole turn of all slides, and the browser's own lists are full.
    let mut timers = refresh(&page, plan.minutes.min(60) * 60_000 / STEP)?;
    let mut samples: Vec<Sample> = Vec::new();
    tell(HEAD);
    for index in 0..plan.samples {
        if index > 0 {
            // The sample before took the time of one.
            timers.extend(refresh(&page, plan.minutes * 60_000 / STEP - 1)?);
        }
        let sample = sample(&page, plan.minutes * i64::try_from(index + 1)?)?;
        tell(&line(&sample));
        samples.push(sample);
    }
    timers.sort_unstable();
    timers.dedup();
    if timers.len() != 1 {
        let words = format!("Refreshes left timers behind: after them there were {timers:?}.");
        return Err(Failure::new(words));
    }
    page.end()?;
    grown(&samples)?;
    Ok(samples)
}

/// The names of the figures.
const HEAD: &str = " minutes   heap kB    nodes listeners  wasm kB   timers  tick ms     pace";

fn line(sample: &Sample) -> String {
    let mut line = format!("{:8}", sample.minutes);
    // Writing into a text cannot fail.
    let _ = write!(
        line,
        " {:9.0} {:8.0} {:9.0} {:8.0} {:8.0} {:8.2} {:8.2}",
        sample.heap / 1024.0,
        sample.nodes,
        sample.listeners,
        sample.wasm / 1024.0,
        sample.timers,
        sample.tick,
        sample.pace
    );
    line
}

/// So many refreshes; the numbers of timers left after them. A part at a time, since a script may not run for long.
fn refresh(page: &Page, count: i64) -> Result<Vec<u64>, Failure> {
    let mut timers = Vec::new();
    let mut left = count;
    while left > 0 {
        let part = left.min(10);
        let seen = page.eval(&format!("window.soak.refresh({part}, {STEP})"))?;
        let seen = seen.as_array().cloned().unwrap_or_default();
        timers.extend(seen.iter().filter_map(Value::as_u64));
        left -= part;
    }
    Ok(timers)
}

fn sample(page: &Page, minutes: i64) -> Result<Sample, Failure> {
    // In the first one the page writes down what the refresh brought.
    page.eval("window.soak.refresh(1, 1000)")?;
    let (mut cost, mut same) = (0.0, 0.0);
    // In turns, so that what else the machine does meets both.
    for _ in 0..SECONDS {
        for (action, sum) in [("second", &mut cost), ("same", &mut same)] {
            let before = Metrics::read(page)?;
            let seen = page.eval(&format!("window.soak.{action}()"))?;
            *sum += (Metrics::read(page)?.work() - before.work()).own() / SECONDS as f64;
            if seen != json!([0, 0]) {
                let words =
                    format!("Nothing was due, and [charts drawn, questions asked] were {seen}.");
                return Err(Failure::new(words));
            }
        }
    }
    // The fifteenth second is the next refresh; from here on steps are whole again.
    page.eval("window.soak.refresh(1, 1000)")?;
    for _ in 0..2 {
        page.devtools("HeapProfiler.collectGarbage", &json!({}))?;
    }
    let held = Metrics::read(page)?;
    let number =
        |expression: &str| Ok::<_, Failure>(page.eval(expression)?.as_f64().unwrap_or(0.0));
    Ok(Sample {
        minutes,
        heap: held.get("JSHeapUsedSize"),
        nodes: held.get("Nodes"),
        listeners: held.get("JSEventListeners"),
        wasm: number("window.soak.memory.buffer.byteLength")?,
        timers: number("window.soak.timers.size")?,
        tick: cost,
        pace: (same / SAME).max(1.0),
    })
}

/// Fails when a figure of the last sample is larger than the first one's by more than [`MORE`], or a second cost too much.
fn grown(samples: &[Sample]) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
        return Err(Failure::new("Nothing was measured."));
    };
    for (name, first, last) in [
        ("heap", first.heap, last.heap),
        ("nodes", first.nodes, last.nodes),
        ("listeners", first.listeners, last.listeners),
        ("wasm memory", first.wasm, last.wasm),
    ] {
        // What is not known is no proof.
        if last.is_nan() || first.is_nan() || last > first * (1.0 + MORE) {
            let words = format!("The {name} grew from {first:.0} to {last:.0}.");
            return Err(Failure::new(words));
        }
    }
    // What a second has of a processor is more where other work shares its caches and memory.
    let slow = |sample: &&Sample| sample.tick.is_nan() || sample.tick > TICK * sample.pace;
    if let Some(slow) = samples.iter().find(slow) {
        let words = format!(
            "A second in which nothing is due costs {:.2} ms.",
            slow.tick
        );
        return Err(Failure::new(words));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(heap: f64, tick: f64) -> Sample {
        Sample {
            minutes: 60,
            heap,
            nodes: 900.0,
            listeners: 20.0,
            wasm: 4e6,
            timers: 1.0,
            tick,
            pace: 1.0,
        }
    }

    #[test]
    fn growth_and_slowness_fail() {
        let steady = [sample(100.0, 1.0), sample(104.9, 1.6)];
        assert!(grown(&steady).is_ok());
        assert!(grown(&[sample(100.0, 1.0), sample(105.1, 1.0)]).is_err());
        assert!(grown(&[sample(100.0, 1.0), sample(f64::NAN, 1.0)]).is_err());
        assert!(grown(&[sample(100.0, 1.61), sample(100.0, 1.0)]).is_err());
        let slower = |pace| Sample {
            pace,
            ..sample(100.0, 2.4)
        };
        assert!(grown(&[slower(1.5), slower(1.6)]).is_ok());
        assert!(grown(&[slower(1.4), slower(1.6)]).is_err());
        assert!(grown(&[]).is_err());
    }
}
