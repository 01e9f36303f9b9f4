//! The first picture of a dashboard: it is there before the page's program, looks like what that then shows, and goes when it cannot
//! be believed.

use browser::{Browser, Failure, Page, baseline};
use serde_json::{Value, json};
use std::time::Duration;

/// For the page's first answers, on a busy machine.
const ANSWERED: Duration = Duration::from_secs(100);

/// Describes the panels of both, the picture when it is painted and the page when it takes its place: in `window.seen`. Whoever gives
/// up on the other after some seconds has a minute here: busy machines are slow.
const WATCH: &str = "(() => {
    const later = window.setTimeout;
    window.setTimeout = (call, wait, ...more) => later(call, wait >= 1000 && wait <= 5000 ? 60000 : wait, ...more);
    const described = (root) => [...root.querySelectorAll('[data-panel]')].map(panel => {
        const { x, y, width, height } = panel.getBoundingClientRect();
        return {
            panel: panel.dataset.panel, state: panel.dataset.state, status: panel.dataset.status, name: panel.getAttribute('aria-label'),
            place: [x, y, width, height].map(Math.round),
            words: panel.innerText.split(/\\s+/).join(' '),
            classes: [...panel.querySelectorAll('h2, header, span, li, td, th, p, footer')].map(e => `${e.tagName}.${e.className}`),
            sizes: [panel.querySelector('canvas')].map(c => c && [c.width, c.height]),
            curve: panel.querySelector('.spark canvas')?.toDataURL(),
        };
    });
    window.seen = [];
    const mark = performance.mark.bind(performance);
    performance.mark = (name, ...more) => {
        const picture = document.querySelector('.first-picture');
        if (name === 'portal:painted' && picture) window.seen.push(described(picture));
        return mark(name, ...more);
    };
    new MutationObserver(() => {
        const picture = document.querySelector('.first-picture');
        const page = document.querySelector('.portal');
        if (!picture && page && window.seen.length === 1) window.seen.push(described(page));
    }).observe(document, { childList: true, subtree: true });
})()";

fn watched() -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": WATCH }),
    )?;
    Ok(page)
}

#[test]
fn the_page_takes_the_place_of_a_picture_that_looks_the_same() -> Result<(), Failure> {
    let mut page = watched()?;
    for slug in ["service-overview", "api-gateway", "database"] {
        page.goto(&format!("/dashboards/{slug}"))?;
        page.wait_for_paint()?;
        let seen = page.wait_for(
            "the picture and the page that took its place",
            "window.seen.length === 2 && window.seen",
        )?;
        let (Some(picture), Some(shown)) = (seen[0].as_array(), seen[1].as_array()) else {
            return Err(Failure::new(format!("{slug}: {seen}")));
        };
        assert_eq!(picture.len(), shown.len(), "{slug}");
        assert!(picture.len() >= 8, "{slug}");
        for (picture, shown) in picture.iter().zip(shown) {
            for (what, seen) in picture.as_object().into_iter().flatten() {
                assert_eq!(seen, &shown[what], "{slug}: {what} of {}", shown["panel"]);
            }
        }
        let marks = page.eval("performance.getEntriesByName('portal:painted').length")?;
        assert_eq!(marks, json!(1), "{slug}: told once");
        // On a slow line they would share it.
        let after = "((first, page) => first.responseEnd <= page.startTime)(...[/first-.*wasm$/, /_bg\\.wasm$/].map(name =>
            performance.getEntriesByType('resource').find(entry => name.test(entry.name))))";
        assert_eq!(
            page.eval(after)?,
            json!(true),
            "{slug}: one program after the other"
        );
    }
    page.end()
}

#[test]
fn what_is_not_as_usual_has_no_first_picture() -> Result<(), Failure> {
    let mut page = watched()?;
    // A server that says that something is missing: the panels are partial, which is for the page to say.
    let warned = "(() => {
        const real = window.fetch;
        window.fetch = async (...asked) => {
            const answer = await real(...asked);
            if (!String(asked[0].url ?? asked[0]).includes('/query_range')) return answer;
            const body = { ...(await answer.json()), warnings: ['some of it is missing'] };
            return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
        };
    })()";
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": warned }),
    )?;
    page.goto("/dashboards/service-overview")?;
    page.wait_for_attr(ANSWERED, "error-rate", "data-state", &["partial"])?;
    assert_eq!(page.eval("window.seen.length")?, json!(0));
    page.end()
}

#[test]
fn a_picture_that_no_page_replaces_goes() -> Result<(), Failure> {
    let mut page = watched()?;
    page.devtools("Network.enable", &json!({}))?;
    page.devtools(
        "Network.setBlockedURLs",
        &json!({ "urls": ["*sre-portal-*_bg.wasm"] }),
    )?;
    page.allow("ERR_BLOCKED_BY_CLIENT");
    page.allow("Failed to fetch");
    page.goto("/dashboards/service-overview")?;
    let gone = "window.seen.length > 0 && document.querySelector('.banner')?.innerText";
    let said = page.wait_at_most(ANSWERED, "the picture to go", gone, Value::is_string)?;
    assert!(
        said.as_str()
            .is_some_and(|said| said.contains("The portal could not be started")),
        "{said}"
    );
    page.end()
}
