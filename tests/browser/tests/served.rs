//! The page by other ways than plain http at the root of a server: below a path, by TLS, and by plain http under a name.
//! It must not know what the pages show.

use browser::{Browser, Failure, Page, baseline, declare, place};
use serde_json::json;
use stack::{Front, Options, Stack};
use std::process::Command;
use std::time::Duration;

/// Every page of the portal.
const PAGES: [&str; 19] = [
    "/",
    "/alerts",
    "/dashboards/service-overview",
    "/dashboards/api-gateway",
    "/dashboards/database?from=now-15m&to=now",
    "/dashboards/event-bus",
    "/dashboards/nodejs",
    "/incidents",
    "/rules",
    "/runbooks",
    "/runbooks/RB-001",
    "/response",
    "/escalation",
    "/on-call",
    "/commands",
    "/contacts",
    "/check",
    "/wall",
    "/nowhere",
];

/// A name that is not this machine's own: browsers trust plain http of those.
const NAMED: &str = "--host-resolver-rules=MAP portal.test 127.0.0.1";

fn short(front: Front) -> Options {
    Options {
        history: Duration::from_secs(15 * 60),
        ..Options::served(front)
    }
}

/// Opens every page, each of which gets its heading; what its console said fails at the end.
fn open_all(page: &mut Page) -> Result<(), Failure> {
    for path in PAGES {
        page.goto(path)?;
        page.wait_for(
            &format!("{path} to have a heading"),
            "document.querySelector('main h1')",
        )?;
    }
    Ok(())
}

/// Waits until Prometheus has answered for all panels.
fn is_live(page: &mut Page) -> Result<(), Failure> {
    page.wait_at_most(
        Duration::from_secs(45),
        "every panel to be fresh",
        "document.querySelectorAll('[data-panel]').length > 3
            && [...document.querySelectorAll('[data-panel]')].every(panel => panel.dataset.state === 'fresh')",
        |fresh| *fresh == json!(true),
    )
    .map(drop)
}

#[test]
fn every_page_is_quiet_at_the_root() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    open_all(&mut page)?;
    page.end()
}

#[test]
fn below_a_path_everything_stays_below_it() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&short(Front::SubPath))?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.time_zone("Europe/Oslo")?;
    for path in PAGES {
        page.goto(path)?;
        page.wait_for(
            &format!("{path} to have a heading"),
            "document.querySelector('main h1')",
        )?;
        // A link of the handbook as well as one of the frame, and what the page has asked for.
        let astray = page.eval(
            "[...document.links].map(link => link.href)
                .concat(performance.getEntriesByType('resource').map(entry => entry.name))
                .filter(address => address.startsWith(location.origin)
                    && !address.startsWith(location.origin + '/sre/'))",
        )?;
        assert_eq!(astray, json!([]), "{path}");
    }
    page.goto("/dashboards/database?from=now-15m&to=now")?;
    is_live(&mut page)?;
    let zone = "performance.getEntriesByType('resource').some(entry => entry.name.endsWith('/sre/zoneinfo/Europe/Oslo'))";
    page.wait_for("the zone to be asked for", zone)?;

    // From here on the page is not loaded anew.
    page.eval("window.same = true")?;
    let arrived = |page: &mut Page, path: &str, words: &str| {
        page.wait_for(
            &format!("{path} to be shown"),
            &format!(
                "window.same && location.pathname === '/sre{path}'
                    && document.querySelector('main h1')?.textContent.includes({})",
                json!(words)
            ),
        )
    };
    page.eval("document.querySelector('.rail a[href^=\"/sre/runbooks\"]').click()")?;
    arrived(&mut page, "/runbooks", "Runbooks")?;
    let current =
        page.eval("document.querySelector('.rail [aria-current]').getAttribute('href')")?;
    assert!(
        current
            .as_str()
            .is_some_and(|href| href.starts_with("/sre/runbooks")),
        "{current}"
    );
    page.eval("document.querySelector('main a[href^=\"/sre/runbooks/RB-001\"]').click()")?;
    arrived(&mut page, "/runbooks/RB-001", "Service Unavailable")?;
    page.eval(
        "['g', 's'].forEach(key => window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))",
    )?;
    arrived(&mut page, "/escalation", "Escalation")?;
    page.eval("history.back()")?;
    arrived(&mut page, "/runbooks/RB-001", "Service Unavailable")?;
    incident_links_stay_below(&mut page)?;
    page.end()
}

