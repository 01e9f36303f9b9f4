//! Working with a dashboard by pointer and key: range, zoom, crosshair, legend, table, filters, pause. It must not know how
//! the page keeps these.

use browser::{Browser, Failure, Page, Recording, baseline, changed, spoiled};
use serde_json::{Value, json};

const CHART: &str = "response-time-by-service";

fn open(path: &str) -> Result<Page, Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1440, 900, 1.0, false)?;
    page.goto(path)?;
    page.wait_for_paint()?;
    Ok(page)
}

/// The place of a point of a chart, as shares of its width and height, in the window.
fn place(page: &Page, panel: &str, across: f64, down: f64) -> Result<(f64, f64), Failure> {
    let edges = page.eval(&format!(
        "(() => {{
            const chart = document.querySelector('[data-panel=\"{panel}\"] .overlay');
            chart.scrollIntoView({{block: 'center'}});
            const edges = chart.getBoundingClientRect();
            return [edges.left, edges.top, edges.width, edges.height];
        }})()"
    ))?;
    let edge = |index: usize| edges[index].as_f64().unwrap_or_default();
    Ok((edge(0) + edge(2) * across, edge(1) + edge(3) * down))
}

fn mouse(page: &Page, kind: &str, at: (f64, f64), pressed: bool) -> Result<(), Failure> {
    let button = if pressed || kind == "mouseReleased" {
        "left"
    } else {
        "none"
    };
    let buttons = i32::from(pressed);
    page.devtools(
        "Input.dispatchMouseEvent",
        &json!({ "type": kind, "x": at.0, "y": at.1, "button": button, "buttons": buttons, "clickCount": 1 }),
    )
}

fn search(page: &Page) -> Result<String, Failure> {
    let search = page.eval("location.search")?;
    Ok(search.as_str().unwrap_or_default().to_owned())
}

fn press(page: &mut Page, selector: &str) -> Result<(), Failure> {
    page.wait_for(
        &format!("{selector} to be there"),
        &format!("!!document.querySelector('{selector}')"),
    )?;
    page.eval(&format!("document.querySelector('{selector}').click()"))
        .map(drop)
}

#[test]
fn dragging_beyond_the_edge_zooms_up_to_it() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?range=6h")?;
    let (from, to) = (
        place(&page, CHART, 0.6, 0.5)?,
        place(&page, CHART, 1.4, 0.5)?,
    );
    mouse(&page, "mouseMoved", from, false)?;
    mouse(&page, "mousePressed", from, true)?;
    mouse(&page, "mouseMoved", to, true)?;
    mouse(&page, "mouseReleased", to, false)?;
    page.wait_for(
        "a range of its own",
        "/range=\\d+\\.\\.\\d+/.test(decodeURIComponent(location.search))",
    )?;
    page.end()
}

#[test]
fn dragging_across_one_chart_zooms_all_and_back_brings_the_old_range() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview")?;
    let (from, to) = (
        place(&page, CHART, 0.3, 0.5)?,
        place(&page, CHART, 0.6, 0.5)?,
    );
    mouse(&page, "mouseMoved", from, false)?;
    mouse(&page, "mousePressed", from, true)?;
    mouse(&page, "mouseMoved", to, true)?;
    mouse(&page, "mouseReleased", to, false)?;
    page.wait_for(
        "the range in the URL",
        "/range=\\d+\\.\\.\\d+/.test(location.search)",
    )?;
    let zoomed = search(&page)?;
    let ends: Vec<i64> = zoomed
        .trim_start_matches("?range=")
        .split("..")
        .filter_map(|end| end.parse().ok())
        .collect();
    let length = ends[1] - ends[0];
    assert!(
        (900..1500).contains(&length),
        "a third of an hour, not {length} s"
    );
    page.wait_for(
        "all charts to show the zoomed range",
        "document.querySelector('.range-times').textContent.length > 8",
    )?;
    page.eval("history.back()")?;
    page.wait_for("the old address", "location.search === ''")?;
    page.end()
}

