//! An incident from its declaration to its archive, in one browser: clocks, undo, reload, tabs, links, files, and what
//! hostile or damaged ones can do: nothing.

use browser::{Browser, Failure, Page, baseline};
use serde_json::{Value, json};
use std::time::Duration;

const SHORT: Duration = Duration::from_secs(20);

/// Seconds since the epoch, by the machine's clock.
fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(0))
}

fn open(path: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto(path)?;
    Ok(page)
}

fn set(page: &Page, selector: &str, value: &str) -> Result<(), Failure> {
    let (selector, value) = (json!(selector), json!(value));
    page.eval(&format!(
        "(() => {{
            const field = document.querySelector({selector});
            field.value = {value};
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }})()"
    ))?;
    Ok(())
}

fn press(page: &mut Page, selector: &str) -> Result<(), Failure> {
    let selector = json!(selector);
    page.wait_for(
        &format!("{selector} to press"),
        &format!("!!document.querySelector({selector})"),
    )?;
    page.eval(&format!("document.querySelector({selector}).click()"))?;
    Ok(())
}

fn press_words(page: &mut Page, words: &str) -> Result<(), Failure> {
    let found = format!(
        "[...document.querySelectorAll('button')].find(button => button.offsetParent && button.textContent.includes('{words}'))"
    );
    page.wait_for(&format!("a button '{words}'"), &format!("!!{found}"))?;
    page.eval(&format!("{found}.click()"))?;
    Ok(())
}

/// The link that an alert would have.
fn alert_link(start: i64) -> String {
    format!(
        "/incidents?declare=1&title=PostgreSQL%20database%20is%20down&severity=SEV1&start={start}&services=postgres,api-gateway\
         &runbook=RB-003&alert=DatabaseDown&source=Alert"
    )
}

/// Declares an incident that began some seconds ago, and waits for its page.
fn declare(page: &mut Page, ago: i64) -> Result<(), Failure> {
    page.goto(&alert_link(now() - ago))?;
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    set(page, ".declare input[autocomplete=name]", "M. Berg")?;
    press(page, ".declare .buttons button")?;
    page.wait_for(
        "the incident's page",
        "/^\\/incidents\\/[0-9a-f]{12}$/.test(location.pathname) && document.querySelectorAll('.clock').length === 3",
    )?;
    Ok(())
}

/// How a clock stands, by its place.
fn standing(page: &mut Page, clock: usize, wanted: &str) -> Result<(), Failure> {
    let seen = format!("document.querySelectorAll('.clock')[{clock}]?.dataset.standing");
    page.wait_at_most(
        SHORT,
        &format!("clock {clock} to be {wanted}"),
        &seen,
        |seen| seen.as_str() == Some(wanted),
    )?;
    Ok(())
}

/// The names of the kept events.
const KEPT: &str =
    "Object.keys(localStorage).filter(key => key.startsWith('portal.event.')).sort()";

fn count(page: &Page) -> Result<usize, Failure> {
    Ok(page.eval(KEPT)?.as_array().map_or(0, Vec::len))
}

