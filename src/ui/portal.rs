//! What all of the page shares: configuration, handbook, clock, view, zone, theme, and what is known of each dashboard.

use super::{
    alarms::{Alarms, Around},
    board::Board,
    brought::Own,
    browser,
    clock::Clock,
    incidents::{Incidents, Sounds},
    kept,
    preferences::Preferences,
    reactive::{Memo, ReadSignal, RwSignal, signal},
    theme::Themes,
    view::ViewUrl,
    zones,
};
use crate::{
    config::{self, Config},
    domain::{
        freshness::Pace,
        panel::Dashboard,
        rule::Rule,
        span::Span,
        status::Status,
        time::Zone,
        view::{Refresh, View},
    },
    embedded,
    handbook::Handbook,
    prometheus::{client::Client, early, query::Scope},
    watch::alarm::Board as AlarmBoard,
};
use gloo_net::http::Request;
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// The shared state; a handful of handles, so that it can be copied everywhere.
#[derive(Clone, Copy)]
pub struct Portal {
    /// What was configured.
    pub config: StoredValue<Config>,
    /// What could not be understood in `config.json`.
    pub config_problems: StoredValue<Vec<String>>,
    /// The handbook; maybe without what its pages say until [`Portal::read_pages`].
    pub handbook: StoredValue<Arc<Handbook>>,
    /// The alerting rules: those of a brought handbook, where it has some, else the built-in ones.
    pub rules: StoredValue<Vec<Rule>>,
    /// What could not be understood in a brought handbook, with file and line.
    pub handbook_problems: StoredValue<Vec<String>>,
    /// The present moment.
    pub clock: Clock,
    /// What the URL says.
    pub url: ViewUrl,
    /// The zone of all times.
    pub zone: Memo<Zone>,
    /// Dark or light.
    pub themes: Themes,
    /// What this browser's owner prefers.
    pub preferences: Preferences,
    /// What is known of each dashboard.
    pub board: Board,
    /// What fires.
    pub alarms: Alarms,
    /// Whether somebody can see the page.
    pub visible: ReadSignal<bool>,
    /// The incidents; `None` until those that are kept were read.
    pub incidents: RwSignal<Option<Incidents>>,
    /// Sound and notifications.
    pub sounds: Sounds,
    /// What stands before the title while a clock of an incident is due.
    pub title_mark: RwSignal<Option<&'static str>>,
    /// The title of the page that is shown, without what fires.
    pub page_title: RwSignal<String>,
    /// Whether the search of everything is open.
    pub palette: RwSignal<bool>,
    /// Whether the wall screen is shown, which has no chrome.
    pub on_wall: Memo<bool>,
    /// Counts how often somebody asked for new data by hand.
    pub by_hand: RwSignal<u32>,
}

impl Portal {
    /// Provides the shared state to all that is below, and starts asking. Must be called below the router.
    pub fn provide(config: Config, problems: Vec<String>, own: Own) -> Self {
        let Own {
            handbook,
            rules,
            problems: handbook_problems,
        } = own;
        let handbook = Arc::new(expecting(handbook, &config));
        let clock = Clock::start();
        kept::follow(clock);
        let url = ViewUrl::start();
        let (visible, set_visible) = signal(!browser::is_hidden());
        let listener = window_event_listener_untyped("visibilitychange", move |_: ev::Event| {
            set_visible.set(!browser::is_hidden());
        });
        on_cleanup(move || listener.remove());
        let by_hand = RwSignal::new(0);
        let board = Board::start(&handbook, &config, clock, visible, by_hand);
        if let Some(slug) = url.dashboard() {
            let of_url = |dashboard: &Dashboard| dashboard.slug == slug;
            let index = handbook.dashboards.iter().position(of_url);
            board.viewed.set(index.unwrap_or_default());
        }
        let zone = zones::chosen(url.view, &config.zone);
        let around = Around {
            clock,
            visible,
            by_hand,
            dashboards: board,
        };
        let alarms = Alarms::start(&handbook, rules.clone(), &config, around);
        let portal = Self {
            zone,
            alarms,
            config: StoredValue::new(config),
            config_problems: StoredValue::new(problems),
            handbook: StoredValue::new(handbook),
            rules: StoredValue::new(rules),
            handbook_problems: StoredValue::new(handbook_problems),
            clock,
            url,
            themes: Themes::start(),
            preferences: Preferences::start(),
            board,
            visible,
            incidents: RwSignal::new(None),
            sounds: Sounds::start(),
            title_mark: RwSignal::new(None),
            page_title: RwSignal::new("SRE Portal".to_owned()),
            palette: RwSignal::new(false),
            on_wall: url.is_at("/wall"),
            by_hand,
        };
        provide_context(portal);
        portal
    }

    /// The shared state; every part of the page is below [`Portal::provide`].
    pub fn use_here() -> Self {
        expect_context()
    }

    /// The view that the URL names.
    pub fn view(self) -> Memo<View> {
        self.url.view
    }

    /// The range of the charts.
    pub fn span(self) -> Span {
        let default = self.config.with_value(|config| config.range);
        self.url.view.with(|view| view.span.unwrap_or(default))
    }

