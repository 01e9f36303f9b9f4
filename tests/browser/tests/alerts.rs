//! What fires, and the proof when nothing does: rules through their states, each condition broken by itself, silences,
//! hostile and very many alerts. It must not know how the page weighs anything.

use browser::{Browser, Failure, Page, baseline, hurried, place};
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

/// Lets the page find the answers of the real servers changed by `change`, a function of the path and the decoded body.
fn changed(page: &Page, change: &str) -> Result<(), Failure> {
    let script = format!(
        "const real = window.fetch;
        window.change = {change};
        window.fetch = async (asked, options) => {{
            const answer = await real(asked, options);
            const url = new URL(String(asked.url ?? asked), location.href);
            if (!url.pathname.includes('/api/')) return answer;
            const text = await answer.text();
            let body;
            try {{ body = JSON.parse(text); }} catch {{ return new Response(text, answer); }}
            const made = window.change(url.pathname, body, url.searchParams.get('query') ?? '') ?? body;
            return made instanceof Response ? made : Response.json(made);
        }};"
    );
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )
}

/// A page on the sound stack whose answers are changed.
fn spoiled(change: &str, path: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1440, 900, 1.0, false)?;
    changed(&page, change)?;
    page.goto(path)?;
    Ok(page)
}

#[test]
fn all_is_clear_while_all_conditions_hold() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto("/")?;
    page.wait_at_most(TURNED, "the all-clear", ANSWER, is("all-clear"))?;
    page.wait_for(
        "eleven conditions to be listed, all of them held",
        "document.querySelectorAll('.evidence li').length === 11 && document.querySelectorAll('.evidence li.open').length === 0",
    )?;
    page.wait_for("the tab to be calm", "!document.title.includes('(')")?;
    page.wait_for(
        "the watchdog not to be listed",
        "document.querySelector('.alarm') === null && document.body.innerText.includes('Watchdog fires')",
    )?;
    page.end()
}

/// One condition is broken and nothing else: the answer is no all-clear, and the evidence names what is wrong.
fn broken(change: &str, answer: &'static str, evidence: &str) -> Result<(), Failure> {
    let mut page = spoiled(change, "/alerts")?;
    // The browser writes of every answer that is no success.
    page.allow("Failed to load resource");
    page.wait_at_most(
        TURNED,
        &format!("the evidence '{evidence}'"),
        "[...document.querySelectorAll('.evidence li.open')].map(line => line.innerText).join('\\n')",
        |open| open.as_str().is_some_and(|open| open.contains(evidence)),
    )?;
    page.wait_at_most(SOON, &format!("the answer '{answer}'"), ANSWER, is(answer))?;
    let title = page.eval("document.title")?;
    assert!(
        title
            .as_str()
            .is_some_and(|title| !title.starts_with("Alerts")),
        "the tab says {title}"
    );
    page.end()
}

macro_rules! broken {
    ($($name:ident: $change:expr => $answer:literal, $evidence:literal;)*) => {
        $(
            #[test]
            fn $name() -> Result<(), Failure> {
                broken($change, $answer, $evidence)
            }
        )*
    };
}

broken! {
    without_an_answer_about_rules: "path => path.endsWith('/rules') ? new Response('{\"status\":\"error\",\"errorType\":\"internal\",\"error\":\"spoiled\"}', { status: 500, headers: { 'Content-Type': 'application/json' } }) : undefined"
        => "cannot-say", "Rules:";
    without_one_of_the_handbooks_rules: "(path, body) => { if (path.endsWith('/rules')) for (const group of body.data.groups) group.rules = group.rules.filter(rule => rule.name !== 'NATSDown'); }"
        => "cannot-say", "20 of 21 rules";
    with_groups_evaluated_long_ago: "(path, body) => { if (path.endsWith('/rules')) for (const group of body.data.groups) for (const rule of [group, ...group.rules]) rule.lastEvaluation = '2026-01-01T00:00:00Z'; }"
        => "cannot-say", "valuated";
    with_a_rule_that_fails: "(path, body) => { if (path.endsWith('/rules')) Object.assign(body.data.groups[0].rules[0], { health: 'err', lastError: 'many-to-many matching' }); }"
        => "cannot-say", "many-to-many matching";
    with_a_service_that_is_down: "(path, body, query) => { if (query === 'up') for (const one of body.data.result) if (one.metric.job === 'teei-q2q-ai') one.value[1] = '0'; }"
        => "trouble", "q2q-ai";
    with_data_that_is_old: "(path, body, query) => { if (query.includes('timestamp(')) for (const one of body.data.result) if (one.metric.portal_part !== '(clock)') one.value[1] = String(one.value[1] - 120); }"
        => "cannot-say", "stale";
    with_clocks_that_differ: "(path, body, query) => { if (query.includes('timestamp(')) for (const one of body.data.result) one.value[1] = String(+one.value[1] + 30); }"
        => "cannot-say", "clock";
    without_the_watchdog: "(path, body) => { if (path.endsWith('/alerts') && body.data) body.data.alerts = body.data.alerts.filter(one => one.labels.alertname !== 'Watchdog'); if (path.endsWith('/rules')) for (const group of body.data.groups) for (const rule of group.rules) if (rule.name === 'Watchdog') Object.assign(rule, { alerts: [], state: 'inactive' }); }"
        => "cannot-say", "Watchdog";
    with_an_alert_that_waits: "(path, body) => { if (path.endsWith('/api/v1/alerts')) body.data.alerts.push({ labels: { alertname: 'NATSDown', severity: 'critical' }, annotations: {}, state: 'pending', activeAt: new Date().toISOString(), value: '0e+00' }); }"
        => "trouble", "pending";
    with_a_limit_that_is_crossed: "(path, body, query) => { if (body.data?.result) for (const one of body.data.result) if (one.metric.portal_part?.startsWith('connection-pool/') && one.value) one.value[1] = '0.93'; }"
        => "trouble", "onnection pool";
}