fn figure(page: &Page, clock: usize) -> Result<String, Failure> {
    let text = page.eval(&format!(
        "document.querySelectorAll('.clock-figure strong')[{clock}].textContent"
    ))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

#[test]
fn nothing_is_declared_before_the_button_and_nothing_in_the_future() -> Result<(), Failure> {
    let mut page = open(&alert_link(now() + 3600))?;
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    set(&page, ".declare input[autocomplete=name]", "M. Berg")?;
    press(&mut page, ".declare .buttons button")?;
    page.wait_for(
        "the refusal",
        "document.querySelector('.refusals').textContent.includes('The start is in the future.')",
    )?;
    assert_eq!(count(&page)?, 0);
    let hostile = "/incidents?declare=1&title=%3Cimg%20src=x%20onerror=alert(1)%3E&severity=SEV99&start=NaN&runbook=../../x";
    page.goto(hostile)?;
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    let shown = page.eval("document.querySelector('.declare form input').value")?;
    assert_eq!(shown, json!("<img src=x onerror=alert(1)>"));
    assert_eq!(
        page.eval("document.querySelectorAll('main img').length")?,
        json!(0)
    );
    assert_eq!(count(&page)?, 0);
    page.end()
}

#[test]
fn clocks_stop_by_key_can_be_undone_and_survive_a_reload() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 240)?;
    standing(&mut page, 0, "due-soon")?;
    standing(&mut page, 1, "on-time")?;
    let left = figure(&page, 2)?;
    assert!(left.starts_with("55:") || left.starts_with("56:"), "{left}");
    page.wait_for(
        "the title to say so",
        "document.title.startsWith('(Due soon)')",
    )?;
    page.wait_for(
        "the rail's count",
        "document.querySelector('.rail .count')?.textContent.startsWith('1')",
    )?;
    page.key("a")?;
    standing(&mut page, 0, "met")?;
    press(&mut page, ".undo button")?;
    standing(&mut page, 0, "due-soon")?;
    page.key("a")?;
    standing(&mut page, 0, "met")?;
    // The response clock is stopped too, and the record says by whom.
    page.key("r")?;
    standing(&mut page, 1, "met")?;
    let before = page.eval(KEPT)?;
    page.eval("location.reload()")?;
    standing(&mut page, 0, "met")?;
    standing(&mut page, 1, "met")?;
    assert_eq!(page.eval(KEPT)?, before);
    page.wait_for(
        "the log",
        "document.querySelector('.log ol').textContent.includes('acknowledged · M. Berg')",
    )?;
    page.key("n")?;
    page.wait_for("the note's field", "document.activeElement.id === 'note'")?;
    set(&page, "#note", "restarted <b>it</b>")?;
    press(&mut page, ".log form button")?;
    page.wait_for(
        "the note",
        "document.querySelector('.log ol').textContent.includes('restarted <b>it</b>')",
    )?;
    // A key that goes into the field is written there.
    page.eval("document.activeElement.blur()")?;
    page.key("v")?;
    page.wait_for(
        "the post-mortem's clock",
        "document.querySelectorAll('.clock').length === 4",
    )?;
    page.wait_for("an empty rail", "!document.querySelector('.rail .count')")?;
    page.end()
}

#[test]
fn an_alert_with_an_open_incident_offers_that_one() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    let first = page.eval("location.pathname")?;
    page.goto(&alert_link(now() - 60))?;
    page.wait_for(
        "the offer to join",
        &format!("document.querySelector('.declare .strip a')?.getAttribute('href') === {first}"),
    )?;
    page.end()
}

#[test]
fn steps_duties_and_levels_land_in_the_log() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    press(&mut page, ".duties input")?;
    press(&mut page, ".rung input")?;
    press_words(&mut page, "Security incident: now")?;
    page.wait_for(
        "level 4 to be due",
        "document.querySelector('[data-level=\"4\"]').classList.contains('due')",
    )?;
    let log = "document.querySelector('.log ol').textContent";
    for words in [
        "done: Acknowledge alert",
        "told level 1",
        "named a trigger: security incident",
    ] {
        page.wait_for(words, &format!("{log}.includes('{words}')"))?;
    }
    press(&mut page, "section[aria-label=Runbook] a")?;
    page.wait_for(
        "the runbook",
        "!!document.querySelector('.worked-for') && !!document.querySelector('.step .tick')",
    )?;
    press(&mut page, ".step .tick")?;
    page.wait_for(
        "the tick",
        "document.querySelector('.step').classList.contains('done')",
    )?;
    page.wait_for(
        "the incident's clocks beside the steps",
        "[...document.querySelectorAll('.worked-for [data-standing]')].length === 3
            && document.querySelector('.worked-for').textContent.includes('left of 5 minutes')",
    )?;
    page.goto("/runbooks/RB-003")?;
    page.wait_for(
        "the open incident to be offered on the runbook's own page",
        "document.querySelector('.worked-for')?.textContent.includes('is open.')",
    )?;
    press(&mut page, ".worked-for a")?;
    page.wait_for(
        "the tick again",
        "document.querySelector('.step')?.classList.contains('done')",
    )?;
    press(&mut page, ".worked-for a")?;
    page.wait_for("the step", &format!("{log}.includes('RB-003, done:')"))?;
    page.end()
}

#[test]
fn a_link_shows_what_it_would_add_and_merges_when_agreed() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    page.key("a")?;
    standing(&mut page, 0, "met")?;
    let link = copied_link(&mut page)?;
    let kept = page.eval(KEPT)?;

    let mut other = open(&link)?;
    other.wait_for(
        "what it would add",
        "document.querySelector('.offer')?.textContent.includes('add 2 events')",
    )?;
    assert_eq!(count(&other)?, 0, "nothing before it is agreed to");
    press(&mut other, ".offer .merge")?;
    standing(&mut other, 0, "met")?;
    assert_eq!(other.eval(KEPT)?, kept);
    assert_eq!(other.eval("location.hash")?, json!(""));
    other.end()?;
    page.end()
}

