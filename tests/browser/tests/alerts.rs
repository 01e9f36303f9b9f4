//! The page of alerts: what it says of one alert and what can be done from there, silences, notices, hostile and very many
//! alerts. It must not know a rule.

use browser::{
    Browser, Failure, Metrics, PACE, Page, Recording, baseline, changed, declare, hurried, place,
    spoiled, work_of,
};
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

fn is_true(value: &Value) -> bool {
    value == true
}

/// Writes down every question's method and address as `window.asked`, and the addresses that answered as `window.answered`.
const ASKED: &str = "(() => {
    const real = window.fetch;
    window.asked = [];
    window.answered = [];
    window.fetch = (asked, options) => {
        const address = String(asked.url ?? asked);
        window.asked.push([asked.method ?? options?.method ?? 'GET', address]);
        return real(asked, options).finally(() => window.answered.push(decodeURIComponent(address)));
    };
})()";

#[test]
fn a_silence_is_made_with_the_copied_command_and_shown_with_who_why_and_until_when()
-> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: hurried("silence", "5s", |text| text)?,
        already_on: vec![(Scenario::NatsDown, Duration::from_secs(1200))],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": ASKED }),
    )?;
    page.goto("/alerts")?;
    let row = "document.querySelector('[data-alert=\"NATSDown\"]')";
    let standing = format!("{row}?.dataset.standing");
    page.wait_at_most(TURNED, "the alert to fire", &standing, is("firing"))?;
    page.eval(&format!("{row}.querySelector('.more-button').click()"))?;
    let command = page.wait_for(
        "the command",
        "document.querySelector('.silence-command')?.textContent",
    )?;
    let command = command.as_str().unwrap_or_default().to_owned();
    assert!(
        command.starts_with("amtool silence add --duration='1h' --comment='working by RB-004' "),
        "{command}"
    );
    let alertmanager = stack
        .alertmanager_url()
        .ok_or_else(|| Failure::new("The stack has no Alertmanager."))?;
    let made = std::process::Command::new("sh")
        .args([
            "-c",
            &format!("{command} --alertmanager.url={alertmanager}"),
        ])
        .output()?;
    assert!(made.status.success(), "{made:?}");
    page.wait_at_most(SOON, "it to be silenced", &standing, is("silenced"))?;
    let said = format!("{row}.querySelector('.sla').innerText");
    page.wait_for(
        "who, why and until when",
        &format!("/Silenced by \\S+ until .+: working by RB-004/.test({said})"),
    )?;
    let other = json!({
        "matchers": [{ "name": "alertname", "value": "NATSDown", "isRegex": false, "isEqual": true }],
        "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z",
        "createdBy": "lind", "comment": "<b>planned</b> move of the bus",
    });
    Client::default()
        .send(
            "POST",
            &format!("{alertmanager}/api/v2/silences"),
            &[("Content-Type", "application/json")],
            &other.to_string(),
        )
        .map_err(Failure::new)?;
    page.wait_at_most(SOON, "the other silence too, as text", &said, |said| {
        let said = said.as_str().unwrap_or_default();
        said.contains("Silenced by lind until") && said.contains("<b>planned</b>")
    })?;
    page.wait_for(
        "no all-clear for a silence",
        &format!("{ANSWER} === 'trouble'"),
    )?;
    let methods = page.eval(
        "[...new Set(window.asked.filter(([, address]) => address.includes('/alertmanager/')).map(([method]) => method))]",
    )?;
    assert_eq!(methods, json!(["GET"]), "the portal only reads");
    page.end()
}

/// One alert inhibits another, and a third is muted at all times.
const QUIETED: &str = "
route:
  receiver: nobody
  group_wait: 1s
  group_interval: 5s
  routes:
    - matchers: [alertname = ServiceDown]
      mute_time_intervals: [always]
time_intervals:
  - name: always
    time_intervals:
      - times: [{ start_time: '00:00', end_time: '24:00' }]
receivers:
  - name: nobody
inhibit_rules:
  - source_matchers: [alertname = DatabaseDown]
    target_matchers: [alertname = NATSDown]
";

