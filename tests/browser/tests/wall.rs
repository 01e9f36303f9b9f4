//! The wall screen: its sizes, its turns, what takes it over, what it says when it cannot tell, and how it keeps itself. It
//! must not know how the page weighs anything.

use browser::{Browser, Failure, Page, baseline, copy_build, declare, place, rebuild};
use serde_json::{Value, json};
use stack::{Options, Stack};
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
        const whole = one.matches('h1, .wall-states strong, .wall-states b, .wall-time *, .wall-countdown, .wall-figure, .wall-number *, .wall-cell strong');
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

#[test]
fn an_all_clear_fills_every_screen_and_charts_take_turns() -> Result<(), Failure> {
    let mut page = open("/wall?every=5s&zone=utc", |_| Ok(()))?;
    let word = "document.querySelector('.wall-head h1')?.innerText";
    page.wait_at_most(PROVEN, "the all-clear", word, |word| word == "All clear")?;
    let proof = "document.querySelector('.wall-said p')?.innerText";
    let proof = page.eval(proof)?;
    let proof = proof.as_str().unwrap_or_default();
    assert!(
        proof.starts_with("proven ")
            && proof.contains("7 of 7 services up")
            && proof.contains("Watchdog heard"),
        "{proof}"
    );
    let states =
        "[...document.querySelectorAll('.wall-states li')].map(row => row.dataset.status).join()";
    assert_eq!(page.eval(states)?, "ok,ok,ok,ok,ok");
    let turns = "['key', 'service-overview', 'api-gateway', 'database', 'event-bus', 'nodejs'].filter(slide => !window.seen.includes(slide))";
    page.wait_at_most(SOON, "every dashboard to have its turn", turns, |left| {
        left.as_array().is_some_and(Vec::is_empty)
    })?;
    let time = "document.querySelector('.wall-time strong').innerText === new Date().toISOString().slice(11, 16) && document.querySelector('.wall-time span').innerText.endsWith(', UTC')";
    page.wait_for("the time with its zone", time)?;
    let foot = "document.querySelector('.wall-foot').innerText";
    let foot = page.eval(foot)?;
    for part in ["On call", "Handoff", "Open incidents", "Alerts", " old"] {
        assert!(
            foot.as_str().is_some_and(|foot| foot.contains(part)),
            "{part}: {foot}"
        );
    }
    page.goto("/wall")?;
    drawn(&mut page)?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn the_worst_dashboard_stays() -> Result<(), Failure> {
    let pool = "(path, body) => { for (const one of body.data?.result ?? []) if (one.metric.portal_part?.startsWith('connection-pool/') && one.value) one.value[1] = '0.93'; }";
    let mut page = open("/wall?every=5s", |page| spoil(page, pool))?;
    let slide = "document.querySelector('[data-slide]')?.dataset.slide";
    page.wait_at_most(SOON, "the database", slide, |slide| slide == "database")?;
    page.eval("(window.seen = [], window.from = Date.now())")?;
    page.wait_for("three turns", "Date.now() - window.from > 15500")?;
    let others = "window.seen.filter(word => word !== 'calm' && word !== 'database')";
    assert_eq!(page.eval(others)?, json!([]));
    page.wait_for(
        "its state, its words and its chart first",
        "document.querySelector('[data-dashboard=database]').dataset.status === 'warning'
            && document.querySelector('[data-dashboard=database] .wall-words').innerText.includes('93%')
            && document.querySelector('.wall-chart').dataset.panel === 'connection-pool'
            && document.querySelector('.wall-chart').dataset.status === 'warning'
            && document.querySelector('.wall-head').dataset.status === 'warning'",
    )?;
    page.end()
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

#[test]
fn a_critical_alert_takes_it_over_with_all_that_is_needed() -> Result<(), Failure> {
    let change = fires("DatabaseDown", "critical", 4);
    let mut page = open("/wall?zone=utc", |page| spoil(page, &change))?;
    shown(&mut page, SOON, "taken")?;
    let said = |selector: &str| format!("document.querySelector('{selector}')?.innerText ?? ''");
    let head = page.eval(&said(".wall-head"))?;
    for part in [
        "DatabaseDown",
        "PostgreSQL database is down, firing",
        "SEV1",
    ] {
        assert!(
            head.as_str().is_some_and(|head| head.contains(part)),
            "{part}: {head}"
        );
    }
    assert_eq!(page.eval(&said(".wall-runbook strong"))?, "RB-003");
    assert!(
        page.eval(&said(".wall-next"))?
            .as_str()
            .is_some_and(|next| next.contains("L2 ") && next.contains("next escalation, at"))
    );
    page.wait_for(
        "three clocks",
        "document.querySelectorAll('.wall-clock, .wall-small').length === 3",
    )?;
    // The large figure is what is left until the time that stands below it, to the second, while it runs.
    let exact = "(() => {
        const due = /due (\\d\\d:\\d\\d:\\d\\d)/.exec(document.querySelector('.wall-clock').innerText)?.[1];
        const [minutes, seconds] = document.querySelector('.wall-countdown').innerText.split(':').map(Number);
        const end = Date.parse(new Date().toISOString().slice(0, 11) + due + 'Z');
        const left = Math.abs((end - Date.now()) / 1000) % 86400;
        return Math.abs(left - (minutes * 60 + seconds)) < 2;
    })()";
    for _ in 0..3 {
        let before = page.eval(&said(".wall-countdown"))?;
        page.wait_for("the countdown to be exact", exact)?;
        page.wait_for(
            "the countdown to run",
            &format!("document.querySelector('.wall-countdown').innerText !== {before}"),
        )?;
    }
    drawn(&mut page)?;
    page.wait_for(
        "the chart beside it, of its dashboard",
        "document.querySelectorAll('.wall-chart').length === 1",
    )?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn what_else_is_wrong_stands_in_a_band_beside_it() -> Result<(), Failure> {
    let others = ["DatabaseDown", "ServiceDown", "NATSDown"]
        .map(|name| format!("({})(path, body);", fires(name, "critical", 4)))
        .concat();
    let change = format!("(path, body) => {{ {others} }}");
    let mut page = open("/wall", |page| spoil(page, &change))?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "the worst, the next one, and how many more",
        "document.querySelector('.wall-head h1').innerText === 'DatabaseDown'
            && document.querySelector('.wall-head').innerText.includes('2 more alerts fire')
            && document.querySelector('.wall-band').innerText.includes('ServiceDown')
            && document.querySelector('.wall-bands').innerText.includes('and 1 more')",
    )?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn an_alert_without_a_suggested_severity_counts_up() -> Result<(), Failure> {
    let change = fires("NATSDown", "critical", 70);
    let mut page = open("/wall", |page| spoil(page, &change))?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "how long it has fired, and what to do",
        "/^1:\\d\\d:\\d\\d$/.test(document.querySelector('.wall-countdown').innerText)
            && document.querySelector('.wall-clock').innerText.includes('Choose a severity')
            && document.querySelector('.wall-severity').innerText === 'SEV?'",
    )?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn a_warning_is_a_band_and_takes_nothing_over() -> Result<(), Failure> {
    let change = fires("SlowQueries", "warning", 12);
    let mut page = open("/wall", |page| spoil(page, &change))?;
    page.wait_at_most(
        SOON,
        "the band",
        "document.querySelector('.wall-band')?.innerText ?? ''",
        |text| {
            text.as_str()
                .is_some_and(|text| text.contains("SlowQueries") && text.contains("firing"))
        },
    )?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for(
        "the head and the foot to tell of it",
        "document.querySelector('.wall-head').dataset.status === 'warning'
            && document.querySelector('.wall-foot').innerText.includes('1 firing')",
    )?;
    filled(&mut page)?;
    page.end()
}

/// An incident that is declared in this browser takes its wall over, and shrinks when it is over.
#[test]
fn a_grave_incident_takes_it_over() -> Result<(), Failure> {
    let began = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs()
        - 192;
    let link = format!(
        "/incidents?declare=1&title=Data%20corruption&severity=SEV1&start={began}&services=postgres&runbook=RB-003&source=Alert"
    );
    let mut page = open(&link, |_| Ok(()))?;
    declare(&mut page)?;
    let press =
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))";
    page.eval(press)?;
    page.wait_for(
        "it to be acknowledged",
        "document.querySelector('.clock').dataset.standing === 'met'",
    )?;
    page.goto("/wall?zone=utc")?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "its name, its severity, the next unmet clock, the one that was met, and who works on it",
        "document.querySelector('.wall-head h1').innerText === 'Data corruption'
            && document.querySelector('.wall-severity').innerText === 'SEV1'
            && document.querySelector('.wall-clock').innerText.includes('Initial response')
            && document.querySelector('.wall-small[data-standing=met]').innerText.includes('met, of 5 minutes')
            && document.querySelector('.wall-person').innerText.includes('M. Berg')
            && document.querySelector('.wall-runbook strong').innerText === 'RB-003'
            && document.querySelector('.wall-next').innerText.includes('L2 ')",
    )?;
    drawn(&mut page)?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn the_address_shapes_it_and_its_mistakes_are_told() -> Result<(), Failure> {
    let mut page = open(
        "/wall?dashboards=database&theme=light&scale=1.2",
        |_| Ok(()),
    )?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for(
        "one dashboard, in light, larger",
        "document.querySelector('[data-slide]').dataset.slide === 'database'
            && document.documentElement.dataset.theme === 'light'
            && Math.abs(parseFloat(getComputedStyle(document.querySelector('.wall-states strong')).fontSize) - 47 * 1.2) < 0.5
            && !document.querySelector('.wall-notes')",
    )?;
    let press = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))";
    page.eval(press)?;
    page.wait_for(
        "the page of now, with its own theme",
        "location.pathname === '/' && !!document.querySelector('.rail') && document.documentElement.dataset.theme === 'dark'",
    )?;
    page.goto("/wall?dashboards=databse,nodejs&every=1ms&theme=%3Cb%3E&scale=NaN&colour=red")?;
    shown(&mut page, SOON, "calm")?;
    let notes = page.wait_for(
        "the notes",
        "document.querySelector('.wall-notes')?.innerText",
    )?;
    for part in [
        "'databse'",
        "'every=1ms'",
        "'theme=<b>'",
        "'scale=NaN'",
        "'colour'",
    ] {
        assert!(
            notes.as_str().is_some_and(|notes| notes.contains(part)),
            "{part}: {notes}"
        );
    }
    page.wait_for("dark", "document.documentElement.dataset.theme === 'dark'")?;
    page.end()
}