    /// How often charts are refreshed and Prometheus scrapes. Pausing stops the asking and not the ageing.
    pub fn pace(self) -> Pace {
        let pace = self.config.with_value(|config| config.pace);
        match self.url.view.with(|view| view.refresh) {
            Refresh::Every(refresh) => Pace { refresh, ..pace },
            Refresh::Configured | Refresh::Paused => pace,
        }
    }

    /// How a dashboard is: the worst of its panels and of the alerts on its subjects. `None` while neither has answered.
    pub fn status(self, dashboard: usize) -> Option<Status> {
        let of_panels = self
            .board
            .status(dashboard, self.clock.now.get(), self.pace());
        let concern = |board: &AlarmBoard| board.dashboards.get(dashboard)?.status();
        of_panels.max(self.alarms.board.with(concern))
    }

    /// Where Prometheus is.
    pub fn client(self) -> Client {
        self.config.with_value(client)
    }

    /// What narrows the charts of a dashboard down: the configured matchers, and those of the view's filters that the
    /// dashboard offers.
    pub fn scope(self, offered: &[String]) -> Scope {
        let filters = self.url.view.with(|view| view.filters.clone());
        let (metrics, services) = self.handbook.with_value(|handbook| {
            (
                handbook.metrics.clone().into(),
                Arc::new(handbook.services.clone()),
            )
        });
        Scope {
            matchers: self.config.with_value(|config| config.matchers.clone()),
            filters: filters
                .into_iter()
                .filter(|(label, _)| offered.contains(label))
                .collect(),
            metrics,
            services,
        }
    }

    /// Brings in what the pages of the handbook say. Linked by the parts of the program that show it alone.
    pub fn read_pages(self) {
        if self.handbook.with_value(|handbook| handbook.is_outline()) {
            self.handbook
                .update_value(|handbook| Arc::make_mut(handbook).pages = embedded::pages());
        }
    }

    /// Names the page in the browser's tab: the environment first, so that two tabs are told apart.
    pub fn set_title(self, page: &str) {
        let environment = self.config.with_value(|config| config.environment.clone());
        self.page_title.set(match environment.as_str() {
            "" => format!("{page} · SRE Portal"),
            environment => format!("{environment}: {page} · SRE Portal"),
        });
    }

    /// Place and document of a dashboard, with what its panels say of themselves.
    pub fn dashboard(self, slug: &str) -> Option<(usize, Dashboard)> {
        self.handbook.with_value(|handbook| {
            let mut all = handbook.dashboards.iter();
            let index = all.position(|dashboard| dashboard.slug == slug)?;
            let mut dashboard = handbook.dashboards.get(index)?.clone();
            // A handbook of one's own has its guides. Linked by the parts of the program that show a dashboard alone.
            if handbook.guides.is_empty() {
                embedded::guides().tell(index, &mut dashboard);
            }
            Some((index, dashboard))
        })
    }
}

/// Where Prometheus is, by the configuration.
pub fn client(config: &Config) -> Client {
    Client {
        base: config.prometheus.clone(),
        headers: config.headers.clone(),
    }
}

/// The handbook with the services that the configuration expects, where it names them.
fn expecting(mut handbook: Handbook, config: &Config) -> Handbook {
    if let Some(expected) = &config.expected {
        handbook
            .services
            .services
            .retain(|service| expected.contains(&service.name));
        let panels = handbook
            .dashboards
            .iter_mut()
            .flat_map(|dashboard| &mut dashboard.panels);
        let services = &handbook.services;
        panels.for_each(|panel| {
            let beside = |name: &str| services.beside.iter().any(|one| one.name == name);
            panel
                .expects
                .retain(|service| expected.contains(&service.name) || beside(&service.name));
        });
    }
    handbook
}

/// Fetches `config.json`; the portal works with defaults when it is missing or wrong. Paths in it begin where the portal
/// is served.
pub async fn load_config() -> (Config, Vec<String>) {
    let (mut config, problems) = fetch_config().await;
    let below = |address: &mut String| {
        if address.starts_with('/') {
            *address = browser::at(address);
        }
    };
    below(&mut config.prometheus);
    below(&mut config.handbook);
    config.alertmanager.iter_mut().for_each(below);
    config.store.iter_mut().for_each(below);
    (config, problems)
}

async fn fetch_config() -> (Config, Vec<String>) {
    let address = browser::at("/config.json");
    let answer = match early::answer(&address, None).await {
        Some(answer) => Ok(answer),
        None => {
            let request = Request::get(&address).cache(web_sys::RequestCache::NoCache);
            request.send().await
        }
    };
    let failure = match answer {
        Ok(response) if response.ok() => match response.text().await {
            Ok(text) => return config::read(&text),
            Err(error) => error.to_string(),
        },
        Ok(response) => format!("the server answered {}", response.status()),
        Err(error) => error.to_string(),
    };
    (
        Config::default(),
        vec![format!(
            "config.json could not be read: {failure}. The portal goes on with its defaults."
        )],
    )
}
