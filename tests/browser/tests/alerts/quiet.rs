//! What keeps an alert quiet: silences, alerts that inhibit others, mutes. It must not know a rule.

use super::{ANSWER, ASKED, SOON, TURNED, is};
use browser::{Browser, Failure, changed, hurried, place};
use platform::Scenario;
use serde_json::json;
use stack::{Client, Options, Stack};
use std::time::Duration;

#[test]
fn a_silence_is_made_with_the_copied_command_and_shown_with_who_why_and_until_when()
-> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&Options {
        rules: hurried("silence", "5s", |text| text)?,
        already_on: vec![(Scenario::NatsDown, Duration::from_secs(1200))],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": ASKED }),
    )?;
    page.goto("/alerts")?;
    let row = "document.querySelector('[data-alert=\"NATSDown\"]')";
    let standing = format!("{row}?.dataset.standing");
    page.wait_at_most(TURNED, "the alert to fire", &standing, is("firing"))?;
    page.eval(&format!("{row}.querySelector('.more-button').click()"))?;
    let command = page.wait_for(
        "the command",
        "document.querySelector('.silence-command')?.textContent",
    )?;
    let command = command.as_str().unwrap_or_default().to_owned();
    assert!(
        command.starts_with("amtool silence add --duration='1h' --comment='working by RB-004' "),
        "{command}"
    );
    let alertmanager = stack
        .alertmanager_url()
        .ok_or_else(|| Failure::new("The stack has no Alertmanager."))?;
    let made = std::process::Command::new("sh")
        .args([
            "-c",
            &format!("{command} --alertmanager.url={alertmanager}"),
        ])
        .output()?;
    assert!(made.status.success(), "{made:?}");
    page.wait_at_most(SOON, "it to be silenced", &standing, is("silenced"))?;
    let said = format!("{row}.querySelector('.sla').innerText");
    page.wait_for(
        "who, why and until when",
        &format!("/Silenced by \\S+ until .+: working by RB-004/.test({said})"),
    )?;
    let other = json!({
        "matchers": [{ "name": "alertname", "value": "NATSDown", "isRegex": false, "isEqual": true }],
        "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z",
        "createdBy": "lind", "comment": "<b>planned</b> move of the bus",
    });
    Client::default()
        .send(
            "POST",
            &format!("{alertmanager}/api/v2/silences"),
            &[("Content-Type", "application/json")],
            &other.to_string(),
        )
        .map_err(Failure::new)?;
    page.wait_at_most(SOON, "the other silence too, as text", &said, |said| {
        let said = said.as_str().unwrap_or_default();
        said.contains("Silenced by lind until") && said.contains("<b>planned</b>")
    })?;
    page.wait_for(
        "no all-clear for a silence",
        &format!("{ANSWER} === 'trouble'"),
    )?;
    let methods = page.eval(
        "[...new Set(window.asked.filter(([, address]) => address.includes('/alertmanager/')).map(([method]) => method))]",
    )?;
    assert_eq!(methods, json!(["GET"]), "the portal only reads");
    page.end()
}

/// One alert inhibits another, and a third is muted at all times.
const QUIETED: &str = "
route:
  receiver: nobody
  group_wait: 1s
  group_interval: 5s
  routes:
    - matchers: [alertname = ServiceDown]
      mute_time_intervals: [always]
time_intervals:
  - name: always
    time_intervals:
      - times: [{ start_time: '00:00', end_time: '24:00' }]
receivers:
  - name: nobody
inhibit_rules:
  - source_matchers: [alertname = DatabaseDown]
    target_matchers: [alertname = NATSDown]
";

#[test]
fn an_inhibited_alert_names_what_inhibits_it_and_mutes_are_said_to_be_out_of_sight()
-> Result<(), Failure> {
    let _place = place();
    let long = Duration::from_secs(1200);
    let stack = Stack::start(&Options {
        rules: hurried("inhibited", "5s", |text| text)?,
        alertmanager: Some(QUIETED.to_owned()),
        already_on: vec![
            (Scenario::NatsDown, long),
            (Scenario::DatabaseDown, long),
            (Scenario::ServiceDown, long),
        ],
        ..Options::default()
    })?;
    let mut page = Browser::start()?.page(&stack.portal_url());
    page.goto("/alerts")?;
    let row = |alert: &str| format!("document.querySelector('[data-alert=\"{alert}\"]')");
    let standing = |alert: &str| format!("{}?.dataset.standing", row(alert));
    for (alert, wanted) in [
        ("NATSDown", "inhibited"),
        ("DatabaseDown", "firing"),
        // Version 0.25 mutes it and tells nobody: the page must not call it told, nor muted.
        ("ServiceDown", "firing"),
    ] {
        page.wait_at_most(
            TURNED,
            &format!("{alert} to be {wanted}"),
            &standing(alert),
            is(wanted),
        )?;
    }
    page.wait_for(
        "what inhibits it",
        &format!(
            "{}.querySelector('.sla').innerText.includes('Inhibited by DatabaseDown')",
            row("NATSDown")
        ),
    )?;
    page.wait_for(
        "it to stand among those of which nobody is told",
        "[...document.querySelectorAll('.alarm-section')].some(head => head.innerText.includes('1 firing, and nobody is told'))",
    )?;
    page.wait_for(
        "that mute intervals are not visible",
        "document.querySelector('.silence-note')?.innerText.includes('does not tell of mute intervals')",
    )?;
    page.wait_for("no all-clear", &format!("{ANSWER} === 'trouble'"))?;
    let address = stack
        .alertmanager_url()
        .ok_or_else(|| Failure::new("The stack has no Alertmanager."))?;
    let told = Client::default()
        .get(&format!("{address}/api/v2/alerts/groups"))
        .map_err(Failure::new)?;
    let told = String::from_utf8_lossy(&told.body).into_owned();
    assert!(
        told.contains("ServiceDown") && !told.contains("mutedBy"),
        "This Alertmanager tells of mutes: the page shows them, and this test must too.\n{told}"
    );
    // Versions from 0.28 on tell of them like this.
    changed(
        &page,
        "(path, body) => { if (path.endsWith('/alerts/groups')) for (const group of body) for (const one of group.alerts)
            Object.assign(one.status, one.labels.alertname === 'ServiceDown' ? { state: 'suppressed', mutedBy: ['always'] } : { mutedBy: [] }); }",
    )?;
    page.goto("/alerts")?;
    page.wait_at_most(
        SOON,
        "what is muted, and by what",
        &format!(
            "[{}?.dataset.standing, {}?.querySelector('.sla').innerText.includes('Muted by always'),
                document.querySelector('.silence-note')?.innerText.includes('mute intervals') ?? false]",
            row("ServiceDown"),
            row("ServiceDown")
        ),
        |seen| *seen == json!(["muted", true, false]),
    )?;
    stack.end(Scenario::DatabaseDown);
    page.wait_at_most(
        TURNED,
        "it to fire again once nothing inhibits it",
        &standing("NATSDown"),
        is("firing"),
    )?;
    page.end()
}