/// Nothing that calls anything good.
const GOOD: &str =
    "document.querySelectorAll('.wall .symbol-ok, .wall .state-ok, .wall [data-status=ok]').length
    + +/All clear|\\bOK\\b/.test(document.querySelector('.wall').innerText)";

#[test]
fn it_says_across_the_screen_that_it_cannot_tell_and_recovers() -> Result<(), Failure> {
    let _place = place();
    let mut stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.resize(1920, 1080, 1.0, false)?;
    page.allow("Failed to load resource");
    page.allow("net::ERR_");
    page.goto("/wall")?;
    shown(&mut page, SOON, "calm")?;
    page.eval("window.same = true")?;
    for network in [true, false] {
        match network {
            true => stack.stop_nginx(),
            false => stack.stop_prometheus(),
        }
        shown(&mut page, PROVEN, "blind")?;
        page.wait_for(
            "what is the matter, since when, and what to do",
            "document.querySelector('.wall-blind h1').innerText === 'Cannot say'
                && document.querySelector('.wall-blind').innerText.includes('No answer from Prometheus')
                && document.querySelector('.wall-blind').innerText.includes(' ago.')
                && document.querySelector('.wall-blind').getBoundingClientRect().height > innerHeight * 0.7",
        )?;
        assert_eq!(page.eval(GOOD)?, json!(0));
        filled(&mut page)?;
        page.resize(1920, 1080, 1.0, false)?;
        match network {
            true => stack.start_nginx()?,
            false => stack.start_prometheus()?,
        }
        shown(&mut page, SOON, "calm")?;
        page.wait_at_most(
            PROVEN,
            "every dashboard to be well again",
            "[...document.querySelectorAll('.wall-states li')].map(row => row.dataset.status).join()",
            |states| states == "ok,ok,ok,ok,ok",
        )?;
    }
    assert_eq!(
        page.eval("window.same")?,
        json!(true),
        "it recovered without being loaded anew"
    );
    page.end()
}

