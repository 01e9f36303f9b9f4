//! When the page asks and when it does not: six at a time, nothing while hidden, at once when seen again, no longer for a
//! view that was left. It must not know the page's queue.

use browser::{Browser, Failure, Page, baseline};
use serde_json::{Value, json};
use std::time::Duration;

/// For some refreshes of five seconds.
const SOON: Duration = Duration::from_secs(30);

/// Counts the requests to Prometheus as the page makes them; each answer is held back for as long as `window.hold` says.
const COUNT: &str = "
    const real = window.fetch;
    Object.assign(window, { hold: 0, under: 0, most: 0, ranges: 0, aborted: 0, order: [] });
    window.fetch = async (asked, options) => {
        const url = String(asked.url ?? asked);
        if (!url.includes('/api/v1/query')) return real(asked, options);
        const signal = options?.signal ?? asked.signal;
        signal?.addEventListener('abort', () => window.aborted++);
        window.under++;
        window.most = Math.max(window.most, window.under);
        if (url.includes('query_range')) window.ranges++;
        window.order.push(url.includes('query_range') ? 'lines' : 'state');
        try {
            await new Promise(done => setTimeout(done, window.hold));
            return await real(asked, options);
        } finally {
            window.under--;
        }
    };";

/// The page's own idea of whether somebody sees it, as the browser would tell it.
fn show(page: &Page, seen: bool) -> Result<(), Failure> {
    page.eval(&format!(
        "(() => {{
            const state = {};
            Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => state === 'hidden' }});
            Object.defineProperty(document, 'visibilityState', {{ configurable: true, get: () => state }});
            document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}));
        }})()",
        if seen { "'visible'" } else { "'hidden'" }
    ))
    .map(drop)
}

fn open(path: &str, hold: u32) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": format!("{COUNT} window.hold = {hold};") }),
    )?;
    page.resize(1440, 900, 1.0, false)?;
    page.goto(path)?;
    Ok(page)
}

#[test]
fn six_at_a_time_and_states_before_lines() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview", 200)?;
    page.wait_for_paint()?;
    assert_eq!(page.eval("window.most")?, json!(6));
    assert_eq!(page.eval("window.order[0]")?, json!("state"));
    page.end()
}

#[test]
fn a_hidden_page_asks_for_no_lines_and_a_seen_one_at_once() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?refresh=5s", 0)?;
    page.wait_for_paint()?;
    // The lines, two kinds of marks, and three refreshes.
    page.wait_at_most(SOON, "refreshes", "window.ranges", |ranges| {
        ranges.as_u64() > Some(10)
    })?;
    show(&page, false)?;
    page.wait_for("what is under way to end", "window.under === 0")?;
    let before = page.eval("[window.ranges, Date.now()]")?;
    page.wait_at_most(SOON, "three refreshes' time", "Date.now()", |now| {
        now.as_f64() > before[1].as_f64().map(|then| then + 15_500.0)
    })?;
    assert_eq!(page.eval("window.ranges")?, before[0]);
    show(&page, true)?;
    page.wait_at_most(
        Duration::from_secs(2),
        "lines to be asked for at once",
        "window.ranges",
        |ranges| ranges.as_u64() > before[0].as_u64(),
    )?;
    page.end()
}

/// Refuses joined questions for lines as a server does, while `window.refuse` is true, and lists what is asked for.
const REFUSE: &str = "
    const real = window.fetch;
    Object.assign(window, { refuse: false, questions: [] });
    window.fetch = async (asked, options) => {
        const url = String(asked.url ?? asked);
        if (!url.includes('/api/v1/query')) return real(asked, options);
        const form = asked.method === 'POST' ? await asked.clone().text() : url.split('?')[1];
        const query = new URLSearchParams(form).get('query');
        const lines = url.includes('query_range'), joined = query.split('portal_part').length > 2;
        window.questions.push({ lines, joined, states: query.includes('(clock)') });
        if (window.refuse && lines && joined) {
            const body = JSON.stringify({ status: 'error', errorType: 'execution', error: 'too many samples' });
            return new Response(body, { status: 422, headers: { 'Content-Type': 'application/json' } });
        }
        return real(asked, options);
    };";

/// A dashboard whose curves and marks are there, and all of whose states are.
fn settled() -> Result<Page, Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": REFUSE }),
    )?;
    page.resize(1440, 900, 1.0, false)?;
    page.goto("/dashboards/service-overview?refresh=5m")?;
    page.wait_for_paint()?;
    page.wait_for(
        "two kinds of marks",
        "window.questions.filter(one => one.lines).length === 8",
    )?;
    page.wait_at_most(SOON, "a state for each dashboard", STATES, |states| {
        states.as_u64() >= Some(5)
    })?;
    Ok(page)
}

/// How many dashboards have a state in the rail.
const STATES: &str =
    "[...document.querySelectorAll('.rail a[href^=\"/dashboards/\"]')].filter(link =>
    link.querySelector('.symbol-ok, .symbol-warning, .symbol-critical')).length";

