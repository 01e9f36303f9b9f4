//! What a row says of an alert, where it leads, and that all of its words are text. It must not know a rule.

use super::{FIRING, SOON, fire, is_true, press, row};
use browser::{Browser, Failure, baseline, changed, declare, spoiled};
use serde_json::json;

#[test]
fn an_incident_is_declared_from_an_alert_and_joined_by_it() -> Result<(), Failure> {
    let mut page = spoiled(FIRING, "/alerts")?;
    page.wait_for("the page", "!!document.querySelector('[data-rule]')")?;
    fire(
        &page,
        &json!([
            ["HighErrorRate", "q2q-ai"],
            ["HighErrorRate", "buddy-service"]
        ]),
    )?;
    let (mine, other) = (
        row("HighErrorRate", "q2q-ai"),
        row("HighErrorRate", "buddy-service"),
    );
    page.wait_for(
        "the suggestion with its reason",
        &format!("{mine}?.innerText.includes('If SEV2: HighErrorRate of q2q-ai: half of the requests fail')"),
    )?;
    page.wait_for(
        "that the dashboard calls the rule's limit otherwise",
        "(() => {
            const said = document.querySelector('.alarm-section .otherwise');
            return said?.innerText.startsWith('HighErrorRate is critical above') && !!said.querySelector('a[href$=\"/check\"]');
        })()",
    )?;
    page.eval(&format!("{mine}.querySelector('.declare-link').click()"))?;
    page.wait_for(
        "the form filled in",
        "document.querySelector('.declare input')?.value === 'HighErrorRate on q2q-ai'
            && document.querySelector('.declare input[value=SEV2]').checked
            && [...document.querySelectorAll('.declare input')].some(field => field.value === 'q2q-ai')",
    )?;
    declare(&mut page)?;
    press(&mut page, "nav a[href^='/alerts']")?;
    page.wait_for(
        "its row to lead to the incident, and the other service's to declare one",
        &format!(
            "{mine}?.querySelector('.declare-link').innerText.trim() === 'Incident SEV2'
                && {mine}.innerText.includes('SEV2 incident, clocks run since')
                && !!{mine}.querySelector('.declared')
                && {other}.querySelector('.declare-link').innerText.trim() === 'Declare…'"
        ),
    )?;
    press(&mut page, ".brand")?;
    page.wait_for(
        "its clocks and its next level on the first page",
        "(() => {
            const one = document.querySelector('.running-incident');
            return one?.innerText.includes('HighErrorRate on q2q-ai') && one.querySelectorAll('.dial').length === 3 && one.innerText.includes('L1');
        })()",
    )?;
    page.wait_for(
        "what fires and the five dashboards beside it",
        "document.querySelectorAll('[data-alert=HighErrorRate]').length === 2 && document.querySelectorAll('.card[data-status]').length === 5",
    )?;
    page.eval(&format!("{mine}.querySelector('.declare-link').click()"))?;
    page.wait_for(
        "the incident that it leads to",
        "/^\\/incidents\\/[0-9a-f]{12}$/.test(location.pathname)",
    )?;
    page.end()
}

#[test]
fn a_row_says_what_since_when_how_bad_and_what_to_do() -> Result<(), Failure> {
    let mut page = spoiled(
        "(path, body) => {
            if (path.endsWith('/rules')) Object.assign(body.data.groups[0].rules[0], { health: 'err', lastError: 'many-to-many matching' });
            if (path.endsWith('/api/v1/alerts')) body.data.alerts.push({
                labels: { alertname: 'HighErrorRate', severity: 'critical', service: 'q2q-ai' },
                annotations: { summary: 'High error rate on q2q-ai', runbook: 'RB-005', runbook_url: 'https://wiki.example/errors' },
                state: 'firing', activeAt: new Date(Date.now() - 900000).toISOString(), value: '0.61' });
        }",
        "/alerts",
    )?;
    let alarm = "document.querySelector('[data-alert=HighErrorRate]')";
    page.wait_for("the row", &format!("!!{alarm}"))?;
    for (what, holds) in [
        (
            "what is wrong",
            "row.querySelector('.what').innerText.includes('High error rate on q2q-ai')",
        ),
        (
            "its labels",
            "row.querySelector('.labels').innerText.includes('service=q2q-ai')",
        ),
        (
            "when it fired and when its condition began",
            r"/^Firing \S.*\nsince \d.*\ntrue since \d/.test(row.querySelector('.since').innerText.replace(/\n+/g, '\n'))",
        ),
        (
            "its value against its limit",
            r"/^61(\.\d+)?%\s+alert when > \d/.test(row.querySelector('.measure').innerText)",
        ),
        (
            "the clocks that would run",
            "row.querySelectorAll('.sla .dial').length === 3",
        ),
        (
            "its runbook",
            "row.querySelector('.runbook-link').getAttribute('href').startsWith('/runbooks/RB-005')",
        ),
        (
            "the runbook elsewhere",
            "[...row.querySelectorAll('.do a')].some(link => link.href === 'https://wiki.example/errors')",
        ),
        (
            "its panel",
            "[...row.querySelectorAll('.do a')].some(link => /^\\/dashboards\\/.+\\?panel=/.test(link.getAttribute('href')))",
        ),
        (
            "that nobody is paged",
            "document.querySelector('.page-head').innerText.includes('this page pages nobody')",
        ),
    ] {
        page.wait_for(what, &format!("(row => {holds})({alarm})"))?;
    }
    page.eval(&format!("{alarm}.querySelector('.more-button').click()"))?;
    page.wait_for(
        "its dashboard",
        &format!("!!{alarm}.querySelector('.more a[href^=\"/dashboards/\"]:not([href*=\"?\"])')"),
    )?;
    page.wait_for(
        "of each rule its state, for, expression, health, and when it was evaluated",
        r"[...document.querySelectorAll('[data-rule]')].every(rule => {
            const said = [...rule.cells].map(cell => cell.innerText.trim());
            return /^(Inactive|Firing, as it must|Firing|Pending)$/.test(said[1]) && /\d/.test(said[3]) && said[4] !== '' && said[6] !== '' && /ago$/.test(said[7]) && /ms$/.test(said[8]);
        })",
    )?;
    page.wait_for(
        "why a rule fails",
        "[...document.querySelectorAll('[data-rule] .health')].some(health => health.innerText.includes('many-to-many matching'))",
    )?;
    page.end()
}

