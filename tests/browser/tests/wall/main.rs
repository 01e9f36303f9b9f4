//! The wall screen: what the tests of it share. It must not know how the page weighs anything.

mod calm;
mod keeping;
mod taken;

use browser::{Browser, Failure, Page, baseline};
use serde_json::json;
use std::time::Duration;

/// For first answers, or for a poll of the page and the one after it.
const SOON: Duration = Duration::from_secs(60);

/// For the all-clear of a stack that has just begun.
const PROVEN: Duration = Duration::from_secs(150);

/// Writes down which slides and kinds of screen were shown, each when it comes.
const WATCH: &str = "
    window.seen = [];
    new MutationObserver(() => {
        const wall = document.querySelector('.wall');
        for (const word of [wall?.dataset.shown, document.querySelector('[data-slide]')?.dataset.slide]) {
            if (word && !window.seen.slice(-2).includes(word)) window.seen.push(word);
        }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-shown', 'data-slide'] });
";

fn inject(page: &Page, script: &str) -> Result<(), Failure> {
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )
}

/// Lets the page find the answers of the real servers changed by `change`, a function of the path, the decoded body and the
/// question.
fn spoil(page: &Page, change: &str) -> Result<(), Failure> {
    inject(
        page,
        &format!(
            "const real = window.fetch;
            window.change = {change};
            window.fetch = async (asked, options) => {{
                const answer = await real(asked, options);
                const url = new URL(String(asked.url ?? asked), location.href);
                if (!url.pathname.includes('/api/')) return answer;
                const body = JSON.parse(await answer.text());
                return Response.json(window.change(url.pathname, body, url.searchParams.get('query') ?? '') ?? body);
            }};"
        ),
    )
}

/// Lets the page find `config`, a JavaScript object, in the place of its configuration.
fn configure(page: &Page, config: &str) -> Result<(), Failure> {
    inject(
        page,
        &format!(
            "{{
                const real = window.fetch;
                window.fetch = async (asked, options) => {{
                    const path = new URL(asked.url ?? asked, location.href).pathname;
                    return path === '/config.json' ? Response.json({config}) : real(asked, options);
                }};
            }}"
        ),
    )
}

/// A wall on the sound stack; `before` is done before it is opened.
fn open(path: &str, before: impl Fn(&Page) -> Result<(), Failure>) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1920, 1080, 1.0, false)?;
    page.theme("dark")?;
    inject(&page, WATCH)?;
    before(&page)?;
    page.goto(path)?;
    Ok(page)
}

fn shown(page: &mut Page, limit: Duration, kind: &str) -> Result<(), Failure> {
    let seen = "document.querySelector('.wall')?.dataset.shown";
    let what = format!("the wall to be {kind}");
    page.wait_at_most(limit, &what, seen, |seen| seen == kind)?;
    Ok(())
}

/// All charts have been drawn.
fn drawn(page: &mut Page) -> Result<(), Failure> {
    page.allow("willReadFrequently");
    let drawn = "document.querySelectorAll('.wall-chart:not([hidden])').length > 0 && [...document.querySelectorAll('.wall-chart:not([hidden]) canvas')].every(canvas => {
        const pixels = canvas.width && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels && pixels.some(value => value > 0);
    })";
    page.wait_at_most(SOON, "the charts to be drawn", drawn, |drawn| {
        *drawn == json!(true)
    })?;
    Ok(())
}

/// What is wrong with how the screen is filled: an empty list when nothing is.
const FILLED: &str = "(() => {
    const wrong = [];
    const [width, height] = [innerWidth, innerHeight];
    const root = document.documentElement;
    if (root.scrollWidth > width || root.scrollHeight > height) wrong.push('scrolls');
    if (document.querySelector('.topbar, .rail, .tabs, .skip, dialog, nav, a, button')) wrong.push('has chrome');
    const wall = document.querySelector('.wall');
    for (const one of [wall, ...wall.querySelectorAll('*')]) {
        if (getComputedStyle(one).cursor !== 'none') wrong.push(`cursor on ${one.className}`);
    }
    const unit = Math.min(width, height) / 1080;
    for (const one of wall.querySelectorAll('h1, h2, p, li, strong, span, b, small, em, section, canvas, footer, header')) {
        const edges = one.getBoundingClientRect();
        if (edges.width === 0 || edges.height === 0) continue;
        const name = `${one.tagName} ${one.className} ${one.innerText ?? ''}`.slice(0, 60);
        const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        // Grounds are larger than the screen by 8 pixels, and all of it stands up to 4 pixels off.
        const off = own ? 1 : 13;
        if (edges.left < -off || edges.top < -off || edges.right > width + off || edges.bottom > height + off) wrong.push(`outside: ${name}`);
        if (own && parseFloat(getComputedStyle(one).fontSize) < 28 * unit - 0.1) wrong.push(`small: ${name}`);
        const whole = one.matches('h1, h2, .wall-age span, .wall-states strong, .wall-states b, .wall-time *, .wall-countdown, .wall-figure, .wall-number *, .wall-cell strong');
        if (whole && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline') wrong.push(`cut: ${name}`);
    }
    for (const box of wall.querySelectorAll('.wall-left, .wall-right, .wall-states, .wall-charts')) {
        const edges = box.getBoundingClientRect();
        for (const part of box.children) {
            const own = part.getBoundingClientRect();
            if (own.bottom > edges.bottom + 2 || own.right > edges.right + 2) wrong.push(`beyond its column: ${part.className} ${part.innerText}`.slice(0, 80));
        }
    }
    return wrong;
})()";

fn filled(page: &mut Page) -> Result<(), Failure> {
    for (width, height) in [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)] {
        page.resize(width, height, 1.0, false)?;
        let what = format!("the screen of {width}x{height} to be filled well");
        page.wait_at_most(Duration::from_secs(15), &what, FILLED, |wrong| {
            wrong.as_array().is_some_and(Vec::is_empty)
        })?;
    }
    Ok(())
}

/// An alert that has fired for some minutes, among those of the server.
fn fires(name: &str, severity: &str, minutes: u32) -> String {
    format!(
        "(path, body) => {{ if (path.endsWith('/api/v1/alerts')) body.data.alerts.push({{
            labels: {{ alertname: '{name}', severity: '{severity}', job: 'postgres' }},
            annotations: {{ summary: 'PostgreSQL database is down', runbook: 'RB-003' }},
            state: 'firing', activeAt: new Date(Date.now() - {minutes} * 60000 - Date.now() % 1000).toISOString().slice(0, 17) + '00Z', value: '0e+00',
        }}); }}"
    )
}
