//! A handbook of one's own in the place of the built-in one: what it changes, and what its mistakes do. It must not know
//! how the page reads it.

use browser::{Browser, Failure, Page, baseline, declare};
use serde_json::json;

/// A document of the repository with one text in the place of another, which must be there.
fn changed(file: &str, changes: &[(&str, &str)]) -> Result<String, Failure> {
    let mut text = std::fs::read_to_string(stack::workspace().join("runbooks").join(file))?;
    for (old, new) in changes {
        assert!(text.contains(old), "{file} has no '{old}'");
        text = text.replace(old, new);
    }
    Ok(text)
}

/// Lets the page find these files below `/handbook/`, and a configuration that names the folder.
fn bring(page: &Page, config: &serde_json::Value, files: &[(&str, String)]) -> Result<(), Failure> {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let mut served = serde_json::Map::new();
    served.insert("/config.json".to_owned(), config.to_string().into());
    let manifest = json!({ "files": names });
    served.insert(
        "/handbook/manifest.json".to_owned(),
        manifest.to_string().into(),
    );
    for (name, text) in files {
        served.insert(format!("/handbook/{name}"), text.clone().into());
    }
    let script = format!(
        "const served = {};
        const real = window.fetch;
        window.fetch = (asked, options) => {{
            const path = new URL(asked.url ?? asked, location.href).pathname;
            return path in served ? Promise.resolve(new Response(served[path])) : real(asked, options);
        }};",
        serde_json::Value::Object(served)
    );
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )
}

fn start(files: &[(&str, String)]) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    bring(&page, &json!({ "handbook": "/handbook/" }), files)?;
    Ok(page)
}

fn says(page: &mut Page, path: &str, words: &[&str]) -> Result<(), Failure> {
    page.goto(path)?;
    let words = json!(words);
    page.wait_for(
        path,
        &format!(
            "{words}.every(words => document.querySelector('main')?.innerText.includes(words))"
        ),
    )
    .map(drop)
}

#[test]
fn six_numbers_move_what_they_stand_for() -> Result<(), Failure> {
    let files = [
        // The platform always uses more of its pool.
        (
            "dashboards/database.md",
            changed(
                "dashboards/database.md",
                &[("Connection Pool > 80%", "Connection Pool > 3%")],
            )?,
        ),
        (
            "on-call.md",
            changed(
                "on-call.md",
                &[
                    ("| SEV1 | 5 minutes |", "| SEV1 | 7 minutes |"),
                    ("< 5 minutes for SEV1", "< 7 minutes for SEV1"),
                    ("Complete within 48 hours", "Complete within 50 hours"),
                    ("Friday 5pm", "Friday 4pm"),
                ],
            )?,
        ),
        (
            "incident-response.md",
            changed(
                "incident-response.md",
                &[
                    ("Immediate (< 5 minutes)", "Immediate (< 7 minutes)"),
                    ("Schedule within 48 hours", "Schedule within 50 hours"),
                ],
            )?,
        ),
        (
            "escalation.md",
            changed(
                "escalation.md",
                &[("not resolved in 30 minutes", "not resolved in 25 minutes")],
            )?,
        ),
    ];
    let mut page = start(&files)?;
    page.goto("/dashboards/database")?;
    page.wait_for(
        "tile and curve in warning with the new limit in words, and the rule that it contradicts named",
        "document.querySelector('.banner')?.textContent.includes('ConnectionPoolUsage > 80%')
            && ['connection-pool', 'connection-pool-usage'].every(id => {
                const panel = document.querySelector(`[data-panel=\"${id}\"]`);
                return panel?.dataset.status === 'warning' && /3\\s?%/.test(panel.innerText);
            })",
    )?;
    says(
        &mut page,
        "/on-call?zone=utc",
        &["7 minutes", "within 50 hours", "Friday 4pm", "16:00, in"],
    )?;
    says(&mut page, "/response", &["< 7 minutes", "within 50 hours"])?;
    says(&mut page, "/escalation", &["not resolved in 25 minutes"])?;
    clocks_move(&mut page)?;
    page.goto("/wall?dashboards=database&zone=utc")?;
    page.wait_for(
        "the wall to know the pool's limit and the hour of the handoff",
        "document.querySelector('.wall')?.innerText.includes('Handoff Fri 16:00')
            && [...document.querySelectorAll('.wall-states li')].some(state => /limit 3\\s?%|> 3\\s?%/.test(state.innerText))",
    )?;
    page.end()
}

