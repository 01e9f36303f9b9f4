//! The page as a test sees it: addresses, conditions, attributes, console. It must not know which panels there are.

use crate::browser::Browser;
use crate::condition::{self, DEADLINE};
use crate::console::{self, Entry};
use crate::failure::Failure;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A page in a browser of its own. Call `end` at the end of a test: it fails on what stands in the console.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
    base: String,
    allowed: Vec<String>,
    entries: Vec<Entry>,
}

impl Page {
    pub(crate) fn new(browser: Browser, base: &str) -> Self {
        Self {
            browser,
            base: base.trim_end_matches('/').to_owned(),
            allowed: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// Loads `path`, such as `/dashboards/database`, and waits for the document but not for what its program does.
    pub fn goto(&self, path: &str) -> Result<(), Failure> {
        let url = format!("{}{path}", self.base);
        self.browser
            .wait(self.browser.client().goto(&url))
            .map_err(|error| Failure::from(error).and(&format!("That was {url}")))
    }

    /// The value of a JavaScript expression; a promise is waited for.
    pub fn eval(&self, expression: &str) -> Result<Value, Failure> {
        let script = format!("return ({expression});");
        self.browser
            .wait(self.browser.client().execute(&script, Vec::new()))
            .map_err(|error| Failure::from(error).and(&format!("That was {expression}")))
    }

    /// Waits until a JavaScript expression is truthy, and returns its value. `what` says it in words.
    pub fn wait_for(&mut self, what: &str, expression: &str) -> Result<Value, Failure> {
        self.wait_at_most(DEADLINE, what, expression, condition::holds)
    }

    /// Waits until an expression's value is a wanted one, `limit` at most. A failure shows the last value, the console and
    /// where a screenshot is. It is looked at once the page has taken the place of its first picture, which looks alike and
    /// answers nobody. What speaks of elements that are not there yet does not hold.
    pub fn wait_at_most(
        &mut self,
        limit: Duration,
        what: &str,
        expression: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value, Failure> {
        let expression = format!(
            "(() => {{
                if (document.querySelector('.first-picture')) return null;
                try {{
                    return ({expression});
                }} catch (error) {{
                    if (error instanceof TypeError) return null;
                    throw error;
                }}
            }})()"
        );
        condition::until(what, limit, || self.eval(&expression), wanted)
            .map_err(|failure| self.explained(failure))
    }

    /// Waits until all panels of a dashboard have painted after a `goto`.
    pub fn wait_for_paint(&mut self) -> Result<(), Failure> {
        let marks = "performance.getEntriesByName('portal:painted').length";
        self.wait_for("all panels to have painted", marks).map(drop)
    }

    /// Waits until the page's files are kept, by a service worker that has taken the page over: a first visit's last work.
    pub fn wait_until_kept(&mut self) -> Result<(), Failure> {
        self.wait_for(
            "the files to be kept",
            "!!navigator.serviceWorker.controller",
        )
        .map(drop)
    }

