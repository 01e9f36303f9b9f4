//! Keys, the focus and what somebody has typed: what one of them does must not undo another. It must not know how the page keeps
//! them.

use browser::{Browser, Failure, Page, baseline};
use serde_json::json;

fn open(path: &str) -> Result<Page, Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto(path)?;
    page.wait_for(
        "a heading and the bar's buttons",
        "!!document.querySelector('h1') && !!document.querySelector('.palette')",
    )?;
    Ok(page)
}

fn write(page: &Page, text: &str) -> Result<(), Failure> {
    page.devtools("Input.insertText", &json!({ "text": text }))
}

/// Puts the focus into the first of what a selector finds.
fn focus(page: &mut Page, selector: &str) -> Result<(), Failure> {
    let focus = format!(
        "(found => found && (found.focus(), document.activeElement === found))(document.querySelector(\"{selector}\"))"
    );
    page.wait_for(&format!("{selector} to have the focus"), &focus)
        .map(drop)
}

/// Declares an incident, and waits for its page.
fn declare(page: &mut Page) -> Result<(), Failure> {
    page.goto("/incidents?declare=1&title=Queries%20fail&severity=SEV2&services=postgres")?;
    focus(page, ".declare input[autocomplete=name]")?;
    write(page, "M. Berg")?;
    page.eval("document.querySelector('.declare .buttons button').click()")?;
    page.wait_for("the incident's page", "!!document.querySelector('#note')")
        .map(drop)
}

#[test]
fn escape_closes_a_sheet_before_it_leaves_the_full_screen() -> Result<(), Failure> {
    let mut page = open("/dashboards/database?panel=connection-pool-usage")?;
    page.wait_for("the panel", "!!document.querySelector('.panel.solo')")?;
    page.key("?")?;
    let sheet = "document.querySelector('#key-sheet').matches(':popover-open')";
    page.wait_for("the sheet of keys", sheet)?;
    page.key("Escape")?;
    page.wait_for("it to be closed", &format!("!{sheet}"))?;
    assert_eq!(
        page.eval("location.search")?,
        json!("?panel=connection-pool-usage")
    );
    page.key("Escape")?;
    page.wait_for("all panels", "location.search === ''")?;
    page.end()
}

#[test]
fn a_sheet_is_closed_when_another_page_is_opened() -> Result<(), Failure> {
    let mut page = open("/contacts")?;
    page.key("?")?;
    let sheet = "document.querySelector('#key-sheet').matches(':popover-open')";
    page.wait_for("the sheet of keys", sheet)?;
    page.eval("scrollTo(0, 1000)")?;
    page.key("g")?;
    page.key("c")?;
    page.wait_for(
        "the commands from their beginning, and no sheet",
        &format!("document.querySelector('h1').textContent === 'Key Commands Reference' && scrollY === 0 && !{sheet}"),
    )?;
    page.end()
}

#[test]
fn another_zone_takes_no_draft_away() -> Result<(), Failure> {
    let mut page = open("/incidents?declare=1&title=Queries&severity=SEV2")?;
    focus(&mut page, ".declare input[autocomplete=name]")?;
    write(&page, "M. Berg")?;
    page.eval("document.activeElement.blur()")?;
    page.key("z")?;
    page.wait_for("another zone", "location.search.includes('zone=')")?;
    page.wait_for(
        "the draft with what was typed",
        "document.querySelector('.declare input[autocomplete=name]')?.value === 'M. Berg'
            && location.search.includes('declare=1')",
    )?;
    page.end()
}

#[test]
fn an_event_takes_nothing_typed_out_of_the_sheet() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page)?;
    page.wait_for(
        "the sheet",
        "(button => button && (button.click(), true))([...document.querySelectorAll('.face-button')].find(one => one.textContent === 'Edit'))",
    )?;
    let form = |name: &str| {
        format!(
            "[...document.querySelectorAll('.sheet form')].find(one => one.textContent.startsWith('{name}'))"
        )
    };
    let field = |name: &str| format!("{}?.querySelector('input')", form(name));
    page.wait_for("its fields", &format!("!!{}", field("Owner")))?;
    for (name, text) in [("Owner", "A. Novak"), ("Title", " again")] {
        page.eval(&format!("{}.focus()", field(name)))?;
        write(&page, text)?;
    }
    page.key("Enter")?;
    page.wait_for(
        "the new title",
        "document.querySelector('h1').textContent.includes('again')",
    )?;
    assert_eq!(
        page.eval(&format!("{}.value", field("Owner")))?,
        json!("A. Novak")
    );
    page.end()
}