/// A bomb of 50 MB in a link, and the first half of a real one: what `damage` makes of the real fragment.
const BOMB: &str = "(async () => {
    const zeros = new Blob([new Uint8Array(40e6)]).stream().pipeThrough(new CompressionStream('deflate'));
    const bytes = new Uint8Array(await new Response(zeros).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return 'incident=1.' + btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
})()";

#[test]
fn bombs_and_cut_links_give_a_message_and_change_nothing() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    let link = copied_link(&mut page)?;
    let (_, real) = link.split_once('#').unwrap_or_default();
    let bomb = page.eval(BOMB)?;
    let bomb = bomb.as_str().unwrap_or_default();
    assert!(bomb.len() > 10_000 && bomb.len() < 60_000, "{}", bomb.len());
    let kept = page.eval(KEPT)?;
    for (fragment, why) in [
        (bomb, "more than an incident can hold"),
        (&real[..real.len() / 2], "Nothing was changed"),
    ] {
        page.goto("/incidents")?;
        page.wait_for("the page", "!!document.querySelector('h1')")?;
        page.eval(&format!("location.hash = {}", Value::from(fragment)))?;
        page.wait_for(
            "the message",
            &format!("document.querySelector('.offer.refused')?.textContent.includes('{why}')"),
        )?;
        assert_eq!(page.eval(KEPT)?, kept);
    }
    page.end()
}

/// What is heard and notified, where a test can look.
const HEARD: &str = "(() => {
    window.tones = 0;
    window.notes = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function(...at) { window.tones += 1; return start.apply(this, at); };
    window.Notification = class { static permission = 'granted'; constructor(words) { window.notes.push(words); } };
})()";

#[test]
fn what_is_missed_is_told_by_title_message_sound_and_notification() -> Result<(), Failure> {
    let mut page = open("/incidents?zone=utc")?;
    press(&mut page, "section[aria-label=Sound] .switch input")?;
    declare(&mut page, 60)?;
    page.eval(HEARD)?;
    // Browsers are silent before the first press.
    for kind in ["mousePressed", "mouseReleased"] {
        let press = json!({ "type": kind, "x": 700, "y": 4, "button": "left", "clickCount": 1 });
        page.devtools("Input.dispatchMouseEvent", &press)?;
    }
    press_words(&mut page, "Edit")?;
    let field = "[...document.querySelectorAll('.sheet form')].find(form => form.textContent.startsWith('Start'))";
    page.wait_for("the field of the start", &format!("!!{field}"))?;
    // Four seconds before the acknowledge clock of a SEV1 is over.
    page.eval(&format!(
        "(form => {{
            const zone = new URLSearchParams(location.search).get('zone') === 'utc' ? 0 : new Date().getTimezoneOffset() * 60e3;
            const input = form.querySelector('input');
            input.value = new Date(Date.now() - zone - 296e3).toISOString().slice(0, 19);
            input.dispatchEvent(new Event('input', {{ bubbles: true }}));
            form.querySelector('button').click();
        }})({field})"
    ))?;
    page.wait_for(
        "the message",
        "document.querySelector('.told')?.textContent.includes('Acknowledge is missed.')",
    )?;
    page.wait_for("the title", "document.title.startsWith('(Missed)')")?;
    let heard = page.eval(
        "[window.tones >= 2, window.notes.some(words => words.includes('Acknowledge is missed.'))]",
    )?;
    assert_eq!(heard, json!([true, true]));
    standing(&mut page, 0, "missed")?;
    page.key("a")?;
    page.wait_for(
        "the result to be kept for good",
        "/^Missed by /.test(document.querySelector('.clock .state').textContent)
            && document.querySelector('.clock .clock-rule').textContent.includes('Stopped')",
    )?;
    page.key("v")?;
    page.wait_for(
        "nothing to be told any more of what is over",
        "document.querySelector('.told').textContent === ''",
    )?;
    page.end()
}

