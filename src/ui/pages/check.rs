//! The doctor: whether Prometheus can be read, why not, and what is missing or contradictory.

use crate::{
    domain::time::Moment,
    float,
    prometheus::{
        body::Body,
        decode::vector,
        doctor::{Diagnosis, Evidence, diagnose},
        fault::Fault,
        gate::Urgency,
        query::Request,
        rules,
    },
    ui::{browser, parts::symbol::symbol, portal::Portal, reactive::signal},
    watch::{all_clear::CLOCKS_AGREE, contradictions},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// One line of the report.
#[derive(Clone, Debug, PartialEq)]
struct Finding {
    /// The symbol: `ok`, `warning`, `error` or `cannot-say`.
    symbol: &'static str,
    /// What was looked at.
    what: &'static str,
    /// What was found.
    words: Vec<String>,
    /// The cause, where something is wrong with the connection.
    cause: Option<Diagnosis>,
}

/// The report, made anew at every press of its button.
#[component]
pub fn CheckPage() -> impl IntoView {
    let portal = Portal::use_here();
    let (report, set_report) = signal(None::<(Moment, Vec<Finding>)>);
    portal.set_title("Check");
    let look = move || {
        set_report.set(None);
        spawn_local(async move {
            let findings = examine(portal).await;
            set_report.set(Some((portal.clock.read(), findings)));
        });
    };
    look();
    view! {
        <header class="page-head">
            <h1>"Check"</h1>
            <p>{move || match report.get() {
                Some((at, _)) => format!("looked at {}", portal.zone.get().clock(at)),
                None => "looking".to_owned(),
            }}</p>
            <div class="actions"><button on:click=move |_| look()>"Look again"</button></div>
        </header>
        <ul class="findings">{move || report.get().map(|(_, findings)| findings.into_iter().map(row).collect_view())}</ul>
    }
}

fn row(finding: Finding) -> impl IntoView {
    let cause = finding.cause.as_ref().map(|cause| cause.cause);
    view! {
        <li class="finding" data-cause=cause>
            {symbol(finding.symbol)}
            <div>
                <h2>{finding.what}</h2>
                {finding.words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                {finding.cause.map(|cause| view! {
                    <p><strong>{cause.words}</strong></p>
                    <p>{cause.evidence}</p>
                    {cause.mend.map(|(file, lines)| view! { <p>{format!("In {file}:")}</p><pre>{lines}</pre> })}
                })}
            </div>
        </li>
    }
}

fn sound(what: &'static str, words: String) -> Finding {
    Finding {
        symbol: "ok",
        what,
        words: vec![words],
        cause: None,
    }
}

fn judged(what: &'static str, troubles: Vec<String>, none: &str) -> Finding {
    match troubles.is_empty() {
        true => sound(what, none.to_owned()),
        false => Finding {
            symbol: "warning",
            what,
            words: troubles,
            cause: None,
        },
    }
}

async fn examine(portal: Portal) -> Vec<Finding> {
    let mut findings = vec![judged(
        "Configuration",
        portal.config_problems.get_value(),
        "config.json is understood.",
    )];
    if portal
        .config
        .with_value(|config| !config.handbook.is_empty())
    {
        let problems = portal.handbook_problems.get_value();
        findings.push(judged(
            "Handbook",
            problems,
            "The handbook of this place is understood.",
        ));
    }
    let client = portal.client();
    let handbook = portal.handbook.get_value();
    let ask = async |promql: &str| {
        let body = client
            .ask(&Request::instant(promql.to_owned()), None, Urgency::Status)
            .await?;
        vector(body).map(|answer| answer.data)
    };
    // The clocks are compared by the way: no dashboard may have been asked for yet.
    let asked = browser::clock_reading();
    let time = ask("vector(time())").await;
    if let Ok([sample]) = time.as_deref() {
        portal
            .clock
            .compare(Moment::from_seconds(sample.value), asked);
    }
    if let Err(fault) = time {
        let cause = diagnose(&fault, &evidence(&client.base).await);
        findings.push(Finding {
            symbol: "error",
            what: "Prometheus",
            words: vec![fault.title()],
            cause: Some(cause),
        });
        return findings;
    }
    findings.push(sound(
        "Prometheus",
        format!("It answers at {}.", client.base),
    ));
    let skew = portal.clock.skew.get_untracked().map_or(0, i64::abs);
    let seconds = skew as f64 / 1000.0;
    findings.push(match skew > CLOCKS_AGREE {
        true => Finding {
            symbol: "warning",
            what: "Clocks",
            words: vec![format!(
                "This machine's clock is {} s off the server's. The page corrects for it.",
                float::fixed(seconds, 0)
            )],
            cause: None,
        },
        false => sound(
            "Clocks",
            format!("They agree to {} s.", float::fixed(seconds, 1)),
        ),
    });
    findings.push(match browser::window().is_some_and(|window| window.is_secure_context()) {
        true => sound("Secure context", "The browser offers everything.".to_owned()),
        false => Finding {
            symbol: "warning",
            what: "Secure context",
            words: vec![
                "The page came by plain http: the browser offers no offline copy, clipboard, wake lock or notification. Serve it by TLS."
                    .to_owned(),
            ],
            cause: None,
        },
    });
    let counted = ask(&contradictions::existence_query(&handbook)).await;
    findings.push(of_data(
        "Metrics",
        counted,
        |counts| {
            let missing = contradictions::missing_metrics(&handbook, counts);
            missing
                .into_iter()
                .map(|name| format!("No series has the name {name}."))
                .collect()
        },
        "All metrics of the handbook have series.",
    ));
    let up = ask("up").await;
    findings.push(of_data(
        "Services",
        up,
        |up| {
            let silent = contradictions::silent_services(&handbook.services, up);
            silent
                .into_iter()
                .map(|name| format!("{name} is expected, and Prometheus has no target for it."))
                .collect()
        },
        "Prometheus has a target for each expected service, whether it is up or down.",
    ));
    let rules = match client.ask(&Request::rules(), None, Urgency::Status).await {
        Ok(body) => rules::rules(&body.whole()).map(|answer| answer.data),
        Err(fault) => Err(fault),
    };
    findings.push(match rules {
        Ok(loaded) => {
            let rules: Vec<_> = loaded.into_iter().map(|loaded| loaded.rule).collect();
            judged(
                "Limits and rules",
                contradictions::limits(&handbook.dashboards, &rules),
                "Rules and dashboards agree.",
            )
        }
        Err(fault) => Finding {
            symbol: "cannot-say",
            what: "Limits and rules",
            words: vec![fault.title()],
            cause: None,
        },
    });
    findings
}

fn of_data(
    what: &'static str,
    answer: Result<Vec<crate::domain::series::Sample>, Fault>,
    troubles: impl FnOnce(&[crate::domain::series::Sample]) -> Vec<String>,
    none: &str,
) -> Finding {
    match answer {
        Ok(samples) => judged(what, troubles(&samples), none),
        Err(fault) => Finding {
            symbol: "cannot-say",
            what,
            words: vec![fault.title(), fault.advice()],
            cause: None,
        },
    }
}

/// What the browser can see beside the fault: whether anything answers at all, and whether it redirects.
async fn evidence(base: &str) -> Evidence {
    let origin = browser::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default();
    let address = format!("{base}/api/v1/status/buildinfo");
    let forbidden = StoredValue::new(false);
    let listener = window_event_listener_untyped("securitypolicyviolation", move |_: ev::Event| {
        forbidden.set_value(true);
    });
    let alive = browser::probe(&address, "no-cors", "follow").await;
    let redirects = browser::probe(&address, "cors", "manual").await;
    // The browser tells of its policy after it has refused.
    browser::pause(100).await;
    listener.remove();
    Evidence {
        origin,
        base: base.to_owned(),
        alive: Some(alive.is_some()),
        redirects: redirects.map(|kind| kind == "opaqueredirect"),
        forbidden: forbidden.get_value(),
    }
}
