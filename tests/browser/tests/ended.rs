//! What is seen when the program itself ends or never starts: a page that says so, and takes nothing for green. It must not
//! know what the pages show.

use browser::{Browser, Failure, Page, baseline};
use serde_json::json;
use std::time::Duration;

/// Half a minute until a wall tries again, and the time to load it.
const AGAIN: Duration = Duration::from_secs(75);

/// For the page's first answers, on a busy machine.
const ANSWERED: Duration = Duration::from_secs(150);

/// What stands above everything once the program has ended.
const BANNER: &str = "(document.querySelector('body > .banner')?.innerText ?? '')";

/// Whatever was drawn has lost its colours, the tab says it, and the banner begins with `what` and holds `why`.
fn has_ended(page: &mut Page, what: &str, why: &str) -> Result<(), Failure> {
    page.wait_for(
        "the page to say that it ended",
        &format!(
            "{BANNER}.startsWith({}) && {BANNER}.includes({})",
            json!(what),
            json!(why)
        ),
    )?;
    page.wait_for(
        "title and icon to say so",
        "document.querySelector('title').textContent.startsWith('Stopped')
            && document.querySelector('link[rel~=icon]').href.includes('6A3DC2')",
    )?;
    page.wait_for(
        "nothing to have a colour",
        "[...document.body.children].filter(child => !child.matches('.banner, script'))
            .every(child => getComputedStyle(child).filter === 'grayscale(1)')",
    )?;
    page.wait_for(
        "nothing to be called good",
        "[...document.querySelectorAll('body *')].filter(one => one.checkVisibility({ visibilityProperty: true }))
            .every(one => !one.matches('.symbol-ok') && !/\\bOK$|All clear/.test([...one.childNodes]
                .filter(node => node.nodeType === 3).map(node => node.data.trim()).join(' ')))",
    )
    .map(drop)
}

/// The portal's first page, all of which is good.
fn running() -> Result<Page, Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto("/")?;
    page.wait_at_most(
        ANSWERED,
        "an all-clear",
        "document.querySelector('.proof')?.dataset.answer",
        |answer| *answer == json!("all-clear"),
    )?;
    Ok(page)
}

#[test]
fn a_panic_is_said_with_its_words_and_links_lead_out_of_it() -> Result<(), Failure> {
    let mut page = running()?;
    page.allow("panicked at");
    page.eval(
        "(() => {
            History.prototype.pushState = () => { throw new Error('no history'); };
            document.querySelector('nav a[href^=\"/rules\"]').click();
        })()",
    )?;
    has_ended(&mut page, "The portal ended by an error", "panicked at")?;
    page.eval("document.querySelector('nav a[href^=\"/runbooks\"]').click()")?;
    page.wait_for(
        "the link to lead to a page that runs",
        "location.pathname === '/runbooks' && document.querySelector('main h1')
            && !document.documentElement.hasAttribute('data-ended')",
    )?;
    page.end()
}

#[test]
fn a_trap_of_the_program_is_said() -> Result<(), Failure> {
    let mut page = running()?;
    page.allow("unreachable");
    page.eval("(async () => {
        const { default: start } = await import(document.querySelector('script[data-wasm]').dataset.js);
        const program = await start();
        setTimeout(() => program.__wbindgen_malloc(-1, 4));
    })()")?;
    has_ended(&mut page, "The portal ended by an error", "unreachable")?;
    page.end()
}

#[test]
fn a_program_that_does_not_come_is_said_and_a_wall_tries_again() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    for text in ["ERR_BLOCKED_BY_CLIENT", "Failed to fetch"] {
        page.allow(text);
    }
    page.devtools("Network.enable", &json!({}))?;
    page.devtools("Network.setBlockedURLs", &json!({ "urls": ["*_bg.wasm*"] }))?;
    page.goto("/wall")?;
    has_ended(&mut page, "The portal could not be started", "fetch")?;
    page.devtools("Network.setBlockedURLs", &json!({ "urls": [] }))?;
    page.wait_at_most(
        AGAIN,
        "the wall to come by itself",
        "document.querySelector('main h1') && !document.documentElement.hasAttribute('data-ended')",
        |there| *there == json!(true),
    )?;
    page.end()
}
