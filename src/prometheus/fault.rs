//! All ways in which a question can fail, and what each tells the user to do. Decides nothing about retries.

use crate::domain::freshness::DataState;
use serde::Deserialize;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Prometheus understood and refused: its HTTP status, error type and words.
    Refused {
        /// 400, 422, 503 and others.
        status: u16,
        /// `bad_data`, `execution`, `timeout`.
        kind: String,
        /// Its own words.
        words: String,
    },
    /// An answer that is not Prometheus' JSON: a proxy's error page, a login page, plain text.
    NotPrometheus {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type` header; empty when there was none.
        content_type: String,
        /// How the body begins.
        head: String,
    },
    /// JSON that ends early or has another shape.
    Damaged {
        /// What the decoder says.
        words: String,
    },
    /// More than the page takes; cut off while it came.
    TooLarge {
        /// The limit (MiB).
        limit: usize,
    },
    /// No answer within the time limit (seconds).
    TimedOut {
        /// The limit.
        seconds: u32,
    },
    /// No answer at all: refused, unreachable, forbidden by the browser. The browser tells these apart in no way.
    NoAnswer {
        /// The browser's words.
        words: String,
    },
}

/// An error answer of the API; all fields may be absent.
#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorBody {
    #[serde(rename = "errorType")]
    kind: String,
    error: String,
    msg: String,
}

impl Fault {
    /// From an HTTP answer that is no success.
    pub fn from_http(status: u16, content_type: &str, body: &[u8]) -> Self {
        match serde_json::from_slice::<ErrorBody>(body) {
            Ok(said) if !(said.error.is_empty() && said.msg.is_empty()) => Self::Refused {
                status,
                kind: said.kind,
                words: if said.error.is_empty() {
                    said.msg
                } else {
                    said.error
                },
            },
            _ => Self::not_prometheus(status, content_type, body),
        }
    }

    /// From an answer that is no JSON.
    pub fn not_prometheus(status: u16, content_type: &str, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body.get(..400.min(body.len())).unwrap_or_default());
        let head = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(160)
            .collect();
        Self::NotPrometheus {
            status,
            content_type: content_type.to_owned(),
            head,
        }
    }

    /// Which state a panel has when this was the last thing to happen.
    pub fn state(&self) -> DataState {
        match self {
            Self::NoAnswer { .. }
            | Self::TimedOut { .. }
            | Self::NotPrometheus {
                status: 502..=504, ..
            } => DataState::Unreachable,
            _ => DataState::Error,
        }
    }

    /// Whether what was asked cannot be answered, so that the old lines are no picture of it.
    pub fn is_about_the_query(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                status: 400 | 422,
                ..
            }
        )
    }

    /// What happened, in one line.
    pub fn title(&self) -> String {
        match self {
            Self::Refused { status, kind, .. } if kind.is_empty() => {
                format!("Prometheus answered {status}")
            }
            Self::Refused { status, kind, .. } => format!("Prometheus answered {status}: {kind}"),
            Self::NotPrometheus {
                status: 401 | 403, ..
            } => "Not allowed to ask Prometheus".to_owned(),
            Self::NotPrometheus {
                status: 413 | 414, ..
            } => "The question is too long".to_owned(),
            Self::NotPrometheus { status: 429, .. } => "Asked too often".to_owned(),
            Self::NotPrometheus {
                status: 502..=504, ..
            } => "No answer from Prometheus".to_owned(),
            Self::NotPrometheus {
                status: 200..=299,
                head,
                ..
            } if head.is_empty() => "An empty answer".to_owned(),
            Self::NotPrometheus {
                status: 200..=299, ..
            } => "The answer is not from Prometheus".to_owned(),
            Self::NotPrometheus { status, .. } => format!("The server answered {status}"),
            Self::Damaged { .. } => "The answer is damaged".to_owned(),
            Self::TooLarge { limit } => format!("The answer is larger than {limit} MiB"),
            Self::TimedOut { seconds } => format!("No answer within {seconds} s"),
            Self::NoAnswer { .. } => "No answer from Prometheus".to_owned(),
        }
    }

    /// The other side's own words, to be quoted unchanged; empty when there are none.
    pub fn quoted(&self) -> &str {
        match self {
            Self::Refused { words, .. } | Self::Damaged { words } | Self::NoAnswer { words } => {
                words
            }
            // A proxy's own error page says less than its number.
            Self::NotPrometheus {
                status: 502..=504,
                head,
                ..
            } if head.starts_with('<') => "",
            Self::NotPrometheus { head, .. } => head,
            Self::TooLarge { .. } | Self::TimedOut { .. } => "",
        }
    }

    /// What to do about it.
    pub fn advice(&self) -> String {
        match self {
            Self::Refused { status: 400 | 422, .. } => {
                "The query itself is refused. Mend it in the dashboard's document, or look for targets that were added lately.".to_owned()
            }
            Self::Refused { status: 503, .. } => {
                "Prometheus took too long or is starting up. Choose a shorter range, or wait for it to be ready.".to_owned()
            }
            Self::Refused { .. } => "Look into Prometheus' own log.".to_owned(),
            Self::NotPrometheus { status: 401 | 403, .. } => {
                "Sign in to the proxy in front of Prometheus, or let this page's address through.".to_owned()
            }
            Self::NotPrometheus { status: 404, .. } => {
                "Nothing is at this address. Most likely the path prefix of 'prometheus.url' in config.json is wrong.".to_owned()
            }
            Self::NotPrometheus { status: 413 | 414, .. } => {
                "The question is longer than the proxy takes, most likely for a filter in the address. Take the filters away, or raise client_max_body_size in nginx.".to_owned()
            }
            Self::NotPrometheus { status: 429, .. } => {
                "The proxy limits how often one address may ask. Choose a slower refresh, or raise limit_req in nginx.".to_owned()
            }
            Self::NotPrometheus { status: status @ (502 | 504), .. } => {
                format!("The proxy answers {status}: Prometheus is down, restarting, or its address in nginx is wrong.")
            }
            Self::NotPrometheus { status: 503, .. } => {
                "Prometheus is starting or stopping, or the proxy has no server for it.".to_owned()
            }
            Self::NotPrometheus { content_type, head, .. } if content_type.contains("html") || head.starts_with('<') => {
                "This is a web page, most likely a login page or another site. Check 'prometheus.url' in config.json.".to_owned()
            }
            Self::NotPrometheus { .. } => "Check 'prometheus.url' in config.json and what the proxy does with it.".to_owned(),
            Self::Damaged { .. } => {
                "The answer ended early or was changed on its way. Look at the proxies between this page and Prometheus.".to_owned()
            }
            Self::TooLarge { .. } => {
                "Too many series match. Choose a shorter range or a filter, or look for a label with too many values."
                    .to_owned()
            }
            Self::TimedOut { .. } => "Prometheus or the network is slow. Choose a shorter range.".to_owned(),
            Self::NoAnswer { .. } => {
                "Prometheus is down, the network is, or the browser forbids it (another origin without CORS, http from an https page). 'prometheus.url' in config.json says where it should be.".to_owned()
            }
        }
    }
}