/// An incident that is declared under this handbook has its clocks and its ladder.
fn clocks_move(page: &mut Page) -> Result<(), Failure> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let start = now.map_or(0, |time| time.as_secs()) - 60;
    page.goto(&format!(
        "/incidents?declare=1&title=x&severity=SEV1&start={start}"
    ))?;
    declare(page)?;
    page.wait_for(
        "the acknowledge clock of seven minutes",
        &format!("+document.querySelector('.clock')?.dataset.due === ({start} + 7 * 60) * 1000"),
    )?;
    page.wait_for(
        "the second level after 25 minutes",
        "/in 2[34]:/.test(document.querySelector('[data-level=\"2\"]').innerText)",
    )?;
    page.eval("document.querySelector('[data-key=v]').click()")?;
    page.wait_for(
        "the post-mortem's clock of 50 hours",
        "(due => due > 49.9 && due < 50.1)((document.querySelectorAll('.clock')[3]?.dataset.due - Date.now()) / 3600e3)",
    )?;
    page.wait_for(
        "the same in words",
        "document.querySelectorAll('.clock')[3].innerText.includes('2 d 2 h')",
    )?;
    Ok(())
}

#[test]
fn its_rules_are_shown_and_compared_with_its_documents() -> Result<(), Failure> {
    let rules = json!({ "status": "success", "data": { "groups": [{ "name": "own", "file": "own.yml", "interval": 15, "rules": [{
        "type": "alerting", "name": "DatabaseDown", "query": "up{job=\"postgres\"} == 0", "duration": 180,
        "labels": { "severity": "critical" }, "annotations": { "runbook": "RB-004" }, "state": "inactive", "health": "ok", "alerts": []
    }] }] } });
    let mut page = start(&[("rules.json", rules.to_string())])?;
    says(
        &mut page,
        "/rules",
        &[
            "DatabaseDown",
            "fires after 3 min",
            "RB-004 NATS Event Bus Issues",
        ],
    )?;
    says(
        &mut page,
        "/runbooks/RB-004",
        &["named by rule DatabaseDown"],
    )?;
    // The other runbooks have lost their alerts.
    says(
        &mut page,
        "/check",
        &[
            "runbooks/RB-003.md",
            "an alert with the annotation 'runbook: RB-003'",
        ],
    )?;
    page.end()
}

#[test]
fn a_mistake_is_told_with_its_line_and_the_built_in_document_stands_in() -> Result<(), Failure> {
    let files = [
        ("on-call.md", changed("on-call.md", &[("| SEV1 | 5 minutes |", "| SEV1 | soon |")])?),
        ("RB-008.md", "---\ntitle: Own\narea: Database\nowner: Us\nreviewed: 2026-10-05\n---\n# RB-008: Own\n\n## Symptoms\n\n- it is ours\n".to_owned()),
    ];
    let mut page = start(&files)?;
    says(
        &mut page,
        "/on-call",
        &["handbook/on-call.md:", "soon", "5 minutes"],
    )?;
    says(&mut page, "/check", &["handbook/on-call.md:", "soon"])?;
    says(&mut page, "/runbooks/RB-008", &["RB-008 Own", "it is ours"])?;
    page.end()
}

#[test]
fn what_is_not_there_is_told() -> Result<(), Failure> {
    let mut page = Browser::start()?.page(&baseline()?.portal_url());
    bring(&page, &json!({ "handbook": "/nowhere/" }), &[])?;
    page.allow("Failed to load resource");
    says(
        &mut page,
        "/runbooks/RB-001",
        &[
            "handbook/manifest.json could not be read: the server answered 404",
            "RB-001 Service Unavailable",
        ],
    )?;
    page.end()
}

