//! Two browsers and a wall on one shared folder behind nginx: they become one, with every event kept, whatever stops in
//! between. It must not know how they do it.

use browser::{Browser, Failure, Page, place};
use serde_json::{Value, json};
use stack::{Options, Stack};
use std::time::Duration;

/// What is new is everywhere within 5 seconds; a busy machine gets some more.
const SOON: Duration = Duration::from_secs(15);

const KEPT: &str =
    "Object.keys(localStorage).filter(key => key.startsWith('portal.event.')).sort()";

fn stack() -> Result<Stack, Failure> {
    Ok(Stack::start(&Options {
        store: Some(("oncall".to_owned(), "secret ö".to_owned())),
        config: Some(
            r#"{ "prometheus": { "url": "/prometheus" }, "store": "/store/", "zone": "UTC" }"#
                .to_owned(),
        ),
        ..Options::default()
    })?)
}

fn open(stack: &Stack, off: i64) -> Result<Page, Failure> {
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": format!("(() => {{ const now = Date.now; Date.now = () => now.call(Date) + {off}; }})()") }),
    )?;
    page.goto("/incidents")?;
    page.wait_for("the page", "!!document.querySelector('.store')")?;
    // By what the rail says of the clock: what is written before that carries the wrong time.
    page.wait_for(
        "the clocks to be compared",
        "/clocks agree|off, corrected/.test(document.querySelector('.server').textContent)",
    )?;
    Ok(page)
}

fn set(page: &Page, selector: &str, value: &str) -> Result<(), Failure> {
    page.eval(&format!(
        "(() => {{
            const field = document.querySelector({});
            field.value = {};
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }})()",
        json!(selector),
        json!(value)
    ))?;
    Ok(())
}

fn unlock(page: &mut Page, password: &str) -> Result<(), Failure> {
    page.wait_for(
        "the password's field",
        "!!document.querySelector('.store input[type=password]')",
    )?;
    set(page, ".store input[autocomplete=username]", "oncall")?;
    set(page, ".store input[type=password]", password)?;
    page.eval("document.querySelector('.store form button').click()")?;
    Ok(())
}

fn declare(page: &mut Page) -> Result<(), Failure> {
    page.eval("document.querySelector('.actions .primary').click()")?;
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    set(page, ".declare form input", "Database unavailable")?;
    page.eval("document.querySelector('.declare input[value=SEV1]').click()")?;
    set(page, ".declare input[autocomplete=name]", "M. Berg")?;
    page.eval("document.querySelector('.declare .buttons button').click()")?;
    page.wait_for(
        "its page",
        "document.querySelectorAll('.clock').length === 3",
    )?;
    Ok(())
}

fn has(page: &mut Page, what: &str, condition: &str) -> Result<(), Failure> {
    page.wait_at_most(SOON, what, condition, |seen| *seen == json!(true))?;
    Ok(())
}

fn press(page: &Page, key: &str) -> Result<(), Failure> {
    page.eval(&format!(
        "document.querySelector('[data-key={key}]').click()"
    ))?;
    Ok(())
}

fn note(page: &Page, words: &str) -> Result<(), Failure> {
    set(page, "#note", words)?;
    page.eval("document.querySelector('.log form button').click()")?;
    Ok(())
}

/// What is left of the resolution, in seconds: the last clock of an incident's page and of a wall.
fn left(page: &Page) -> Result<i64, Failure> {
    let text = page.eval(
        "[...document.querySelectorAll('.clock-figure strong, .wall-figure')].at(-1).textContent",
    )?;
    let parts = text.as_str().unwrap_or_default().split(':').map(str::parse);
    let parts: Result<Vec<i64>, _> = parts.collect();
    Ok(parts
        .unwrap_or_default()
        .into_iter()
        .fold(0, |sum, part| sum * 60 + part))
}

