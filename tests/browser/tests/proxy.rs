//! Faults that begin and end while the page is open: it stays quick, says what it sees, and recovers by itself. It must not
//! know how the page asks.
//!
//! Between nginx and the real Prometheus stands a proxy that spoils answers. `infos`, `isPartial`, a truncated result and
//! duplicates are its own: Debian's Prometheus sends none of them.

use browser::panels::{STATES, silent};
use browser::{Browser, Failure, Page, baseline};
use serde_json::{Value, json};
use stack::{Fault, FaultProxy, Options, Stack};
use std::time::{Duration, Instant};

const DASHBOARD: &str = "/dashboards/event-bus?refresh=5s&range=15m";

/// Two polls of 15 s and the page's patience with one question.
const NOTICED: Duration = Duration::from_secs(45);

/// No wait between two tries is longer than the larger of the refresh and 15 s; the rest is for the answers to come in.
const RECOVERED: Duration = Duration::from_secs(15 + 5);

/// A question of before the end of the fault may still be waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A press is answered within this.
const QUICK: f64 = 1000.0;

/// The panels that claim that all is well, and the whole page when it does.
const CLAIMS: &str =
    "[...document.querySelectorAll('[data-panel][data-status=ok], [data-global-status=ok]')]
    .map(element => element.dataset.panel ?? 'the page')";

/// Milliseconds from a press to the sheet that it opens.
const PRESS: &str = "new Promise(resolve => {
    const began = performance.now();
    document.querySelector('.range .face').click();
    const look = () => {
        const sheet = document.querySelector('.sheet:popover-open input[name=range]');
        if (!sheet) return requestAnimationFrame(look);
        sheet.closest('.sheet').hidePopover();
        resolve(performance.now() - began);
    };
    look();
})";

/// Milliseconds from a press to the first panel of another dashboard, and back again.
const TRAVEL: &str = "(async () => {
    const go = (link, panel) => new Promise(resolve => {
        const began = performance.now();
        document.querySelector(`.rail a[href^=\"/dashboards/${link}\"]`).click();
        const look = () => document.querySelector(`[data-panel=${panel}]`)
            ? resolve(performance.now() - began) : requestAnimationFrame(look);
        look();
    });
    return Math.max(await go('nodejs', 'event-loop-lag'), await go('event-bus', 'queue-sizes'));
})()";

/// A page on a real Prometheus behind a proxy that is sound so far.
struct Bench {
    proxy: FaultProxy,
    page: Page,
    _front: Stack,
}

/// What a fault makes of the page.
struct Case {
    name: &'static str,
    fault: Fault,
    state: &'static str,
    /// Said by every panel.
    title: &'static str,
    /// Said by one panel at least.
    quote: &'static str,
    recovered: Duration,
}

fn case(
    name: &'static str,
    fault: Fault,
    state: &'static str,
    title: &'static str,
    quote: &'static str,
) -> Case {
    Case {
        name,
        fault,
        state,
        title,
        quote,
        recovered: RECOVERED,
    }
}

fn is(expected: Value) -> impl Fn(&Value) -> bool {
    move |seen| *seen == expected
}

