//! A browser whose clock is wrong: the page says so, and goes by the server's. It must not know how the page finds out.

use browser::{Browser, Failure, baseline};
use serde_json::json;
use std::time::Duration;

/// Opens a page whose clock is off by so many seconds, and looks at what it makes of that.
fn check(off: i64) -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    let milliseconds = off * 1000;
    let source = format!(
        "(() => {{ const now = Date.now; Date.now = () => now.call(Date) + {milliseconds}; }})()"
    );
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": source }),
    )?;
    // Two whole seconds of room: Prometheus' answers take a part of one.
    let size = off.abs();
    let said = |before: &str, after: &str| {
        format!(
            "new RegExp('{before}({}|{size}|{}){after}')",
            size - 1,
            size + 1
        )
    };
    page.goto("/check")?;
    let words = said("clock is ", " s off the server.s. The page corrects for it");
    page.wait_for(
        "the doctor to say how far the clock is off",
        &format!("{words}.test(document.querySelector('.findings')?.innerText)"),
    )?;
    page.goto("/dashboards/event-bus?refresh=5s&range=15m")?;
    page.wait_for_paint()?;
    let words = said("this clock is ", " s off, corrected");
    page.wait_for(
        "the rail to say so too",
        &format!("{words}.test(document.querySelector('.server').textContent)"),
    )?;
    let sound = "[...document.querySelectorAll('[data-panel]')].every(panel => panel.dataset.state === 'fresh')
        && [...document.querySelectorAll('.rail a[href^=\"/dashboards/\"]')].every(link => link.querySelector('.symbol-ok'))
        && document.querySelector('[data-global-status]').dataset.globalStatus === 'cannot-say'";
    page.wait_at_most(
        Duration::from_secs(45),
        "every panel to be fresh",
        sound,
        |sound| *sound == json!(true),
    )?;
    // Scrapes are two seconds apart, polls fifteen.
    page.wait_for(
        "the age of the data to be its true one",
        "(age => age !== undefined && +age < 25)(/:\\d\\d(\\d+) s ago/.exec(document.querySelector('.facts').textContent)?.[1])",
    )?;
    // The first curves were asked for by the wrong clock; the next ones reach up to the server's present.
    let behind = format!(
        "Date.now() / 1000 - {off} - performance.getEntriesByType('resource')
            .filter(entry => entry.name.includes('query_range?'))
            .map(entry => +new URL(entry.name).searchParams.get('end')).at(-1)"
    );
    let what = "the curves to end now, and not by the wrong clock";
    page.wait_at_most(Duration::from_secs(20), what, &behind, |behind| {
        behind
            .as_f64()
            .is_some_and(|behind| (-1.5..12.0).contains(&behind))
    })?;
    page.end()
}

#[test]
fn a_minute_and_a_half_fast() -> Result<(), Failure> {
    check(90)
}

#[test]
fn seven_minutes_slow() -> Result<(), Failure> {
    check(-400)
}