/// The link that holds a whole incident opens it where the portal is served.
fn incident_links_stay_below(page: &mut Page) -> Result<(), Failure> {
    page.goto("/incidents?declare=1&title=x&severity=SEV2")?;
    declare(page)?;
    page.eval("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")?;
    for words in ["Share", "Copy the link"] {
        let button = format!(
            "[...document.querySelectorAll('button')].find(button => button.offsetParent && button.textContent.startsWith('{words}'))"
        );
        page.wait_for(words, &format!("!!{button}"))?;
        page.eval(&format!("{button}.click()"))?;
    }
    page.wait_for(
        "a link below the path",
        "window.copied?.startsWith(location.origin + location.pathname + '#incident=')",
    )?;
    Ok(())
}

#[test]
fn by_tls_everything_is_offered() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&short(Front::Tls))?;
    // Trusts this certificate and no other: by the hash of its key, as Chromium wants it.
    let certificate = stack.folder().join("tls/portal.pem");
    let hash = Command::new(stack::find_program("sh")?)
        .arg("-c")
        .arg("openssl x509 -in \"$0\" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64")
        .arg(&certificate)
        .output()?;
    let hash = String::from_utf8_lossy(&hash.stdout).trim().to_owned();
    let trust = format!("--ignore-certificate-errors-spki-list={hash}");
    let url = stack.portal_url().replace("127.0.0.1", "portal.test");
    let mut page = Browser::start_with(&[NAMED, &trust])?.page(&url);
    // Later ones come from the service worker.
    page.goto("/")?;
    let first = "performance.getEntriesByType('navigation')[0].nextHopProtocol";
    assert_eq!(page.eval(first)?, json!("h2"));
    open_all(&mut page)?;
    page.goto("/dashboards/database?from=now-15m&to=now")?;
    is_live(&mut page)?;
    let seen = page.eval(
        "({ secure: isSecureContext,
            protocols: [...new Set(performance.getEntriesByType('resource')
                .filter(entry => entry.name.includes('/prometheus/')).map(entry => entry.nextHopProtocol))],
            worker: 'serviceWorker' in navigator, clipboard: 'clipboard' in navigator, wake: 'wakeLock' in navigator })",
    )?;
    let opener =
        page.eval("fetch('/').then(answer => answer.headers.get('cross-origin-opener-policy'))")?;
    assert_eq!(opener, json!("same-origin"));
    let wanted = json!({
        "secure": true, "protocols": ["h2"], "worker": true, "clipboard": true, "wake": true,
    });
    assert_eq!(seen, wanted);
    page.end()
}

#[test]
fn by_plain_http_what_is_off_is_named_and_copying_falls_back() -> Result<(), Failure> {
    let url = baseline()?.portal_url().replace("127.0.0.1", "portal.test");
    let mut page = Browser::start_with(&[NAMED])?.page(&url);
    page.goto("/check")?;
    assert_eq!(page.eval("isSecureContext")?, json!(false));
    let finding = "[...document.querySelectorAll('.finding')]
        .find(finding => finding.innerText.includes('Secure context'))?.innerText";
    let text = page.wait_for("the finding about the secure context", finding)?;
    for words in [
        "offline copy",
        "clipboard",
        "wake lock",
        "notification",
        "TLS",
    ] {
        assert!(
            text.as_str().is_some_and(|text| text.contains(words)),
            "{words}: {text}"
        );
    }
    page.goto("/dashboards/database?from=now-15m&to=now")?;
    is_live(&mut page)?;
    page.eval(
        "(document.addEventListener('copy', event => { window.copied = event.target.value; }), 1)",
    )?;
    // A real press: a browser copies by a selection only when somebody pressed something.
    let browser = page.browser();
    let button = browser.wait(browser.client().find(fantoccini::Locator::XPath(
        "//main//button[normalize-space()='Copy link']",
    )))?;
    browser.wait(button.click())?;
    page.wait_for(
        "the button to say that it worked",
        "[...document.querySelectorAll('main button')].some(button => button.innerText === 'Copied')",
    )?;
    let copied = page.eval("window.copied")?;
    let wanted = format!("{url}/dashboards/database");
    assert!(
        copied
            .as_str()
            .is_some_and(|copied| copied.starts_with(&wanted)),
        "{copied}"
    );
    page.goto("/wall")?;
    page.wait_for(
        "the wall to say that the screen may go dark",
        "document.querySelector('.wall-notes')?.innerText.includes('keeping it awake needs https')",
    )?;
    // Without TLS browsers take gzip, and it is there. Small parts of the program gain less.
    let gained = page.eval(
        "performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('_bg.wasm'))
            .every(entry => entry.encodedBodySize < entry.decodedBodySize / 2)",
    )?;
    assert_eq!(gained, json!(true));
    page.end()
}