#[test]
fn a_server_without_rules_is_no_all_clear_and_the_page_looks_itself() -> Result<(), Failure> {
    let mut page = spoiled(
        "(path, body) => { if (path.endsWith('/rules')) body.data.groups = []; if (path.endsWith('/api/v1/alerts')) body.data.alerts = []; }",
        "/alerts",
    )?;
    page.wait_at_most(
        TURNED,
        "the page to say that it looked itself",
        "document.body.innerText",
        |text| {
            text.as_str()
                .is_some_and(|text| text.contains("checked by this page; nobody is being paged"))
        },
    )?;
    page.wait_for("no all-clear", &format!("{ANSWER} === 'cannot-say'"))?;
    page.end()
}

/// A rule's alert begins to wait, fires, and is gone again, while the page is open.
fn through_its_states(scenario: Scenario, alert: &str) -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: hurried("states", "35s", |text| text)?,
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    let rule = format!("document.querySelector('[data-rule=\"{alert}\"]')?.innerText ?? ''");
    let standing = format!(
        "[...document.querySelectorAll('[data-alert=\"{alert}\"]')].map(row => row.dataset.standing).sort().join()"
    );
    page.wait_at_most(TURNED, "the rule to be inactive", &rule, |text| {
        text.as_str().is_some_and(|text| text.contains("Inactive"))
    })?;
    stack.begin(scenario);
    page.wait_at_most(TURNED, "the alert to wait", &standing, |states| {
        states
            .as_str()
            .is_some_and(|states| states.contains("pending"))
    })?;
    page.wait_at_most(TURNED, "the alert to fire", &standing, |states| {
        states
            .as_str()
            .is_some_and(|states| states.contains("firing"))
    })?;
    page.wait_at_most(SOON, "the tab to tell", "document.title", |title| {
        title.as_str().is_some_and(|title| title.starts_with('('))
    })?;
    page.wait_for(
        "a runbook, a panel and a way to declare",
        &format!(
            "(() => {{
                const links = [...document.querySelectorAll('[data-alert=\"{alert}\"] .do a')].map(link => link.getAttribute('href'));
                return links.some(link => link.startsWith('/runbooks/RB-'))
                    && links.some(link => link.startsWith('/dashboards/'))
                    && links.some(link => link.startsWith('/incidents?declare=1'));
            }})()"
        ),
    )?;
    // The last day is asked for when the strip is opened, and only then.
    let days = format!(
        "(async () => {{
            const button = document.querySelector('[data-rule=\"{alert}\"] button');
            if (button.getAttribute('aria-expanded') === 'true') button.click();
            button.click();
            await new Promise(done => setTimeout(done, 1000));
            return [...new Set([...document.querySelectorAll('.strip-day > span')].map(span => span.className))].sort().join();
        }})()"
    );
    page.wait_at_most(
        TURNED,
        "its history to hold both states",
        &days,
        is("firing,pending"),
    )?;
    stack.end(scenario);
    page.wait_at_most(TURNED, "the alert to be gone", &standing, is(""))?;
    page.wait_for(
        "it to be listed as resolved",
        &format!("document.querySelector('.lately')?.innerText.includes('{alert}')"),
    )?;
    page.end()
}

#[test]
fn a_service_goes_down_and_comes_back() -> Result<(), Failure> {
    through_its_states(Scenario::ServiceDown, "ServiceDown")
}

#[test]
fn a_queue_fills_and_empties() -> Result<(), Failure> {
    through_its_states(Scenario::QueueBacklog, "HighQueueDepth")
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