#[test]
fn two_browsers_and_a_wall_become_one() -> Result<(), Failure> {
    let _place = place();
    let mut stack = stack()?;
    let mut first = open(&stack, 0)?;
    let mut second = open(&stack, 90_000)?;
    let mut wall = open(&stack, 0)?;
    for page in [&mut first, &mut second, &mut wall] {
        // nginx is stopped on purpose, and the wrong password too is an answer of its own.
        page.allow("Failed to load resource");
    }
    declare(&mut first)?;
    first.eval("history.back()")?;
    first.eval("document.querySelector('.rail a[href^=\"/incidents\"]').click()")?;
    unlock(&mut first, "wrong")?;
    first.wait_for(
        "the wrong password to be refused",
        "document.querySelector('.store')?.textContent.includes('needed')",
    )?;
    unlock(&mut first, "secret ö")?;
    has(
        &mut first,
        "it to be sent",
        "document.querySelector('.store').dataset.waiting === '0'",
    )?;

    wall.goto("/wall")?;
    has(
        &mut wall,
        "the incident to take the wall",
        "document.querySelector('.wall-head h1')?.textContent === 'Database unavailable'
            && document.querySelectorAll('.wall-figure').length === 2",
    )?;
    for page in [&mut first, &mut second] {
        has(
            page,
            "the incident to arrive",
            "!!document.querySelector('.incident-link')",
        )?;
        page.eval("document.querySelector('.incident-link').click()")?;
        page.wait_for(
            "its page",
            "document.querySelectorAll('.clock').length === 3",
        )?;
    }
    // One clock is 90 s off: it is read at the same moment, as far as three questions can be.
    let all = [left(&first)?, left(&second)?, left(&wall)?];
    let apart = all
        .iter()
        .max()
        .zip(all.iter().min())
        .map_or(99, |(most, least)| most - least);
    assert!(apart <= 2, "{all:?}");

    stack.stop_nginx();
    press(&first, "a")?;
    second.eval("localStorage.setItem('portal.author', 'J. Lind')")?;
    note(&second, "found a full disk")?;
    second.wait_for(
        "the question for a name",
        "!!document.querySelector('#author')",
    )?;
    set(&second, "#author", "J. Lind")?;
    second.eval("document.querySelector('.ask-name .primary').click()")?;
    note(&first, "restarting it")?;
    has(
        &mut first,
        "the clock of the first",
        "document.querySelector('.clock').dataset.standing === 'met'",
    )?;
    assert_eq!(
        wall.eval("document.querySelector('.wall-clock').dataset.standing")?,
        json!("on-time")
    );
    stack.start_nginx()?;
    second.eval("document.querySelector('.rail a[href^=\"/incidents\"]').click()")?;
    unlock(&mut second, "secret ö")?;
    for page in [&mut first, &mut second, &mut wall] {
        page.wait_at_most(Duration::from_secs(30), "all four events", KEPT, |kept| {
            kept.as_array().is_some_and(|kept| kept.len() == 4)
        })?;
    }
    let kept = first.eval(KEPT)?;
    assert_eq!(second.eval(KEPT)?, kept);
    assert_eq!(wall.eval(KEPT)?, kept);
    for words in ["found a full disk", "restarting it", "acknowledged"] {
        has(
            &mut first,
            words,
            &format!("document.querySelector('.log ol').textContent.includes('{words}')"),
        )?;
    }
    has(
        &mut wall,
        "the acknowledgement on the wall",
        "document.querySelector('.wall-small[data-standing=met]')?.textContent.includes('Acknowledge')",
    )?;
    for page in [first, second, wall] {
        page.end()?;
    }
    Ok(())
}

/// Puts a text at a path of the store, with the right password or none; the status.
fn put(page: &Page, path: &str, text: &str, login: bool) -> Result<Value, Failure> {
    let header = match login {
        true => {
            "{ Authorization: 'Basic ' + btoa(unescape(encodeURIComponent('oncall:secret ö'))) }"
        }
        false => "{}",
    };
    page.eval(&format!(
        "fetch({}, {{ method: 'PUT', credentials: 'omit', headers: {header}, body: {} }}).then(answer => answer.status)",
        json!(path),
        json!(text)
    ))
}

#[test]
fn the_folder_takes_events_by_password_and_nothing_else() -> Result<(), Failure> {
    let _place = place();
    let stack = stack()?;
    let mut page = open(&stack, 0)?;
    page.allow("Failed to load resource");
    let name = "0123456789abcdef".repeat(4);
    let path = format!("/store/{name}/{name}");
    assert_eq!(put(&page, &path, "x", false)?, json!(401));
    for bad in [
        "/store/index.html".to_owned(),
        format!("/store/{name}"),
        format!("/store/{name}/{name}.html"),
        format!("/store/{name}/{name}/{name}"),
        format!("/store/../{name}/{name}"),
        format!("/store/{}/{name}", name.to_uppercase()),
    ] {
        let status = put(&page, &bad, "x", true)?;
        assert!(
            [403, 404, 405].contains(&status.as_i64().unwrap_or(0)),
            "{bad}: {status}"
        );
    }
    let methods = "Promise.all(['DELETE', 'MKCOL', 'MOVE', 'POST'].map(method =>
        fetch('/store/', { method, credentials: 'omit' }).then(answer => answer.status)))";
    assert_eq!(page.eval(methods)?, json!([403, 403, 403, 403]));
    // Twenty at the same name at the same time: the file is one of them, whole, and these are all the same bytes.
    let text = "y".repeat(100_000);
    let race = format!(
        "Promise.all([...Array(20)].map(() => fetch({}, {{ method: 'PUT', credentials: 'omit',
            headers: {{ Authorization: 'Basic ' + btoa(unescape(encodeURIComponent('oncall:secret ö'))) }}, body: {} }}).then(answer => answer.status)))",
        json!(path),
        json!(text)
    );
    let statuses = page.eval(&race)?;
    let all = statuses.as_array().cloned().unwrap_or_default();
    assert!(
        all.len() == 20
            && all
                .iter()
                .all(|status| [201, 204].contains(&status.as_i64().unwrap_or(0))),
        "{statuses}"
    );
    let read = page.eval(&format!(
        "fetch({}).then(answer => answer.text())",
        json!(path)
    ))?;
    assert_eq!(read, json!(text));
    // It is no event of that name: every portal says so and goes on.
    page.wait_for("the message", "[...document.querySelectorAll('.strip')].some(strip => strip.textContent.includes('in the shared store'))")?;
    assert_eq!(page.eval(KEPT)?, json!([]));
    page.end()
}
