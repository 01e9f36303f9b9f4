//! All that a link shares of a dashboard: range, zone, refresh, filters, the panel that is open, the comparison. Knows
//! the URL's parameters, not the URL.

use super::{duration, order, span::Span};

/// Which zone the times are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ZoneChoice {
    /// What `config.json` says.
    #[default]
    Configured,
    /// Coordinated Universal Time.
    Utc,
    /// The browser's own zone.
    Browser,
}

/// How often charts ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Refresh {
    /// What `config.json` says.
    #[default]
    Configured,
    /// Every so many milliseconds.
    Every(i64),
    /// Not at all, until somebody asks.
    Paused,
}

/// The refresh intervals that the menu offers.
pub const REFRESHES: [&str; 7] = ["5s", "10s", "15s", "30s", "1m", "2m", "5m"];

/// The names of the filters, in the order of the page.
pub const FILTERS: [&str; 5] = ["service", "route", "operation", "table", "queue_name"];

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct View {
    /// The range; `None` is the configured one.
    pub span: Option<Span>,
    /// What stands where a range should, and is none.
    pub misread: Option<String>,
    /// The zone of all times.
    pub zone: ZoneChoice,
    /// How often charts ask again.
    pub refresh: Refresh,
    /// Label and value, at most one for each of [`FILTERS`].
    pub filters: Vec<(String, String)>,
    /// The panel that fills the screen.
    pub panel: Option<String>,
    /// The pale line from so many milliseconds before.
    pub compare: Option<i64>,
    /// The incident that a runbook is worked through for: the beginning of its name.
    pub incident: Option<String>,
}

impl View {
    /// Reads the URL's parameters. What cannot be understood is left out, since an old link still opens; of a range the
    /// page says so, since charts of another time look the same.
    pub fn parse<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut view = Self::default();
        for (name, value) in parameters {
            view.read(name, value);
        }
        order::plain(&mut view.filters);
        view
    }

    /// Takes the value of a parameter; whether a view has such a one.
    fn read(&mut self, name: &str, value: &str) -> bool {
        match name {
            "range" => {
                self.span = Span::parse(value);
                let is_none = self.span.is_none() && !value.is_empty();
                self.misread = is_none.then(|| value.to_owned());
            }
            "zone" => {
                self.zone = match value {
                    "utc" => ZoneChoice::Utc,
                    "browser" => ZoneChoice::Browser,
                    _ => ZoneChoice::Configured,
                };
            }
            "refresh" if value == "off" => self.refresh = Refresh::Paused,
            "refresh" => {
                let length =
                    duration::parse(value).filter(|length| (5_000..=300_000).contains(length));
                self.refresh = length.map_or(Refresh::Configured, Refresh::Every);
            }
            "incident" if is_name(value) => self.incident = Some(value.to_owned()),
            "panel" if !value.is_empty() => self.panel = Some(value.to_owned()),
            "incident" | "panel" => {}
            "compare" => {
                let length = duration::parse(value);
                self.compare = length.filter(|length| (60_000..=366 * 86_400_000).contains(length));
            }
            _ if FILTERS.contains(&name) => {
                if !value.is_empty() {
                    self.filters.retain(|(label, _)| label != name);
                    self.filters.push((name.to_owned(), value.to_owned()));
                }
            }
            _ => return false,
        }
        true
    }

    /// The URL's parameters, not yet encoded; only what differs from the configured view.
    pub fn parameters(&self) -> Vec<(&str, String)> {
        let mut parameters = Vec::new();
        if let Some(span) = self.span {
            parameters.push(("range", span.to_url()));
        }
        match self.zone {
            ZoneChoice::Configured => {}
            ZoneChoice::Utc => parameters.push(("zone", "utc".to_owned())),
            ZoneChoice::Browser => parameters.push(("zone", "browser".to_owned())),
        }
        match self.refresh {
            Refresh::Configured => {}
            Refresh::Every(length) => parameters.push(("refresh", duration::promql(length))),
            Refresh::Paused => parameters.push(("refresh", "off".to_owned())),
        }
        for (label, value) in &self.filters {
            parameters.push((label, value.clone()));
        }
        if let Some(compare) = self.compare {
            parameters.push(("compare", duration::promql(compare)));
        }
        if let Some(incident) = &self.incident {
            parameters.push(("incident", incident.clone()));
        }
        if let Some(panel) = &self.panel {
            parameters.push(("panel", panel.clone()));
        }
        parameters
    }

    /// Whether a parameter of the URL is one of a view; others are a page's own.
    pub fn names(parameter: &str) -> bool {
        Self::default().read(parameter, "")
    }

    /// The value of a filter.
    pub fn filter(&self, label: &str) -> Option<&str> {
        let found = self.filters.iter().find(|(name, _)| name == label);
        found.map(|(_, value)| value.as_str())
    }

    /// Sets or takes away a filter.
    pub fn set_filter(&mut self, label: &str, value: Option<&str>) {
        self.filters.retain(|(name, _)| name != label);
        if let Some(value) = value {
            self.filters.push((label.to_owned(), value.to_owned()));
        }
        order::plain(&mut self.filters);
    }
}

/// Whether this may be the beginning of an incident's name.
fn is_name(text: &str) -> bool {
    (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What people call a filter's label: `queue` for `queue_name`.
pub fn filter_word(label: &str) -> &str {
    label.strip_suffix("_name").unwrap_or(label)
}
