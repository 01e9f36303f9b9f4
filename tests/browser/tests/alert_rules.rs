//! Each rule of the rule file on the real Prometheus: inactive, pending, firing and back, as the page tells it. The test's
//! own rule file waits 35 seconds where the handbook waits minutes, and takes rates over one minute, so that they fall
//! again within a test. It must not hold a limit.

use browser::{Browser, Failure, Page, hurried, place};
use platform::Scenario;
use serde_json::{Value, json};
use stack::{Options, Stack};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// For the slowest to rise or fall on a busy machine: a dead letter queue needs minutes for both.
const TURNED: Duration = Duration::from_secs(420);

/// For a poll of the page, with some to spare.
const SOON: Duration = Duration::from_secs(45);

/// The rules that a scenario must bring to fire.
const BY_SCENARIO: &[(Scenario, &[&str])] = &[
    (Scenario::ServiceDown, &["ServiceDown"]),
    (Scenario::DatabaseDown, &["DatabaseDown"]),
    (Scenario::NatsDown, &["NATSDown"]),
    (Scenario::EventLoopLag, &["EventLoopLag"]),
    (Scenario::QueueBacklog, &["HighQueueDepth"]),
    (
        Scenario::DeadLetters,
        &["DeadLettersPresent", "DeadLetterQueue"],
    ),
    (Scenario::MemoryLeak, &["HighMemoryUsage", "HeapExhaustion"]),
    (Scenario::ErrorBurst, &["HighErrorRate"]),
    (
        Scenario::HighLatency,
        &["HighResponseTime", "GatewayResponseTime", "SlowQueries"],
    ),
    (Scenario::AuthFailures, &["AuthFailures"]),
    (Scenario::QueryErrors, &["QueryErrorRate"]),
    (Scenario::EventErrors, &["EventErrorRate"]),
    (Scenario::ConnectionExhaustion, &["ConnectionPoolUsage"]),
];

/// The rules about targets that are gone from discovery, which is no scenario of the platform's.
const BY_ABSENCE: &[&str] = &["ServiceAbsent", "DatabaseAbsent", "NATSAbsent"];

fn rules_of(scenarios: &[Scenario]) -> Vec<&'static str> {
    let rows = BY_SCENARIO
        .iter()
        .filter(|(scenario, _)| scenarios.contains(scenario));
    rows.flat_map(|(_, rules)| rules.iter().copied()).collect()
}

fn rule_file(name: &str) -> Result<std::path::PathBuf, Failure> {
    hurried(name, "35s", |text| text.replace("[5m]", "[1m]"))
}

/// The state of each rule in the page's table, which may be out of sight, and what the rows of its alarms lead to.
const SEEN: &str = "Object.fromEntries([...document.querySelectorAll('[data-rule]')].map(rule => [
    rule.dataset.rule,
    [rule.cells[1]?.textContent.trim(), [...document.querySelectorAll(`[data-alert=\"${rule.dataset.rule}\"]`)].map(row =>
        [row.dataset.standing, ...[...row.querySelectorAll('.do a')].map(link => link.getAttribute('href'))])],
]))";

/// What was seen of each rule: its states in their order, and whether its alarms lead anywhere.
#[derive(Default)]
struct Seen {
    states: BTreeMap<String, Vec<String>>,
    led: BTreeSet<String>,
}

impl Seen {
    fn take(&mut self, value: &Value) {
        for (rule, seen) in value.as_object().into_iter().flatten() {
            let states = self.states.entry(rule.clone()).or_default();
            if let Some(state) = seen[0].as_str()
                && states.last().map(String::as_str) != Some(state)
            {
                states.push(state.to_owned());
            }
            for row in seen[1].as_array().into_iter().flatten() {
                let leads = |start: &str| {
                    let links = row.as_array().into_iter().flatten().skip(1);
                    links
                        .filter_map(Value::as_str)
                        .any(|link| link.starts_with(start))
                };
                if row[0] == "firing"
                    && leads("/runbooks/RB-")
                    && leads("/dashboards/")
                    && leads("/incidents?declare=1&")
                {
                    self.led.insert(rule.clone());
                }
            }
        }
    }