#[test]
fn the_handoff_has_what_is_open_and_the_checks() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    page.goto("/incidents")?;
    let text = "document.querySelector('section[aria-label=Handoff] pre')?.textContent";
    page.wait_for(
        "the open incident",
        &format!("/## Open incidents[^#]*SEV1 PostgreSQL database is down/.test({text})"),
    )?;
    press_words(&mut page, "Service health checked")?;
    page.wait_for(
        "the check with its time",
        &format!("/## Checks of service health[^#]*M. Berg: checked service health/.test({text})"),
    )?;
    page.end()
}

#[test]
fn a_sev1_makes_the_review_of_its_runbook_due() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    page.goto("/runbooks")?;
    page.wait_for(
        "the review of one runbook to be due, and of no other",
        "(rows => rows.length === 7 && rows.every(row =>
            row.textContent.includes('a SEV1 named it since') === row.textContent.includes('RB-003')))([...document.querySelectorAll('tbody tr')])",
    )?;
    page.end()
}

#[test]
fn hostile_links_give_a_message_and_change_nothing() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    let kept = page.eval(KEPT)?;
    let huge = format!("incident=1.{}", "A".repeat(70_000));
    for fragment in [
        "incident=1.!!!!",
        "incident=9.AAAA",
        "incident=1.eJyLjgUAARUAuQ",
        "incident=1.eJy",
        "incident=1.%3Cscript%3E",
        &huge,
    ] {
        page.goto("/incidents")?;
        page.wait_for("the page", "!!document.querySelector('h1')")?;
        page.eval(&format!("location.hash = {}", Value::from(fragment)))?;
        page.wait_for(
            "the message",
            "document.querySelector('.offer.refused')?.textContent.includes('Nothing was changed')",
        )?;
        assert_eq!(page.eval(KEPT)?, kept, "{fragment:.40}");
    }
    page.end()
}

#[test]
fn an_export_imports_again() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    let kept = page.eval(KEPT)?;
    page.eval(
        "(() => {
            const real = URL.createObjectURL;
            URL.createObjectURL = blob => {
                blob.arrayBuffer().then(bytes =>
                    sessionStorage.setItem('archive', btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join(''))));
                return real(blob);
            };
        })()",
    )?;
    page.wait_for(
        "the charts of the incident",
        "document.querySelectorAll('.breaching [data-state=fresh] canvas').length > 0",
    )?;
    page.wait_for(
        "them to be asked for from ten minutes before its start until now",
        "performance.getEntriesByType('resource').filter(entry => entry.name.includes('query_range?'))
            .map(entry => new URL(entry.name).searchParams).map(asked => asked.get('end') - asked.get('start'))
            .some(seconds => seconds > 600 && seconds < 900)",
    )?;
    press_words(&mut page, "Share")?;
    press(&mut page, ".export")?;
    page.wait_for("the archive", "sessionStorage.getItem('archive')")?;
    let text = page.eval("atob(sessionStorage.getItem('archive'))")?;
    let text = text.as_str().unwrap_or_default();
    assert!(
        text.starts_with("PK")
            && text.contains("post-mortem.md")
            && text.contains("# Post-mortem: PostgreSQL database is down")
            && text.contains("pictures/connection-pool-usage.png")
            && text.contains("![Connection pool usage")
    );
    page.eval("localStorage.clear()")?;
    page.goto("/incidents")?;
    page.wait_for("the field", "!!document.querySelector('.import input')")?;
    assert_eq!(count(&page)?, 0);
    let import = |page: &Page, bytes: &str| {
        page.eval(&format!(
            "(() => {{
                const bytes = Uint8Array.from({bytes}, letter => letter.charCodeAt(0));
                const files = new DataTransfer();
                files.items.add(new File([bytes], 'incident.zip'));
                const field = document.querySelector('.import input');
                field.files = files.files;
                field.dispatchEvent(new Event('change', {{ bubbles: true }}));
            }})()"
        ))
    };
    import(
        &page,
        "atob(sessionStorage.getItem('archive')).slice(0, 900)",
    )?;
    page.wait_for("the refusal", "!!document.querySelector('.offer.refused')")?;
    import(&page, "atob(sessionStorage.getItem('archive'))")?;
    press(&mut page, ".offer .merge")?;
    page.wait_for(
        "the incident",
        "document.querySelectorAll('.clock').length === 3",
    )?;
    assert_eq!(page.eval(KEPT)?, kept);
    page.end()
}

