//! What all of the page shares: configuration, handbook, clock, zone, theme, and what is known of each dashboard.

use super::{board::Board, browser, clock::Clock, theme::Themes};
use crate::{
    config::{self, Config},
    domain::{panel::Dashboard, time::Zone},
    embedded,
    handbook::Handbook,
    prometheus::client::Client,
};
use gloo_net::http::Request;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// The shared state; a handful of handles, so that it can be copied everywhere.
#[derive(Clone, Copy)]
pub struct Portal {
    /// What was configured.
    pub config: StoredValue<Config>,
    /// What could not be understood in `config.json`.
    pub config_problems: StoredValue<Vec<String>>,
    /// The handbook.
    pub handbook: StoredValue<Arc<Handbook>>,
    /// The present moment.
    pub clock: Clock,
    /// The zone of all times.
    pub zone: ReadSignal<Zone>,
    /// Dark or light.
    pub themes: Themes,
    /// What is known of each dashboard.
    pub board: Board,
}

impl Portal {
    /// Provides the shared state to all that is below, and starts asking.
    pub fn provide(config: Config, problems: Vec<String>) -> Self {
        let handbook = Arc::new(embedded::handbook());
        let clock = Clock::start();
        let (zone, set_zone) = signal(Zone::utc());
        load_zone(&config.zone, set_zone);
        let board = Board::start(
            &handbook,
            Client {
                base: config.prometheus.clone(),
            },
            clock,
        );
        let portal = Self {
            config: StoredValue::new(config),
            config_problems: StoredValue::new(problems),
            handbook: StoredValue::new(handbook),
            clock,
            zone,
            themes: Themes::start(),
            board,
        };
        provide_context(portal);
        portal
    }

    /// The shared state; every part of the page is below [`Portal::provide`].
    pub fn use_here() -> Self {
        expect_context()
    }

    /// How often charts are refreshed and Prometheus scrapes.
    pub fn pace(self) -> crate::domain::freshness::Pace {
        self.config.with_value(|config| config.pace)
    }

    /// Where Prometheus is.
    pub fn client(self) -> Client {
        self.config.with_value(|config| Client {
            base: config.prometheus.clone(),
        })
    }

    /// Place and document of a dashboard.
    pub fn dashboard(self, slug: &str) -> Option<(usize, Dashboard)> {
        self.handbook.with_value(|handbook| {
            let index = handbook
                .dashboards
                .iter()
                .position(|dashboard| dashboard.slug == slug)?;
            Some((index, handbook.dashboards.get(index)?.clone()))
        })
    }
}

/// Fetches `config.json`; the portal works with defaults when it is missing or wrong.
pub async fn load_config() -> (Config, Vec<String>) {
    let answer = Request::get("/config.json")
        .cache(web_sys::RequestCache::NoCache)
        .send()
        .await;
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

/// Fetches the rules of one zone. Until they are there, and when they cannot be had, times are UTC and say so.
fn load_zone(name: &str, set_zone: WriteSignal<Zone>) {
    let name = if name == "browser" {
        browser::zone_name()
    } else {
        name.to_owned()
    };
    let legal = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
    if name == "UTC" || !name.chars().all(legal) {
        return;
    }
    spawn_local(async move {
        let Ok(response) = Request::get(&format!("/zoneinfo/{name}")).send().await else {
            return;
        };
        if !response.ok() {
            return;
        }
        if let Ok(bytes) = response.binary().await
            && let Ok(zone) = Zone::from_tzif(&name, &bytes)
        {
            set_zone.set(zone);
        }
    });
}