    fn is_now(&self, rule: &str, state: &str) -> bool {
        let last = self.states.get(rule).and_then(|states| states.last());
        last.is_some_and(|last| last == state)
    }
}

/// Looks on until all of these rules are in a state; remembers all that they were in between.
fn until(
    page: &mut Page,
    seen: &RefCell<Seen>,
    rules: &[&str],
    state: &str,
) -> Result<(), Failure> {
    let what = format!("{} to be {state}", rules.join(", "));
    let all = |value: &Value| {
        seen.borrow_mut().take(value);
        rules.iter().all(|rule| seen.borrow().is_now(rule, state))
    };
    page.wait_at_most(TURNED, &what, SEEN, all)
        .map(drop)
        .map_err(|failure| failure.and(&format!("Seen: {:?}", seen.borrow().states)))
}

/// The rules go through their states while the page is open; `turn` brings the trouble (true) and ends it.
fn through_their_states(
    stack: &mut Stack,
    rules: &[&str],
    turn: impl Fn(&mut Stack, bool) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    let seen = RefCell::new(Seen::default());
    until(&mut page, &seen, rules, "Inactive")?;
    turn(stack, true)?;
    until(&mut page, &seen, rules, "Firing")?;
    page.wait_at_most(SOON, "the tab to tell", "document.title", |title| {
        title.as_str().is_some_and(|title| title.starts_with('('))
    })?;
    turn(stack, false)?;
    until(&mut page, &seen, rules, "Inactive")?;
    let seen = seen.into_inner();
    for rule in rules {
        let states = seen.states.get(*rule).cloned().unwrap_or_default();
        // What rises slowly may fall below its limit once more: what counts is that it waited before it fired.
        let fires = states.iter().position(|state| state == "Firing");
        let before = fires.and_then(|fires| states.get(..fires));
        assert!(
            before.is_some_and(|before| {
                before.first().is_some_and(|state| state == "Inactive")
                    && before.last().is_some_and(|state| state == "Pending")
            }),
            "{rule}: {states:?}"
        );
        println!("{rule}: {}", states.join(", "));
        assert!(
            seen.led.contains(*rule),
            "{rule} leads to no runbook, panel or declaration"
        );
    }
    let listed = "document.querySelector('.lately')?.innerText ?? ''";
    page.wait_at_most(SOON, "them to be listed as resolved", listed, |text| {
        let text = text.as_str().unwrap_or_default();
        rules.iter().all(|rule| text.contains(rule))
    })?;
    page.end()
}

fn by_scenarios(name: &str, scenarios: &[Scenario]) -> Result<(), Failure> {
    let _place = place();
    // A leak needs five minutes: some of them are over when the page is opened, and no limit is reached yet.
    let leak = scenarios.contains(&Scenario::MemoryLeak);
    let mut stack = Stack::start(&Options {
        rules: rule_file(name)?,
        already_on: leak
            .then_some((Scenario::MemoryLeak, Duration::from_secs(120)))
            .into_iter()
            .collect(),
        ..Options::default()
    })?;
    through_their_states(&mut stack, &rules_of(scenarios), |stack, begins| {
        for scenario in scenarios {
            match begins {
                true => stack.begin(*scenario),
                false => stack.end(*scenario),
            }
        }
        Ok(())
    })
}

const LEVELS: &[Scenario] = &[
    Scenario::ServiceDown,
    Scenario::DatabaseDown,
    Scenario::NatsDown,
    Scenario::EventLoopLag,
    Scenario::QueueBacklog,
    Scenario::DeadLetters,
    Scenario::MemoryLeak,
];

const RATES: &[Scenario] = &[
    Scenario::ErrorBurst,
    Scenario::HighLatency,
    Scenario::AuthFailures,
    Scenario::QueryErrors,
    Scenario::EventErrors,
    Scenario::ConnectionExhaustion,
];

