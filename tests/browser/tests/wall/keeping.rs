//! How the wall keeps itself for months, and what it says when it cannot tell.

use crate::{PROVEN, SOON, drawn, filled, fires, inject, open, shown, spoil};
use browser::{Browser, Failure, copy_build, place, rebuild};
use serde_json::{Value, json};
use stack::{Options, Stack};
use std::time::Duration;

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
    page.wait_until_kept()?;
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
    // Seventy minutes pass for everybody, and the page's own clock does not tick in them. The contents move every ten, there and
    // back: after an odd number of moves they are never where they were.
    let clock = "(() => { const now = Date.now; window.slept = 0; Date.now = () => now.call(Date) + window.slept; })()";
    let servers = "(path, body) => { for (const one of body.data?.result ?? []) if (one.metric.portal_part?.match(/^[^\\/]+$/)) one.value[1] = String(+one.value[1] + window.slept / 1000); }";
    let mut page = open("/wall", |page| {
        inject(page, clock)?;
        spoil(page, servers)
    })?;
    shown(&mut page, SOON, "calm")?;
    drawn(&mut page)?;
    let place = "getComputedStyle(document.querySelector('.wall')).transform";
    let before = page.eval(place)?;
    page.eval("(window.seen = [], window.slept = 4200000)")?;
    page.wait_for(
        "nothing to be said at first",
        "window.seen.includes('blind')",
    )?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for(
        "the contents to stand some pixels off where they stood before",
        &format!("{place} !== {before}"),
    )?;
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
    page.wait_until_kept()?;
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
    // At night as well somebody must act.
    spoil(&page, &fires("DatabaseDown", "critical", 4))?;
    page.goto("/wall")?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "the wall to be bright",
        "getComputedStyle(document.querySelector('.wall-head')).opacity === '1'",
    )?;
    page.end()
}
