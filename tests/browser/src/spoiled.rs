//! Pages that find the answers of the real servers changed, where no server can be brought to give such answers. It must
//! not know what a test looks for.

use crate::{Browser, Failure, Page, baseline};
use serde_json::json;

/// Lets the page find the answers of the real servers changed by `change`, a function of the path and the decoded body.
pub fn changed(page: &Page, change: &str) -> Result<(), Failure> {
    let script = format!(
        "const real = window.fetch;
        window.change = {change};
        window.fetch = async (asked, options) => {{
            const answer = await real(asked, options);
            const url = new URL(String(asked.url ?? asked), location.href);
            if (!url.pathname.includes('/api/')) return answer;
            const text = await answer.text();
            let body;
            try {{ body = JSON.parse(text); }} catch {{ return new Response(text, answer); }}
            const made = window.change(url.pathname, body, url.searchParams.get('query') ?? '') ?? body;
            return made instanceof Response ? made : Response.json(made);
        }};"
    );
    page.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": script }),
    )
}

/// A page on the sound stack whose answers are changed.
pub fn spoiled(change: &str, path: &str) -> Result<Page, Failure> {
    let page = Browser::start()?.page(&baseline()?.portal_url());
    page.resize(1440, 900, 1.0, false)?;
    changed(&page, change)?;
    page.goto(path)?;
    Ok(page)
}
