//! The portal with its server gone, and a new build in the place of an old one. It must not know how files are kept.

use browser::{Browser, Failure, Page, copy_build, place, rebuild};
use serde_json::json;
use stack::{Options, Stack};
use std::{fs, time::Duration};

/// The page's files and the last answers are kept: names of the stores, and a file of the page.
const READY: &str = "(async () => {
    const names = await caches.keys();
    const files = names.filter(name => name.includes('files'));
    const store = files.length === 1 && await caches.open(files[0]);
    return navigator.serviceWorker.controller && store && !!await store.match('/index.html')
        && names.includes('sre-portal answers');
})()";

/// What there is to say of a panel when nothing answers.
const OLD: &str = "(() => {
    const panels = [...document.querySelectorAll('[data-panel]')];
    return panels.length > 3 && panels.every(panel => panel.dataset.state === 'unreachable');
})()";

fn open(stack: &Stack, path: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&stack.portal_url());
    page.goto(path)?;
    Ok(page)
}

#[test]
fn the_bookmark_opens_with_everything_gone() -> Result<(), Failure> {
    let _place = place();
    let mut stack = Stack::start(&Options::default())?;
    let mut page = open(&stack, "/dashboards/database?zone=browser")?;
    page.wait_for_paint()?;
    page.wait_for("files and answers to be kept", READY)?;
    let value = "document.querySelector('[data-panel] .value')?.textContent";
    let before = page.wait_for("a tile's value", value)?;
    // Every dashboard has been asked for once.
    let asked = "[...document.querySelectorAll('.rail a[href^=\"/dashboards/\"]')]
        .every(link => link.querySelector('.visually-hidden')?.textContent === 'OK')";
    page.wait_for("all dashboards to be known", asked)?;
    let kept = "caches.open('sre-portal answers').then(store => store.keys()).then(keys =>
        [...document.querySelectorAll('.rail a[href^=\"/dashboards/\"]')].every(link =>
            keys.some(key => key.url.endsWith('/kept-answers/' + new URL(link.href).pathname.split('/').pop()))))";
    page.wait_for("all dashboards' answers to be kept", kept)?;
    stack.stop_nginx();
    stack.stop_prometheus();
    page.allow("Failed to load resource");
    page.allow("Failed to fetch");
    page.allow("net::ERR_");

    page.goto("/runbooks/RB-003")?;
    let steps =
        "document.querySelector('h1')?.textContent === 'RB-003 Database Connection Failures'
        && document.querySelectorAll('.step').length > 6";
    page.wait_for("the runbook", steps)?;
    page.goto("/escalation")?;
    page.wait_for(
        "the matrix",
        "document.querySelector('main')?.innerText.includes('Platform Lead')",
    )?;

    page.goto("/dashboards/database?zone=browser")?;
    page.wait_for("every panel to say that nothing answers", OLD)?;
    let after = page.wait_for("the last value", value)?;
    assert!(after.is_string() && before.is_string());
    page.wait_for(
        "the old curves, hatched and dated",
        "document.querySelector('.strip')?.textContent.startsWith('Data from ')
            && document.querySelectorAll('[data-panel] canvas').length > 1",
    )?;
    let age = page.eval("document.querySelector('.facts .zone').textContent")?;
    assert!(age.as_str().unwrap_or_default().contains("ago"), "{age}");
    // Long enough for what was young when it was kept.
    page.wait_at_most(
        Duration::from_secs(5),
        "nothing to be called good",
        "[...document.querySelectorAll('.symbol-ok, [data-status=ok]')].filter(one => !one.closest('.all-pages')).length
            + +(document.querySelector('[data-global-status]').dataset.globalStatus === 'ok')
            + +/\\bOK\\b|No limit is crossed/.test(document.body.innerText)",
        |count| *count == json!(0),
    )?;
    page.wait_for(
        "the rail to say that Prometheus does not answer",
        "document.querySelector('.server').textContent.includes('does not answer')",
    )?;
    page.end()
}

/// Which of these names the page has loaded, and how many others with a hash. Icons are the browser's to load or not.
fn loaded(names: &[String]) -> String {
    let names: Vec<&String> = names.iter().filter(|name| !is_icon(name)).collect();
    format!(
        "(names => {{
            const loaded = performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname.slice(1))
                .filter(name => /-[0-9a-f]{{8,16}}(_bg)?\\.(js|css|wasm)$/.test(name));
            return [names.filter(name => loaded.includes(name)).length, loaded.filter(name => !names.includes(name)).length];
        }})({})",
        json!(names)
    )
}