#[test]
fn rules_on_levels_go_through_their_states() -> Result<(), Failure> {
    by_scenarios("levels", LEVELS)
}

#[test]
fn rules_on_rates_go_through_their_states() -> Result<(), Failure> {
    by_scenarios("rates", RATES)
}

#[test]
fn rules_on_targets_that_are_gone_go_through_their_states() -> Result<(), Failure> {
    let _place = place();
    let mut stack = Stack::start(&Options {
        rules: rule_file("absence")?,
        ..Options::default()
    })?;
    through_their_states(&mut stack, BY_ABSENCE, |stack, begins| {
        let gone: &[&str] = match begins {
            true => &["teei-q2q-ai", "postgres", "nats"],
            false => &[],
        };
        Ok(stack.without(gone)?)
    })
}

#[test]
fn every_rule_has_its_test() {
    let tested: BTreeSet<&str> = rules_of(LEVELS)
        .into_iter()
        .chain(rules_of(RATES))
        .chain(BY_ABSENCE.iter().copied())
        .chain(["Watchdog"])
        .collect();
    let text = include_str!("../../../runbooks/alerts.yml");
    let rules = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "));
    assert_eq!(tested, rules.collect::<BTreeSet<_>>());
}

/// What one row tells from its first to its last moment, in detail.
#[test]
fn one_alert_from_its_first_moment_to_its_last() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: rule_file("row")?,
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    page.wait_for(
        "the rules",
        "document.querySelectorAll('[data-rule]').length > 20",
    )?;
    stack.begin(Scenario::ServiceDown);
    let row = "document.querySelector('[data-alert=ServiceDown]')";
    let text = format!("{row}?.innerText ?? ''");
    let says = |words: &'static [&'static str]| {
        move |text: &Value| {
            let text = text.as_str().unwrap_or_default();
            words.iter().all(|word| text.contains(word))
        }
    };
    page.wait_at_most(
        TURNED,
        "it to wait, and to say for how long and until when",
        &text,
        says(&[
            "Pending",
            "of 3",
            "fires at",
            "if it lasts",
            "RB-001",
            "Panel",
        ]),
    )?;
    page.wait_at_most(
        TURNED,
        "it to fire, with both of its moments, its labels and what would be promised",
        &text,
        says(&[
            "Firing",
            "since",
            "true since",
            "job=teei-buddy-service",
            "Service teei-buddy-service is down",
            "No incident yet. If SEV2: ServiceDown of buddy-service: a single service is down",
            "Acknowledge",
            "left",
            "Declare…",
        ]),
    )?;
    page.eval(&format!("{row}.querySelector('.more-button').click()"))?;
    page.wait_at_most(
        TURNED,
        "its last day, pending before firing",
        "[...document.querySelectorAll('.more .strip-day > span')].map(span => span.className).join()",
        |strip| strip == "pending,firing" || strip == "firing",
    )?;
    // Polls change its numbers; what was opened stays open.
    let opened = page.eval("performance.now()")?;
    page.wait_at_most(
        SOON,
        "two more polls",
        &format!("performance.now() > {opened} + 32000"),
        |is_so| is_so == &json!(true),
    )?;
    assert_eq!(
        page.eval("document.querySelectorAll('.all-words div').length > 4")?,
        json!(true),
        "the details stay open"
    );
    stack.end(Scenario::ServiceDown);
    page.wait_at_most(TURNED, "it to be gone", &text, |text| text == "")?;
    page.wait_for(
        "it to be listed as resolved, with a way to declare",
        "document.querySelector('.lately')?.innerText.includes('ServiceDown') && !!document.querySelector('.lately a[href^=\"/incidents?declare=1\"]')",
    )?;
    page.goto("/alerts")?;
    page.wait_for(
        "whoever opens the page now to be told the same, from what Prometheus remembers",
        "[...document.querySelectorAll('.lately li')].some(line => line.innerText.includes('ServiceDown') && line.innerText.includes('resolved at'))",
    )?;
    page.end()
}
