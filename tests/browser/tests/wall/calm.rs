//! The wall while nothing has taken it over: its sizes, its turns, its bands and its foot.

use crate::{PROVEN, SOON, configure, drawn, filled, fires, open, shown, spoil};
use browser::{Failure, Page, declare};
use serde_json::{Value, json};

#[test]
fn an_all_clear_fills_every_screen_and_charts_take_turns() -> Result<(), Failure> {
    let mut page = open("/wall?every=5s&zone=utc", |_| Ok(()))?;
    let word = "document.querySelector('.wall-head h1')?.innerText";
    page.wait_at_most(PROVEN, "the all-clear", word, |word| word == "All clear")?;
    let proof = "document.querySelector('.wall-said p')?.innerText";
    let proof = page.eval(proof)?;
    let proof = proof.as_str().unwrap_or_default();
    assert!(
        proof.starts_with("proven ")
            && proof.contains("7 of 7 services up")
            && proof.contains("Watchdog heard"),
        "{proof}"
    );
    let states =
        "[...document.querySelectorAll('.wall-states li')].map(row => row.dataset.status).join()";
    assert_eq!(page.eval(states)?, "ok,ok,ok,ok,ok");
    let turns = "['key', 'service-overview', 'api-gateway', 'database', 'event-bus', 'nodejs'].filter(slide => !window.seen.includes(slide))";
    page.wait_at_most(SOON, "every dashboard to have its turn", turns, |left| {
        left.as_array().is_some_and(Vec::is_empty)
    })?;
    let time = "document.querySelector('.wall-time strong').innerText === new Date().toISOString().slice(11, 16) && document.querySelector('.wall-time span').innerText.endsWith(', UTC')";
    page.wait_for("the time with its zone", time)?;
    let foot = "document.querySelector('.wall-foot').innerText";
    let foot = page.eval(foot)?;
    for part in ["On call", "Handoff", "Open incidents", "Alerts", " old"] {
        assert!(
            foot.as_str().is_some_and(|foot| foot.contains(part)),
            "{part}: {foot}"
        );
    }
    let slugs = [
        "service-overview",
        "api-gateway",
        "database",
        "event-bus",
        "nodejs",
    ];
    for path in slugs.map(|slug| format!("/wall?dashboards={slug}")) {
        page.goto(&path)?;
        drawn(&mut page)?;
        filled(&mut page)?;
    }
    page.end()
}

#[test]
fn the_worst_dashboard_stays() -> Result<(), Failure> {
    let pool = "(path, body) => { for (const one of body.data?.result ?? []) if (one.metric.portal_part?.startsWith('connection-pool/') && one.value) one.value[1] = '0.93'; }";
    let mut page = open("/wall?every=5s", |page| spoil(page, pool))?;
    // Dashboards may answer before the rules do, for which the wall waits.
    shown(&mut page, SOON, "calm")?;
    let slide = "document.querySelector('[data-slide]')?.dataset.slide";
    page.wait_at_most(SOON, "the database", slide, |slide| slide == "database")?;
    page.eval("(window.seen = [], window.from = Date.now())")?;
    page.wait_for("three turns", "Date.now() - window.from > 15500")?;
    let others = "window.seen.filter(word => word !== 'calm' && word !== 'database')";
    assert_eq!(page.eval(others)?, json!([]));
    page.wait_for(
        "its state, its words and its chart first",
        "document.querySelector('[data-dashboard=database]').dataset.status === 'warning'
            && document.querySelector('[data-dashboard=database] .wall-words').innerText.includes('93%')
            && document.querySelector('.wall-chart').dataset.panel === 'connection-pool'
            && document.querySelector('.wall-chart').dataset.status === 'warning'
            && document.querySelector('.wall-head').dataset.status === 'warning'",
    )?;
    // Where the limit stands is of no use from five metres; the proof tells it.
    let said = page.eval("document.querySelector('.wall').innerText")?;
    assert!(
        said.as_str().is_some_and(|said| !said.contains(".md")),
        "{said}"
    );
    page.goto("/alerts")?;
    page.wait_at_most(
        SOON,
        "the limit's line",
        "document.querySelector('.proof')?.innerText ?? ''",
        |proof| {
            proof.as_str().is_some_and(|proof| {
                proof.contains("limit > 80%. runbooks/dashboards/database.md:")
            })
        },
    )?;
    page.end()
}

#[test]
fn a_warning_is_a_band_and_takes_nothing_over() -> Result<(), Failure> {
    let change = fires("SlowQueries", "warning", 12);
    let mut page = open("/wall", |page| spoil(page, &change))?;
    page.wait_at_most(
        SOON,
        "the band",
        "document.querySelector('.wall-band')?.innerText ?? ''",
        |text| {
            text.as_str()
                .is_some_and(|text| text.contains("SlowQueries") && text.contains("firing"))
        },
    )?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for(
        "the head and the foot to tell of it",
        "document.querySelector('.wall-head').dataset.status === 'warning'
            && document.querySelector('.wall-foot').innerText.includes('1 firing')",
    )?;
    filled(&mut page)?;
    page.end()
}