/// How many questions for lines a refresh by hand asks, how many of these for those of several panels, and how many for states.
fn by_hand(page: &mut Page) -> Result<[u64; 3], Failure> {
    page.eval("window.questions = []")?;
    let key = "new KeyboardEvent('keydown', { key: 'R', shiftKey: true, bubbles: true })";
    page.eval(&format!("document.body.dispatchEvent({key})"))?;
    page.wait_for(
        "states",
        "window.questions.filter(one => one.states).length >= 2",
    )?;
    page.wait_for(
        "lines",
        "window.questions.filter(one => one.lines && !(window.refuse && one.joined)).length >= (window.refuse ? 8 : 1)",
    )?;
    page.wait_for(
        "every panel to be fresh",
        "[...document.querySelectorAll('[data-panel]')].every(panel => panel.dataset.state === 'fresh')",
    )?;
    let mut counts = [0; 3];
    let kinds = ["one.lines", "one.lines && one.joined", "one.states"];
    for (count, kind) in counts.iter_mut().zip(kinds) {
        let counted = page.eval(&format!("window.questions.filter(one => {kind}).length"))?;
        *count = counted.as_u64().unwrap_or_default();
    }
    Ok(counts)
}

#[test]
fn a_refresh_is_one_question_for_lines_and_two_for_states() -> Result<(), Failure> {
    let mut page = settled()?;
    let [lines, joined, states] = by_hand(&mut page)?;
    assert_eq!([lines, joined], [1, 1]);
    // A poll may fall into the same moment.
    assert!([2, 4].contains(&states), "{states}");
    page.end()
}

#[test]
fn what_is_refused_together_is_asked_for_apart() -> Result<(), Failure> {
    let mut page = settled()?;
    page.eval("window.refuse = true")?;
    let [lines, joined, _] = by_hand(&mut page)?;
    assert_eq!([lines, joined], [9, 1], "each once more");
    let [lines, joined, _] = by_hand(&mut page)?;
    assert_eq!([lines, joined], [8, 0], "and no more together");
    page.end()
}

#[test]
fn what_was_asked_for_a_view_that_was_left_is_aborted() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview", 0)?;
    page.wait_for_paint()?;
    page.eval("window.hold = 3000")?;
    page.eval("[...document.querySelectorAll('[aria-label^=\"Earlier\"]')][0].click()")?;
    page.wait_for("lines to be under way", "window.under > 2")?;
    assert_eq!(page.eval("window.aborted")?, json!(0));
    page.eval("document.querySelector('a[href^=\"/dashboards/nodejs\"]').click()")?;
    page.wait_for("them to be aborted", "window.aborted > 2")?;
    page.end()
}

/// Lists what is asked before the program asks, and what the program takes over. The program comes once `ready` says so, and
/// by its clock a step of the shortest ranges and a second have gone by since.
const LIST: &str = "
    const real = window.fetch;
    const list = Object.assign(window, { early: [], taken: [] });
    const now = Date.now;
    let listing = true, questions;
    window.fetch = async (address, options) => {
        const url = String(address.url ?? address);
        if (url.endsWith('_bg.wasm')) {
            while (!ready()) await new Promise(done => setTimeout(done, 10));
            Date.now = () => now() + 6000;
        }
        if (listing && url.includes('/api/v1/')) list.early.push(options.body ? `${url}?${options.body}` : url);
        return real(address, options);
    };
    Object.defineProperty(window, 'firstQuestions', {
        get: () => questions,
        set: (script) => {
            questions = { ...script, take: (address, signal) => {
                listing &&= !address.includes('/api/v1/');
                const answer = script.take(address, signal);
                if (answer) list.taken.push(address);
                return answer;
            } };
        },
    });";

fn listed(path: &str, ready: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": format!("{LIST} const ready = () => {ready};") }),
    )?;
    page.resize(1440, 900, 1.0, false)?;
    page.goto(path)?;
    Ok(page)
}

#[test]
fn what_was_asked_before_the_program_was_there_is_what_it_wants() -> Result<(), Failure> {
    for path in [
        "/",
        "/dashboards/database",
        "/dashboards/api-gateway?range=15m&zone=utc",
    ] {
        let mut page = listed(path, "list.early.length >= 5")?;
        let left = "window.early.filter(address => !window.taken.includes(address))";
        page.wait_at_most(SOON, "all of it to be taken", left, |left| {
            left.as_array().is_some_and(Vec::is_empty)
        })?;
        let early = page.eval("window.early.map(address => address.replace(/[0-9]{10}/g, ''))")?;
        let mut once = early.as_array().cloned().unwrap_or_default();
        once.sort_by_key(Value::to_string);
        once.dedup();
        assert_eq!(
            once.len(),
            early.as_array().map_or(0, Vec::len),
            "{path}: {early}"
        );
        page.end()?;
    }
    Ok(())
}

#[test]
fn a_narrowed_view_asks_nothing_early() -> Result<(), Failure> {
    let answered =
        "performance.getEntriesByType('resource').some(one => one.name.endsWith('/config.json'))";
    let mut page = listed("/dashboards/service-overview?service=api-gateway", answered)?;
    page.wait_for_paint()?;
    assert_eq!(page.eval("window.early")?, json!([]));
    assert_eq!(page.eval("window.taken")?, json!(["/config.json"]));
    page.end()
}
