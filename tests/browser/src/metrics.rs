//! The browser's own figures of a page: what its thread worked and what it holds. It must not know what they may be.

use crate::failure::Failure;
use crate::page::Page;
use serde_json::{Value, json};

/// All figures at a moment, by Chromium's names.
#[derive(Debug)]
pub struct Metrics(Vec<(String, f64)>);

impl Metrics {
    /// From here on work is counted by what the thread had of a processor: a busy machine makes it no longer.
    pub fn count_work(page: &Page) -> Result<(), Failure> {
        let domain = json!({ "timeDomain": "threadTicks" });
        page.browser().devtools("Performance.enable", &domain)?;
        Ok(())
    }

    /// The figures now.
    pub fn read(page: &Page) -> Result<Self, Failure> {
        let answer = page
            .browser()
            .devtools("Performance.getMetrics", &json!({}))?;
        let list = answer["metrics"].as_array().cloned().unwrap_or_default();
        let one = |metric: &Value| {
            let name = metric["name"].as_str()?.to_owned();
            Some((name, metric["value"].as_f64()?))
        };
        Ok(Self(list.iter().filter_map(one).collect()))
    }

    /// A figure in its own unit; NaN when there is none of that name.
    pub fn get(&self, name: &str) -> f64 {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map_or(f64::NAN, |(_, value)| *value)
    }

    /// What the thread worked until now.
    pub fn work(&self) -> Work {
        let milliseconds = |name| self.get(name) * 1000.0;
        Work {
            all: milliseconds("TaskDuration"),
            scripts: milliseconds("ScriptDuration"),
            styles: milliseconds("RecalcStyleDuration"),
            layout: milliseconds("LayoutDuration"),
        }
    }
}

/// Work of the page's thread (milliseconds of a processor).
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// All tasks, painting and the harness' own commands among them.
    pub all: f64,
    /// The page's program.
    pub scripts: f64,
    /// Finding the styles of what changed.
    pub styles: f64,
    /// Placing what changed.
    pub layout: f64,
}

impl Work {
    /// What the page itself asks for: without painting and the harness.
    pub fn own(&self) -> f64 {
        self.scripts + self.styles + self.layout
    }
}

impl std::ops::Sub for Work {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            all: self.all - before.all,
            scripts: self.scripts - before.scripts,
            styles: self.styles - before.styles,
            layout: self.layout - before.layout,
        }
    }
}

/// What the page's thread works while `action` runs to its end.
pub fn work_of(page: &Page, action: &str) -> Result<Work, Failure> {
    let before = Metrics::read(page)?.work();
    page.eval(action)?;
    Ok(Metrics::read(page)?.work() - before)
}