#[test]
fn a_note_waits_for_its_authors_name() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page)?;
    let here = page.eval("location.pathname")?;
    page.eval("localStorage.removeItem('portal.author')")?;
    page.goto(here.as_str().unwrap_or_default())?;
    focus(&mut page, "#note")?;
    write(&page, "restarted the pool")?;
    page.key("Enter")?;
    let asked = "document.activeElement?.id === 'author'";
    page.wait_for("the question for a name", asked)?;
    page.key("Escape")?;
    page.wait_for(
        "the note in its field",
        "!document.querySelector('#author') && document.querySelector('#note').value === 'restarted the pool'",
    )?;
    focus(&mut page, "#note")?;
    page.key("Enter")?;
    page.wait_for("the question again", asked)?;
    // A second thing is done before anybody has answered.
    page.eval("document.querySelector('.duties input').click()")?;
    focus(&mut page, "#author")?;
    write(&page, "A. Novak")?;
    page.key("Enter")?;
    page.wait_for(
        "both in the log, and an empty field",
        "(log => log.includes('restarted the pool') && log.includes('done: ') && document.querySelector('#note').value === '')
            (document.querySelector('.log ol').textContent)",
    )?;
    page.end()
}

#[test]
fn a_note_that_is_half_written_comes_back_after_another_was_changed() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page)?;
    focus(&mut page, "#note")?;
    write(&page, "first")?;
    page.key("Enter")?;
    page.wait_for(
        "the note",
        "document.querySelector('.log ol').textContent.includes('first')",
    )?;
    write(&page, "half")?;
    page.eval("[...document.querySelectorAll('.log .tools button')].find(one => one.textContent === 'Change').click()")?;
    page.wait_for(
        "the note to change",
        "document.querySelector('#note').value === 'first'",
    )?;
    page.key("Escape")?;
    page.wait_for(
        "the other one",
        "document.querySelector('#note').value === 'half'",
    )?;
    page.end()
}

#[test]
fn one_press_by_mistake_redacts_nothing() -> Result<(), Failure> {
    let mut page = open("/incidents")?;
    declare(&mut page)?;
    focus(&mut page, "#note")?;
    write(&page, "the only copy")?;
    page.key("Enter")?;
    let there = "document.querySelector('.log ol').textContent.includes('the only copy')";
    page.wait_for("the note", there)?;
    let press = |words: &str| {
        format!(
            "(button => button && (button.click(), true))([...document.querySelectorAll('.log li:has(.tools) button')].find(one =>
                one.textContent === '{words}' && one.closest('li').textContent.includes('the only copy')))"
        )
    };
    page.wait_for("a button", &press("Redact"))?;
    page.wait_for(
        "the question",
        &format!("[...document.querySelectorAll('.log button')].some(one => one.textContent === 'Redact for good') && {there}"),
    )?;
    page.wait_for("the answer", &press("Redact for good"))?;
    page.wait_for("the note to be gone", &format!("!{there}"))?;
    page.end()
}

#[test]
fn keys_go_on_after_a_tick_by_hand_and_another_zone() -> Result<(), Failure> {
    let mut page = open("/runbooks/RB-003")?;
    focus(&mut page, ".step .tick")?;
    page.eval("document.activeElement.click()")?;
    let step = "document.activeElement?.dataset.step";
    let mut before = json!(null);
    for _ in 0..3 {
        page.key("j")?;
        let next = format!("{step} !== undefined && {step} !== {before} && {step}");
        before = page.wait_for("the next step", &next)?;
    }
    page.key("z")?;
    page.wait_for("another zone", "location.search.includes('zone=')")?;
    assert_eq!(page.eval(step)?, before);
    page.end()
}

