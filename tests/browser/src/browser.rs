//! One browser with one window. It must not know which pages are opened in it.

use crate::commands::Command;
use crate::driver::Driver;
use crate::failure::Failure;
use crate::page::Page;
use crate::tasks::RECORDED;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// A headless Chromium. Dropping it ends it.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    // Tests are written without `async`: a test waits for one thing at a time.
    runtime: Runtime,
    // Dropped last: it takes a browser that hangs along.
    _driver: Driver,
}

impl Browser {
    /// Starts a driver and through it a browser, with a fresh profile.
    pub fn start() -> Result<Self, Failure> {
        Self::start_with(&[])
    }

    /// The same with more arguments for Chromium.
    pub fn start_with(args: &[&str]) -> Result<Self, Failure> {
        Self::start_as(args, None)
    }

    /// One whose tasks are recorded from its start on; see [`Recording`](crate::Recording).
    pub fn start_recorded() -> Result<Self, Failure> {
        Self::start_as(&[], Some(RECORDED))
    }

    fn start_as(args: &[&str], recorded: Option<&str>) -> Result<Self, Failure> {
        let driver = Driver::start()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let Value::Object(capabilities) = driver.capabilities(args, recorded)? else {
            return Err(Failure::new("The capabilities are no JSON object."));
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let client = runtime
            .block_on(builder.connect(&driver.url()))
            .map_err(|error| {
                Failure::from(error).and(&format!("Chromium did not start.\n{}", driver.log()))
            })?;
        let browser = Self {
            client,
            runtime,
            _driver: driver,
        };
        // The window's frame takes some of the size given on the command line; this is the page's own.
        let metrics =
            json!({ "width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", &metrics)?;
        Ok(browser)
    }

    /// A page of the site at `base`, an address without a slash at its end.
    pub fn page(self, base: &str) -> Page {
        Page::new(self, base)
    }

    /// The driver's library, for what has no method here; `wait` runs its futures.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Runs a future to its end.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Sends a command of the DevTools protocol and returns its result.
    pub fn devtools(&self, name: &str, params: &Value) -> Result<Value, Failure> {
        let command = Command::devtools(name, params);
        self.wait(self.client.issue_cmd(command))
            .map_err(|error| Failure::from(error).and(&format!("That was {name}.")))
    }

    /// Takes the console's entries since the last time, as the driver gives them.
    pub fn console(&self) -> Result<Value, Failure> {
        Ok(self.wait(self.client.issue_cmd(Command::log("browser")))?)
    }

    /// Takes what was recorded.
    pub(crate) fn recorded(&self) -> Result<Value, Failure> {
        Ok(self.wait(self.client.issue_cmd(Command::log("performance")))?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser in order. When it hangs or is gone already, the driver's own end takes it along.
        let close = self.client.clone().close();
        let limit = std::time::Duration::from_secs(5);
        let _ = self
            .runtime
            .block_on(async { tokio::time::timeout(limit, close).await });
    }
}