    /// An attribute of the panel with this slug; `None` when either is missing.
    pub fn attr(&self, panel: &str, name: &str) -> Result<Option<String>, Failure> {
        let value = self.eval(&attribute(panel, name))?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// Waits until an attribute of a panel has one of some values. A panel that is not there ends the wait at the deadline
    /// as well, since the page may still be building it; the message lists the panels that are.
    pub fn wait_for_attr(
        &mut self,
        limit: Duration,
        panel: &str,
        name: &str,
        values: &[&str],
    ) -> Result<(), Failure> {
        let what = format!("panel '{panel}' to have {name} {}", values.join(" or "));
        let wanted = |seen: &Value| seen.as_str().is_some_and(|seen| values.contains(&seen));
        let result = self.wait_at_most(limit, &what, &attribute(panel, name), wanted);
        result.map(drop).map_err(|failure| {
            let panels = "[...document.querySelectorAll('[data-panel]')].map(e => e.dataset.panel)";
            match self.eval(panels) {
                Ok(panels) => failure.and(&format!("Panels on the page: {panels}")),
                Err(_) => failure,
            }
        })
    }

    /// Sets the size of the window in CSS pixels, the device pixels in each, and whether it is a phone.
    pub fn resize(
        &self,
        width: u32,
        height: u32,
        pixel_ratio: f64,
        mobile: bool,
    ) -> Result<(), Failure> {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": pixel_ratio, "mobile": mobile,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics)
    }

    /// The system's theme, `dark` or `light`.
    pub fn theme(&self, name: &str) -> Result<(), Failure> {
        let feature = json!({ "name": "prefers-color-scheme", "value": name });
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [feature] }),
        )
    }

    /// The browser's time zone, such as `Europe/Oslo`.
    pub fn time_zone(&self, name: &str) -> Result<(), Failure> {
        self.devtools(
            "Emulation.setTimezoneOverride",
            &json!({ "timezoneId": name }),
        )
    }

    /// Any other command of the DevTools protocol.
    pub fn devtools(&self, name: &str, params: &Value) -> Result<(), Failure> {
        self.browser.devtools(name, params).map(drop)
    }

    /// Presses a key wherever the focus is, as a hand does: `j`, `Escape`.
    pub fn key(&self, key: &str) -> Result<(), Failure> {
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowLeft" => 37,
            "ArrowDown" => 40,
            "/" => 191,
            _ => key.to_uppercase().bytes().next().unwrap_or_default(),
        };
        let text = match key {
            "Enter" => "\r",
            _ if key.chars().count() == 1 => key,
            _ => "",
        };
        for (kind, text) in [("keyDown", text), ("keyUp", "")] {
            self.devtools(
                "Input.dispatchKeyEvent",
                &json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code }),
            )?;
        }
        Ok(())
    }

    /// Writes what the window shows, as PNG.
    pub fn screenshot(&self, path: &Path) -> Result<(), Failure> {
        let png = self.browser.wait(self.browser.client().screenshot())?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(path, png)?)
    }

    /// Expects console messages that hold `text`: a test of a fault says so before it causes it.
    pub fn allow(&mut self, text: &str) {
        self.allowed.push(text.to_owned());
    }

    /// Ends the browser. Fails when the console holds an error, a warning, a violation of the policy or an exception that
    /// nobody caught, other than the allowed ones.
    pub fn end(mut self) -> Result<(), Failure> {
        self.collect()?;
        let bad = console::unexpected(&self.entries, &self.allowed);
        if bad.is_empty() {
            return Ok(());
        }
        let summary = console::summary(bad.into_iter());
        Err(Failure::new(format!(
            "The console is not quiet:\n{summary}"
        )))
    }

    /// The browser, for what has no method here.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    fn collect(&mut self) -> Result<(), Failure> {
        let answer = self.browser.console()?;
        self.entries.extend(console::entries(&answer));
        Ok(())
    }

    fn explained(&mut self, failure: Failure) -> Failure {
        let mut text = Vec::new();
        if let Ok(address) = self.eval("location.href") {
            text.push(format!("Address: {address}"));
        }
        let picture = failure_picture();
        match self.screenshot(&picture) {
            Ok(()) => text.push(format!("Screenshot: {}", picture.display())),
            Err(error) => text.push(format!("No screenshot: {error}")),
        }
        if self.collect().is_ok() && !self.entries.is_empty() {
            let summary = console::summary(self.entries.iter());
            text.push(format!("Console:\n{summary}"));
        }
        failure.and(&text.join("\n"))
    }
}

fn attribute(panel: &str, name: &str) -> String {
    let selector = Value::from(format!("[data-panel=\"{panel}\"]"));
    let name = Value::from(name);
    format!("document.querySelector({selector})?.getAttribute({name}) ?? null")
}

/// Named after the test, whose thread libtest names so.
fn failure_picture() -> PathBuf {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("main").replace("::", "-");
    std::env::temp_dir()
        .join("sre-portal-failures")
        .join(format!("{name}-{}.png", std::process::id()))
}
