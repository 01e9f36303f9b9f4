//! Commands of Chromium's driver that are in no standard. It must not know what they are used for.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command below the session's address, with a JSON body.
#[derive(Debug)]
pub struct Command {
    path: &'static str,
    body: Value,
}

impl Command {
    /// A command of the DevTools protocol.
    pub fn devtools(name: &str, params: &Value) -> Self {
        Self {
            path: "goog/cdp/execute",
            body: json!({ "cmd": name, "params": params }),
        }
    }

    /// Takes the entries of one of the driver's logs since the last time: `browser`, the console, or `performance`.
    pub fn log(kind: &str) -> Self {
        Self {
            path: "se/log",
            body: json!({ "type": kind }),
        }
    }
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
