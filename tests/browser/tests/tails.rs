//! A refresh asks for the end of a range and joins it to what is there: the numbers are those of a question for the whole.
//! It must not know how the page joins.

use browser::{Browser, Failure, Page, place};
use platform::Scenario;
use serde_json::{Value, json};
use stack::{Options, Stack};
use std::time::Duration;

/// Long enough for some refreshes of five seconds.
const SOON: Duration = Duration::from_secs(60);

/// The lines asked for since the page was opened: how many points each question has.
const ASKED: &str = "performance.getEntriesByType('resource')
    .filter(entry => entry.name.includes('query_range?'))
    .map(entry => new URL(entry.name).searchParams)
    .filter(asked => !asked.get('query').includes('ALERTS') && !asked.get('query').startsWith('max by (service) (process'))
    .map(asked => Math.round((asked.get('end') - asked.get('start')) / asked.get('step')) + 1)";

/// Takes the panel's CSV and asks Prometheus for the whole of the same moments. Returns the differences in words.
fn differences(page: &Page, panel: &str, promql: &str, names: &str) -> Result<Value, Failure> {
    page.eval(&format!(
        "(async () => {{
            const make = URL.createObjectURL;
            let csv;
            URL.createObjectURL = blob => {{ csv = blob.text(); return make.call(URL, blob); }};
            const panel = document.querySelector('[data-panel=\"{panel}\"]');
            panel.querySelector('.panel-head button:last-of-type').click();
            const sheet = panel.querySelector('.sheet');
            while (!sheet.querySelector('button')) await new Promise(requestAnimationFrame);
            [...sheet.querySelectorAll('button')].find(button => button.textContent.includes('CSV')).click();
            URL.createObjectURL = make;
            const rows = (await csv).trim().split('\\r\\n').map(row => row.split(',').map(cell => cell.replaceAll('\"', '')));
            const head = rows.shift().slice(1);
            const times = rows.map(row => Date.parse(row[0]) / 1000);
            const step = times[1] - times[0];
            const asked = new URLSearchParams({{query: {promql}, start: times[0], end: times.at(-1), step}});
            const answer = await (await fetch('/prometheus/api/v1/query_range?' + asked)).json();
            const wrong = [];
            if (answer.data.result.length !== head.length) wrong.push(`${{head.length}} series, not ${{answer.data.result.length}}`);
            for (const series of answer.data.result) {{
                const name = {names};
                const column = head.indexOf(name) + 1;
                if (column === 0) {{ wrong.push(`no ${{name}}`); continue; }}
                const whole = new Map(series.values.map(([time, value]) => [time, value]));
                rows.forEach((row, index) => {{
                    const own = row[column] ?? '', other = whole.get(times[index]);
                    const gap = own === '', none = other === undefined;
                    if (gap !== none) wrong.push(`${{name}} at ${{row[0]}}: '${{own}}' and '${{other}}'`);
                    else if (!gap && Number.isNaN(+own) !== Number.isNaN(+other)) wrong.push(`${{name}} at ${{row[0]}}: NaN`);
                    else if (!gap && Math.abs(own - other) > 1e-12 * Math.abs(other)) wrong.push(`${{name}} at ${{row[0]}}: ${{own}}, ${{other}}`);
                }});
            }}
            return [times.length, wrong.slice(0, 5)];
        }})()",
        promql = Value::from(promql),
    ))
}

fn check(page: &Page, panel: &str, promql: &str, names: &str) -> Result<(), Failure> {
    let found = differences(page, panel, promql, names)?;
    assert!(found[0].as_i64() > Some(100), "{panel}: {found}");
    assert_eq!(found[1], json!([]), "{panel}");
    Ok(())
}

/// Waits until so many more questions than before were asked, and all of the new ones were for a few points.
fn refreshed(page: &mut Page, times: usize) -> Result<(), Failure> {
    let before = page.eval(&format!("{ASKED}.length"))?;
    let more = format!("{ASKED}.slice({before})");
    let asked = page.wait_at_most(SOON, "refreshes", &more, |asked| {
        asked.as_array().is_some_and(|asked| asked.len() >= times)
    })?;
    for points in asked.as_array().map(Vec::as_slice).unwrap_or_default() {
        assert!(
            points.as_i64() < Some(20),
            "only the end is asked for: {asked}"
        );
    }
    Ok(())
}

#[test]
fn joined_ends_are_what_the_whole_would_have_been() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/dashboards/service-overview?refresh=5s&range=15m")?;
    page.wait_for_paint()?;
    refreshed(&mut page, 8)?;
    // A target is lost while the page joins, and found again.
    stack.begin(Scenario::ServiceDown);
    refreshed(&mut page, 20)?;
    stack.end(Scenario::ServiceDown);
    // And a process starts anew, so that its counters do.
    stack.reset("teei-api-gateway");
    refreshed(&mut page, 20)?;
    let resets = page.eval(
        "fetch('/prometheus/api/v1/query?query=sum(resets(http_requests_total{service=\"api-gateway\"}[3m]))')
            .then(answer => answer.json()).then(answer => +answer.data.result[0].value[1])",
    )?;
    assert!(resets.as_f64() > Some(4.0), "{resets} counters were reset");
    let rate = "sum by (service) (rate(http_requests_total[5m]))";
    check(
        &page,
        "request-rate-by-service",
        rate,
        "series.metric.service",
    )?;
    page.end()
}

#[test]
fn joined_quantiles_are_what_the_whole_would_have_been() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/dashboards/event-bus?refresh=5s&range=15m")?;
    page.wait_for_paint()?;
    refreshed(&mut page, 30)?;
    let quantile = "histogram_quantile(0.95, sum by (le, event_type) (rate(event_processing_duration_seconds_bucket[5m])))";
    check(
        &page,
        "event-duration",
        quantile,
        "series.metric.event_type",
    )?;
    page.end()
}
