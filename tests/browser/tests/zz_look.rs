//! Throwaway.
use browser::{Failure, Page, spoiled};
use serde_json::json;
use std::path::Path;
const FIRING: &str = "(path, body) => {
    const ago = s => new Date(Date.now() - s * 1000).toISOString();
    if (!path.endsWith('/api/v1/alerts')) return;
    const add = (alertname, severity, labels, summary, runbook, state, since, value) => body.data.alerts.push({ labels: { alertname, severity, ...labels }, annotations: { summary, runbook }, state, activeAt: ago(since), value });
    add('DatabaseDown', 'critical', { job: 'postgres', instance: 'db-1:9187' }, 'PostgreSQL database is down', 'RB-003', 'firing', 530, '0');
    add('HighErrorRate', 'critical', { service: 'unified-profile' }, 'High error rate on unified-profile', 'RB-005', 'firing', 500, '0.613');
    add('HighErrorRate', 'critical', { service: 'q2q-ai' }, 'High error rate on q2q-ai', 'RB-005', 'firing', 470, '0.234');
    add('QueryErrorRate', 'critical', { service: 'q2q-ai' }, 'High database query error rate on q2q-ai', 'RB-003', 'firing', 460, '0.07');
    add('HighQueueDepth', 'warning', { queue_name: 'csr.impact' }, 'High queue depth: csr.impact', 'RB-004', 'firing', 485, '2840');
    add('HighResponseTime', 'warning', { service: 'api-gateway' }, 'High response time on api-gateway', 'RB-002', 'pending', 480, '1.83');
    add('HighResponseTime', 'warning', { service: 'unified-profile' }, 'High response time on unified-profile', 'RB-002', 'pending', 380, '2.61');
}";
fn shot(page: &Page, name: &str) -> Result<(), Failure> {
    for (suffix, width, height, phone, theme) in [
        ("dark", 1440, 900, false, "dark"),
        ("light", 1440, 900, false, "light"),
        ("phone", 390, 844, true, "dark"),
    ] {
        page.theme(theme)?;
        page.resize(width, height, 1.0, phone)?;
        page.eval("new Promise(done => setTimeout(done, 1500))")?;
        page.screenshot(Path::new(&format!("/tmp/alerts-look/{name}-{suffix}.png")))?;
    }
    page.resize(1440, 900, 1.0, false)?;
    Ok(())
}
#[test]
fn look() -> Result<(), Failure> {
    let mut page = spoiled(FIRING, "/alerts")?;
    page.wait_for("rows", "document.querySelectorAll('.alarm').length >= 7")?;
    let ago = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
        - 470;
    page.eval(&format!("(() => {{ const link = document.createElement('a'); link.href = '/incidents?declare=1&title=PostgreSQL%20database%20is%20down&severity=SEV1&start={ago}&services=postgres&alert=DatabaseDown&runbook=RB-003'; document.body.append(link); link.click(); }})()"))?;
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    page.eval("(() => { const field = document.querySelector('.declare input[autocomplete=name]'); field.value = 'M. Berg'; field.dispatchEvent(new Event('input', { bubbles: true })); document.querySelector('.declare .buttons button').click(); })()")?;
    page.wait_for(
        "the incident's page",
        "document.querySelectorAll('.clock').length === 3",
    )?;
    page.eval(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))",
    )?;
    page.eval("document.querySelector('nav a[href^=\"/alerts\"]').click()")?;
    page.wait_for("rows", "document.querySelectorAll('.alarm').length >= 7")?;
    shot(&page, "alerts")?;
    page.eval("document.querySelectorAll('.more-button')[1].click()")?;
    page.eval("document.querySelectorAll('.alarm')[1].scrollIntoView()")?;
    shot(&page, "more")?;
    page.eval("document.querySelector('.rules').scrollIntoView()")?;
    shot(&page, "rules")?;
    page.eval("document.querySelector('.brand').click()")?;
    page.wait_for("rows", "document.querySelectorAll('.alarm').length >= 7")?;
    page.eval("window.scrollTo(0,0)")?;
    shot(&page, "home")?;
    println!("{}", page.eval("document.documentElement.scrollWidth")?);
    let _ = json!(1);
    Ok(())
}
