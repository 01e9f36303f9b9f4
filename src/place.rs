//! Where the portal is: its path on its server, the browser's zone, and the rules of zones, which lie beside the page. Knows no
//! page.

use crate::domain::time::Zone;
use gloo_net::http::Request;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

thread_local! {
    static BASE: String = base().unwrap_or_default();
}

/// The path under which the portal is served, by the page's own script: empty at the root, else like `/sre`.
fn base() -> Option<String> {
    let script = web_sys::window()?
        .document()?
        .query_selector("script[data-base]");
    let base = script.ok()??.get_attribute("data-base")?;
    Some(base.trim_end_matches('/').to_owned())
}

/// The address on this server of a path of the portal (`/check`), page or file.
pub fn at(path: &str) -> String {
    BASE.with(|base| format!("{base}{path}"))
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["Temporal", "Now"], js_name = timeZoneId, catch)]
    fn time_zone_id() -> Result<String, JsValue>;
}

/// The name of a configured zone, which may be the browser's own: `Europe/Oslo`.
pub fn zone_named(configured: &str) -> String {
    match configured {
        "browser" => browser_zone(),
        name => name.to_owned(),
    }
}

/// Where the zone must be asked of a format of dates, the first of these takes the browser 20 ms.
fn browser_zone() -> String {
    if let Ok(name) = time_zone_id() {
        return name;
    }
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
        .resolved_options();
    let name = js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|name| name.as_string());
    name.unwrap_or_else(|| "UTC".to_owned())
}

/// A zone of the tz database; `None` when there is none of that name, or it cannot be had.
pub async fn zone(name: &str) -> Option<Zone> {
    if name == "UTC" {
        return Some(Zone::utc());
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
    if name.is_empty() || !name.chars().all(legal) {
        return None;
    }
    let answer = Request::get(&at(&format!("/zoneinfo/{name}")))
        .send()
        .await
        .ok()?;
    if !answer.ok() {
        return None;
    }
    Zone::from_tzif(name, &answer.binary().await.ok()?).ok()
}
