//! `config.json`: what differs between the places where one build is used. Reads text; fetches nothing.

mod duty;

use crate::{
    domain::{
        calendar::Calendar,
        duration,
        freshness::Pace,
        night::Night,
        rotation::{Duty, Roster},
        span::Span,
    },
    prometheus::query::percent_encoded,
};
use jiff::civil::Time;
use serde_json::{Map, Value};

/// The configuration as the page uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The environment's name, shown on every page; empty when there is but one.
    pub environment: String,
    /// Where Prometheus' API is, without a slash at the end: `/prometheus`, `https://prometheus.example`.
    pub prometheus: String,
    /// Where Alertmanager's API is, likewise; `None` where there is none, or none that the page may ask.
    pub alertmanager: Option<String>,
    /// Headers of every request to Prometheus: a tenant. No secrets: everybody can read this file.
    pub headers: Vec<(String, String)>,
    /// Label and value that every selector gets.
    pub matchers: Vec<(String, String)>,
    /// The services that must report, where those are not all of the handbook's.
    pub expected: Option<Vec<String>>,
    /// The zone of all times: a name of the tz database, `UTC`, or `browser`.
    pub zone: String,
    /// How often charts are refreshed, and how often Prometheus scrapes.
    pub pace: Pace,
    /// A query whose values are the Unix times of deployments, with labels `service` and such; empty when there is none.
    pub deployments: String,
    /// Addresses of other systems by their names in small letters, `sentry`, with `{service}` and `{correlation_id}` open.
    pub links: Vec<(String, String)>,
    /// The folder of a handbook that is brought beside the built-in one, with a slash at both ends; empty: none is.
    pub handbook: String,
    /// The range of a page that names none.
    pub range: Span,
    /// Business days and hours, in the zone.
    pub calendar: Calendar,
    /// When duty changes on its day; `None`: when the business day opens.
    pub rotation_time: Option<Time>,
    /// Who is on call when; empty: the schedule is kept elsewhere.
    pub roster: Vec<Duty>,
    /// When walls are dimmed; `None`: never.
    pub quiet_hours: Option<Night>,
    /// The shared folder of incidents, with a slash at its end; `None`: incidents are shared by links and files alone.
    pub store: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            environment: String::new(),
            prometheus: "/prometheus".to_owned(),
            alertmanager: None,
            headers: Vec::new(),
            matchers: Vec::new(),
            expected: None,
            zone: "browser".to_owned(),
            pace: Pace {
                refresh: 15_000,
                scrape: 15_000,
            },
            deployments: String::new(),
            links: Vec::new(),
            handbook: String::new(),
            range: Span::Last(3_600_000),
            calendar: Calendar::default(),
            rotation_time: None,
            roster: Vec::new(),
            quiet_hours: None,
            store: None,
        }
    }
}

impl Config {
    /// Who is on call when.
    pub fn roster(&self) -> Roster {
        Roster {
            duties: self.roster.clone(),
            change: self
                .rotation_time
                .unwrap_or_else(|| self.calendar.hours().open()),
        }
    }
}

impl Config {
    /// The address of another system, where it is configured and one that may be opened.
    pub fn link(&self, system: &str) -> Option<&str> {
        let name = system.to_ascii_lowercase();
        let found = self.links.iter().find(|(own, _)| *own == name);
        found
            .map(|(_, address)| address.as_str())
            .filter(|address| address.starts_with("https://") || address.starts_with("http://"))
    }
}

impl Config {
    /// [`Config::link`] with `{service}` and `{correlation_id}` filled by what `value` knows of these names; what it does
    /// not know is left out.
    pub fn link_about(
        &self,
        system: &str,
        value: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let fill = |address: String, name: &str| {
            let value = value(name).unwrap_or_default();
            address.replace(&format!("{{{name}}}"), &percent_encoded(&value))
        };
        let address = self.link(system)?.to_owned();
        Some(fill(fill(address, "service"), "correlation_id"))
    }
}