/// Whatever stands in it, it is text: nothing runs, and the page goes on.
#[test]
fn a_hostile_handbook_runs_nothing() -> Result<(), Failure> {
    let front = |id: &str| {
        format!(
            "---\ntitle: Odd\narea: Database\nowner: <b>x</b>\nreviewed: 2026-10-05\n---\n# {id}: Odd\n\n"
        )
    };
    let odd = front("RB-008")
        + "## Raw\n\n<script>window.ran = 1</script>\n\n<img src=x onerror=\"window.ran = 2\">\n\n[press](javascript:window.ran=3)\n\n\
           [data](data:text/html,<script>window.ran=4</script>)\n\n<iframe srcdoc=\"<script>parent.ran=5</script>\"></iframe>\n\n\
           | broken | table\n|---|\n| a | b | c | d |\n\n## Commands\n\n```bash\n# 1. <img src=x onerror=window.ran=6>\necho '</code><script>window.ran=7</script>'\n```\n";
    let large = front("RB-009")
        + "## Much\n\n"
        + &"A line with *emphasis* and `code` and <b>raw</b>.\n\n".repeat(42_000);
    assert!(large.len() > 2_000_000);
    let severities = changed(
        "severity.md",
        &[(
            "| SEV2 | a single service is down",
            "| SEV9 | a single service is down",
        )],
    )?;
    let columns = changed(
        "on-call.md",
        &[(
            "| Severity | Acknowledge | Initial Response | Resolution Target |",
            "| Severity | Acknowledge |",
        )],
    )?;
    let files = [
        ("RB-008.md", odd),
        ("RB-009.md", large),
        ("severity.md", severities),
        ("on-call.md", columns),
        ("rules.json", "{\"status\":\"success\"".to_owned()),
    ];
    let mut page = start(&files)?;
    says(
        &mut page,
        "/check",
        &[
            "handbook/severity.md:",
            "SEV9",
            "handbook/on-call.md:",
            "handbook/rules.json",
        ],
    )?;
    page.goto("/runbooks")?;
    page.wait_for(
        "the list",
        "document.querySelectorAll('tbody tr').length >= 7",
    )?;
    for id in ["RB-008", "RB-009"] {
        page.goto(&format!("/runbooks/{id}"))?;
        page.wait_for(id, "!!document.querySelector('h1')")?;
        let odd = page.eval(
            "[document.querySelectorAll('main script, main img, main iframe, main b').length,
              [...document.querySelectorAll('main a')].filter(link => !/^(https?|mailto):/.test(link.href)).length, window.ran ?? null]",
        )?;
        assert_eq!(odd, json!([0, 0, null]), "{id}");
    }
    page.end()
}

#[test]
fn other_systems_are_links_about_the_service() -> Result<(), Failure> {
    let config = json!({ "links": {
        "sentry": "https://sentry.example/?q={service}", "pagerduty": "https://pd.example/", "kibana": "javascript:alert(1)"
    }});
    let page = Browser::start()?.page(&baseline()?.portal_url());
    bring(&page, &config, &[])?;
    let mut page = page;
    page.goto("/on-call")?;
    let link = |name: &str| {
        format!(
            "[...document.querySelectorAll('.prose a')].find(link => link.textContent === '{name}')?.href ?? null"
        )
    };
    page.wait_for(
        "PagerDuty",
        &format!("{} === 'https://pd.example/'", link("PagerDuty")),
    )?;
    assert_eq!(page.eval(&link("Kibana"))?, json!(null));
    page.wait_for(
        "the schedule",
        "document.querySelector('.duty-now a')?.href === 'https://pd.example/'",
    )?;
    page.goto("/runbooks/RB-005?service=q2q-ai")?;
    page.wait_for(
        "Sentry",
        "!!document.querySelector('.look a[href^=\"https://sentry.example/\"]')",
    )?;
    page.end()
}

#[test]
fn the_roster_says_who_is_on_call() -> Result<(), Failure> {
    let duty = |from: &str, to: &str| json!({ "from": from, "to": to, "primary": "M. Berg", "secondary": "J. Lind" });
    for (roster, words) in [
        (
            json!([duty("2000-01-03", "2099-01-05")]),
            ["M. Berg", "J. Lind"],
        ),
        (
            json!([duty("2000-01-03", "2000-01-10")]),
            ["Nobody listed", "PagerDuty"],
        ),
    ] {
        let page = Browser::start()?.page(&baseline()?.portal_url());
        bring(
            &page,
            &json!({ "roster": roster, "rotationTime": "08:30" }),
            &[],
        )?;
        let mut page = page;
        says(
            &mut page,
            "/on-call?zone=utc",
            &[words[0], words[1], "08:30, in", "17:00, in"],
        )?;
        let rail = json!(words[0].to_lowercase());
        page.wait_for(
            "the rail",
            &format!("document.querySelector('.rail').innerText.toLowerCase().includes({rail})"),
        )?;
        page.end()?;
    }
    Ok(())
}