#[test]
fn the_crosshair_is_one_instant_on_all_charts_and_the_tooltip_on_one() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview")?;
    let at = place(&page, CHART, 0.5, 0.5)?;
    mouse(&page, "mouseMoved", at, false)?;
    page.wait_for(
        "a tooltip",
        "document.querySelectorAll('.tooltip').length === 1",
    )?;
    let rows = page.eval("document.querySelectorAll('.tooltip li').length")?;
    assert_eq!(rows, json!(7), "one row for each service");
    // Every overlay has drawn its line: some of its pixels are not transparent.
    let drawn = "[...document.querySelectorAll('.overlay canvas')].every(canvas =>
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0))";
    page.wait_for("a line on every chart", drawn)?;
    let first = page.eval("document.querySelector('.tooltip strong').textContent")?;
    page.eval(&format!(
        "document.querySelector('[data-panel=\"{CHART}\"] .overlay').focus()"
    ))?;
    page.key("ArrowLeft")?;
    page.wait_for(
        "the arrow key to move it",
        &format!("document.querySelector('.tooltip strong')?.textContent !== {first}"),
    )?;
    mouse(&page, "mouseMoved", (5.0, 5.0), false)?;
    page.eval("document.activeElement.blur()")?;
    page.wait_for(
        "no tooltip",
        "document.querySelectorAll('.tooltip').length === 0",
    )?;
    page.end()
}

#[test]
fn a_press_on_the_legend_isolates_and_shift_hides() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview")?;
    let off =
        format!("document.querySelectorAll('[data-panel=\"{CHART}\"] .legend li.off').length");
    let first = format!("document.querySelector('[data-panel=\"{CHART}\"] .legend li button')");
    page.wait_for("a legend", &format!("!!{first}"))?;
    page.eval(&format!("{first}.click()"))?;
    page.wait_for("the others to be off", &format!("{off} === 6"))?;
    page.eval(&format!("{first}.click()"))?;
    page.wait_for("all to be back", &format!("{off} === 0"))?;
    page.eval(&format!(
        "{first}.dispatchEvent(new MouseEvent('click', {{bubbles: true, shiftKey: true}}))"
    ))?;
    page.wait_for("one to be hidden", &format!("{off} === 1"))?;
    page.end()
}

#[test]
fn ranges_are_chosen_typed_and_refused() -> Result<(), Failure> {
    let mut page = open("/dashboards/database")?;
    press(&mut page, ".range .face")?;
    page.wait_for(
        "the sheet",
        "!!document.querySelector('.sheet:popover-open input[name=range]')",
    )?;
    let type_in = |page: &Page, text: &str| {
        page.eval(&format!(
            "(() => {{
                const field = document.querySelector('.sheet:popover-open input[name=range]');
                field.value = {};
                field.form.requestSubmit();
            }})()",
            Value::from(text)
        ))
    };
    type_in(&page, "last tuesday")?;
    page.wait_for(
        "the refusal",
        "document.querySelector('.sheet:popover-open .hint').textContent.includes('is no range')",
    )?;
    type_in(&page, "now-3h")?;
    page.wait_for("the range in the URL", "location.search === '?range=3h'")?;
    page.wait_for(
        "the range in words",
        "document.querySelector('.range').textContent.includes('Last 3 hours')",
    )?;
    page.eval("document.activeElement.blur()")?;
    page.key("-")?;
    page.wait_for("zooming out by key", "location.search === '?range=6h'")?;
    page.key("[")?;
    page.wait_for("a step into the past", "location.search.includes('..')")?;
    page.key("0")?;
    page.wait_for("the configured range", "location.search === ''")?;
    page.end()
}

