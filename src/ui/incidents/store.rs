//! The shared folder on a web server: what is new there is merged, what is new here is sent. What follows from a listing
//! stands in `incident::shelf`.

use super::Incidents;
use crate::{
    domain::time::Moment,
    incident::shelf::{self, Shelf, listing},
    ui::{
        browser,
        clock::Clock,
        reactive::{Memo, RwSignal, effect},
    },
};
use futures_util::future::join_all;
use gloo_net::http::{Request, Response};
use leptos::{prelude::*, task::spawn_local};
use web_sys::{AbortSignal, RequestCache, RequestCredentials};

/// How often it is listed (milliseconds): every portal has what is new within 5 seconds.
const POLL: i64 = 3_000;

/// How long an answer may take (milliseconds).
const PATIENCE: u32 = 10_000;

/// How many files are fetched or sent at once.
const AT_ONCE: usize = 8;

/// Where the name and password are kept, until the tab is closed.
const PASSWORD: &str = "portal.store";

/// How it stands with the shared folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sharing {
    /// When it was last read without trouble.
    pub read: Option<Moment>,
    /// What is wrong with reading or sending, in words.
    pub trouble: Option<String>,
    /// How many events wait to be sent.
    pub waiting: usize,
    /// Whether a password is needed, or another one.
    pub locked: bool,
}

/// The shared folder, where one is configured.
#[derive(Clone, Copy)]
pub struct Store {
    /// Its address; `None` when there is none.
    pub base: StoredValue<Option<String>>,
    /// How it stands.
    pub sharing: RwSignal<Sharing>,
    shelf: StoredValue<Shelf>,
    authorization: StoredValue<Option<String>>,
    turn: RwSignal<u32>,
}

impl Store {
    /// Knows nothing of the folder yet.
    pub fn new(base: Option<String>) -> Self {
        Self {
            base: StoredValue::new(base),
            sharing: RwSignal::new(Sharing::default()),
            shelf: StoredValue::new(Shelf::default()),
            authorization: StoredValue::new(browser::stored_for_session(PASSWORD)),
            turn: RwSignal::new(0),
        }
    }

    /// An event was written: sends it at once, and not at the next poll.
    pub fn hurry(self) {
        self.sharing.update(|sharing| sharing.waiting += 1);
        self.turn.update(|turn| *turn += 1);
    }

    /// Takes the name and password for writing; they never stand in an address.
    pub fn unlock(self, name: &str, password: &str) {
        let authorization = browser::basic(name, password);
        if let Some(authorization) = &authorization {
            browser::store_for_session(PASSWORD, authorization);
        }
        self.authorization.set_value(authorization);
        self.turn.update(|turn| *turn += 1);
    }
}

/// Begins to poll, where a folder is configured; ends with the owner that called this.
pub fn follow(incidents: Incidents, clock: Clock) {
    let store = incidents.store;
    let Some(base) = store.base.get_value() else {
        return;
    };
    let poll = Memo::new(move |_| clock.now.get().0.div_euclid(POLL));
    let busy = StoredValue::new(false);
    effect(move |_| {
        let _ = (poll.get(), store.turn.get());
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        let base = base.clone();
        spawn_local(async move {
            let result = exchange(incidents, clock, &base).await;
            let waiting = incidents.record.try_with_untracked(|record| {
                store.shelf.with_value(|shelf| shelf.unsent(record).len())
            });
            let _ = store.sharing.try_update(|sharing| {
                sharing.waiting = waiting.unwrap_or(0);
                match result {
                    Ok(locked) => {
                        sharing.locked = locked;
                        sharing.read = Some(clock.read());
                        sharing.trouble = None;
                    }
                    Err(trouble) => sharing.trouble = Some(trouble),
                }
            });
            busy.try_set_value(false);
        });
    });
}

