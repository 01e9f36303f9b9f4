//! Very many alerts: the page scrolls, and they are found. It must not know a rule.

use super::{ASKED, SOON, TURNED, is_true};
use browser::{Browser, Failure, Metrics, PACE, Recording, hurried, place, work_of};
use serde_json::json;
use stack::{Options, Stack};

/// Four rules that fire for 500 series each, whose values change from scrape to scrape.
fn many(text: String) -> String {
    let rule = |(name, severity): (&str, &str)| {
        format!(
            "
      - alert: {name}
        expr: http_request_duration_seconds_bucket{{le!~'0.005|0.01'}} >= 0
        labels:
          severity: {severity}
        annotations:
          summary: '{{{{ $labels.route }}}} of {{{{ $labels.service }}}} is counted'
          runbook: RB-001
"
        )
    };
    let rules = [
        ("ManyOne", "critical"),
        ("ManyTwo", "warning"),
        ("ManyThree", "warning"),
        ("ManyFour", "info"),
    ];
    let rules = rules.map(rule).concat();
    format!("{text}\n  - name: many\n    rules:{rules}")
}

/// Scrolls by screens, one in two frames, and marks where that begins and ends. It goes on until there were 60 of them and
/// until a poll has begun and ended meanwhile: what comes of its last answer is given 20 more. `window.steps` says how many
/// there were, at the end.
const SCROLL: &str = "void (async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const begun = window.asked.length;
    const polled = () => {
        const since = window.asked.slice(begun).map(([, address]) => address);
        const first = since.findIndex(address => address.includes('/api/v1/rules'));
        return first >= 0 && since.findLastIndex(address => address.includes('/api/v2/alerts')) > first;
    };
    performance.mark('scroll:begin');
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'R', bubbles: true }));
    let steps = 0, after = 0, by = 900;
    while (steps < 60 || after < 20) {
        const before = window.scrollY;
        window.scrollBy(0, by);
        await frame(); await frame();
        if (window.scrollY === before) by = -by;
        steps += 1;
        if (polled()) after += 1;
    }
    performance.mark('scroll:end');
    window.steps = steps;
})()";

#[test]
fn two_thousand_alerts_scroll_and_are_found() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: hurried("many", "10m", many)?,
        ..Options::default()
    })?;
    let mut page = Browser::start_recorded()?.page(&stack.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": ASKED }),
    )?;
    page.goto("/alerts")?;
    page.wait_at_most(
        TURNED,
        "all of them",
        "parseInt(document.querySelector('.long-note')?.innerText ?? '0')",
        |count| count == 2_000,
    )?;
    // The last that the first poll asks: the next one can begin at once.
    let first = "window.answered.some(address => address.includes('timestamp(ALERTS'))";
    page.wait_at_most(TURNED, "the first poll to end", first, is_true)?;
    page.eval(SCROLL)?;
    let steps = page.wait_at_most(
        TURNED,
        "scrolling and a poll to end",
        "window.steps ?? 0",
        |steps| steps.as_u64() >= Some(60),
    )?;
    let seen = page.eval(
        "({ y: window.scrollY, nodes: document.querySelectorAll('*').length, rows: document.querySelectorAll('.alarm').length,
            empty: [...document.querySelectorAll('.alarm')].filter(row => { const at = row.getBoundingClientRect(); return at.bottom > 0 && at.top < innerHeight && !row.innerText.includes('is counted'); }).length })",
    )?;
    page.eval(PACE)?;
    let recording = Recording::take(&page)?;
    let (tasks, pace) = (
        recording.tasks("scroll:begin", "scroll:end")?,
        recording.pace()?,
    );
    let longest = tasks.get(..12).unwrap_or(&tasks);
    println!(
        "{steps} steps with a poll, {} tasks, the longest {longest:.1?} ms; then {seen}",
        tasks.len()
    );
    assert!(
        seen["rows"]
            .as_u64()
            .is_some_and(|rows| (5..80).contains(&rows)),
        "{seen}"
    );
    assert!(seen["nodes"].as_u64() < Some(3_000), "{seen}");
    assert_eq!(seen["empty"], json!(0), "{seen}");
    page.wait_for(
        "the clocks of the rows in sight",
        "[...document.querySelectorAll('.place.alarm')].every(row => /Choose a severity|acknowledge/.test(row.querySelector('.why').innerText))",
    )?;
    let below = "[...document.querySelectorAll('.place.alarm')].map(row => row.getBoundingClientRect().top).filter(top => top > 100).sort((a, b) => a - b)[1]";
    let before = page.eval(below)?;
    page.eval("[...document.querySelectorAll('.place.alarm')].find(row => row.getBoundingClientRect().top > 100).querySelector('.more-button').click()")?;
    page.wait_for(
        "the row that was opened, with clocks and details, in its place and with the focus",
        "document.activeElement?.matches('.whole article') && !!document.activeElement.querySelector('.more .silence-command') && document.activeElement.getBoundingClientRect().top > 90",
    )?;
    page.wait_at_most(SOON, "the rows below to make room", below, |now| {
        now.as_f64() > before.as_f64().map(|top| top + 100.0)
    })?;
    page.eval("document.querySelector('.whole .more-button').click()")?;
    page.wait_for(
        "it to be one of many again",
        "!document.querySelector('.whole')",
    )?;
    Metrics::count_work(&page)?;
    let search = work_of(
        &page,
        "(async () => {
            const field = document.querySelector('.search-alerts input');
            field.value = 'manytwo le=0.25 unified-profile';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            while (document.querySelectorAll('article.alarm').length === 0) await new Promise(done => setTimeout(done));
            document.body.offsetHeight;
        })()",
    )?;
    println!("found after {search:.1?}");
    let found = page.eval(
        "[...document.querySelectorAll('.alarm')].every(row => row.innerText.includes('ManyTwo') && row.innerText.includes('unified-profile'))",
    )?;
    assert_eq!(found, json!(true));
    assert!(search.own() < 50.0, "{search:.1?}");
    assert!(
        longest.first() < Some(&(16.0 * pace)),
        "{longest:.1?}, pace {pace:.2}"
    );
    page.end()
}