/// Reads `config.json`. What cannot be understood keeps its default and is named with its path and what was expected.
pub fn read(text: &str) -> (Config, Vec<String>) {
    let mut config = Config::default();
    let file = match serde_json::from_slice::<Value>(text.as_bytes()) {
        Ok(Value::Object(file)) => file,
        Ok(_) => return (config, vec![problem("", "no object", "an object, { … }")]),
        Err(error) => {
            let words = format!("config.json: {error}. The portal goes on with its defaults.");
            return (config, vec![words]);
        }
    };
    let mut reader = Reader {
        problems: Vec::new(),
    };
    for (key, value) in &file {
        match key.as_str() {
            "environment" => reader.text(key, value, &mut config.environment),
            "zone" => reader.text(key, value, &mut config.zone),
            "deployments" => reader.text(key, value, &mut config.deployments),
            "links" => reader.pairs(key, value, is_system, &mut config.links),
            "handbook" => match value.as_str().filter(|path| is_folder(path)) {
                Some(path) => path.clone_into(&mut config.handbook),
                None => reader.refuse(key, value, "a folder of this server such as '/handbook/'"),
            },
            "prometheus" => reader.prometheus(value, &mut config),
            "alertmanager" => {
                let url = value.as_object().and_then(|server| server.get("url"));
                match url.and_then(address) {
                    Some(url) => config.alertmanager = Some(url),
                    None => reader.refuse(key, value, "an object whose 'url' is a path such as '/alertmanager' or a URL"),
                }
            }
            "expectedServices" => {
                let names = value
                    .as_array()
                    .map(|list| list.iter().map(Value::as_str).collect());
                match names {
                    Some(Some(names)) => config.expected = Some(owned(names)),
                    _ => reader.refuse(key, value, "a list of names"),
                }
            }
            "refresh" => reader.interval(key, value, &mut config.pace.refresh),
            "scrapeInterval" => reader.interval(key, value, &mut config.pace.scrape),
            "range" => match value.as_str().and_then(Span::parse) {
                Some(span) => config.range = span,
                None => reader.refuse(key, value, "a range such as '1h'"),
            },
            "store" => {
                let address = value.as_str().filter(|text| is_store(text));
                match address {
                    Some(address) => config.store = Some(address.to_owned()),
                    None => reader.refuse(
                        key,
                        value,
                        "the address of a folder that ends in a slash, such as '/store/'",
                    ),
                }
            }
            _ if reader.duty(key, value, &mut config) => {}
            _ => reader.problems.push(problem(
                key,
                "no key that the portal knows",
                "environment, prometheus, alertmanager, expectedServices, deployments, links, handbook, zone, range, refresh, scrapeInterval, workingHours, \
                 workdays, holidays, rotationTime, roster, quietHours or store",
            )),
        }
    }
    (config, reader.problems)
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn problem(path: &str, found: &str, expected: &str) -> String {
    let place = if path.is_empty() {
        "the file".to_owned()
    } else {
        format!("'{path}'")
    };
    format!("config.json: {place} is {found}, expected {expected}. Using the default.")
}

struct Reader {
    problems: Vec<String>,
}

impl Reader {
    fn refuse(&mut self, path: &str, value: &Value, expected: &str) {
        let found: String = match value {
            Value::String(text) => format!("'{}'", text.chars().take(60).collect::<String>()),
            other => other.to_string().chars().take(60).collect(),
        };
        self.problems.push(problem(path, &found, expected));
    }

    fn text(&mut self, path: &str, value: &Value, field: &mut String) {
        match value.as_str() {
            Some(text) => text.clone_into(field),
            None => self.refuse(path, value, "text"),
        }
    }

    fn interval(&mut self, path: &str, value: &Value, field: &mut i64) {
        let length = value.as_str().and_then(duration::parse);
        match length.filter(|length| (1_000..=3_600_000).contains(length)) {
            Some(length) => *field = length,
            None => self.refuse(path, value, "a length of time from 1s to 1h, such as '15s'"),
        }
    }

    fn prometheus(&mut self, value: &Value, config: &mut Config) {
        let Some(server) = value.as_object() else {
            return self.refuse("prometheus", value, "an object with 'url'");
        };
        for (key, value) in server {
            let path = format!("prometheus.{key}");
            match key.as_str() {
                "url" => match address(value) {
                    Some(url) => config.prometheus = url,
                    None => self.refuse(&path, value, "a path such as '/prometheus' or a URL"),
                },
                "headers" => self.pairs(&path, value, is_header, &mut config.headers),
                "matchers" => self.pairs(&path, value, is_label, &mut config.matchers),
                _ => self.problems.push(problem(
                    &path,
                    "no key that the portal knows",
                    "url, headers or matchers",
                )),
            }
        }
    }

    fn pairs(
        &mut self,
        path: &str,
        value: &Value,
        legal: fn(&str) -> bool,
        field: &mut Vec<(String, String)>,
    ) {
        let empty = Map::new();
        let pairs = match value.as_object() {
            Some(pairs) => pairs,
            None => {
                self.refuse(path, value, "an object of names and texts");
                &empty
            }
        };
        for (name, value) in pairs {
            match value.as_str() {
                Some(text) if legal(name) && !text.contains(['\r', '\n']) => {
                    field.push((name.clone(), text.to_owned()));
                }
                _ => self.refuse(
                    &format!("{path}.{name}"),
                    value,
                    "a legal name with a text of one line",
                ),
            }
        }
    }
}

/// A path or a URL, without a slash at its end.
fn address(value: &Value) -> Option<String> {
    let starts = ["/", "http://", "https://"];
    let url = value.as_str()?.trim_end_matches('/');
    let is_url = url.is_empty() || starts.iter().any(|start| url.starts_with(start));
    is_url.then(|| url.to_owned())
}

/// A path or a web address without a query; `//host/` would be another server's.
fn is_store(text: &str) -> bool {
    let known = ["https://", "http://"]
        .iter()
        .any(|start| text.starts_with(start))
        || (text.starts_with('/') && !text.starts_with("//"));
    known && text.ends_with('/') && !text.contains(['?', '#', ' ', '@']) && text.len() > 1
}

fn is_label(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(legal) && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn is_system(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

fn is_header(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn is_folder(path: &str) -> bool {
    path.starts_with('/') && path.ends_with('/') && !path.contains("//")
}
