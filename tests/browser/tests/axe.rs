//! What axe-core finds on each page and in each sheet, in both themes, at a desk and on a phone: nothing. It must not know
//! what the pages are about.

use browser::{Browser, Failure, Page, baseline};
use serde_json::Value;
use stack::{Fault, FaultProxy, Options, Stack};
use std::collections::BTreeMap;

const AXE: &str = include_str!("../vendor/axe.min.js");

const PAGES: [&str; 20] = [
    "/",
    "/alerts",
    "/dashboards/service-overview",
    "/dashboards/api-gateway",
    "/dashboards/database",
    "/dashboards/event-bus",
    "/dashboards/nodejs",
    "/runbooks",
    "/runbooks/RB-002",
    "/runbooks/RB-003",
    "/response",
    "/escalation",
    "/on-call",
    "/commands",
    "/rules",
    "/incidents",
    "/incidents?declare=1",
    "/check",
    "/wall",
    "/nowhere",
];

/// What can be open, where it is opened, how, and what is there then.
const SHEETS: [(&str, &str, &str, &str); 8] = [
    (
        "the search",
        "/dashboards/event-bus",
        "dispatchEvent(new KeyboardEvent('keydown', { key: '/' }))",
        "dialog.palette[open] #palette-field",
    ),
    (
        "the keys",
        "/dashboards/event-bus",
        "dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))",
        "#key-sheet:popover-open",
    ),
    (
        "the range",
        "/dashboards/event-bus",
        "document.querySelector('.range .face').click()",
        ".sheet:popover-open input[name=range]",
    ),
    (
        "the refresh",
        "/dashboards/event-bus",
        "document.querySelector('.face[title=Refresh]').click()",
        ".sheet:popover-open button",
    ),
    (
        "a panel's menu",
        "/dashboards/event-bus",
        "document.querySelector('[data-panel=queue-sizes] button[aria-label$=menu]').click()",
        ".sheet:popover-open .query",
    ),
    (
        "a panel in full screen",
        "/dashboards/event-bus?panel=queue-sizes",
        "0",
        ".page.solo .panel.solo",
    ),
    (
        "a table",
        "/dashboards/event-bus",
        "document.querySelector('[data-panel=queue-sizes] .table-toggle').click()",
        "[data-panel=queue-sizes] tbody tr",
    ),
    (
        "a tooltip",
        "/dashboards/event-bus",
        "document.querySelector('[data-panel=queue-sizes] .overlay').focus()",
        "[data-panel=queue-sizes] .overlay:focus",
    ),
];

/// Width, height, and whether it is a phone.
const SIZES: [(u32, u32, bool); 2] = [(1440, 900, false), (390, 844, true)];

/// Rule, element and advice for each finding.
const FINDINGS: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n').slice(1).join(' ').trim()}`)))";

/// Findings in words, each with the places where it is.
type Found = BTreeMap<String, Vec<String>>;

/// Looks at what is open now, and adds what it finds.
fn look(page: &Page, place: &str, found: &mut Found) -> Result<(), Failure> {
    page.browser()
        .wait(page.browser().client().execute(AXE, Vec::new()))?;
    let findings = page.eval(FINDINGS)?;
    for finding in findings.as_array().into_iter().flatten() {
        let places = found.entry(finding.as_str().unwrap_or_default().to_owned());
        places.or_default().push(place.to_owned());
    }
    Ok(())
}

fn open(page: &mut Page, path: &str) -> Result<(), Failure> {
    page.goto(path)?;
    if path.starts_with("/dashboards") {
        return page.wait_for_paint();
    }
    page.wait_for(
        "the page to be there",
        "document.querySelector('h1') && (location.pathname !== '/check' || document.querySelectorAll('.finding').length > 6)",
    )
    .map(drop)
}

fn check(theme: &str) -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.theme(theme)?;
    let mut found = Found::new();
    for (width, height, phone) in SIZES {
        page.resize(width, height, 1.0, phone)?;
        for path in PAGES {
            open(&mut page, path)?;
            look(&page, &format!("{path} at {width}"), &mut found)?;
        }
        for (name, path, press, there) in SHEETS {
            // On a phone the bar has no room for the refresh: its keys do the same.
            if phone && name == "the refresh" {
                continue;
            }
            open(&mut page, path)?;
            page.eval(press)?;
            let there = Value::from(there);
            page.wait_for(name, &format!("!!document.querySelector({there})"))?;
            look(&page, &format!("{name} at {width}"), &mut found)?;
        }
    }
    told(&found)?;
    page.end()
}

fn told(found: &Found) -> Result<(), Failure> {
    if found.is_empty() {
        return Ok(());
    }
    let lines = found
        .iter()
        .map(|(finding, places)| format!("{finding}\n    {}", places.join(", ")));
    Err(Failure::new(lines.collect::<Vec<_>>().join("\n")))
}

#[test]
fn dark() -> Result<(), Failure> {
    check("dark")
}

