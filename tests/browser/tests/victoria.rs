//! The five dashboards on VictoriaMetrics, unchanged: fresh, and with the numbers of a Prometheus that scrapes the same
//! targets. It must not know what the panels ask: it listens.

use browser::joined::{check, listen, refreshed};
use browser::panels::STATES;
use browser::{Browser, Failure, Page};
use serde_json::{Value, json};
use stack::{Client, Options, Stack, Victoria};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DASHBOARDS: [&str; 5] = [
    "service-overview",
    "api-gateway",
    "database",
    "event-bus",
    "nodejs",
];

/// The two servers' numbers differ by this share at most.
const CLOSE: f64 = 0.02;

/// The same for the means of rates of a few events each window, where one event is more than that.
const CLOSE_MEANS: f64 = 0.05;

/// Keeps the forms that the page sends: the questions for the newest values of all panels are too long for an address.
const LISTEN: &str = "(() => {
    const fetch = window.fetch;
    window.asked = [];
    window.fetch = (...about) => {
        if (about[0] instanceof Request && about[0].method === 'POST') {
            about[0].clone().text().then(form => asked.push(new URLSearchParams(form).get('query')));
        }
        // What is asked before the program is there.
        const body = about[1]?.body;
        if (body) asked.push(new URLSearchParams(body).get('query'));
        return fetch(...about);
    };
})()";

/// The questions for one dashboard's values; one for all of them has the server's clock more than once.
const VALUES: &str = "[...new Set(asked.filter(promql => /\"portal_part\", \"[^\"]+\\/0@[^\"]+\"/.test(promql) && promql.split('(clock)').length === 2))]";

fn open(base: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(base);
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": LISTEN }),
    )?;
    Ok(page)
}

type Values = BTreeMap<String, f64>;

/// Asks a server by form, and gives the numbers of each series by its labels.
fn ask(
    server: &str,
    path: &str,
    promql: &str,
    times: &[(&str, f64)],
    number: impl Fn(&Value) -> f64,
) -> Result<Values, Failure> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("query", promql)
        .append_pair("nocache", "1");
    for (name, seconds) in times {
        form.append_pair(name, &seconds.to_string());
    }
    let kind = [("Content-Type", "application/x-www-form-urlencoded")];
    let address = format!("{server}/api/v1/{path}");
    let answer = Client::default()
        .send("POST", &address, &kind, &form.finish())
        .map_err(Failure::new)?;
    let json = answer.json();
    let Some(result) = json["data"]["result"].as_array() else {
        return Err(Failure::new(answer.text()));
    };
    let pairs = result
        .iter()
        .map(|series| (series["metric"].to_string(), number(series)));
    Ok(pairs.collect())
}

fn parsed(sample: &Value) -> f64 {
    sample[1]
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or(f64::NAN)
}

/// The values of a question as of `at`.
fn values(server: &str, promql: &str, at: f64) -> Result<Values, Failure> {
    ask(server, "query", promql, &[("time", at)], |series| {
        parsed(&series["value"])
    })
}

