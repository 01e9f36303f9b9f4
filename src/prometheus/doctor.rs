//! Why Prometheus cannot be read, told apart by what a browser can see, and the lines that mend it. Asks nothing itself.

use super::fault::Fault;

/// What is known beside the fault itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The page's own origin, `https://portal.example`.
    pub origin: String,
    /// Where Prometheus should be, as configured.
    pub base: String,
    /// Whether a request that asks for nothing but a sign of life (no-cors) came through; `None` when not tried.
    pub alive: Option<bool>,
    /// Whether the server answers with a redirect; `None` when not tried.
    pub redirects: Option<bool>,
    /// Whether the browser said that the page's own policy (Content-Security-Policy) forbids to ask there.
    pub forbidden: bool,
}

/// A likely cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// One of a fixed set, for scripts: `cors`, `login`, `unauthorized`, `prefix`, `starting`, `mixed-content`, `tenant`,
    /// `time-out`, `down`, `damaged`, `refused`, `policy`.
    pub cause: &'static str,
    /// The cause in words.
    pub words: String,
    /// What speaks for it.
    pub evidence: String,
    /// Lines of configuration that mend it, and the file they belong into.
    pub mend: Option<(&'static str, String)>,
}

/// The likely cause of a fault.
pub fn diagnose(fault: &Fault, seen: &Evidence) -> Diagnosis {
    let cross = seen.base.contains("://") && !seen.base.starts_with(&seen.origin);
    let found = |cause, words: &str, evidence: String, mend| Diagnosis {
        cause,
        words: words.to_owned(),
        evidence,
        mend,
    };
    match fault {
        Fault::NoAnswer { .. }
            if seen.origin.starts_with("https://") && seen.base.starts_with("http://") =>
        {
            found(
                "mixed-content",
                "The page came by https and Prometheus is asked by http: browsers forbid that.",
                format!("The page is {}, Prometheus is {}.", seen.origin, seen.base),
                Some((
                    "config.json",
                    "\"prometheus\": { \"url\": \"/prometheus\" }".to_owned(),
                )),
            )
        }
        Fault::NoAnswer { .. } if seen.forbidden && seen.redirects != Some(true) => found(
            "policy",
            "The page's own Content-Security-Policy does not let it ask there.",
            format!("The browser reports that its policy has no {}.", seen.base),
            Some((
                "nginx's site.conf",
                format!("set $sre_connect \" {}\";", origin_of(&seen.base)),
            )),
        ),
        Fault::NoAnswer { .. } if seen.redirects == Some(true) => found(
            "login",
            "Most likely a login page stands in front of Prometheus.",
            "The server answers with a redirect to somewhere else.".to_owned(),
            Some((
                "nginx",
                "location /prometheus/ { proxy_pass http://127.0.0.1:9090; }".to_owned(),
            )),
        ),
        Fault::NoAnswer { .. } if cross && seen.alive == Some(true) => found(
            "cors",
            "Most likely the server does not let this page's origin read its answers (CORS).",
            format!(
                "Something answers at {}, but not for pages from {}.",
                seen.base, seen.origin
            ),
            Some((
                "Prometheus' command line",
                format!("--web.cors.origin='{}'", seen.origin.replace('.', "\\.")),
            )),
        ),
        Fault::NoAnswer { words } => found(
            "down",
            "Most likely the server is down, or its name or port is wrong.",
            format!(
                "Nothing answers at {}. The browser says: {words}.",
                seen.base
            ),
            None,
        ),
        Fault::TimedOut { seconds } => found(
            "time-out",
            "The server took the request and did not answer in time.",
            format!("No answer within {seconds} s."),
            Some((
                "Prometheus' command line",
                "--query.timeout=30s --query.max-concurrency=40".to_owned(),
            )),
        ),
        // Mimir and Cortex say so with 401 and 500, as text and as JSON.
        fault if fault.quoted().contains("org id") => found(
            "tenant",
            "The server wants to know whose data is asked for.",
            format!("It says: {}.", fault.quoted()),
            Some(match cross {
                true => (
                    "config.json",
                    "\"prometheus\": { \"headers\": { \"X-Scope-OrgID\": \"TENANT\" } }".to_owned(),
                ),
                // Which tenants may be read is the server's to say, not the browser's.
                false => (
                    "nginx's site.conf",
                    "# sent as X-Scope-OrgID\nset $sre_prometheus_tenant \"TENANT\";".to_owned(),
                ),
            }),
        ),
        Fault::NotPrometheus {
            status: status @ (401 | 403),
            ..
        } => found(
            "unauthorized",
            "The proxy or Prometheus wants a name and password.",
            format!("The server answered {status}."),
            Some((
                "nginx",
                "proxy_set_header Authorization \"Basic …\";".to_owned(),
            )),
        ),
        Fault::NotPrometheus { status: 503, .. } => found(
            "starting",
            "Prometheus is starting (it replays its log) or stopping.",
            "The server answered 503 in plain text.".to_owned(),
            None,
        ),
        Fault::NotPrometheus {
            status: status @ (502 | 504),
            ..
        } => found(
            "down",
            "The proxy reaches no Prometheus.",
            format!("The proxy answered {status}."),
            Some((
                "nginx",
                "upstream sre_prometheus { server 127.0.0.1:9090; }".to_owned(),
            )),
        ),
        Fault::NotPrometheus { status: 404, .. } => found(
            "prefix",
            "The path prefix is wrong: there is a server, and no API at this path.",
            format!("The server answered 404 below {}.", seen.base),
            Some((
                "config.json",
                "\"prometheus\": { \"url\": \"/prometheus\" }".to_owned(),
            )),
        ),
        Fault::NotPrometheus {
            content_type, head, ..
        } if content_type.contains("html") || head.starts_with('<') => found(
            "login",
            "A web page came in place of data: most likely a login page, or the portal's own files.",
            format!("The answer is {content_type} and begins with {head}"),
            Some((
                "config.json",
                "\"prometheus\": { \"url\": \"/prometheus\" }".to_owned(),
            )),
        ),
        Fault::Refused {
            status: 503, words, ..
        } => found(
            "time-out",
            "Prometheus gave up on the query.",
            format!("It says: {words}."),
            None,
        ),
        Fault::Refused { status, words, .. } => found(
            "refused",
            "Prometheus refuses the query.",
            format!("It answered {status}: {words}."),
            None,
        ),
        Fault::Damaged { words } => found(
            "damaged",
            "The answer was cut or changed on its way.",
            format!("Its decoding stopped: {words}."),
            Some((
                "nginx",
                "proxy_read_timeout 30s; proxy_buffers 16 32k;".to_owned(),
            )),
        ),
        Fault::TooLarge { .. } | Fault::NotPrometheus { .. } => {
            found("refused", &fault.title(), fault.advice(), None)
        }
    }
}

/// `https://host:port` of an address.
fn origin_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |place| place + 3);
    let path = address.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| address.get(..host + path))
        .unwrap_or(address)
}
