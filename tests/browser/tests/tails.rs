//! A refresh asks for the end of a range and joins it to what is there: the numbers are those of a question for the whole.
//! It must not know how the page joins.

use browser::joined::{check, listen, refreshed};
use browser::{Browser, Failure, place};
use platform::Scenario;
use serde_json::json;
use stack::{Options, Stack};
use std::time::Duration;

/// Six hours move on once a minute.
const MOVED: Duration = Duration::from_secs(90);

#[test]
fn joined_ends_are_what_the_whole_would_have_been() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    listen(&page)?;
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
        0,
    )?;
    page.end()
}

#[test]
fn joined_quantiles_are_what_the_whole_would_have_been() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    listen(&page)?;
    page.goto("/dashboards/event-bus?refresh=5s&range=15m")?;
    page.wait_for_paint()?;
    refreshed(&mut page, 30)?;
    let quantile = "histogram_quantile(0.95, sum by (le, event_type) (rate(event_processing_duration_seconds_bucket[5m])))";
    check(
        &page,
        "event-duration",
        quantile,
        "series.metric.event_type",
        0,
    )?;
    page.end()
}

#[test]
fn a_refresh_of_six_hours_brings_its_end_alone() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        history: Duration::from_secs(7 * 3600),
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/dashboards/api-gateway?range=6h")?;
    page.wait_for_paint()?;
    // The marks come last. What is answered is listed when all of it has come.
    let ranges =
        "performance.getEntriesByType('resource').filter(one => one.name.includes('/query_range'))";
    page.wait_for(
        "the marks",
        &format!("{ranges}.filter(one => one.name.includes('process_start_time')).length === 1"),
    )?;
    let count = page.eval(&format!("{ranges}.length"))?;
    assert!(count.as_u64() > Some(8), "{count}");
    let bytes = format!("{ranges}.reduce((sum, one) => sum + one.decodedBodySize, 0)");
    let whole = page.eval(&bytes)?.as_f64().unwrap_or_default();
    page.eval("performance.clearResourceTimings()")?;
    let moved = page.wait_at_most(
        MOVED,
        "the next minute",
        &format!("{ranges}.length"),
        |count| count.as_u64() > Some(0),
    )?;
    assert_eq!(moved, json!(1), "one question for all ends");
    let end = page.eval(&bytes)?.as_f64().unwrap_or(f64::MAX);
    println!("{count} questions: {whole} bytes, their ends {end}");
    assert!(end < whole * 0.05, "{end} of {whole} bytes");
    page.end()
}
