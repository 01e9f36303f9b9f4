//! The page on a telephone: what comes first, and that nothing jumps. It must not know a rule.

use super::FIRING;
use browser::{Failure, Page, spoiled};
use serde_json::json;

/// How far what is seen has moved by itself since the page was opened, as browsers count it. What waits for the first answer
/// waits here however late that is: other tests keep the machine busy.
const MOVED: &str = "window.moved = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) window.moved += one.value; })
        .observe({ type: 'layout-shift', buffered: true });
    const patient = new CSSStyleSheet();
    patient.replaceSync('.alerts > * { animation: none !important }');
    document.adoptedStyleSheets.push(patient)";

/// What browsers call good.
const STILL: f64 = 0.1;

fn still(page: &Page, place: &str) -> Result<(), Failure> {
    let moved = page.eval("window.moved")?;
    let little = moved.as_f64().is_some_and(|moved| moved < STILL);
    assert!(little, "{place}: {moved}");
    Ok(())
}

#[test]
fn on_a_telephone_what_fires_comes_first_and_nothing_jumps() -> Result<(), Failure> {
    let mut page = spoiled(FIRING, "/runbooks")?;
    let firing = "window.firing = [['HighErrorRate', 'q2q-ai']]";
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": format!("{firing}; {MOVED}") }),
    )?;
    let order = |parts: &str| {
        format!(
            "(() => {{
                const tops = [{parts}].map(part => document.querySelector(part)?.getBoundingClientRect().top);
                return tops.every((top, place) => place === 0 || top > tops[place - 1]);
            }})()"
        )
    };
    page.resize(390, 844, 1.0, true)?;
    for path in ["/", "/alerts"] {
        page.goto(path)?;
        page.wait_for(
            "the answer, what fires, and then what an all-clear would need",
            &order("'.headline', '[data-alert=HighErrorRate]', '.evidence', '.cards, .rules'"),
        )?;
        page.wait_for(
            "all of its evidence",
            "!/not read yet|Not weighed/.test(document.querySelector('.evidence').innerText)",
        )?;
        still(&page, path)?;
    }
    page.goto("/dashboards/database")?;
    page.wait_for_paint()?;
    page.wait_for(
        "what each filter offers",
        "[...document.querySelectorAll('.filter select')].every(filter => filter.length > 1)",
    )?;
    still(&page, "a dashboard")?;
    page.resize(1440, 900, 1.0, false)?;
    page.goto("/")?;
    page.wait_for(
        "the proof beside the answer where there is room",
        &order("'.evidence', '[data-alert=HighErrorRate]', '.cards'"),
    )?;
    still(&page, "where there is room")?;
    page.end()
}