#[test]
fn light() -> Result<(), Failure> {
    check("light")
}

/// Widths where the page changes its ways, and the narrowest that a text four times as large leaves of a desk.
const WIDTHS: [u32; 9] = [320, 390, 599, 600, 899, 900, 1099, 1279, 1440];

/// As many words as the bar has to say at most.
const LONG: &str = "(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(\".global .said::after { content: '15 firing, 104 pending, SEV1 open' }\");
    document.adoptedStyleSheets.push(sheet);
})()";

#[test]
fn no_page_is_wider_than_its_window() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1440, 900, 1.0, false)?;
    let mut found = Found::new();
    for path in PAGES {
        open(&mut page, path)?;
        page.eval(LONG)?;
        for width in WIDTHS {
            page.resize(width, 900, 1.0, width < 600)?;
            let beyond = page.eval("document.documentElement.scrollWidth - innerWidth")?;
            if beyond.as_i64() > Some(0) {
                let places = found.entry(format!("wider by {beyond}")).or_default();
                places.push(format!("{path} at {width}"));
            }
        }
    }
    told(&found)?;
    page.end()
}

/// It would find something if there were something.
#[test]
fn axe_finds_a_picture_without_words() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    open(&mut page, "/nowhere")?;
    page.eval("document.querySelector('main').append(document.createElement('img'))")?;
    let mut found = Found::new();
    look(&page, "here", &mut found)?;
    let words = |finding: &String| finding.starts_with("image-alt");
    assert!(found.keys().any(words), "{found:?}");
    page.end()
}

/// An incident's page, with a clock that is missed and one that is due soon, and what its buttons open.
#[test]
fn an_incident() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    let start = page.eval("Math.floor(Date.now() / 1000) - 470")?;
    open(
        &mut page,
        &format!(
            "/incidents?declare=1&title=Down&severity=SEV1&start={start}&runbook=RB-003&alert=DatabaseDown"
        ),
    )?;
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    page.eval(
        "(() => {
            const name = document.querySelector('.declare input[autocomplete=name]');
            name.value = 'M. Berg';
            name.dispatchEvent(new Event('input', { bubbles: true }));
            document.querySelector('.declare .buttons button').click();
        })()",
    )?;
    let mut found = Found::new();
    for theme in ["dark", "light"] {
        page.theme(theme)?;
        page.eval(&format!(
            "document.documentElement.dataset.theme = '{theme}'"
        ))?;
        for (width, height, phone) in SIZES {
            page.resize(width, height, 1.0, phone)?;
            page.wait_for(
                "the clocks",
                "document.querySelectorAll('.clock').length === 3",
            )?;
            look(&page, &format!("{theme}, {width}"), &mut found)?;
            let wide = page.eval("document.documentElement.scrollWidth - innerWidth")?;
            assert!(wide.as_i64() <= Some(0), "wider than the window by {wide}");
            for menu in ["Change severity", "Edit", "Share"] {
                let button = format!(
                    "[...document.querySelectorAll('.incident-buttons .actions button')].find(button => button.textContent === '{menu}')"
                );
                page.eval(&format!("{button}.click()"))?;
                page.wait_for(menu, "!!document.querySelector('.sheet:popover-open h2')")?;
                look(&page, &format!("{menu}, {theme}, {width}"), &mut found)?;
                page.eval("document.querySelector('.sheet:popover-open').hidePopover()")?;
            }
        }
    }
    told(&found)?;
    page.end()
}

/// The states of a page in trouble have colours and words of their own.
#[test]
fn pages_in_trouble() -> Result<(), Failure> {
    let proxy = FaultProxy::start(&baseline()?.prometheus_url().unwrap_or_default())?;
    let front = Stack::start(&Options {
        external_prometheus: Some(proxy.url()),
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&front.portal_url());
    page.allow("Failed to load resource");
    let mut found = Found::new();
    for (state, fault) in [
        (
            "error",
            Fault::Some(&["queue_size"], Box::new(Fault::refused())),
        ),
        (
            "unreachable",
            Fault::Instead("503 Service Unavailable", "text/plain", "no"),
        ),
        ("partial", Fault::Field("isPartial", true.into())),
    ] {
        proxy.set(Some(fault));
        for theme in ["dark", "light"] {
            page.theme(theme)?;
            for (width, height, phone) in SIZES {
                page.resize(width, height, 1.0, phone)?;
                open(&mut page, "/dashboards/event-bus")?;
                let selector = format!("[data-panel=queue-sizes][data-state={state}]");
                page.wait_for(state, &format!("!!document.querySelector('{selector}')"))?;
                look(&page, &format!("{state}, {theme}, {width}"), &mut found)?;
            }
        }
        page.goto("/check")?;
        page.wait_for(
            "a finding",
            "document.querySelectorAll('.finding').length > 1",
        )?;
        look(&page, &format!("check, {state}"), &mut found)?;
    }
    told(&found)?;
    page.end()
}