#[test]
fn an_inhibited_alert_names_what_inhibits_it_and_mutes_are_said_to_be_out_of_sight()
-> Result<(), Failure> {
    let _place = place();
    let long = Duration::from_secs(1200);
    let stack = Stack::start(&Options {
        rules: hurried("inhibited", "5s", |text| text)?,
        alertmanager: Some(QUIETED.to_owned()),
        already_on: vec![
            (Scenario::NatsDown, long),
            (Scenario::DatabaseDown, long),
            (Scenario::ServiceDown, long),
        ],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    let row = |alert: &str| format!("document.querySelector('[data-alert=\"{alert}\"]')");
    let standing = |alert: &str| format!("{}?.dataset.standing", row(alert));
    for (alert, wanted) in [
        ("NATSDown", "inhibited"),
        ("DatabaseDown", "firing"),
        // Version 0.25 mutes it and tells nobody: the page must not call it told, nor muted.
        ("ServiceDown", "firing"),
    ] {
        page.wait_at_most(
            TURNED,
            &format!("{alert} to be {wanted}"),
            &standing(alert),
            is(wanted),
        )?;
    }
    page.wait_for(
        "what inhibits it",
        &format!(
            "{}.querySelector('.sla').innerText.includes('Inhibited by DatabaseDown')",
            row("NATSDown")
        ),
    )?;
    page.wait_for(
        "it to stand among those of which nobody is told",
        "[...document.querySelectorAll('.alarm-section')].some(head => head.innerText.includes('1 firing, and nobody is told'))",
    )?;
    page.wait_for(
        "that mute intervals are not visible",
        "document.querySelector('.silence-note')?.innerText.includes('does not tell of mute intervals')",
    )?;
    page.wait_for("no all-clear", &format!("{ANSWER} === 'trouble'"))?;
    let address = stack
        .alertmanager_url()
        .ok_or_else(|| Failure::new("The stack has no Alertmanager."))?;
    let told = Client::default()
        .get(&format!("{address}/api/v2/alerts/groups"))
        .map_err(Failure::new)?;
    let told = String::from_utf8_lossy(&told.body).into_owned();
    assert!(
        told.contains("ServiceDown") && !told.contains("mutedBy"),
        "This Alertmanager tells of mutes: the page shows them, and this test must too.\n{told}"
    );
    // Versions from 0.28 on tell of them like this.
    changed(
        &page,
        "(path, body) => { if (path.endsWith('/alerts/groups')) for (const group of body) for (const one of group.alerts)
            Object.assign(one.status, one.labels.alertname === 'ServiceDown' ? { state: 'suppressed', mutedBy: ['always'] } : { mutedBy: [] }); }",
    )?;
    page.goto("/alerts")?;
    page.wait_at_most(
        SOON,
        "what is muted, and by what",
        &format!(
            "[{}?.dataset.standing, {}?.querySelector('.sla').innerText.includes('Muted by always'),
                document.querySelector('.silence-note')?.innerText.includes('mute intervals') ?? false]",
            row("ServiceDown"),
            row("ServiceDown")
        ),
        |seen| *seen == json!(["muted", true, false]),
    )?;
    stack.end(Scenario::DatabaseDown);
    page.wait_at_most(
        TURNED,
        "it to fire again once nothing inhibits it",
        &standing("NATSDown"),
        is("firing"),
    )?;
    page.end()
}

/// Lets the server list the alerts of `window.firing` beside its own, each a name and a service. They began a minute ago.
const FIRING: &str = "(path, body) => {
    if (!path.endsWith('/api/v1/alerts')) return;
    window.began ??= new Date(Date.now() - 60000).toISOString();
    for (const [alertname, service] of window.firing ?? []) body.data.alerts.push({
        labels: { alertname, severity: 'critical', service },
        annotations: { summary: alertname + ' on ' + service, runbook: 'RB-005' },
        state: 'firing', activeAt: window.began, value: '0.61' });
}";

/// Sets what fires, and has the page ask at once.
fn fire(page: &Page, firing: &Value) -> Result<(), Failure> {
    page.eval(&format!("void (window.firing = {firing})"))?;
    page.eval(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'R', bubbles: true }))",
    )?;
    Ok(())
}

fn press(page: &mut Page, selector: &str) -> Result<(), Failure> {
    let found = format!("document.querySelector({})", json!(selector));
    page.wait_for(&format!("{selector} to press"), &format!("!!{found}"))?;
    page.eval(&format!("{found}.click()"))?;
    Ok(())
}

fn row(alert: &str, service: &str) -> String {
    format!(
        "[...document.querySelectorAll('[data-alert={alert}]')].find(row => row.innerText.includes('service={service}'))"
    )
}

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

/// How far what is seen has moved by itself since the page was opened, as browsers count it.
const MOVED: &str = "window.moved = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) window.moved += one.value; })
        .observe({ type: 'layout-shift', buffered: true })";

/// What browsers call good.
const STILL: f64 = 0.1;

fn still(page: &Page, place: &str) -> Result<(), Failure> {
    let moved = page.eval("window.moved")?;
    let little = moved.as_f64().is_some_and(|moved| moved < STILL);
    assert!(little, "{place}: {moved}");
    Ok(())
}