fn is_icon(name: &str) -> bool {
    name.ends_with(".svg")
}

#[test]
fn a_new_build_takes_over_whole() -> Result<(), Failure> {
    let _place = place();
    let folder = stack::temporary_folder()?;
    let dist = folder.path().join("dist");
    copy_build(&Options::default().dist, &dist)?;
    let mut stack = Stack::start(&Options {
        dist: dist.clone(),
        ..Options::default()
    })?;
    let mut page = open(&stack, "/runbooks/RB-001")?;
    page.wait_for("files and answers to be kept", READY)?;
    let kept = "caches.keys().then(names => names.filter(name => name.includes('files')))";
    let first = page.eval(kept)?;
    let names = rebuild(&dist)?;

    page.goto("/runbooks/RB-002")?;
    page.wait_for(
        "the runbook",
        "document.querySelectorAll('.step').length > 3",
    )?;
    // Which parts of the program it takes depends on the view; page, style, program and its scripts are always there.
    let wanted = |seen: &serde_json::Value| seen[0].as_u64() > Some(4) && seen[1] == 0;
    page.wait_at_most(
        Duration::from_secs(20),
        "the new build's files and no others",
        &loaded(&names),
        wanted,
    )?;
    page.wait_at_most(
        Duration::from_secs(20),
        "one store, and another than the first",
        kept,
        |seen| seen.as_array().map(Vec::len) == Some(1) && *seen != first,
    )?;
    stack.stop_nginx();
    page.allow("Failed to load resource");
    page.allow("Failed to fetch");
    page.allow("net::ERR_");
    page.goto("/runbooks/RB-003")?;
    page.wait_for(
        "the runbook",
        "document.querySelectorAll('.step').length > 3",
    )?;
    page.wait_at_most(
        Duration::from_secs(20),
        "the new build's files and no others, without a server",
        &loaded(&names),
        wanted,
    )?;
    page.end()
}

/// A part that is gone is missed in words, and its view comes by itself once it is there again: that of a page, and that which
/// every visit fetches behind its first view.
#[test]
fn a_part_that_cannot_be_fetched_is_said_and_asked_for_again() -> Result<(), Failure> {
    let _place = place();
    let folder = stack::temporary_folder()?;
    let dist = folder.path().join("dist");
    copy_build(&Options::default().dist, &dist)?;
    let stack = Stack::start(&Options {
        dist: dist.clone(),
        ..Options::default()
    })?;
    for kind in ["split-incidents-", "split-behind-"] {
        let is_part = |name: &String| name.starts_with(kind) && name.ends_with(".wasm");
        let names = fs::read_dir(&dist)?
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok());
        let part = names.into_iter().find(is_part).unwrap_or_default();
        let aside = folder.path().join("aside");
        fs::rename(dist.join(&part), &aside)?;
        let mut page = open(&stack, "/contacts")?;
        page.allow("Failed to load resource");
        page.allow("HTTP status code is not ok");
        let open_incidents = "(link => link && (link.click(), true))(document.querySelector('a[href=\"/incidents\"]'))";
        page.wait_for("a link to the incidents", open_incidents)?;
        let said = "document.querySelector('.banner')?.innerText.includes('could not be fetched')";
        page.wait_for("the words for it", said)?;
        fs::rename(&aside, dist.join(&part))?;
        page.wait_at_most(
            Duration::from_secs(20),
            "the incidents, and no such words",
            "[document.querySelector('h1')?.textContent, document.querySelectorAll('.banner').length]",
            |seen| *seen == json!(["Incidents", 0]),
        )?;
        page.end()?;
    }
    Ok(())
}

/// Files whose name begins so are held back by the page until `release()`; `window.released` says that one has arrived since.
const HELD: &str = "(() => {
    const real = window.fetch;
    const free = new Promise(done => window.release = done);
    window.fetch = async (...asked) => {
        const name = String(asked[0].url ?? asked[0]);
        if (!/\\/split-reading-/.test(name)) return real(...asked);
        await free;
        return real(...asked);
    };
    const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (source, ...more) => {
        const { url } = await source;
        const made = await instantiate(source, ...more);
        // What waits for it goes on first.
        if (/\\/split-reading-/.test(url)) setTimeout(() => window.released = true);
        return made;
    };
})()";