#[test]
fn a_machine_that_slept_shows_nothing_old() -> Result<(), Failure> {
    // An hour passes for everybody, and the page's own clock does not tick in it.
    let clock = "(() => { const now = Date.now; window.slept = 0; Date.now = () => now.call(Date) + window.slept; })()";
    let servers = "(path, body, query) => { if (query.includes('timestamp(')) for (const one of body.data.result) one.value[1] = String(+one.value[1] + window.slept / 1000); }";
    let mut page = open("/wall", |page| {
        inject(page, clock)?;
        spoil(page, servers)
    })?;
    shown(&mut page, SOON, "calm")?;
    drawn(&mut page)?;
    page.eval("(window.seen = [], window.slept = 3600000)")?;
    page.wait_for(
        "nothing to be said at first",
        "window.seen.includes('blind')",
    )?;
    shown(&mut page, SOON, "calm")?;
    page.end()
}

#[test]
fn it_takes_a_new_build_at_a_calm_minute() -> Result<(), Failure> {
    let _place = place();
    let folder = stack::temporary_folder()?;
    let dist = folder.path().join("dist");
    copy_build(&Options::default().dist, &dist)?;
    let stack = Stack::start(&Options {
        dist: dist.clone(),
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/wall")?;
    shown(&mut page, SOON, "calm")?;
    page.eval("window.same = true")?;
    let names = rebuild(&dist)?;
    let taken = format!(
        "!window.same && performance.getEntriesByType('resource').filter(entry => {}.some(name => entry.name.endsWith(name))).length >= 3",
        json!(names)
    );
    page.wait_at_most(Duration::from_secs(200), "the new build", &taken, |taken| {
        *taken == json!(true)
    })?;
    shown(&mut page, SOON, "calm")?;
    page.end()
}

#[test]
fn the_screen_is_kept_awake_and_a_refusal_is_told() -> Result<(), Failure> {
    let lock = |answer: &str| {
        format!(
            "window.locks = 0; Object.defineProperty(navigator, 'wakeLock', {{ value: {{ request: async () => {{ window.locks += 1; {answer} }} }} }});"
        )
    };
    let given = lock("return (window.lock = { released: false, release: async () => {} });");
    let mut page = open("/wall", |page| inject(page, &given))?;
    page.wait_for("the lock", "window.locks === 1")?;
    // A browser drops it when the page is hidden; it is asked for again when the page is seen.
    page.eval("window.lock.released = true")?;
    for hidden in [true, false] {
        page.eval(&format!(
            "(() => {{
                Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});
                document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}));
            }})()"
        ))?;
    }
    page.wait_for("the lock again", "window.locks === 2")?;
    shown(&mut page, SOON, "calm")?;
    assert_eq!(
        page.eval("document.querySelector('.wall-notes')")?,
        Value::Null
    );
    page.end()?;
    let refused = lock("throw new DOMException('no', 'NotAllowedError');");
    let mut page = open("/wall", |page| inject(page, &refused))?;
    page.wait_for(
        "the refusal",
        "document.querySelector('.wall-notes')?.innerText.includes('The screen may go dark: the browser refuses')",
    )?;
    page.end()
}