impl Bench {
    fn open() -> Result<Self, Failure> {
        let real = baseline()?.prometheus_url().unwrap_or_default();
        let proxy = FaultProxy::start(&real)?;
        let front = Stack::start(&Options {
            external_prometheus: Some(proxy.url()),
            ..Options::default()
        })?;
        let mut page = Browser::start()?.page(&front.portal_url());
        // The browser writes of every answer that is no success.
        page.allow("Failed to load resource");
        page.goto(DASHBOARD)?;
        page.wait_for_paint()?;
        page.eval(
            "(() => {
                window.longest = 0;
                const note = list => list.getEntries().forEach(task => longest = Math.max(longest, task.duration));
                new PerformanceObserver(note).observe({ entryTypes: ['longtask'] });
                performance.setResourceTimingBufferSize(100000);
            })()",
        )?;
        let mut bench = Self {
            proxy,
            page,
            _front: front,
        };
        bench.recovers("the start", Duration::from_secs(60))?;
        Ok(bench)
    }

    /// Switches the fault on, and asks at once, as the key R does.
    fn begin(&mut self, fault: &Fault) -> Result<(), Failure> {
        self.page
            .eval("(longest = 0, window.began = performance.now())")?;
        self.proxy.set(Some(fault.clone()));
        self.page.key("R")
    }

    /// A press is answered while the fault lasts.
    fn is_quick(&self, name: &str) -> Result<(), Failure> {
        let took = self.page.eval(PRESS)?.as_f64().unwrap_or(f64::MAX);
        let longest = self.page.eval("longest")?;
        println!("{name}: a press took {took:.0} ms, the longest task {longest} ms");
        if took > QUICK {
            return Err(Failure::new(format!("{name}: a press took {took:.0} ms.")));
        }
        Ok(())
    }

    /// Every panel is fresh and nothing is in doubt, `limit` from now at the latest.
    fn recovers(&mut self, name: &str, limit: Duration) -> Result<(), Failure> {
        let began = Instant::now();
        self.page.wait_at_most(
            limit,
            &format!("every panel to be fresh after {name}"),
            STATES,
            is(json!(["fresh"])),
        )?;
        let left = limit.saturating_sub(began.elapsed());
        self.page.wait_at_most(
            left,
            &format!("the page to be sure of itself after {name}"),
            "document.querySelector('[data-global-status]').dataset.globalStatus + document.querySelectorAll('.banner').length",
            is(json!("ok0")),
        )?;
        println!(
            "{name}: recovered in {:.1} s",
            began.elapsed().as_secs_f64()
        );
        Ok(())
    }

    /// A fault of every answer, from its beginning to its end.
    fn endures(&mut self, case: &Case) -> Result<(), Failure> {
        let name = case.name;
        self.begin(&case.fault)?;
        let page = &mut self.page;
        let what = format!("every panel to be '{}' at {name}", case.state);
        page.wait_at_most(NOTICED, &what, STATES, is(json!([case.state])))?;
        let what = format!("every panel to say '{}', one '{}'", case.title, case.quote);
        let unsaid = silent(case.title, case.quote);
        page.wait_at_most(NOTICED, &what, &unsaid, is(json!([])))?;
        page.wait_for(
            "the banner",
            "document.querySelector('.banner')?.textContent.includes('panels show current data')",
        )?;
        let claims = page.eval(CLAIMS)?;
        if claims != json!([]) {
            return Err(Failure::new(format!("{name}: still well: {claims}")));
        }
        let kept = "[...document.querySelectorAll('.panel .plot')].filter(plot => plot.hidden)
            .map(plot => plot.closest('[data-panel]').dataset.panel)";
        let hidden = page.eval(kept)?;
        if hidden != json!([]) {
            return Err(Failure::new(format!("{name}: old lines gone: {hidden}")));
        }
        self.is_quick(name)?;
        self.proxy.set(None);
        self.recovers(name, case.recovered)
    }

    /// All of them one after the other, and a change of the page during the last.
    fn endures_all(mut self, cases: &[Case]) -> Result<(), Failure> {
        for case in cases {
            self.endures(case)?;
        }
        if let Some(case) = cases.last() {
            self.begin(&case.fault)?;
            let took = self.page.eval(TRAVEL)?.as_f64().unwrap_or(f64::MAX);
            assert!(took < QUICK, "a change of the page took {took:.0} ms");
            self.proxy.set(None);
            self.recovers("a change of the page", case.recovered + PATIENCE)?;
        }
        self.page.end()
    }
}

#[test]
fn answers_that_do_not_come() -> Result<(), Failure> {
    let unavailable = Fault::Instead(
        "503 Service Unavailable",
        "text/plain",
        "Service Unavailable",
    );
    let limited = Fault::Instead("429 Too Many Requests", "text/html", "<h1>429</h1>");
    let late = Fault::Delay(PATIENCE + Duration::from_secs(5));
    Bench::open()?.endures_all(&[
        case(
            "500",
            Fault::internal(),
            "error",
            "Prometheus answered 500",
            "Look into Prometheus' own log",
        ),
        case(
            "503 as text",
            unavailable,
            "unreachable",
            "No answer from Prometheus",
            "Prometheus is starting or stopping",
        ),
        case(
            "429",
            limited,
            "error",
            "Asked too often",
            "raise limit_req",
        ),
        Case {
            recovered: RECOVERED + PATIENCE,
            ..case(
                "a delay",
                late,
                "unreachable",
                "No answer within 10 s",
                "Prometheus or the network is slow",
            )
        },
    ])
}

#[test]
fn answers_that_are_spoilt() -> Result<(), Failure> {
    let login = "<!doctype html><title>Sign in</title><p>Sign in to go on</p>";
    let damaged = |name, fault, quote| case(name, fault, "error", "The answer is damaged", quote);
    Bench::open()?.endures_all(&[
        damaged("a reset", Fault::Reset, "ended early"),
        damaged("half an answer", Fault::Truncated, "ended early"),
        damaged("series twice", Fault::Duplicates, "changed on its way"),
        case(
            "a login page",
            Fault::Instead("200 OK", "text/html", login),
            "error",
            "The answer is not from Prometheus",
            "most likely a login page",
        ),
        case(
            "an empty answer",
            Fault::Instead("200 OK", "application/json", ""),
            "error",
            "An empty answer",
            "what the proxy does with it",
        ),
    ])
}

/// The memory of the page (bytes): that of its program, and what its scripts hold.
const MEMORY: &str = "(async () => {
    const { js } = document.querySelector('script[data-wasm]').dataset;
    const { default: start } = await import(js);
    const { memory } = await start();
    return memory.buffer.byteLength + performance.memory.usedJSHeapSize;
})()";