/// One turn: lists, fetches, sends. Returns whether the password is missing or wrong.
async fn exchange(incidents: Incidents, clock: Clock, base: &str) -> Result<bool, String> {
    let store = incidents.store;
    let asked = browser::clock_reading();
    let answer = get(base).await?;
    if clock.skew.get_untracked().is_none()
        && let Some(date) = answer.headers().get("Date")
        && let Some(server) = browser::date(&date)
    {
        clock.compare(server, asked);
    }
    let top = listing(&text(answer).await?).map_err(|error| no_listing(base, &error))?;
    for folder in store.shelf.with_value(|shelf| shelf.stale(&top)) {
        let address = format!("{base}{}/", folder.name);
        let now = Moment(browser::elapsed() as i64);
        let files = listing(&text(get(&address).await?).await?)
            .map_err(|error| no_listing(&address, &error))?;
        store
            .shelf
            .update_value(|shelf| shelf.take(&folder, &files, now));
    }
    let missing = incidents
        .record
        .with_untracked(|record| store.shelf.with_value(|shelf| shelf.missing(record)));
    for paths in missing.chunks(AT_ONCE) {
        let files = join_all(paths.iter().map(|path| fetch(base, path))).await;
        let mut events = Vec::new();
        let mut trouble = None;
        for (path, file) in paths.iter().zip(files) {
            match file.map(|bytes| shelf::read(path, &bytes)) {
                Ok(Ok(event)) => events.push(event),
                Ok(Err(error)) => {
                    store.shelf.update_value(|shelf| shelf.spoilt(path));
                    let message = format!("{path} in the shared store: {error}");
                    incidents.aside.update(|aside| {
                        aside.push(crate::incident::record::Aside {
                            text: String::new(),
                            message,
                        });
                    });
                }
                Err(error) => trouble = Some(error),
            }
        }
        incidents.take(events);
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
    }
    send(incidents, base).await
}

async fn send(incidents: Incidents, base: &str) -> Result<bool, String> {
    let store = incidents.store;
    let unsent = incidents
        .record
        .with_untracked(|record| store.shelf.with_value(|shelf| shelf.unsent(record)));
    if unsent.is_empty() {
        return Ok(false);
    }
    let Some(authorization) = store.authorization.get_value() else {
        return Ok(true);
    };
    for events in unsent.chunks(AT_ONCE) {
        let sent = join_all(
            events
                .iter()
                .map(|(path, text)| put(base, path, text, &authorization)),
        );
        for ((path, _), status) in events.iter().zip(sent.await) {
            match status? {
                200..=299 => store.shelf.update_value(|shelf| shelf.sent(path)),
                401 => {
                    store.authorization.set_value(None);
                    return Ok(true);
                }
                status => {
                    return Err(format!(
                        "The shared store refuses new events: it answered {status}."
                    ));
                }
            }
        }
    }
    Ok(false)
}

fn no_listing(address: &str, error: &str) -> String {
    format!(
        "{address} is no listing in JSON ({error}). The web server needs 'autoindex_format json' there."
    )
}

async fn get(address: &str) -> Result<Response, String> {
    let answer = Request::get(address)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)))
        .send()
        .await
        .map_err(|_| {
            "The shared store does not answer. What is done here is sent later.".to_owned()
        })?;
    match answer.ok() {
        true => Ok(answer),
        false => Err(format!("The shared store answered {}.", answer.status())),
    }
}

async fn text(answer: Response) -> Result<String, String> {
    answer.text().await.map_err(|error| error.to_string())
}

async fn fetch(base: &str, path: &str) -> Result<Vec<u8>, String> {
    let answer = get(&format!("{base}{path}")).await?;
    answer.binary().await.map_err(|error| error.to_string())
}

/// Without the browser's own credentials: it would ask for a password in the middle of an incident.
async fn put(base: &str, path: &str, text: &str, authorization: &str) -> Result<u16, String> {
    let failed = |error: gloo_net::Error| format!("An event could not be sent: {error}.");
    let answer = Request::put(&format!("{base}{path}"))
        .credentials(RequestCredentials::Omit)
        .header("Authorization", authorization)
        .header("Content-Type", "application/json")
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)))
        .body(text)
        .map_err(failed)?;
    Ok(answer.send().await.map_err(failed)?.status())
}