#[test]
fn on_a_telephone_what_fires_comes_first_and_nothing_jumps() -> Result<(), Failure> {
    let mut page = spoiled(FIRING, "/runbooks")?;
    let firing = "window.firing = [['HighErrorRate', 'q2q-ai']]";
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": format!("{firing}; {MOVED}") }),
    )?;
    let order = |parts: &str| {
        format!(
            "(() => {{
                const tops = [{parts}].map(part => document.querySelector(part)?.getBoundingClientRect().top);
                return tops.every((top, place) => place === 0 || top > tops[place - 1]);
            }})()"
        )
    };
    page.resize(390, 844, 1.0, true)?;
    for path in ["/", "/alerts"] {
        page.goto(path)?;
        page.wait_for(
            "the answer, what fires, and then what an all-clear would need",
            &order("'.headline', '[data-alert=HighErrorRate]', '.evidence', '.cards, .rules'"),
        )?;
        page.wait_for(
            "all of its evidence",
            "!/not read yet|Not weighed/.test(document.querySelector('.evidence').innerText)",
        )?;
        still(&page, path)?;
    }
    page.goto("/dashboards/database")?;
    page.wait_for_paint()?;
    page.wait_for(
        "what each filter offers",
        "[...document.querySelectorAll('.filter select')].every(filter => filter.length > 1)",
    )?;
    still(&page, "a dashboard")?;
    page.resize(1440, 900, 1.0, false)?;
    page.goto("/")?;
    page.wait_for(
        "the proof beside the answer where there is room",
        &order("'.evidence', '[data-alert=HighErrorRate]', '.cards'"),
    )?;
    still(&page, "where there is room")?;
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

/// Writes down every notification and tone instead of showing and playing it.
const RECORDED: &str = "(() => {
    window.told = []; window.tones = 0;
    window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted';
        constructor(title, options) { window.told.push(title + ': ' + options.body); } };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
})()";

#[test]
fn new_critical_alerts_are_told_once_and_an_acknowledged_incident_is_quiet() -> Result<(), Failure>
{
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": RECORDED }),
    )?;
    changed(&page, FIRING)?;
    page.goto("/alerts")?;
    page.wait_for("the page", "!!document.querySelector('[data-rule]')")?;
    let told = "window.told.join('|')";
    fire(&page, &json!([["NATSDown", "nats"]]))?;
    page.wait_for("the tab", "document.title.startsWith('(1) Critical')")?;
    assert_eq!(page.eval(told)?, json!(""), "nobody asked to be told");

    // A press that the browser takes for one: it plays nothing before.
    let switch = "document.querySelector('.notice-switch button')";
    let browser = page.browser();
    let button = browser.wait(
        browser
            .client()
            .find(fantoccini::Locator::Css(".notice-switch button")),
    )?;
    browser.wait(button.click())?;
    page.wait_for(
        "the test to be told, seen and heard",
        "document.querySelector('.notice-switch').innerText.includes('A notification was sent and a tone played.') && window.told.length === 1 && window.tones === 2",
    )?;
    assert_eq!(
        page.eval(&format!("{switch}.getAttribute('aria-pressed')"))?,
        json!("true")
    );

    fire(
        &page,
        &json!([["NATSDown", "nats"], ["DatabaseDown", "postgres"]]),
    )?;
    page.wait_for(
        "the new one to be told, and the old one not again",
        &format!("{told}.endsWith('|Critical: DatabaseDown: DatabaseDown on postgres') && window.told.length === 2 && window.tones === 4"),
    )?;
    page.wait_for(
        "the icon to carry the count",
        "decodeURIComponent(document.querySelector('link[rel=icon]').href).includes('>2</text>')",
    )?;
    for _ in 0..2 {
        fire(
            &page,
            &json!([["DatabaseDown", "postgres"], ["NATSDown", "nats"]]),
        )?;
        page.wait_for("another poll", "window.told.length === 2")?;
    }

    let link = "/incidents?declare=1&title=Errors&severity=SEV2&start=1764000000&services=q2q-ai&alert=HighErrorRate";
    page.eval(&format!(
        "(() => {{ const link = document.createElement('a'); link.href = '{link}'; document.body.append(link); link.click(); }})()"
    ))?;
    declare(&mut page)?;
    page.eval(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))",
    )?;
    page.wait_for(
        "it to be acknowledged",
        "document.querySelector('.clock').dataset.standing === 'missed' && !document.querySelector('.clock').classList.contains('running')",
    )?;
    press(&mut page, "nav a[href^='/alerts']")?;
    fire(
        &page,
        &json!([
            ["DatabaseDown", "postgres"],
            ["NATSDown", "nats"],
            ["HighErrorRate", "q2q-ai"]
        ]),
    )?;
    page.wait_for(
        "the acknowledged one to be on the page",
        &format!("!!{}", row("HighErrorRate", "q2q-ai")),
    )?;
    fire(
        &page,
        &json!([
            ["HighErrorRate", "q2q-ai"],
            ["HighErrorRate", "buddy-service"]
        ]),
    )?;
    page.wait_for(
        "the one of another service to be told, and the acknowledged one never",
        &format!("{told}.endsWith('|Critical: HighErrorRate: HighErrorRate on buddy-service') && window.told.filter(one => one.includes('HighErrorRate')).length === 1"),
    )?;
    page.end()
}

#[test]
fn a_sound_that_the_browser_holds_back_is_told() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto("/alerts")?;
    page.eval("localStorage.setItem('portal.sound', 'on')")?;
    page.goto("/alerts")?;
    let banner = "[...document.querySelectorAll('.banner')].some(banner => banner.innerText.includes('press anything once'))";
    page.wait_for("the word", banner)?;
    page.eval("document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))")?;
    page.wait_for("it to go after a press", &format!("!{banner}"))?;
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
