//! The page of alerts: what it says of one alert and what can be done from there, silences, notices, hostile and very many
//! alerts. It must not know a rule.

use browser::{Browser, Failure, Page, baseline, changed, hurried, place, spoiled};
use platform::Scenario;
use serde_json::{Value, json};
use stack::{Client, Options, Stack};
use std::time::Duration;

/// For a scrape, an evaluation, the shortened `for`, and a poll of the page.
const TURNED: Duration = Duration::from_secs(150);

/// For a poll of the page, with some to spare.
const SOON: Duration = Duration::from_secs(45);

const ANSWER: &str = "document.querySelector('.proof')?.dataset.answer";

fn is(wanted: &'static str) -> impl Fn(&Value) -> bool {
    move |value| value == wanted
}

#[test]
fn a_silence_is_shown_with_who_why_and_until_when() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: hurried("silence", "5s", |text| text)?,
        already_on: vec![(Scenario::NatsDown, Duration::from_secs(1200))],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    let standing = "document.querySelector('[data-alert=\"NATSDown\"]')?.dataset.standing";
    page.wait_at_most(TURNED, "the alert to fire", standing, is("firing"))?;
    let alertmanager = stack
        .alertmanager_url()
        .ok_or_else(|| Failure::new("The stack has no Alertmanager.".to_owned()))?;
    let silence = json!({
        "matchers": [{ "name": "alertname", "value": "NATSDown", "isRegex": false, "isEqual": true }],
        "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z",
        "createdBy": "lind", "comment": "<b>planned</b> move of the bus",
    });
    Client::default()
        .send(
            "POST",
            &format!("{alertmanager}/api/v2/silences"),
            &[("Content-Type", "application/json")],
            &silence.to_string(),
        )
        .map_err(Failure::new)?;
    page.wait_at_most(SOON, "it to be silenced", standing, is("silenced"))?;
    page.wait_for(
        "who and why, as text",
        "document.querySelector('[data-alert=\"NATSDown\"]').innerText.includes('Silenced by lind until') &&
         document.querySelector('[data-alert=\"NATSDown\"]').innerText.includes('<b>planned</b>')",
    )?;
    page.wait_for(
        "no all-clear for a silence",
        &format!("{ANSWER} === 'trouble'"),
    )?;
    page.end()
}

#[test]
fn hostile_words_are_text() -> Result<(), Failure> {
    let mut page = spoiled(
        "(path, body) => { if (path.endsWith('/api/v1/alerts')) body.data.alerts.push({
            labels: { alertname: '<img src=x onerror=alert(1)>', severity: 'critical', service: '\\u202Egnp.exe', long: 'x'.repeat(10000), 'quote': '\"><script>alert(1)</script>' },
            annotations: { summary: '<script>alert(2)</script>' + 'y'.repeat(10000), runbook_url: 'javascript:alert(3)' },
            state: 'firing', activeAt: new Date().toISOString(), value: 'NaN' }); }",
        "/alerts",
    )?;
    page.wait_at_most(
        SOON,
        "the alert as text",
        "document.querySelector('.alarm')?.innerText ?? ''",
        |text| {
            text.as_str().is_some_and(|text| {
                text.contains("<img src=x onerror=alert(1)>")
                    && text.contains("<script>alert(2)</script>")
            })
        },
    )?;
    assert_eq!(
        page.eval(
            "document.querySelectorAll('.alarm img, .alarm script, a[href^=\"javascript\"]').length"
        )?,
        json!(0)
    );
    assert_eq!(
        page.eval("document.documentElement.scrollWidth <= window.innerWidth")?,
        json!(true)
    );
    page.end()
}

#[test]
fn two_thousand_alerts_scroll_and_are_found() -> Result<(), Failure> {
    let mut page = spoiled(
        "(path, body) => { if (path.endsWith('/api/v1/alerts')) for (let at = 0; at < 2000; at++) body.data.alerts.push({
            labels: { alertname: 'ServiceDown', severity: at % 3 ? 'warning' : 'critical', job: 'teei-' + at, instance: 'host-' + at + ':3000' },
            annotations: { summary: 'Service teei-' + at + ' is down', runbook: 'RB-001' },
            state: 'firing', activeAt: '2026-11-23T08:00:00Z', value: '0e+00' }); }",
        "/alerts",
    )?;
    page.wait_at_most(
        SOON,
        "the rows in sight",
        "document.querySelectorAll('.alarm').length",
        |count| count.as_u64().is_some_and(|count| count > 5),
    )?;
    let nodes = "document.querySelectorAll('*').length";
    let at_the_top = page.eval(nodes)?;
    // The time from one frame to the next while the page scrolls, beside the same without scrolling.
    let scrolled = page.eval(
        "(async () => {
            const tasks = [];
            new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask' });
            const worst = [];
            for (let step = 0; step < 120; step++) {
                const before = performance.now();
                window.scrollBy(0, 900);
                document.dispatchEvent(new Event('scroll', { bubbles: true }));
                await Promise.resolve();
                worst.push(performance.now() - before);
                await new Promise(requestAnimationFrame);
            }
            await new Promise(done => setTimeout(done, 100));
            worst.sort((left, right) => left - right);
            return { median: worst[60], worst: worst[119], tasks, rows: document.querySelectorAll('.alarm').length, y: window.scrollY, nodes: document.querySelectorAll('*').length };
        })()",
    )?;
    println!("2,000 alerts: {at_the_top} nodes at the top; scrolling {scrolled}");
    assert!(scrolled["y"].as_f64() > Some(50_000.0), "{scrolled}");
    assert!(
        scrolled["rows"]
            .as_u64()
            .is_some_and(|rows| (5..80).contains(&rows)),
        "{scrolled}"
    );
    assert!(scrolled["nodes"].as_u64() < Some(3_000), "{scrolled}");
    assert!(scrolled["median"].as_f64() < Some(16.0), "{scrolled}");
    let found = page.eval(
        "(async () => {
            const field = document.querySelector('.search-alerts input');
            const before = performance.now();
            field.value = 'teei-1234';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            while (document.querySelectorAll('.alarm').length !== 1) {
                if (performance.now() - before > 5000) break;
                await new Promise(done => setTimeout(done));
            }
            return [performance.now() - before, document.querySelector('.alarm')?.innerText ?? ''];
        })()",
    )?;
    println!("found after {} ms", found[0]);
    assert!(
        found[1]
            .as_str()
            .is_some_and(|text| text.contains("teei-1234")),
        "{found}"
    );
    assert!(
        found[0].as_f64() < Some(50.0),
        "searching took {} ms",
        found[0]
    );
    page.end()
}
