//! Notices and sounds of new alerts. It must not know a rule.

use super::{FIRING, fire, press, row};
use browser::{Browser, Failure, baseline, changed, declare};
use serde_json::json;

/// Writes down every notification and tone instead of showing and playing it.
const RECORDED: &str = "(() => {
    window.told = []; window.tones = 0;
    window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted';
        constructor(title, options) { window.told.push(title + ': ' + options.body); } };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
})()";

#[test]
fn new_critical_alerts_are_told_once_and_an_acknowledged_incident_is_quiet() -> Result<(), Failure>
{
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": RECORDED }),
    )?;
    changed(&page, FIRING)?;
    page.goto("/alerts")?;
    page.wait_for("the page", "!!document.querySelector('[data-rule]')")?;
    let told = "window.told.join('|')";
    fire(&page, &json!([["NATSDown", "nats"]]))?;
    page.wait_for("the tab", "document.title.startsWith('(1) Critical')")?;
    assert_eq!(page.eval(told)?, json!(""), "nobody asked to be told");

    // A press that the browser takes for one: it plays nothing before.
    let switch = "document.querySelector('.notice-switch button')";
    let browser = page.browser();
    let button = browser.wait(
        browser
            .client()
            .find(fantoccini::Locator::Css(".notice-switch button")),
    )?;
    browser.wait(button.click())?;
    page.wait_for(
        "the test to be told, seen and heard",
        "document.querySelector('.notice-switch').innerText.includes('A notification was sent and a tone played.') && window.told.length === 1 && window.tones === 2",
    )?;
    assert_eq!(
        page.eval(&format!("{switch}.getAttribute('aria-pressed')"))?,
        json!("true")
    );

    fire(
        &page,
        &json!([["NATSDown", "nats"], ["DatabaseDown", "postgres"]]),
    )?;
    page.wait_for(
        "the new one to be told, and the old one not again",
        &format!("{told}.endsWith('|Critical: DatabaseDown: DatabaseDown on postgres') && window.told.length === 2 && window.tones === 4"),
    )?;
    page.wait_for(
        "the icon to carry the count",
        "decodeURIComponent(document.querySelector('link[rel=icon]').href).includes('>2</text>')",
    )?;
    for _ in 0..2 {
        fire(
            &page,
            &json!([["DatabaseDown", "postgres"], ["NATSDown", "nats"]]),
        )?;
        page.wait_for("another poll", "window.told.length === 2")?;
    }

    let link = "/incidents?declare=1&title=Errors&severity=SEV2&start=1764000000&services=q2q-ai&alert=HighErrorRate";
    page.eval(&format!(
        "(() => {{ const link = document.createElement('a'); link.href = '{link}'; document.body.append(link); link.click(); }})()"
    ))?;
    declare(&mut page)?;
    page.eval(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))",
    )?;
    page.wait_for(
        "it to be acknowledged",
        "document.querySelector('.clock').dataset.standing === 'missed' && !document.querySelector('.clock').classList.contains('running')",
    )?;
    press(&mut page, "nav a[href^='/alerts']")?;
    fire(
        &page,
        &json!([
            ["DatabaseDown", "postgres"],
            ["NATSDown", "nats"],
            ["HighErrorRate", "q2q-ai"]
        ]),
    )?;
    page.wait_for(
        "the acknowledged one to be on the page",
        &format!("!!{}", row("HighErrorRate", "q2q-ai")),
    )?;
    fire(
        &page,
        &json!([
            ["HighErrorRate", "q2q-ai"],
            ["HighErrorRate", "buddy-service"]
        ]),
    )?;
    page.wait_for(
        "the one of another service to be told, and the acknowledged one never",
        &format!("{told}.endsWith('|Critical: HighErrorRate: HighErrorRate on buddy-service') && window.told.filter(one => one.includes('HighErrorRate')).length === 1"),
    )?;
    page.end()
}

#[test]
fn a_sound_that_the_browser_holds_back_is_told() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto("/alerts")?;
    page.eval("localStorage.setItem('portal.sound', 'on')")?;
    page.goto("/alerts")?;
    let banner = "[...document.querySelectorAll('.banner')].some(banner => banner.innerText.includes('press anything once'))";
    page.wait_for("the word", banner)?;
    page.eval("document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))")?;
    page.wait_for("it to go after a press", &format!("!{banner}"))?;
    page.end()
}
