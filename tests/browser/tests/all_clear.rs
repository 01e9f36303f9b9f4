//! The all-clear on the real servers: given while all eleven conditions hold, and taken back by each of them alone. It must
//! not know how the page weighs anything.

use browser::{Browser, Failure, Page, baseline, declare, place, spoiled};
use platform::Scenario;
use serde_json::Value;
use stack::{Options, Stack};
use std::time::Duration;

/// For the page's first answers, or for several polls, on a busy machine.
const TURNED: Duration = Duration::from_secs(150);

/// For a poll of the page, with some to spare.
const SOON: Duration = Duration::from_secs(45);

const ANSWER: &str = "document.querySelector('.proof')?.dataset.answer";

fn is(wanted: &'static str) -> impl Fn(&Value) -> bool {
    move |value| value == wanted
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
    page.wait_for("the tab to tell", "!document.title.startsWith('Alerts')")?;
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
    with_data_that_is_old: "(path, body) => { for (const one of body.data?.result ?? []) if (one.metric.portal_part?.match(/^[^(\\/]+$/)) one.value[1] = String(one.value[1] - 120); }"
        => "cannot-say", "stale";
    with_clocks_that_differ: "(path, body) => { for (const one of body.data?.result ?? []) if (one.metric.portal_part?.match(/^[^\\/]+$/)) one.value[1] = String(+one.value[1] + 30); }"
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

/// A real server without a rule, and a service that has been down for longer than the handbook waits.
#[test]
fn what_the_page_finds_itself_is_trouble() -> Result<(), Failure> {
    let _place = place();
    let folder = stack::temporary_folder()?;
    let rules = folder.path().join("none.yml");
    std::fs::write(&rules, "groups: []\n")?;
    let stack = Stack::start(&Options {
        rules,
        already_on: vec![(Scenario::ServiceDown, Duration::from_secs(600))],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    page.wait_at_most(
        TURNED,
        "the alert to be found firing",
        "document.querySelector('[data-alert=ServiceDown]')?.innerText ?? ''",
        |text| text.as_str().is_some_and(|text| text.contains("Firing")),
    )?;
    page.wait_for("trouble", &format!("{ANSWER} === 'trouble'"))?;
    page.wait_for(
        "who found it, and that nobody is paged",
        "document.body.innerText.includes('found by this page itself; nobody is being paged')",
    )?;
    page.end()
}

/// Presses a button by its words.
fn press(page: &mut Page, words: &str) -> Result<(), Failure> {
    let found = format!(
        "[...document.querySelectorAll('button')].find(button => button.offsetParent && button.textContent.includes('{words}'))"
    );
    page.wait_for(&format!("a button '{words}'"), &format!("!!{found}"))?;
    page.eval(&format!("{found}.click()"))?;
    Ok(())
}

/// The eleventh: declared and resolved by a person, on this page.
#[test]
fn with_a_grave_incident_that_is_open() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto("/incidents?declare=1&title=Checkout%20fails&severity=SEV2&start=1764000000&services=q2q-ai")?;
    declare(&mut page)?;
    // By a link of the page, so that nothing is loaded anew.
    let to = |path: &str| format!("document.querySelector('nav a[href^=\"{path}\"]').click()");
    page.eval(&to("/alerts"))?;
    page.wait_at_most(
        TURNED,
        "the incident to be the one condition that does not hold",
        "[...document.querySelectorAll('.evidence li.open')].map(line => line.innerText.trim()).join('|')",
        is("Checkout fails (SEV2) is open."),
    )?;
    page.wait_at_most(SOON, "trouble", ANSWER, is("trouble"))?;
    page.wait_for(
        "tab and bar to call it as grave",
        "document.title.includes('Critical — ') && /Critical\\s+SEV2 open/.test(document.querySelector('.global').innerText)",
    )?;
    page.eval("document.querySelector('.brand').click()")?;
    page.wait_for(
        "its clocks on the first page, the missed ones told as missed",
        "(() => {
            const one = document.querySelector('.running-incident');
            return one?.innerText.includes('Checkout fails') && one.querySelectorAll('.dial[data-standing=missed]').length === 3;
        })()",
    )?;
    page.eval("document.querySelector('.running-incident a').click()")?;
    press(&mut page, "Resolve")?;
    page.eval("document.querySelector('.brand').click()")?;
    page.wait_at_most(TURNED, "the all-clear", ANSWER, is("all-clear"))?;
    page.wait_for(
        "its post-mortem to run",
        "document.querySelector('.running-incident')?.innerText.includes('post-mortem is to be held')",
    )?;
    page.end()
}
