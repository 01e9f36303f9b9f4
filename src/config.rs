//! `config.json`: what differs between the places where one build is used. Reads text; fetches nothing.

use crate::domain::{duration, freshness::Pace, span::Span};
use serde::Deserialize;

/// The configuration as the page uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The environment's name, shown on every page; empty when there is but one.
    pub environment: String,
    /// Where Prometheus' API is, without a slash at the end: `/prometheus`, `https://prometheus.example`.
    pub prometheus: String,
    /// The zone of all times: a name of the tz database, `UTC`, or `browser`.
    pub zone: String,
    /// How often charts are refreshed, and how often Prometheus scrapes.
    pub pace: Pace,
    /// The range of a page that names none.
    pub range: Span,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            environment: String::new(),
            prometheus: "/prometheus".to_owned(),
            zone: "browser".to_owned(),
            pace: Pace {
                refresh: 15_000,
                scrape: 15_000,
            },
            range: Span::Last(3_600_000),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct File {
    environment: Option<String>,
    prometheus: Option<Server>,
    zone: Option<String>,
    refresh: Option<String>,
    scrape_interval: Option<String>,
    range: Option<String>,
}

#[derive(Deserialize)]
struct Server {
    url: String,
}

/// Reads `config.json`. What cannot be understood keeps its default and is named with its path.
pub fn read(text: &str) -> (Config, Vec<String>) {
    let mut config = Config::default();
    let mut problems = Vec::new();
    // serde would take a list for an object with its fields in order.
    let parsed = match text.trim_start().starts_with('{') {
        true => serde_json::from_str::<File>(text).map_err(|error| error.to_string()),
        false => Err("expected an object, { … }".to_owned()),
    };
    let file = match parsed {
        Ok(file) => file,
        Err(words) => {
            problems.push(format!(
                "config.json: {words}. The portal goes on with its defaults."
            ));
            return (config, problems);
        }
    };
    if let Some(environment) = file.environment {
        config.environment = environment;
    }
    if let Some(server) = file.prometheus {
        config.prometheus = server.url.trim_end_matches('/').to_owned();
    }
    if let Some(zone) = file.zone {
        config.zone = zone;
    }
    let mut interval = |path: &str, text: Option<String>, field: &mut i64| {
        let Some(text) = text else { return };
        match duration::parse(&text) {
            Some(length) if (1_000..=3_600_000).contains(&length) => *field = length,
            _ => problems.push(format!(
                "config.json: '{path}' is '{text}', expected a length of time from 1s to 1h, such as '15s'. Using the default."
            )),
        }
    };
    interval("refresh", file.refresh, &mut config.pace.refresh);
    interval(
        "scrapeInterval",
        file.scrape_interval,
        &mut config.pace.scrape,
    );
    if let Some(range) = file.range {
        match Span::parse(&range) {
            Some(span) => config.range = span,
            None => problems.push(format!(
                "config.json: 'range' is '{range}', expected for example '1h'. Using the default."
            )),
        }
    }
    (config, problems)
}