/// A page whose program has died looks like a calm one: it is loaded anew.
#[test]
fn a_dead_page_is_loaded_anew() -> Result<(), Failure> {
    let stop = "(() => {
        const real = window.setInterval.bind(window);
        window.setInterval = (work, time) => real(time === 1000 ? () => window.dead || work() : work, time);
    })()";
    let mut page = open("/wall", |page| inject(page, stop))?;
    shown(&mut page, SOON, "calm")?;
    page.eval("window.dead = true")?;
    page.wait_at_most(
        Duration::from_secs(120),
        "the wall to be loaded anew",
        "!window.dead && document.querySelector('.wall')?.dataset.shown === 'calm'",
        |alive| *alive == json!(true),
    )?;
    page.end()
}

#[test]
fn quiet_hours_dim_it() -> Result<(), Failure> {
    let _place = place();
    let config = |hours: &str| {
        let text = format!(
            r#"{{"prometheus": {{"url": "/prometheus"}}, "zone": "UTC", "quietHours": {hours}}}"#
        );
        Some(text)
    };
    // The whole day but for one minute that is far away from now, whenever that is.
    let minutes = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs()
        / 60
        % 1440;
    let away = |by: u64| format!("{:02}:{:02}", (minutes + by) / 60 % 24, (minutes + by) % 60);
    let stack = Stack::start(&Options {
        config: config(&format!(r#"["{}", "{}"]"#, away(721), away(720))),
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/wall")?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for(
        "the wall to be dimmed",
        "document.querySelector('.wall').matches('.quiet') && getComputedStyle(document.querySelector('.wall-head')).opacity < 0.6",
    )?;
    page.end()
}