/// The means of its values over the ten minutes before `end`.
fn means(server: &str, promql: &str, end: f64) -> Result<Values, Failure> {
    let times = [("start", end - 600.0), ("end", end), ("step", 10.0)];
    ask(server, "query_range", promql, &times, |series| {
        let samples = series["values"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let measured: Vec<f64> = samples
            .iter()
            .map(parsed)
            .filter(|value| !value.is_nan())
            .collect();
        measured.iter().sum::<f64>() / measured.len() as f64
    })
}

/// The end of the latest ten minutes in which no process began. After a start VictoriaMetrics divides by the time since the
/// first sample, Prometheus by the whole window: both may do so. VictoriaMetrics repeats values within the newest 30 seconds of
/// a range, so these are left out too.
fn quiet_end(prometheus: &str, at: f64) -> Result<f64, Failure> {
    let end = at - 60.0;
    let starts = format!("min(process_start_time_seconds > {})", end - 1000.0);
    let first = values(prometheus, &starts, at)?.into_values().next();
    Ok(first.map_or(end, |start| end.min(start - 20.0)))
}

fn is_close(one: f64, other: f64, share: f64) -> bool {
    one == other
        || one.is_nan() && other.is_nan()
        || (one - other).abs() <= share * one.abs().max(other.abs())
}

/// The series that differ between the answers of the two servers, each in words.
fn differences(prometheus: &Values, victoria: &Values, share: f64) -> BTreeMap<String, String> {
    let names: BTreeSet<&String> = prometheus.keys().chain(victoria.keys()).collect();
    let value = |values: &Values, name: &String| values.get(name).copied();
    names
        .into_iter()
        .filter_map(
            |name| match (value(prometheus, name), value(victoria, name)) {
                (Some(one), Some(other)) if is_close(one, other, share) => None,
                (one, other) => Some((
                    name.clone(),
                    format!("Prometheus {one:?}, VictoriaMetrics {other:?}"),
                )),
            },
        )
        .collect()
}

#[test]
fn five_dashboards_on_victoria_metrics() -> Result<(), Failure> {
    let real = Stack::start(&Options::default())?;
    let victoria = Victoria::start(&real)?;
    let front = Stack::start(&Options {
        external_prometheus: Some(victoria.url()),
        ..Options::default()
    })?;
    let mut page = open(&front.portal_url())?;
    let mut questions = Vec::new();
    for dashboard in DASHBOARDS {
        page.goto(&format!("/dashboards/{dashboard}"))?;
        page.wait_for_paint()?;
        page.wait_at_most(
            Duration::from_secs(45),
            &format!("every panel of '{dashboard}' to be fresh"),
            "[...document.querySelectorAll('[data-panel]')].filter(panel => panel.dataset.state !== 'fresh')
                .map(panel => `${panel.dataset.panel} ${panel.dataset.state}`)",
            |panels| *panels == json!([]),
        )?;
        assert_eq!(page.eval(STATES)?, json!(["fresh"]));
        if questions.is_empty() {
            let all = page.wait_for(
                "a question for each dashboard",
                &format!("{VALUES}.length === 5 && {VALUES}"),
            )?;
            questions = all.as_array().cloned().unwrap_or_default();
        }
    }
    // Its answers are as of now, and so is its clock.
    page.wait_for(
        "no skew",
        "document.querySelector('.server').textContent.includes('clocks agree to')",
    )?;
    page.wait_for(
        "no dashboard in doubt, and no all-clear from a server without rules",
        "[...document.querySelectorAll('.rail a[href^=\"/dashboards/\"]')].every(link => link.querySelector('.symbol-ok'))
            && document.querySelector('[data-global-status]').dataset.globalStatus === 'cannot-say'",
    )?;
    let prometheus = real.prometheus_url().unwrap_or_default();
    let at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() - 5.0;
    let end = quiet_end(&prometheus, at)?;
    let (mut compared, mut jumpy, mut rare, mut wrong) = (0, 0, 0, Vec::new());
    for promql in questions.iter().filter_map(Value::as_str) {
        let values = (
            values(&prometheus, promql, at)?,
            values(&victoria.url(), promql, at)?,
        );
        let means = (
            means(&prometheus, promql, end)?,
            means(&victoria.url(), promql, end)?,
        );
        compared += values.0.len();
        let unlike = differences(&means.0, &means.1, CLOSE);
        let far = differences(&means.0, &means.1, CLOSE_MEANS);
        for (name, words) in differences(&values.0, &values.1, CLOSE) {
            // At the edge of its window a rate gains or loses an event, or all of a scrape: there Prometheus extrapolates,
            // and too little where the history's scrapes are further apart than the live ones; VictoriaMetrics takes the
            // sample before. That is gone in the mean, but for rates of a few events.
            jumpy += 1;
            rare += usize::from(unlike.contains_key(&name));
            let is_there = values.0.contains_key(&name) && values.1.contains_key(&name);
            if let Some(mean) = far.get(&name) {
                wrong.push(format!("{name}: {words}; means {mean}"));
            } else if !is_there {
                wrong.push(format!("{name}: {words}"));
            }
        }
    }
    println!("{compared} compared, {jumpy} by their means, {rare} of these rare");
    assert!(compared > 200, "only {compared} values");
    assert!(rare <= 5, "{rare} of {compared} differ in the mean");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // In a range it repeats the last value of half a minute ago up to the present: those must not stay.
    listen(&page)?;
    page.goto("/dashboards/service-overview?refresh=5s&range=15m")?;
    page.wait_for_paint()?;
    refreshed(&mut page, 68)?;
    let rate = "sum by (service) (rate(http_requests_total[5m]))";
    let names = "series.metric.service";
    check(&page, "request-rate-by-service", rate, names, 35)?;
    page.end()
}