/// Tiles and tables fill no screen, though alerts and the search lead to them, and a panel may be gone since a link to it was sent.
#[test]
fn a_link_to_what_fills_no_screen_shows_all_panels() -> Result<(), Failure> {
    let links = [
        ("database", "database-up", true),
        ("service-overview", "service-health", true),
        ("database", "gone", false),
    ];
    for (dashboard, panel, is_there) in links {
        let mut page = open(&format!("/dashboards/{dashboard}?panel={panel}"))?;
        page.wait_for(
            "the panels",
            "[...document.querySelectorAll('[data-panel]')].filter(panel => panel.offsetParent).length > 7
                && !document.querySelector('[data-panel].solo')",
        )?;
        if is_there {
            let found = format!("document.activeElement.dataset.panel === '{panel}'");
            page.wait_for("the panel to have the focus", &found)?;
            let seen = "(box => box.top >= 0 && box.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())";
            page.wait_for("it to be seen", seen)?;
        }
        page.end()?;
    }
    Ok(())
}

#[test]
fn the_next_panel_fills_the_screen() -> Result<(), Failure> {
    let mut page = open("/dashboards/database?panel=connection-pool-usage")?;
    page.wait_for("the panel", "!!document.querySelector('.panel.solo')")?;
    page.wait_for(
        "the others beside it",
        "document.querySelectorAll('.panels [data-panel]').length > 4",
    )?;
    let solo = "document.querySelector('.panel.solo')?.dataset.panel";
    page.key("j")?;
    let next = page.wait_for(
        "another panel with the focus",
        &format!("{solo} !== 'connection-pool-usage' && document.activeElement.dataset.panel === {solo} && {solo}"),
    )?;
    assert_eq!(
        page.eval("new URLSearchParams(location.search).get('panel')")?,
        next
    );
    page.key("k")?;
    page.wait_for(
        "the one before",
        &format!("{solo} === 'connection-pool-usage'"),
    )?;
    page.end()
}

#[test]
fn the_list_of_keys_has_the_focus_and_gives_it_back() -> Result<(), Failure> {
    let mut page = open("/contacts")?;
    focus(&mut page, "button.search")?;
    page.key("?")?;
    page.wait_for(
        "the list with the focus",
        "document.activeElement?.id === 'key-sheet'",
    )?;
    page.key("Escape")?;
    page.wait_for(
        "the focus where it was",
        "document.activeElement?.matches('button.search')",
    )?;
    page.end()
}

#[test]
fn what_is_half_written_survives_a_reload_and_another_page() -> Result<(), Failure> {
    let mut page = open("/incidents?declare=1&severity=SEV2")?;
    let title = "document.querySelector('.declare form label input')";
    focus(&mut page, ".declare form label input")?;
    write(&page, "Queries are slow")?;
    page.goto("/contacts")?;
    page.wait_for(
        "another page",
        "!!document.querySelector('h1') && !document.querySelector('.declare')",
    )?;
    page.goto("/incidents?declare=1&severity=SEV2")?;
    page.wait_for(
        "the form as it was left",
        &format!("{title}?.value === 'Queries are slow' && document.querySelector('.declare header').textContent.includes('as you left it')"),
    )?;
    // Who does not want it begins with an empty one.
    page.eval("document.querySelector('.declare .buttons a').click()")?;
    page.wait_for("no form", "!document.querySelector('.declare form')")?;
    page.goto("/incidents?declare=1&severity=SEV2")?;
    page.wait_for("an empty form", &format!("{title}?.value === ''"))?;
    declare(&mut page)?;
    page.goto("/incidents?declare=1&severity=SEV2")?;
    page.wait_for(
        "an empty form after it was declared",
        &format!("{title}?.value === ''"),
    )?;
    page.eval("history.back()")?;
    page.wait_for("the incident", "!!document.querySelector('#note')")?;
    focus(&mut page, "#note")?;
    write(&page, "Restarted the pool")?;
    page.eval("location.reload()")?;
    page.wait_for(
        "the note as it was left",
        "document.querySelector('#note')?.value === 'Restarted the pool'",
    )?;
    page.eval("document.querySelector('.log form button').click()")?;
    page.wait_for(
        "the note in the log, and none in the field",
        "document.querySelector('.log ol').textContent.includes('Restarted the pool') && document.querySelector('#note').value === ''",
    )?;
    page.eval("location.reload()")?;
    page.wait_for(
        "an empty field",
        "document.querySelector('#note')?.value === ''",
    )?;
    page.end()
}
