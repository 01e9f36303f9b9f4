//! Lines that were joined from many answers, held against one answer to the whole. It must not know how the page joins.

use crate::failure::Failure;
use crate::page::Page;
use serde_json::{Value, json};
use std::time::Duration;

/// Long enough for some refreshes of five seconds.
const SOON: Duration = Duration::from_secs(60);

/// Lists each query for lines as the page asks for it, by itself or joined with others.
const LISTEN: &str = r#"(() => {
    const ask = window.fetch;
    window.linesAsked = [];
    window.fetch = async (asked, options) => {
        const url = String(asked.url ?? asked);
        if (url.includes('/query_range')) {
            const began = performance.now();
            const form = asked.method === 'POST' ? await asked.clone().text() : url.split('?')[1];
            const about = new URLSearchParams(form);
            const query = about.get('query');
            const points = Math.round((about.get('end') - about.get('start')) / about.get('step')) + 1;
            const parts = [...query.matchAll(/label_replace\((.*?), "portal_part", "\d+", "", ""\)(?:\nor |$)/gs)];
            const queries = parts.length ? parts.map(part => part[1]) : [query];
            window.linesAsked.push(...queries.map(query => ({ query, began, points })));
        }
        return ask(asked, options);
    };
})()"#;

/// The lines of panels asked for since the page was opened, how many points each question has; rules that the page evaluates
/// itself are never asked for over the whole.
const ASKED: &str = "window.linesAsked
    .filter(({ query }) => !query.includes('ALERTS') && !query.startsWith('max by (service) (process'))
    .filter(({ query, points }, index, all) => points > 100 || all.some(other => other.points > 100 && other.query === query))";

/// Has pages that are opened from now on list what they ask, for [`refreshed`].
pub fn listen(page: &Page) -> Result<(), Failure> {
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": LISTEN }),
    )
}

/// Takes the panel's CSV and asks Prometheus for the whole of the same moments, those of the newest `young` seconds aside.
/// Returns how many moments there are, and the differences in words. `names` is the name of a `series` in JavaScript.
fn differences(
    page: &Page,
    panel: &str,
    promql: &str,
    names: &str,
    young: u32,
) -> Result<Value, Failure> {
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
            while (Date.parse(rows.at(-1)[0]) > Date.now() - {young} * 1000) rows.pop();
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

/// The panel's lines, joined from many answers, are those of one answer to the whole.
pub fn check(
    page: &Page,
    panel: &str,
    promql: &str,
    names: &str,
    young: u32,
) -> Result<(), Failure> {
    let found = differences(page, panel, promql, names, young)?;
    assert!(found[0].as_i64() > Some(100), "{panel}: {found}");
    assert_eq!(found[1], json!([]), "{panel}");
    Ok(())
}

/// Waits until so many questions were asked from now on, and all of them were for a few points. What is under way already is
/// listed when its answer has come.
pub fn refreshed(page: &mut Page, times: usize) -> Result<(), Failure> {
    let now = page.eval("performance.now()")?;
    let more =
        format!("{ASKED}.filter(({{ began }}) => began > {now}).map(({{ points }}) => points)");
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
