//! Every row of the platform's table: what goes wrong turns this panel. It must not hold a limit of its own.

use browser::{Browser, Failure, Page, place};
use platform::{EXPECTATIONS, Expectation, Scenario};
use stack::{Client, Options, Stack};
use std::time::Duration;

/// For a panel that only has to show what is in the history already.
const SHOWN: Duration = Duration::from_secs(30);

/// For a change: scrape, rule window, the page's refresh, and the scenario's own rise or fall.
const TURNED: Duration = Duration::from_secs(150);

/// For all scenarios live: rows whose limit is crossed within ten minutes, by rates of five.
const TURNED_SLOWLY: Duration = Duration::from_secs(15 * 60);

/// Long before the row's limit is crossed for sure, which is ten minutes.
const ALREADY_ON: Duration = Duration::from_secs(20 * 60);

fn rows(scenario: Scenario) -> Vec<&'static Expectation> {
    EXPECTATIONS
        .iter()
        .filter(|row| row.scenario == scenario)
        .collect()
}

/// Opens the dashboards of the rows one after the other, and looks for each row's status.
fn look(
    page: &mut Page,
    rows: &[&Expectation],
    limit: Duration,
    status: impl Fn(&Expectation) -> Vec<&'static str>,
) -> Result<(), Failure> {
    let mut shown = "";
    for row in rows {
        if shown != row.dashboard {
            page.goto(&format!("/dashboards/{}", row.dashboard))?;
            page.wait_for_paint()?;
            shown = row.dashboard;
        }
        page.wait_for_attr(limit, row.panel, "data-status", &status(row))
            .map_err(|failure| failure.and(&format!("That was the row {row:?}.")))?;
    }
    Ok(())
}

/// The alerts of the rows wait for their `for` or fire: their expressions hold.
fn alerts_hold(stack: &Stack, rows: &[&Expectation]) -> Result<(), Failure> {
    let client = Client::default();
    let url = format!(
        "{}/prometheus/api/v1/query?query=ALERTS",
        stack.portal_url()
    );
    let wanted = rows.iter().filter_map(|row| row.alert);
    for alert in wanted {
        stack::wait_until(&format!("the alert {alert}"), SHOWN, || {
            let answer = match client.get(&url) {
                Ok(answer) => answer.json(),
                Err(error) => return Ok(Err(error)),
            };
            let alerts = answer["data"]["result"].as_array();
            let holds = alerts
                .into_iter()
                .flatten()
                .any(|series| series["metric"]["alertname"] == alert);
            Ok(if holds {
                Ok(())
            } else {
                Err(answer.to_string())
            })
        })?;
    }
    Ok(())
}

/// The scenario has been on for a while when the page is opened.
fn from_history(scenario: Scenario) -> Result<(), Failure> {
    let rows = rows(scenario);
    if rows.is_empty() {
        return Err(Failure::new(format!(
            "{scenario} has no row in EXPECTATIONS."
        )));
    }
    let _place = place();
    let stack = Stack::start(&Options {
        already_on: vec![(scenario, ALREADY_ON)],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    look(&mut page, &rows, SHOWN, |row| vec![row.status])?;
    alerts_hold(&stack, &rows)?;
    page.end()
}

/// The scenario begins and ends while the page is open. Any limit crossed will do: that it goes on to the row's own status
/// is seen from the history.
fn both_ways(scenario: Scenario, limit: Duration) -> Result<(), Failure> {
    let rows = rows(scenario);
    let _place = place();
    let stack = Stack::start(&Options::default())?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    look(&mut page, &rows, limit, |_| vec!["ok"])?;
    stack.begin(scenario);
    look(&mut page, &rows, limit, |_| vec!["warning", "critical"])?;
    stack.end(scenario);
    look(&mut page, &rows, limit, |_| vec!["ok"])?;
    page.end()
}

macro_rules! from_history {
    ($($name:ident => $scenario:ident,)*) => {
        $(
            #[test]
            fn $name() -> Result<(), Failure> {
                from_history(Scenario::$scenario)?;
                // Set by `cargo xtask test --all`: hours instead of minutes.
                if std::env::var_os("SRE_PORTAL_ALL").is_some() {
                    both_ways(Scenario::$scenario, TURNED_SLOWLY)?;
                }
                Ok(())
            }
        )*

        #[test]
        fn every_scenario_is_shown() {
            let shown = [$(Scenario::$scenario),*];
            for scenario in Scenario::ALL {
                assert!(shown.contains(&scenario), "{scenario} has no test here");
            }
        }
    };
}

from_history! {
    service_down => ServiceDown,
    high_latency => HighLatency,
    database_down => DatabaseDown,
    nats_down => NatsDown,
    connection_exhaustion => ConnectionExhaustion,
    query_errors => QueryErrors,
    queue_backlog => QueueBacklog,
    dead_letters => DeadLetters,
    event_errors => EventErrors,
    error_burst => ErrorBurst,
    memory_leak => MemoryLeak,
    gc_pauses => GcPauses,
    event_loop_lag => EventLoopLag,
    cpu_burn => CpuBurn,
    connection_flood => ConnectionFlood,
    auth_failures => AuthFailures,
}

#[test]
fn queue_backlog_live_and_both_ways() -> Result<(), Failure> {
    both_ways(Scenario::QueueBacklog, TURNED)
}

#[test]
fn event_loop_lag_live_and_both_ways() -> Result<(), Failure> {
    both_ways(Scenario::EventLoopLag, TURNED)
}

#[test]
fn service_down_live_and_both_ways() -> Result<(), Failure> {
    both_ways(Scenario::ServiceDown, TURNED)
}
