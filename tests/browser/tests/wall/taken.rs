//! What takes the wall over, and what it shows then.

use crate::{SOON, drawn, filled, fires, open, shown, spoil};
use browser::{Failure, Page, declare};

#[test]
fn a_critical_alert_takes_it_over_with_all_that_is_needed() -> Result<(), Failure> {
    let change = fires("DatabaseDown", "critical", 4);
    let mut page = open("/wall?zone=utc", |page| spoil(page, &change))?;
    shown(&mut page, SOON, "taken")?;
    let said = |selector: &str| format!("document.querySelector('{selector}')?.innerText ?? ''");
    let head = page.eval(&said(".wall-head"))?;
    for part in [
        "DatabaseDown",
        "PostgreSQL database is down, firing",
        "SEV1",
    ] {
        assert!(
            head.as_str().is_some_and(|head| head.contains(part)),
            "{part}: {head}"
        );
    }
    assert_eq!(page.eval(&said(".wall-runbook strong"))?, "RB-003");
    assert!(
        page.eval(&said(".wall-next"))?
            .as_str()
            .is_some_and(|next| next.contains("L2 ") && next.contains("next escalation, at"))
    );
    page.wait_for(
        "three clocks",
        "document.querySelectorAll('.wall-clock, .wall-small').length === 3",
    )?;
    // The large figure is what is left until the time that stands below it, to the second, while it runs.
    let exact = "(() => {
        const due = /due (\\d\\d:\\d\\d:\\d\\d)/.exec(document.querySelector('.wall-clock').innerText)?.[1];
        const [minutes, seconds] = document.querySelector('.wall-countdown').innerText.split(':').map(Number);
        const end = Date.parse(new Date().toISOString().slice(0, 11) + due + 'Z');
        const left = Math.abs((end - Date.now()) / 1000) % 86400;
        return Math.abs(left - (minutes * 60 + seconds)) < 2;
    })()";
    for _ in 0..3 {
        let before = page.eval(&said(".wall-countdown"))?;
        page.wait_for("the countdown to be exact", exact)?;
        page.wait_for(
            "the countdown to run",
            &format!("document.querySelector('.wall-countdown').innerText !== {before}"),
        )?;
    }
    drawn(&mut page)?;
    // The countdown runs, and the chart is drawn when an answer comes: ten seconds hold one refresh at most.
    page.eval(
        "(() => {
            [window.ticks, window.draws] = [0, 0];
            const clear = CanvasRenderingContext2D.prototype.clearRect;
            CanvasRenderingContext2D.prototype.clearRect = function (...area) {
                window.draws += 1;
                return clear.apply(this, area);
            };
            new MutationObserver(() => { window.ticks += 1; }).observe(
                document.querySelector('.wall-countdown'), { subtree: true, childList: true, characterData: true });
        })()",
    )?;
    page.wait_for("ten seconds of the countdown", "window.ticks >= 10")?;
    let draws = page.eval("window.draws")?;
    assert!(draws.as_u64().is_some_and(|draws| draws <= 3), "{draws}");
    page.wait_for(
        "the chart beside it, of its dashboard",
        "document.querySelectorAll('.wall-chart').length === 1",
    )?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn what_else_is_wrong_stands_in_a_band_beside_it() -> Result<(), Failure> {
    let others = ["DatabaseDown", "ServiceDown", "NATSDown"]
        .map(|name| format!("({})(path, body);", fires(name, "critical", 4)))
        .concat();
    let change = format!("(path, body) => {{ {others} }}");
    let mut page = open("/wall", |page| spoil(page, &change))?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "the worst, the next one, and how many more",
        "document.querySelector('.wall-head h1').innerText === 'DatabaseDown'
            && document.querySelector('.wall-head').innerText.includes('2 more alerts fire')
            && document.querySelector('.wall-band').innerText.includes('ServiceDown')
            && document.querySelector('.wall-bands').innerText.includes('and 1 more')",
    )?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn an_alert_without_a_suggested_severity_counts_up() -> Result<(), Failure> {
    let change = fires("NATSDown", "critical", 70);
    let mut page = open("/wall", |page| spoil(page, &change))?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "how long it has fired, and what to do",
        "/^1:\\d\\d:\\d\\d$/.test(document.querySelector('.wall-countdown').innerText)
            && document.querySelector('.wall-clock').innerText.includes('Choose a severity')
            && document.querySelector('.wall-severity').innerText === 'SEV?'",
    )?;
    filled(&mut page)?;
    page.end()
}

/// An incident that is declared in this browser takes its wall over, and shrinks when it is over.
#[test]
fn a_grave_incident_takes_it_over() -> Result<(), Failure> {
    let began = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs()
        - 192;
    let link = format!(
        "/incidents?declare=1&title=Data%20corruption&severity=SEV1&start={began}&services=postgres&runbook=RB-003&source=Alert"
    );
    let mut page = open(&link, |_| Ok(()))?;
    declare(&mut page)?;
    let incident = page.eval("location.pathname")?;
    let press = |page: &Page, key: char| {
        page.eval(&format!(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }}))"
        ))
    };
    press(&page, 'a')?;
    page.wait_for(
        "it to be acknowledged",
        "document.querySelector('.clock').dataset.standing === 'met'",
    )?;
    page.goto("/wall?zone=utc")?;
    shown(&mut page, SOON, "taken")?;
    page.wait_for(
        "its name, its severity, the next unmet clock, the one that was met, and who works on it",
        "document.querySelector('.wall-head h1').innerText === 'Data corruption'
            && document.querySelector('.wall-severity').innerText === 'SEV1'
            && document.querySelector('.wall-clock').innerText.includes('Initial response')
            && document.querySelector('.wall-small[data-standing=met]').innerText.includes('met, of 5 minutes')
            && document.querySelector('.wall-person').innerText.includes('M. Berg')
            && document.querySelector('.wall-runbook strong').innerText === 'RB-003'
            && document.querySelector('.wall-next').innerText.includes('L2 ')",
    )?;
    drawn(&mut page)?;
    filled(&mut page)?;
    page.goto(incident.as_str().unwrap_or_default())?;
    page.wait_for(
        "its clocks",
        "document.querySelectorAll('.clock').length === 3",
    )?;
    press(&page, 'v')?;
    page.wait_for(
        "it to be resolved",
        "document.querySelectorAll('.clock').length === 4",
    )?;
    page.goto("/wall")?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for("no band", "!document.querySelector('.wall-band')")?;
    page.end()
}
