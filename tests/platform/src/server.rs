//! What each path of each target answers; it must not know sockets or threads.

use crate::exposition;
use crate::fold::Fold;
use crate::models::{CONNECTED, SUBSCRIBED};
use crate::moment::Moment;
use crate::plan::Plan;
use crate::scenario::Scenario;
use crate::source::Source;

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
const JSON: &str = "application/json";

/// A response: status code, content type, body.
pub(crate) type Answer = (u16, &'static str, String);

/// The platform at work: its plan, its targets and how far each has counted.
pub(crate) struct Desk {
    pub(crate) plan: Plan,
    pub(crate) sources: Vec<Source>,
    pub(crate) folds: Vec<Fold>,
}

impl Desk {
    /// What the target at `index` answers on `path` at `now` (unix seconds).
    pub(crate) fn answer(&mut self, index: usize, path: &str, now: f64) -> Answer {
        let (Some(source), Some(fold)) = (self.sources.get(index), self.folds.get_mut(index))
        else {
            return missing();
        };
        let moment = Moment::at(&self.plan, now);
        if !source.model.answers(&moment) {
            return (503, JSON, r#"{"status":"unavailable"}"#.to_owned());
        }
        if path == "/metrics" {
            let values = fold.scrape(source, &self.plan, now).unwrap_or_default();
            return (200, TEXT, exposition::text(&source.schema, &values));
        }
        if source.job.starts_with("teei-") {
            service(source.name, path, &moment)
        } else {
            missing()
        }
    }

    /// What nats' own monitoring port answers on `path`.
    pub(crate) fn broker(&self, path: &str, now: f64) -> Answer {
        if self.plan.holds(Scenario::NatsDown, now) {
            return (503, JSON, r#"{"status":"unavailable"}"#.to_owned());
        }
        let body = match path {
            "/varz" => format!(
                r#"{{"server_name":"teei-nats","version":"2.10.7","port":4222,"http_port":8222,"connections":{CONNECTED},"subscriptions":{SUBSCRIBED},"slow_consumers":0}}"#
            ),
            "/connz" => format!(
                r#"{{"num_connections":{CONNECTED},"total":{CONNECTED},"offset":0,"limit":1024}}"#
            ),
            "/subsz" => format!(
                r#"{{"num_subscriptions":{SUBSCRIBED},"num_cache":{SUBSCRIBED},"num_inserts":{SUBSCRIBED}}}"#
            ),
            _ => return missing(),
        };
        (200, JSON, body)
    }
}

fn service(name: &str, path: &str, moment: &Moment<'_>) -> Answer {
    let database = !moment.holds(Scenario::DatabaseDown);
    let nats = !moment.holds(Scenario::NatsDown);
    let word = |up: bool| if up { "up" } else { "down" };
    let body = match path {
        "/health" => format!(
            r#"{{"status":"{}","service":"{name}","dependencies":{{"database":"{}","nats":"{}"}}}}"#,
            if database && nats { "ok" } else { "degraded" },
            word(database),
            word(nats),
        ),
        "/health/liveness" => r#"{"status":"ok"}"#.to_owned(),
        "/health/readiness" if database && nats => r#"{"status":"ok"}"#.to_owned(),
        "/health/readiness" => {
            let down = [(database, "database"), (nats, "nats")].into_iter().filter(|(up, _)| !up);
            let reasons: Vec<_> = down.map(|(_, name)| format!(r#""{name} is down""#)).collect();
            return (503, JSON, format!(r#"{{"status":"unavailable","reasons":[{}]}}"#, reasons.join(",")));
        }
        "/auth/jwks" if name == "api-gateway" => {
            r#"{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"simulated-1","n":"sXch6vZ0Yk","e":"AQAB"}]}"#
                .to_owned()
        }
        _ => return missing(),
    };
    (200, JSON, body)
}

fn missing() -> Answer {
    (404, JSON, r#"{"error":"not found"}"#.to_owned())
}
