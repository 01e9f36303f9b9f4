//! The platform running: sockets, a thread, the clock; it must not know what a path answers.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use tokio::sync::oneshot;

use crate::fold::Fold;
use crate::plan::Plan;
use crate::scenario::Scenario;
use crate::server::{Answer, Desk};
use crate::source::Source;

/// The port of nats' own monitoring.
const BROKER: u16 = 8222;

/// One scrape target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Prometheus' `job`: `teei-api-gateway`, `postgres`, `nats`.
    pub job: String,
    /// Prometheus' `instance`: `localhost:3000`, whatever port is really in use.
    pub instance: String,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Which ports to listen on, all of them on 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports {
    /// 3000-3006 for the services, 9187 for postgres, 7777 for nats, 8222 for nats' own monitoring.
    Documented,
    /// Whatever the system gives; for platforms side by side. Without nats' own monitoring.
    Free,
}

/// Why the platform did not start.
#[derive(Debug)]
pub enum PlatformError {
    /// A documented port is held by another program.
    PortInUse {
        /// The port.
        port: u16,
        /// What would listen there.
        name: &'static str,
    },
    /// The system refused a socket or a thread.
    System {
        /// What was tried.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

impl fmt::Display for PlatformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortInUse { port, name } => write!(
                f,
                "port {port}, on which {name} is simulated, is in use: end the program that holds it \
                 (`ss -ltnp 'sport = :{port}'` names it) and start again"
            ),
            Self::System { what, source } => write!(f, "the platform could not {what}: {source}"),
        }
    }
}

impl std::error::Error for PlatformError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::PortInUse { .. } => None,
            Self::System { source, .. } => Some(source),
        }
    }
}

/// A running platform. Dropping it stops it and gives its ports back.
pub struct Platform {
    desk: Arc<Mutex<Desk>>,
    targets: Vec<Target>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Platform {
    /// Starts to serve `plan` on 127.0.0.1, counting as if it had run since each service's last deployment.
    ///
    /// # Errors
    /// A port in use, or what the system answers to a socket or a thread.
    pub fn start(plan: Plan, ports: Ports) -> Result<Self, PlatformError> {
        let sources = Source::all();
        let mut listeners = Vec::new();
        let mut targets = Vec::new();
        for source in &sources {
            let listener = listen(
                if ports == Ports::Free { 0 } else { source.port },
                source.name,
            )?;
            let address = listener.local_addr().map_err(system("read a port"))?;
            targets.push(Target {
                job: source.job.clone(),
                instance: source.instance(),
                address,
            });
            listeners.push(listener);
        }
        if ports == Ports::Documented {
            listeners.push(listen(BROKER, "the monitoring of nats")?);
        }

        let folds = fold_all(&sources, &plan, now());
        let desk = Arc::new(Mutex::new(Desk {
            plan,
            sources,
            folds,
        }));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(system("start its runtime"))?;
        let listeners = {
            let _inside = runtime.enter();
            let listeners = listeners.into_iter().map(tokio::net::TcpListener::from_std);
            listeners
                .collect::<io::Result<Vec<_>>>()
                .map_err(system("listen"))?
        };
        let served = Arc::clone(&desk);
        let thread = thread::Builder::new()
            .name("platform".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    for (index, listener) in listeners.into_iter().enumerate() {
                        tokio::spawn(axum::serve(listener, router(&served, index)).into_future());
                    }
                    // An error means that the sender is gone, which is the same wish.
                    let _ = stopped.await;
                });
            })
            .map_err(system("start its thread"))?;
        Ok(Self {
            desk,
            targets,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// What to scrape.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Begins a scenario now, unless it is on already. What was scraped before stays as it is.
    pub fn begin(&self, scenario: Scenario) {
        let mut desk = lock(&self.desk);
        desk.plan.begin(scenario, now());
    }

    /// Ends a scenario now, if it is on.
    pub fn end(&self, scenario: Scenario) {
        let mut desk = lock(&self.desk);
        desk.plan.end(scenario, now());
    }

    /// Lets all counters of the targets of one job begin from 0, as when a process starts anew. The time of its start
    /// stays what it was: a test of counters wants no other curve to change.
    pub fn reset(&self, job: &str) {
        let mut desk = lock(&self.desk);
        let now = now();
        let Desk {
            plan,
            sources,
            folds,
        } = &mut *desk;
        for (source, fold) in sources.iter().zip(folds) {
            if source.job == job {
                fold.reset(source, plan, now);
            }
        }
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been printed already.
            let _ = thread.join();
        }
    }
}

fn system(what: &'static str) -> impl Fn(io::Error) -> PlatformError {
    move |source| PlatformError::System { what, source }
}

fn listen(port: u16, name: &'static str) -> Result<TcpListener, PlatformError> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => PlatformError::PortInUse { port, name },
            _ => PlatformError::System {
                what: "listen",
                source,
            },
        })?;
    listener.set_nonblocking(true).map_err(system("listen"))?;
    Ok(listener)
}

/// Folds every source up to `t`, side by side: a week of each.
fn fold_all(sources: &[Source], plan: &Plan, t: f64) -> Vec<Fold> {
    thread::scope(|scope| {
        let threads: Vec<_> = sources
            .iter()
            .map(|source| (source, scope.spawn(move || Fold::new(source, plan, t))))
            .collect();
        let joined = threads.into_iter();
        joined
            .map(|(source, fold)| fold.join().unwrap_or_else(|_| Fold::new(source, plan, t)))
            .collect()
    })
}

fn router(desk: &Arc<Mutex<Desk>>, index: usize) -> Router {
    let desk = Arc::clone(desk);
    Router::new().fallback(move |uri: Uri| {
        let (status, kind, body) = answer(&desk, index, uri.path());
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        std::future::ready((status, [(header::CONTENT_TYPE, kind)], body).into_response())
    })
}

fn answer(desk: &Mutex<Desk>, index: usize, path: &str) -> Answer {
    let mut desk = lock(desk);
    // The clock is read under the lock, so that no scrape lies before a begin that came earlier.
    let now = now();
    if index < desk.sources.len() {
        desk.answer(index, path, now)
    } else {
        desk.broker(path, now)
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Unix seconds.
fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64())
}