/// Who looks a panel's alert up and comes back is not at the top again.
#[test]
fn who_comes_back_is_where_they_were() -> Result<(), Failure> {
    let mut page = open("/dashboards/database")?;
    page.wait_for(
        "the page to keep how far it is scrolled",
        "history.scrollRestoration === 'manual'",
    )?;
    page.eval("scrollTo(0, 400)")?;
    page.eval(&after_a_frame("scrolled"))?;
    press(&mut page, ".rail a[href$=\"/alerts\"]")?;
    page.wait_for(
        "the alerts, from their top",
        "location.pathname.endsWith('/alerts') && scrollY === 0 && document.querySelector('h1')?.textContent === 'Alerts'",
    )?;
    page.eval("history.back()")?;
    page.wait_for(
        "the dashboard where it was",
        "location.pathname.endsWith('/database') && Math.abs(scrollY - 400) < 2",
    )?;
    page.end()
}

#[test]
fn a_link_shows_a_colleague_the_same() -> Result<(), Failure> {
    let address = "/dashboards/database?range=30m&zone=utc&refresh=30s&operation=select&service=q2q-ai&panel=queries-by-table";
    let mut page = open(address)?;
    page.wait_for(
        "the filter",
        "document.querySelector('select[aria-label=\"Filter by service\"]').value === 'q2q-ai'",
    )?;
    page.wait_for(
        "the panel alone",
        "[...document.querySelectorAll('[data-panel]')].filter(panel => panel.offsetParent).length === 1",
    )?;
    for words in ["Last 30 minutes", "every 30 s", "UTC"] {
        page.wait_for(
            words,
            &format!("document.querySelector('.topbar').textContent.includes('{words}')"),
        )?;
    }
    page.wait_for_attr(
        std::time::Duration::from_secs(20),
        "queries-by-table",
        "data-state",
        &["fresh"],
    )?;
    let names = page.eval("document.querySelectorAll('[data-panel=queries-by-table] .legend li:not(.legend-head)').length")?;
    assert!(
        names.as_i64() < Some(5),
        "only the tables of one service: {names}"
    );
    page.end()
}

#[test]
fn a_table_shows_the_numbers_of_the_curves() -> Result<(), Failure> {
    let mut page = open("/dashboards/event-bus")?;
    page.eval("document.querySelector('[data-panel=queue-sizes]').focus()")?;
    page.key("t")?;
    page.wait_for(
        "the table",
        "document.querySelectorAll('[data-panel=queue-sizes] tbody tr').length > 100",
    )?;
    page.key("t")?;
    page.wait_for(
        "the curves",
        "!document.querySelector('[data-panel=queue-sizes] table')",
    )?;
    page.key("f")?;
    page.wait_for(
        "full screen in the URL",
        "location.search === '?panel=queue-sizes'",
    )?;
    page.key("Escape")?;
    page.wait_for("the whole page", "location.search === ''")?;
    page.end()
}

/// The same number as it may be written, from one moment to the next.
const SPELLINGS: &str = "(path, body) => {
    if (!path.endsWith('/query_range')) return;
    const spellings = ['42.5', '4.25e+01', '425e-1', '0.425E2', '42.500000000000000000000000000', '+42.5', '042.5'];
    for (const one of body.data.result) one.values = one.values.map(([time], place) => [time, spellings[place % spellings.length]]);
}";

#[test]
fn a_number_is_the_same_however_it_is_written() -> Result<(), Failure> {
    let mut page = spoiled(SPELLINGS, "/dashboards/event-bus")?;
    page.wait_for_paint()?;
    page.eval("document.querySelector('[data-panel=queue-sizes]').focus()")?;
    page.key("t")?;
    let cells = "document.querySelectorAll('[data-panel=queue-sizes] tbody td')";
    page.wait_for("the table", &format!("{cells}.length > 100"))?;
    let words = page.eval(&format!(
        "[...new Set([...{cells}].map(cell => cell.textContent))]"
    ))?;
    assert_eq!(words, json!(["42.5"]));
    page.end()
}

/// Counts the requests for lines since the last call.
const COUNT: &str = "(() => {
    const all = performance.getEntriesByType('resource').filter(entry => entry.name.includes('query_range')).length;
    const fresh = all - (window.seen ?? 0);
    window.seen = all;
    return fresh;
})()";