#[test]
fn an_answer_that_does_not_end() -> Result<(), Failure> {
    const SIZE: u64 = 100_000_000;
    let mut bench = Bench::open()?;
    let before = bench.page.eval(MEMORY)?.as_f64().unwrap_or(f64::MAX);
    bench.endures(&case(
        "100 MB",
        Fault::Endless(SIZE),
        "error",
        "The answer is larger than 16 MiB",
        "Too many series match",
    ))?;
    let nothing = json!({});
    bench
        .page
        .devtools("HeapProfiler.collectGarbage", &nothing)?;
    let grown = bench.page.eval(MEMORY)?.as_f64().unwrap_or(f64::MAX) - before;
    println!("the page has grown by {:.1} MB", grown / 1e6);
    assert!(grown < SIZE as f64 / 2.0, "the page has grown by {grown}");
    bench.page.end()
}

/// A slow server is not a dead one: lines of before the last refresh are still waited for.
#[test]
fn answers_that_take_longer_than_a_refresh() -> Result<(), Failure> {
    let mut bench = Bench::open()?;
    bench.begin(&Fault::Delay(Duration::from_secs(6)))?;
    bench.page.wait_at_most(
        NOTICED,
        "each of the seven charts to get lines, asked for after the answers became slow",
        "new Set(performance.getEntriesByType('resource')
            .filter(entry => entry.startTime > began && entry.responseStatus === 200 && entry.name.includes('query_range?'))
            .map(entry => new URL(entry.name).searchParams.get('query'))).size",
        |count| count.as_u64() >= Some(7),
    )?;
    bench.is_quick("slow answers")?;
    bench.proxy.set(None);
    bench.recovers("slow answers", RECOVERED + PATIENCE)?;
    bench.page.end()
}

#[test]
fn half_of_the_panels_fail() -> Result<(), Failure> {
    let mut bench = Bench::open()?;
    bench.begin(&Fault::Some(&["queue_size"], Box::new(Fault::refused())))?;
    let states = "Object.fromEntries([...document.querySelectorAll('[data-panel]')]
        .map(panel => [panel.dataset.panel, `${panel.dataset.state} ${panel.dataset.status}`]))";
    bench.page.wait_at_most(
        NOTICED,
        "the queues' panels to fail and no other",
        states,
        is(json!({
            "event-error-rate": "fresh ok",
            "queue-size": "error cannot-say",
            "dlq-size": "error cannot-say",
            "event-bus-up": "fresh ok",
            "queue-sizes": "error cannot-say",
            "dead-letter-queue": "error cannot-say",
            "events-per-second": "fresh none",
            "event-duration": "fresh none",
            "event-results": "fresh ok",
            "success-and-error": "fresh none",
            "events-by-type": "fresh none",
        })),
    )?;
    bench.page.wait_for(
        "the server's own words in place of lines that are no picture of what was asked",
        "['queue-sizes', 'dead-letter-queue'].every(id => {
            const panel = document.querySelector(`[data-panel=${id}]`);
            return panel.querySelector('.plot').hidden && panel.innerText.includes('too many samples');
        })",
    )?;
    bench.page.wait_for(
        "the banner to count them",
        "document.querySelector('.banner')?.textContent.startsWith('7 of 11 panels show current data: 4 with an error')",
    )?;
    assert_eq!(bench.page.eval(CLAIMS)?.as_array().map(Vec::len), Some(3));
    bench.is_quick("half of the panels failing")?;
    bench.proxy.set(None);
    bench.recovers("half of the panels failing", RECOVERED)?;
    bench.page.end()
}

#[test]
fn notes_of_the_server() -> Result<(), Failure> {
    let mut bench = Bench::open()?;
    let (info, warning, truncated) = (
        "metric might not be a counter",
        "store 10.0.0.7 is not reachable",
        "results truncated due to limit",
    );
    for (fault, state, words) in [
        (
            Fault::Field("warnings", json!([warning])),
            "partial",
            warning,
        ),
        (
            Fault::Field("warnings", json!([truncated])),
            "partial",
            truncated,
        ),
        (
            Fault::Field("isPartial", json!(true)),
            "partial",
            "marked as partial",
        ),
        (Fault::Field("infos", json!([info])), "fresh", info),
    ] {
        bench.begin(&fault)?;
        let page = &mut bench.page;
        // Of the tiles those without room have it in their title.
        let unsaid = format!(
            "[...document.querySelectorAll('.panel[data-panel]')]
                .filter(panel => panel.dataset.state !== '{state}' || !panel.innerText.includes('{words}'))
                .map(panel => `${{panel.dataset.panel}} ${{panel.dataset.state}}`)"
        );
        let what = format!("every chart to be '{state}' and to say '{words}'");
        page.wait_at_most(NOTICED, &what, &unsaid, is(json!([])))?;
        page.wait_at_most(
            NOTICED,
            &format!("every panel to be '{state}'"),
            STATES,
            is(json!([state])),
        )?;
        let well = page.eval(CLAIMS)?;
        if (state == "partial") != (well == json!([])) {
            return Err(Failure::new(format!("{words}: well are {well}")));
        }
        bench.is_quick(words)?;
        bench.proxy.set(None);
        bench.recovers(words, RECOVERED)?;
    }
    bench.page.end()
}