#[test]
fn what_is_configured_is_linked_and_what_is_not_is_said() -> Result<(), Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    let config = json!({
        "prometheus": { "url": "/prometheus" },
        "links": { "pagerduty": "https://pager.example/{service}", "alertmanager": "https://am.example" },
    });
    let script = format!(
        "const plain = window.fetch;
        window.fetch = (asked, options) => String(asked.url ?? asked).endsWith('/config.json')
            ? Promise.resolve(Response.json({config}))
            : plain(asked, options);"
    );
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )?;
    changed(&page, FIRING)?;
    page.goto("/alerts")?;
    let mut page = page;
    page.wait_for("the page", "!!document.querySelector('[data-rule]')")?;
    page.wait_for(
        "that nobody knows of silences",
        "document.querySelector('.silence-note')?.innerText.includes('Whether alerts are silenced is unknown: no Alertmanager is configured.')",
    )?;
    fire(&page, &json!([["HighErrorRate", "q2q-ai"]]))?;
    press(&mut page, "[data-alert=HighErrorRate] .more-button")?;
    page.wait_for(
        "PagerDuty's address with the service in it",
        "document.querySelector('.pager')?.href === 'https://pager.example/q2q-ai'",
    )?;
    page.wait_for(
        "Alertmanager's address in the command",
        "document.querySelector('.silence-command').innerText.startsWith(\"amtool silence add --alertmanager.url='https://am.example' --duration=\")",
    )?;
    page.wait_for(
        "all its words",
        "document.querySelector('.all-words').innerText.includes('HighErrorRate on q2q-ai')",
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
    press(&mut page, ".alarm .more-button")?;
    page.wait_for(
        "all of its words as text, and no command with what nobody sees in it",
        "(() => {
            const more = document.querySelector('.more')?.innerText ?? '';
            return more.includes('x'.repeat(10000)) && more.includes('\\u202Egnp.exe') && more.includes('write the silence by hand')
                && !document.querySelector('.silence-command');
        })()",
    )?;
    assert_eq!(
        page.eval("document.querySelectorAll('.alarm img, .alarm script').length")?,
        json!(0)
    );
    assert_eq!(
        page.eval("document.documentElement.scrollWidth <= window.innerWidth")?,
        json!(true)
    );
    page.end()
}

/// A rule may be stricter than the limits of a dashboard's document, or count otherwise: the dashboard is as bad as both say.
#[test]
fn a_dashboard_is_as_bad_as_the_alerts_on_its_subjects() -> Result<(), Failure> {
    let mut page = spoiled(FIRING, "/dashboards/api-gateway")?;
    page.eval(
        "void (window.firing = [['HighErrorRate', 'api-gateway'], ['HighErrorRate', 'q2q-ai']])",
    )?;
    let line = "document.querySelector('.firing [data-alert=HighErrorRate]')";
    page.wait_at_most(
        SOON,
        "the alert, its rule's limit, and its runbook",
        &format!(
            "/fires since \\d.*: api-gateway, 61% > 5%, critical by its rule/.test({line}?.innerText)
                && document.querySelector('.firing').dataset.status === 'critical'
                && {line}.querySelector('a').getAttribute('href').startsWith('/runbooks/RB-005')
                && document.querySelectorAll('.firing li').length === 1"
        ),
        is_true,
    )?;
    let rail = |slug: &str| {
        format!(
            "document.querySelector('.rail a[href^=\"/dashboards/{slug}\"] .visually-hidden')?.textContent"
        )
    };
    page.wait_for(
        "the gateway's state in the rail",
        &format!("{} === 'Critical'", rail("api-gateway")),
    )?;
    // The errors of a service are none of the database's.
    page.wait_for(
        "the database's state in the rail",
        &format!("{} === 'OK'", rail("database")),
    )?;
    page.eval(
        "document.querySelector('select[aria-label=\"Filter by service\"]').value = 'q2q-ai'",
    )?;
    page.eval("document.querySelector('select[aria-label=\"Filter by service\"]').dispatchEvent(new Event('change', { bubbles: true }))")?;
    page.wait_for(
        "nothing of the gateway beside another service",
        "location.search.includes('service=q2q-ai') && !document.querySelector('.firing')",
    )?;
    // What is old is dated.
    page.eval("history.back()")?;
    page.wait_for("the line again", &format!("!!{line}"))?;
    page.eval("void (window.fetch = () => Promise.reject(new TypeError('gone')))")?;
    page.key("R")?;
    page.wait_at_most(
        SOON,
        "when it was known to fire",
        &format!("/fired at \\d.*: api-gateway, 61%/.test({line}?.innerText)"),
        is_true,
    )?;
    page.end()
}