#[test]
fn a_paused_page_asks_for_no_lines_until_somebody_does() -> Result<(), Failure> {
    let mut page = open("/dashboards/nodejs?refresh=off")?;
    page.wait_for("the first answers", &format!("{COUNT} > 5"))?;
    // What was asked before the program was there, and is not what it wants, is given up after five seconds and listed then.
    page.wait_for(
        "a quiet page",
        &format!("performance.now() > 7000 && {COUNT} === 0"),
    )?;
    // Two refreshes would have passed: the clock on the page says when.
    page.eval("window.began = Date.now()")?;
    page.wait_at_most(
        std::time::Duration::from_secs(60),
        "half a minute to pass",
        "Date.now() - window.began > 31000",
        |value| value.as_bool() == Some(true),
    )?;
    assert_eq!(page.eval(COUNT)?, json!(0));
    page.key("R")?;
    page.wait_for("new lines", &format!("{COUNT} > 0"))?;
    page.end()
}

#[test]
fn the_doctor_finds_a_sound_server_and_the_limits_that_disagree() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    page.goto("/check")?;
    page.wait_for(
        "the report",
        "document.querySelectorAll('.finding').length >= 7",
    )?;
    let text = page.eval("document.querySelector('.findings').innerText")?;
    let text = text.as_str().unwrap_or_default();
    for words in [
        "config.json is understood.",
        "It answers at /prometheus.",
        "All metrics of the handbook have series.",
        "Prometheus has a target for each expected service, whether it is up or down.",
        "HighErrorRate is critical above 5%; Service Overview calls that warning.",
    ] {
        assert!(text.contains(words), "'{words}' in {text}");
    }
    page.end()
}

/// Every answer about the rate of requests of each service has five hundred series.
const FIVE_HUNDRED: &str = "(path, body, query) => {
    if (!path.endsWith('/query_range') || !query.startsWith('sum by (service) (rate(http_requests_total')) return;
    const [one] = body.data.result;
    body.data.result = Array.from({ length: 500 }, (_, number) => ({
        metric: { service: `service-${String(number).padStart(3, '0')}` },
        values: one.values.map(([time, value], place) => [time, String(+value + number + ((place * (number + 7)) % 13))]),
    }));
}";

#[test]
fn a_panel_of_five_hundred_series_stays_usable() -> Result<(), Failure> {
    let mut page = Browser::start_recorded()?.page(&baseline()?.portal_url());
    page.resize(1440, 900, 1.0, false)?;
    changed(&page, FIVE_HUNDRED)?;
    page.goto("/dashboards/service-overview?refresh=5m")?;
    page.wait_for_paint()?;
    let panel = "request-rate-by-service";
    let rows = format!("document.querySelectorAll('[data-panel=\"{panel}\"] .legend li').length");
    page.wait_for("twenty names", &format!("{rows} > 20"))?;
    // Between two polls: what these work is not asked here.
    page.wait_for(
        "the page to be quiet",
        "performance.now() - Math.max(...performance.getEntriesByType('resource').map(entry => entry.responseEnd)) > 1500",
    )?;
    page.eval("performance.mark('all:begin')")?;
    page.eval(&format!(
        "[...document.querySelectorAll('[data-panel=\"{panel}\"] .legend button.link')].at(-1).click()"
    ))?;
    page.wait_for("all of them", &format!("{rows} > 500"))?;
    page.eval(&after_a_frame("all:end"))?;
    let (left, right) = (
        place(&page, panel, 0.2, 0.5)?,
        place(&page, panel, 0.8, 0.5)?,
    );
    let at = |step: i32| (left.0 + (right.0 - left.0) * f64::from(step) / 30.0, left.1);
    mouse(&page, "mouseMoved", at(0), false)?;
    page.wait_for("a tooltip", "!!document.querySelector('.tooltip')")?;
    page.eval(&after_a_frame("move:begin"))?;
    for step in 1..30 {
        mouse(&page, "mouseMoved", at(step), false)?;
    }
    page.eval(&after_a_frame("move:end"))?;
    mouse(&page, "mousePressed", at(5), true)?;
    for step in 6..30 {
        mouse(&page, "mouseMoved", at(step), true)?;
    }
    page.eval(&after_a_frame("drag:end"))?;
    let recording = Recording::take(&page)?;
    let all = recording.tasks("all:begin", "all:end")?;
    let moves = recording.tasks("move:begin", "move:end")?;
    let drag = recording.tasks("move:end", "drag:end")?;
    // The usual move: now and then one shares its task with something else.
    let usual = |tasks: &[f64]| tasks.get(12).copied().unwrap_or_default();
    println!(
        "all of 500 {:.1?}, crosshair {:.1?}, dragging {:.1?} ms",
        &all[..3],
        usual(&moves),
        usual(&drag)
    );
    assert!(all[0] < 100.0, "to draw all of them: {all:.1?}");
    assert!(usual(&moves) < 16.0, "to move the crosshair: {moves:.1?}");
    assert!(usual(&drag) < 16.0, "to choose a range: {drag:.1?}");
    page.end()
}

