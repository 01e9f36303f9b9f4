//! What a chart tells beside its curves, and the ways to take it along: marks, comparison, spoken summary, picture. It must
//! not know how the page draws.

use browser::{Browser, Failure, Page, baseline};
use serde_json::json;
use std::time::Duration;

/// For an answer to come and to be drawn.
const DRAWN: Duration = Duration::from_secs(30);

const CHART: &str = "response-time-by-service";

fn open(path: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1440, 900, 1.0, false)?;
    show(page, path)
}

fn show(mut page: Page, path: &str) -> Result<Page, Failure> {
    page.goto(path)?;
    page.wait_for_paint()?;
    Ok(page)
}

/// Lets the page find this text in place of `config.json`.
fn configured(page: &Page, config: &str) -> Result<(), Failure> {
    let script = format!(
        "const real = window.fetch;
        window.fetch = (asked, options) => String(asked.url ?? asked).endsWith('/config.json')
            ? Promise.resolve(new Response({}))
            : real(asked, options);",
        json!(config)
    );
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )
}

/// The sentence that stands for a chart's picture.
fn spoken(panel: &str) -> String {
    format!("document.querySelector('[data-panel=\"{panel}\"] canvas').getAttribute('aria-label')")
}

fn says(page: &mut Page, panel: &str, what: &str, words: &[&str]) -> Result<(), Failure> {
    page.wait_at_most(DRAWN, what, &spoken(panel), |label| {
        label
            .as_str()
            .is_some_and(|label| words.iter().all(|word| label.contains(word)))
    })
    .map(drop)
}

/// The button of an open sheet with this face.
fn button(face: &str) -> String {
    format!(
        "[...document.querySelectorAll('.sheet button')].find(button => button.innerText === '{face}')"
    )
}

#[test]
fn a_chart_is_told_in_a_sentence_with_its_numbers() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?range=1h")?;
    says(
        &mut page,
        CHART,
        "the summary to have numbers",
        &["Response time", "lines, between", "in this range"],
    )?;
    page.end()
}

#[test]
fn deployments_of_the_configured_query_are_marks_on_every_chart() -> Result<(), Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    // One at each full ten minutes.
    configured(
        &page,
        r#"{ "deployments": "vector(time() - time() % 600)" }"#,
    )?;
    let mut page = show(page, "/dashboards/service-overview?range=1h&zone=utc")?;
    says(
        &mut page,
        CHART,
        "the deployments to be told",
        &[" A deployment at ", "0:00."],
    )?;
    page.end()
}

#[test]
fn a_comparison_lies_below_the_curves_and_goes_away_again() -> Result<(), Failure> {
    // A quarter of an hour that is over: its pictures change no more.
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let path = format!(
        "/dashboards/service-overview?range={}..{}&refresh=off",
        now - 1200,
        now - 300
    );
    let mut page = open(&path)?;
    let picture = format!("document.querySelector('[data-panel=\"{CHART}\"] canvas').toDataURL()");
    let alone = page.eval(&picture)?;
    page.goto(&format!("{path}&compare=10m"))?;
    page.wait_for_paint()?;
    page.wait_at_most(DRAWN, "the pale lines to be drawn", &picture, |now| {
        *now != alone
    })?;
    page.eval("document.querySelector('.fact.range button.face').click()")?;
    page.wait_for(
        "the comparisons to be offered",
        &format!("!!{}", button("nothing")),
    )?;
    page.eval(&format!("{}.click()", button("nothing")))?;
    page.wait_at_most(DRAWN, "the pale lines to be gone", &picture, |now| {
        *now == alone
    })?;
    assert_eq!(
        page.eval("location.search.includes('compare')")?,
        json!(false)
    );
    page.end()
}

#[test]
fn a_picture_of_a_chart_goes_into_the_clipboard() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview")?;
    page.wait_for("the chart to be drawn", &format!("!!{}", spoken(CHART)))?;
    // What is written is looked at on its way: no page may read the clipboard here.
    page.eval(
        "(() => {
            const write = navigator.clipboard.write.bind(navigator.clipboard);
            navigator.clipboard.write = async items => {
                const picture = await createImageBitmap(await items[0].getType('image/png'));
                await write(items);
                window.size = [picture.width, picture.height];
            };
        })()",
    )?;
    page.eval(&format!(
        "document.querySelector('[data-panel=\"{CHART}\"] [aria-label$=\": menu\"]').click()"
    ))?;
    let copy = button("Copy as a picture");
    page.wait_for("the menu to be open", &format!("!!{copy}"))?;
    let at = page.eval(&format!(
        "(() => {{ const at = {copy}.getBoundingClientRect(); return [at.left + 9, at.top + 9]; }})()"
    ))?;
    // A browser wants a real press before it lets a page write.
    for kind in ["mousePressed", "mouseReleased"] {
        page.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1 }),
        )?;
    }
    let size = page.wait_for("the clipboard to hold a picture", "window.size")?;
    page.wait_for("the page to say so", &format!("!!{}", button("Copied")))?;
    let chart = page.eval(&format!(
        "(() => {{
            const canvas = document.querySelector('[data-panel=\"{CHART}\"] canvas');
            return [canvas.width, canvas.height];
        }})()"
    ))?;
    for axis in [0, 1] {
        assert!(
            size[axis].as_u64() > chart[axis].as_u64(),
            "{size} has no room for a caption around {chart}"
        );
    }
    page.end()
}

