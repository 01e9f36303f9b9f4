//! Alertmanager's errors: a bare JSON text or plain text, where Prometheus has an envelope. Decides nothing about retries.

use crate::prometheus::fault::Fault;

/// From an HTTP answer that is no success.
pub fn from_http(status: u16, content_type: &str, body: &[u8]) -> Fault {
    match serde_json::from_slice::<String>(body) {
        Ok(words) => Fault::Refused {
            status,
            kind: String::new(),
            words,
        },
        Err(_) => Fault::from_http(status, content_type, body),
    }
}

/// What happened, in one sentence that names Alertmanager.
pub fn sentence(fault: &Fault) -> String {
    let what = match fault {
        Fault::Refused { status, .. } | Fault::NotPrometheus { status, .. } if *status >= 400 => {
            format!("answered {status}")
        }
        Fault::TimedOut { seconds } => format!("did not answer within {seconds} s"),
        Fault::NoAnswer { .. } => "does not answer".to_owned(),
        Fault::TooLarge { limit } => format!("sent more than {limit} MiB"),
        Fault::Damaged { .. } | Fault::Refused { .. } | Fault::NotPrometheus { .. } => {
            "sent something that is not its answer".to_owned()
        }
    };
    match fault.quoted() {
        "" => format!("Alertmanager {what}."),
        words => format!("Alertmanager {what}: {words}"),
    }
}