/// Leaves a mark once what was asked for is on the screen.
fn after_a_frame(name: &str) -> String {
    format!(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {{
            performance.mark('{name}');
            done(true);
        }})))"
    )
}

#[test]
fn a_service_that_nobody_has_is_no_outage() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?service=nope")?;
    for panel in ["services-up", "error-rate-by-service", "service-health"] {
        page.wait_for_attr(
            std::time::Duration::from_secs(20),
            panel,
            "data-state",
            &["empty"],
        )?;
    }
    assert_eq!(
        page.eval(
            "[...document.querySelectorAll('#main [data-panel]')].map(panel => panel.dataset.status)
                .filter(status => !['cannot-say', 'none'].includes(status))"
        )?,
        json!([])
    );
    page.wait_for(
        "what was asked for, filter and all",
        "document.querySelector('[data-panel=error-rate-by-service] pre').innerText.includes('service=\"nope\"')",
    )?;
    page.end()
}

#[test]
fn a_range_that_is_none_is_told() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?range=%3Cimg%20src=x%3E")?;
    page.wait_for(
        "what was asked for, what is shown, and what could be asked for",
        "['<img src=x>', 'Last 1 hour', '6h'].every(words => document.querySelector('.banner')?.textContent.includes(words))",
    )?;
    page.key("+")?;
    page.wait_for(
        "a range that is one, and nothing to tell",
        "location.search.includes('range=') && !document.querySelector('.banner')",
    )?;
    page.end()
}

/// A point each half hour: the last one may be that old, while the state is of now.
#[test]
fn a_week_reaches_the_present() -> Result<(), Failure> {
    let mut page = open("/dashboards/service-overview?range=7d&zone=utc")?;
    page.eval("document.querySelector('[data-panel=request-rate-by-service]').focus()")?;
    page.key("t")?;
    let rows = "[...document.querySelectorAll('[data-panel=request-rate-by-service] tbody tr')]";
    page.wait_for(
        "a first row that is less than two minutes old, and a second on the half hour",
        &format!(
            "(() => {{
                const times = {rows}.slice(0, 2).map(row => row.querySelector('th').innerText.match(/\\d\\d:\\d\\d:\\d\\d/)?.[0]);
                const now = new Date(Date.now()).toISOString();
                const age = Date.parse(now) - Date.parse(now.slice(0, 11) + times[0] + 'Z');
                return (age + 86400000) % 86400000 < 120000 && /:(00|30):00$/.test(times[1]);
            }})()"
        ),
    )?;
    page.wait_for(
        "its values as those of the table of services",
        &format!(
            "(() => {{
                const cells = [...{rows}[0].querySelectorAll('td')].map(cell => cell.innerText);
                const heads = [...document.querySelectorAll('[data-panel=request-rate-by-service] thead th')].slice(1).map(head => head.innerText);
                const table = [...document.querySelectorAll('[data-panel=service-health] tbody tr')];
                return heads.length === 7 && heads.every((name, place) =>
                    table.find(row => row.querySelector('th').innerText === name)?.cells[2].innerText === cells[place]);
            }})()"
        ),
    )?;
    page.end()
}