#[test]
fn a_canvas_has_a_pixel_for_each_of_the_screen() -> Result<(), Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1280, 800, 2.0, false)?;
    let mut page = show(page, "/dashboards/service-overview")?;
    page.wait_for(
        "twice as many pixels as points",
        "[...document.querySelectorAll('.picture > .canvas canvas')].every(canvas =>
            Math.abs(canvas.width - canvas.getBoundingClientRect().width * 2) <= 2)",
    )?;
    page.end()
}

#[test]
fn a_panel_says_which_filter_it_cannot_follow() -> Result<(), Failure> {
    let mut page = open("/dashboards/database?table=users")?;
    page.wait_for(
        "the pool to say that it knows no tables",
        "document.querySelector('[data-panel=\"connection-pool\"]').innerText.includes('not filtered by table')",
    )?;
    let heeding = page.eval(
        "document.querySelector('[data-panel=\"queries-by-table\"]').innerText.includes('not filtered')",
    )?;
    assert_eq!(heeding, json!(false));
    page.end()
}

#[test]
fn a_range_is_picked_from_a_calendar() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?zone=utc")?;
    page.eval("document.querySelector('.fact.range button.face').click()")?;
    page.wait_for(
        "the calendar to hold the range shown",
        "/^\\d{4}-\\d\\d-\\d\\dT/.test(document.querySelector('input[name=\"from\"]')?.value)",
    )?;
    page.eval(
        "(() => {
            const day = document.querySelector('input[name=\"to\"]').value.slice(0, 10);
            document.querySelector('input[name=\"from\"]').value = day + 'T00:00';
            document.querySelector('input[name=\"to\"]').value = day + 'T00:30';
            document.querySelector('input[name=\"to\"]').form.requestSubmit();
        })()",
    )?;
    page.wait_for(
        "the URL to hold that half hour",
        "(() => {
            const [from, to] = (new URLSearchParams(location.search).get('range') ?? '').split('..');
            return to - from === 1800 && from % 86400 === 0;
        })()",
    )?;
    page.end()
}

#[test]
fn single_keys_can_be_switched_off_for_good() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?zone=utc")?;
    // What the sheet holds is fetched when it is first opened.
    let switch = "(box => box && document.querySelector('#key-sheet').matches(':popover-open') && (box.click(), true))
        (document.querySelector('#key-sheet input'))";
    page.eval("document.querySelector('[aria-label=\"Keys\"]').click()")?;
    page.wait_for("the switch in the sheet of keys", switch)?;
    page.eval("document.querySelector('#key-sheet').hidePopover()")?;
    page.goto("/dashboards/service-overview?zone=utc")?;
    page.wait_for_paint()?;
    page.key("p")?;
    page.key("]")?;
    assert_eq!(page.eval("location.search")?, json!("?zone=utc"));
    page.eval("document.querySelector('[aria-label=\"Keys\"]').click()")?;
    page.wait_for("the switch again", switch)?;
    page.eval("document.querySelector('#key-sheet').hidePopover()")?;
    page.key("p")?;
    page.wait_for(
        "the page to be paused",
        "location.search.includes('refresh=off')",
    )?;
    page.end()
}

#[test]
fn less_motion_and_forced_colours_are_respected() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview")?;
    let motion = "getComputedStyle(document.documentElement).getPropertyValue('--motion').trim()";
    assert_ne!(page.eval(motion)?, json!("0s"));
    page.devtools(
        "Emulation.setEmulatedMedia",
        &json!({ "features": [
            { "name": "prefers-reduced-motion", "value": "reduce" },
            { "name": "forced-colors", "value": "active" },
        ] }),
    )?;
    page.wait_for("no motion", &format!("{motion} === '0s'"))?;
    page.wait_for(
        "symbols in the colour of the text",
        "(() => {
            const symbol = document.querySelector('.rail .symbol-ok');
            return getComputedStyle(symbol).color === getComputedStyle(document.body).color;
        })()",
    )?;
    page.end()
}