#[test]
fn tabs_of_one_browser_agree_at_once() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    let path = page.eval("location.pathname")?;
    let first = page.browser().wait(page.browser().client().window())?;
    let second = page
        .browser()
        .wait(page.browser().client().new_window(true))?;
    let tab = |page: &Page, handle: &fantoccini::wd::WindowHandle| {
        page.browser()
            .wait(page.browser().client().switch_to_window(handle.clone()))
    };
    tab(&page, &second.handle)?;
    page.goto(path.as_str().unwrap_or_default())?;
    standing(&mut page, 0, "on-time")?;
    tab(&page, &first)?;
    page.key("a")?;
    standing(&mut page, 0, "met")?;
    tab(&page, &second.handle)?;
    page.wait_at_most(
        Duration::from_secs(3),
        "the other tab to follow",
        "document.querySelector('.clock').dataset.standing === 'met'",
        |seen| *seen == json!(true),
    )?;
    page.end()
}

/// The link that holds all of the incident, without its origin.
fn copied_link(page: &mut Page) -> Result<String, Failure> {
    page.eval("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")?;
    press_words(page, "Share")?;
    press_words(page, "Copy the link")?;
    let link = page.wait_for("the link", "window.copied")?;
    let link = link.as_str().unwrap_or_default();
    Ok(link
        .get(link.find("/incidents").unwrap_or(0)..)
        .unwrap_or_default()
        .to_owned())
}

/// A browser that opened a link is offered so many events.
fn held_by(mut page: Page, events: usize) -> Result<(), Failure> {
    page.wait_for(
        "what it would add",
        &format!("document.querySelector('.offer')?.textContent.includes('add {events} events')"),
    )?;
    page.end()
}

#[test]
fn without_any_storage_the_page_says_so_and_works() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError'); } });" }),
    )?;
    page.goto("/incidents")?;
    declare(&mut page, 60)?;
    page.wait_for(
        "the warning",
        "document.querySelector('.strip')?.textContent.includes('its storage is refused')",
    )?;
    page.key("a")?;
    standing(&mut page, 0, "met")?;
    let link = copied_link(&mut page)?;
    held_by(open(&link)?, 2)?;
    page.goto("/runbooks/RB-003")?;
    page.wait_for(
        "a runbook too",
        "document.querySelectorAll('.step').length > 6",
    )?;
    page.end()
}

#[test]
fn damaged_and_refused_storage_is_said_and_loses_nothing() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page, 60)?;
    page.eval(&format!(
        "(() => {{
            localStorage.setItem('portal.event.{}', '{{\"kind\":');
            localStorage.setItem('portal.event.nonsense', 'nonsense');
        }})()",
        "0".repeat(64)
    ))?;
    page.goto("/incidents")?;
    page.wait_for(
        "what was set aside",
        "document.querySelector('.strip')?.textContent.includes('2 things that were read are no events')",
    )?;
    assert_eq!(count(&page)?, 1);
    assert_eq!(
        page.eval("document.querySelectorAll('[data-incident]').length")?,
        json!(1)
    );
    page.goto("/incidents")?;
    press_words(&mut page, "Discard them")?;
    page.wait_for(
        "the storage without them",
        "!Object.keys(localStorage).some(key => key.startsWith('portal.aside.'))",
    )?;
    press(&mut page, ".incident-link")?;
    standing(&mut page, 0, "on-time")?;
    // Full, as far as events go.
    page.eval(
        "(() => {
            const real = Storage.prototype.setItem;
            Storage.prototype.setItem = function(key, value) {
                if (key.startsWith('portal.event.')) throw new DOMException('full', 'QuotaExceededError');
                return real.call(this, key, value);
            };
            window.mend = () => { Storage.prototype.setItem = real; };
        })()",
    )?;
    page.key("a")?;
    standing(&mut page, 0, "met")?;
    page.wait_for(
        "the warning",
        "document.querySelector('.strip')?.textContent.includes('storage is full')",
    )?;
    let link = copied_link(&mut page)?;
    let other = open(&link)?;
    held_by(other, 2)?;
    page.eval("window.mend()")?;
    page.key("r")?;
    page.wait_for(
        "the warning to go",
        "!document.querySelector('.strip')?.textContent.includes('storage is full')",
    )?;
    assert_eq!(count(&page)?, 3, "what was refused is kept now too");
    page.end()
}