/// A link that is clicked while the page's own part is on its way leads where it says, and there it stays.
#[test]
fn a_page_that_comes_late_does_not_take_the_place_of_the_next() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&browser::baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": HELD }),
    )?;
    page.goto("/contacts")?;
    let click = |name: &str| {
        format!(
            "(link => link && (link.click(), true))(document.querySelector('.rail a[href=\"/{name}\"]'))"
        )
    };
    let shows = |name: &str| format!("document.querySelector('h1')?.textContent === '{name}'");
    page.wait_for("a link to the incidents", &click("incidents"))?;
    page.wait_for("the incidents", &shows("Incidents"))?;
    page.eval("release()")?;
    page.wait_for("the part of the page that was left", "window.released")?;
    assert_eq!(page.eval(&shows("Incidents"))?, json!(true));
    let title = page.eval("document.title")?;
    assert!(
        title
            .as_str()
            .is_some_and(|title| title.contains("Incidents")),
        "{title}"
    );
    page.wait_for("a link back", &click("contacts"))?;
    page.wait_for("the contacts", &shows("Contact Information"))?;
    page.end()
}

/// What is typed before the part that searches is there is searched for once it is.
#[test]
fn nothing_typed_is_lost_while_the_search_comes() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&browser::baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": HELD }),
    )?;
    page.goto("/dashboards/database")?;
    let press =
        "(button => button && (button.click(), true))(document.querySelector('button.search'))";
    page.wait_for("the search's button", press)?;
    page.wait_for(
        "the field",
        "document.activeElement?.id === 'palette-field'",
    )?;
    page.devtools("Input.insertText", &json!({ "text": "too many conn" }))?;
    assert_eq!(page.eval("window.released ?? false")?, json!(false));
    page.eval("release()")?;
    page.wait_for(
        "what was found",
        "document.querySelector('#found-0')?.textContent.includes('RB-003')",
    )?;
    page.devtools("Input.insertText", &json!({ "text": "ections" }))?;
    page.wait_for(
        "all of it in the field",
        "document.activeElement.value === 'too many connections'",
    )?;
    page.end()
}

/// A build whose files are not all there does not push the old one out.
#[test]
fn half_a_build_is_not_kept() -> Result<(), Failure> {
    let _place = place();
    let folder = stack::temporary_folder()?;
    let dist = folder.path().join("dist");
    copy_build(&Options::default().dist, &dist)?;
    let mut stack = Stack::start(&Options {
        dist: dist.clone(),
        ..Options::default()
    })?;
    let mut page = open(&stack, "/runbooks/RB-001")?;
    page.wait_for("files and answers to be kept", READY)?;
    page.allow("Failed to load resource");
    page.allow("Failed to fetch");
    page.allow("net::ERR_");
    page.allow("Uncaught");
    let names = rebuild(&dist)?;
    for name in names.iter().filter(|name| name.ends_with(".wasm")) {
        fs::remove_file(dist.join(name))?;
    }
    page.goto("/runbooks/RB-002")?;
    // The page has said so, and what keeps the files has begun with the new build.
    let begun =
        "caches.keys().then(names => names.filter(name => name.includes('files')).length === 2
        && document.querySelector('[role=alert]')?.textContent.includes('could not be started'))";
    page.wait_for("the missing file to be asked for", begun)?;
    stack.stop_nginx();
    page.goto("/runbooks/RB-003")?;
    page.wait_for(
        "the old build to open",
        "document.querySelectorAll('.step').length > 3",
    )?;
    page.end()
}

#[test]
fn it_can_be_installed() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&browser::baseline()?.portal_url());
    page.goto("/runbooks/RB-001")?;
    page.wait_until_kept()?;
    let told = page
        .browser()
        .devtools("Page.getInstallabilityErrors", &json!({}))?;
    let errors = told["installabilityErrors"].as_array().cloned();
    // A private window installs nothing; all else must be right.
    let errors: Vec<_> = errors
        .unwrap_or_default()
        .into_iter()
        .filter(|error| error["errorId"] != "in-incognito")
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let manifest = page.browser().devtools("Page.getAppManifest", &json!({}))?;
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    page.end()
}