#[test]
fn the_address_shapes_it_and_its_mistakes_are_told() -> Result<(), Failure> {
    let mut page = open(
        "/wall?dashboards=database&theme=light&scale=1.2",
        |_| Ok(()),
    )?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for(
        "one dashboard, in light, larger",
        "document.querySelector('[data-slide]').dataset.slide === 'database'
            && document.documentElement.dataset.theme === 'light'
            && Math.abs(parseFloat(getComputedStyle(document.querySelector('.wall-states strong')).fontSize) - 47 * 1.2) < 0.5
            && !document.querySelector('.wall-notes')",
    )?;
    let press = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))";
    page.eval(press)?;
    page.wait_for(
        "the page of now, with its own theme",
        "location.pathname === '/' && !!document.querySelector('.rail') && document.documentElement.dataset.theme === 'dark'",
    )?;
    page.goto("/wall?dashboards=databse,nodejs&every=1ms&theme=%3Cb%3E&scale=NaN&colour=red")?;
    shown(&mut page, SOON, "calm")?;
    let notes = page.wait_for(
        "the notes",
        "document.querySelector('.wall-notes')?.innerText",
    )?;
    for part in [
        "'databse'",
        "'every=1ms'",
        "'theme=<b>'",
        "'scale=NaN'",
        "'colour'",
    ] {
        assert!(
            notes.as_str().is_some_and(|notes| notes.contains(part)),
            "{part}: {notes}"
        );
    }
    page.wait_for("dark", "document.documentElement.dataset.theme === 'dark'")?;
    page.end()
}

/// A SEV3 does not take the screen over: what runs is told in a line, to the second.
#[test]
fn a_lesser_incident_is_a_band_with_its_clock() -> Result<(), Failure> {
    let began = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs()
        - 192;
    let link = format!(
        "/incidents?declare=1&title=Slow%20checkout&severity=SEV3&start={began}&services=q2q-ai"
    );
    let mut page = open(&link, |_| Ok(()))?;
    declare(&mut page)?;
    // What the wall has to agree with: when the incident's own page says that a clock is due.
    let due = |page: &Page, place: u8| {
        page.eval(&format!(
            "+document.querySelectorAll('.clock')[{place}].dataset.due"
        ))
    };
    let (acknowledge, response) = (due(&page, 0)?, due(&page, 1)?);
    let runs = |clock: &str, due: &Value| {
        format!(
            "(() => {{
                const band = document.querySelector('.wall-band')?.innerText ?? '';
                const figure = /{clock} ([\\d:]+) left of/.exec(band)?.[1];
                const left = figure?.split(':').reduce((sum, part) => sum * 60 + +part, 0);
                return band.startsWith('SEV3 Slow checkout') && Math.abs(({due} - Date.now()) / 1000 - left) < 2;
            }})()"
        )
    };
    page.goto("/wall")?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for("its first clock", &runs("acknowledge", &acknowledge))?;
    let before = page.eval("document.querySelector('.wall-band').innerText")?;
    page.wait_for(
        "the clock to run",
        &format!("document.querySelector('.wall-band').innerText !== {before}"),
    )?;
    page.wait_for("it again", &runs("acknowledge", &acknowledge))?;
    page.wait_for(
        "the foot to count it",
        "document.querySelector('.wall-foot').innerText.includes('1\\nOpen incidents')",
    )?;
    drawn(&mut page)?;
    filled(&mut page)?;
    page.resize(1920, 1080, 1.0, false)?;
    page.goto("/incidents")?;
    page.wait_for(
        "the incident",
        "!!document.querySelector('main a[href*=\"/incidents/\"]')",
    )?;
    page.eval("document.querySelector('main a[href*=\"/incidents/\"]').click()")?;
    page.wait_for(
        "its clocks",
        "document.querySelectorAll('.clock').length === 3",
    )?;
    page.eval(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))",
    )?;
    page.wait_for(
        "it to be acknowledged",
        "document.querySelector('.clock').dataset.standing === 'met'",
    )?;
    page.goto("/wall")?;
    shown(&mut page, SOON, "calm")?;
    page.wait_for("its next clock", &runs("initial response", &response))?;
    page.wait_for(
        "who has it",
        "document.querySelector('.wall-band').innerText.includes('acknowledged by M. Berg')",
    )?;
    page.end()
}

/// A configuration whose roster lists these two from so many days ago until so many days ahead.
fn roster(from: i64, to: i64) -> String {
    let date =
        |days: i64| format!("new Date(Date.now() + {days} * 864e5).toISOString().slice(0, 10)");
    format!(
        "{{ zone: 'UTC', roster: [{{ from: {}, to: {}, primary: 'M. Berg', secondary: 'J. Lind' }}] }}",
        date(from),
        date(to)
    )
}

#[test]
fn the_foot_names_who_is_on_call() -> Result<(), Failure> {
    let foot = "[...document.querySelectorAll('.wall-cell')].map(cell => cell.innerText.split('\\n').reverse().join(': ')).join(', ')";
    let critical = fires("DatabaseDown", "critical", 4);
    for (from, to, calm, taken) in [
        (
            -2,
            2,
            "On call: M. Berg, Second: J. Lind, ",
            "on call: M. Berg",
        ),
        (-9, -2, "On call: nobody listed, ", "has it yet: Nobody"),
    ] {
        let config = roster(from, to);
        let mut page = open("/wall", |page| configure(page, &config))?;
        shown(&mut page, SOON, "calm")?;
        page.wait_at_most(SOON, calm, foot, |foot| {
            foot.as_str().is_some_and(|foot| foot.starts_with(calm))
        })?;
        drawn(&mut page)?;
        filled(&mut page)?;
        page.end()?;
        let mut page = open("/wall", |page| {
            configure(page, &config)?;
            spoil(page, &critical)
        })?;
        shown(&mut page, SOON, "taken")?;
        page.wait_at_most(SOON, taken, foot, |foot| {
            foot.as_str().is_some_and(|foot| foot.ends_with(taken))
        })?;
        filled(&mut page)?;
        page.end()?;
    }
    Ok(())
}
