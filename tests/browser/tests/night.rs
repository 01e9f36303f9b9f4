//! One night from the alert to the archive, as somebody tired goes through it. It must not know how the page is made.

use browser::{Browser, Failure, Page, hurried, place};
use platform::Scenario;
use serde_json::json;
use stack::{Options, Stack};
use std::time::Duration;

/// For a scrape, an evaluation, the rule's own minute, and a poll of the page.
const TURNED: Duration = Duration::from_secs(150);

fn press(page: &mut Page, what: &str, selector: &str) -> Result<(), Failure> {
    let selector = json!(selector);
    page.wait_at_most(
        TURNED,
        what,
        &format!("!!document.querySelector({selector})"),
        |seen| *seen == json!(true),
    )?;
    page.eval(&format!("document.querySelector({selector}).click()"))?;
    Ok(())
}

fn type_into(page: &mut Page, selector: &str, value: &str) -> Result<(), Failure> {
    let (selector, value) = (json!(selector), json!(value));
    page.wait_for(
        &format!("the field {selector}"),
        &format!("!!document.querySelector({selector})"),
    )?;
    page.eval(&format!(
        "(() => {{ const field = document.querySelector({selector}); field.value = {value};
            field.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()"
    ))?;
    Ok(())
}

#[test]
fn from_the_alert_to_the_archive() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: hurried("night", "10s", |text| text)?,
        already_on: vec![(Scenario::DatabaseDown, Duration::from_secs(1200))],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "Object.defineProperty(Clipboard.prototype, 'writeText', {
            value(text) { window.copied = text; return Promise.resolve(); } });" }),
    )?;

    // From the alert to its runbook, which says what is wrong.
    page.goto("/alerts")?;
    press(
        &mut page,
        "the alert's runbook",
        "main [data-alert=DatabaseDown] a[href*='/runbooks/RB-003']",
    )?;
    page.wait_for(
        "the alert above its runbook",
        "/firing .*since/.test(document.querySelector('.trouble[data-alert=DatabaseDown]')?.textContent)",
    )?;

    // A blank, a command, a step.
    type_into(&mut page, "#blank-PID", "4242")?;
    let kill = "[...document.querySelectorAll('.command')].find(one => one.textContent.includes('pg_terminate_backend(4242)')).querySelector('.copy')";
    page.eval(&format!("{kill}.click()"))?;
    page.wait_for("the harm in words", "!!document.querySelector('.asked')")?;
    page.eval(&format!("{kill}.click()"))?;
    page.wait_for(
        "the command",
        "window.copied?.endsWith('SELECT pg_terminate_backend(4242);\"')",
    )?;
    page.eval("document.activeElement.blur()")?;
    page.key("j")?;
    page.key("x")?;
    page.wait_for(
        "the first step",
        "document.querySelector('.step').matches('.done')",
    )?;

    // Declared from the alert: severity and start are filled in, a person confirms.
    page.goto("/alerts")?;
    press(
        &mut page,
        "the way to declare",
        "main a[href*='declare=1'][href*='DatabaseDown']",
    )?;
    page.wait_for(
        "the form with the suggestion",
        "document.querySelector('.declare input[value=SEV1]')?.checked",
    )?;
    type_into(&mut page, ".declare input[autocomplete=name]", "M. Berg")?;
    press(&mut page, "the button", ".declare .buttons button")?;
    page.wait_for(
        "its clocks",
        "document.querySelectorAll('.clock').length === 3",
    )?;
    page.key("a")?;
    page.key("r")?;
    page.wait_for(
        "both to be stopped",
        "[0, 1].every(place => ['met', 'missed'].includes(document.querySelectorAll('.clock')[place].dataset.standing))",
    )?;

    // The runbook for the incident: a step lands in its log.
    press(&mut page, "the runbook", "section[aria-label=Runbook] a")?;
    press(
        &mut page,
        "a step",
        ".document:has(.worked-for [data-standing]) .step .tick",
    )?;
    page.wait_for(
        "the clocks beside it",
        "document.querySelectorAll('.worked-for [data-standing]').length === 3",
    )?;
    press(&mut page, "the way back", ".worked-for a")?;
    page.wait_for(
        "the step in the log",
        "document.querySelector('.log ol')?.textContent.includes('RB-003, done: Check database is running')",
    )?;
    page.key("v")?;
    page.wait_for(
        "the post-mortem's clock",
        "document.querySelectorAll('.clock').length === 4",
    )?;
    page.wait_for(
        "the charts over its span",
        "document.querySelectorAll('.breaching canvas').length > 0",
    )?;

    // All of it in one file.
    page.eval(
        "(() => {
            const real = URL.createObjectURL;
            URL.createObjectURL = blob => {
                blob.arrayBuffer().then(bytes => window.archive = new TextDecoder('latin1').decode(bytes));
                return real(blob);
            };
            [...document.querySelectorAll('button')].find(button => button.offsetParent && button.textContent === 'Share').click();
        })()",
    )?;
    press(&mut page, "the export", ".export")?;
    let archive = page.wait_for("the archive", "window.archive")?;
    let archive = archive.as_str().unwrap_or_default();
    for words in [
        "post-mortem.md",
        "incident.json",
        "pictures/",
        ".png)",
        "# Post-mortem: ",
        "DatabaseDown fires",
        "| Acknowledge |",
        "RB-003, done: Check database is running",
        "resolved",
    ] {
        assert!(archive.contains(words), "the archive has no '{words}'");
    }
    page.end()
}
