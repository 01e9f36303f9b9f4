//! The last day of an alert as strips: when each of its alarms was pending and when it fired. Asked for on demand.

use crate::{
    domain::{alert::AlertState, labels::Labels, time::Moment},
    float,
    prometheus::{client::Abort, decode::matrix, gate::Urgency},
    ui::{
        portal::Portal,
        reactive::{Memo, RwSignal, effect},
    },
    watch::alarm::history::{Strip, request, strips},
};
use leptos::{prelude::*, task::spawn_local};

/// How often it is asked for again while it is open (milliseconds).
const AGAIN: i64 = 30_000;

/// What is known of the strips.
#[derive(Clone)]
enum Known {
    Asking,
    Failed(String),
    Strips(Vec<Strip>, Moment, Moment),
}

/// The strips of the alarms that have these labels.
#[component]
pub fn History(labels: Labels) -> impl IntoView {
    let portal = Portal::use_here();
    let known = RwSignal::new(Known::Asking);
    let abort = Abort::new();
    let view = abort.as_ref().map(Abort::signal);
    let _keep = StoredValue::new_local(abort);
    // While it is open it goes on: a strip that stands still would be taken for an alert that does.
    let turn = Memo::new(move |_| portal.clock.now.get().0.div_euclid(AGAIN));
    effect(move |_| {
        let _ = turn.get();
        let (question, grid) = request(&labels, portal.clock.read());
        let view = view.clone();
        spawn_local(async move {
            let answer = portal
                .client()
                .ask(&question, view.as_ref(), Urgency::Seen)
                .await;
            let found = match answer.and_then(|body| matrix(body, grid)) {
                Ok(answer) => Known::Strips(strips(&answer.data), grid.start, grid.end()),
                Err(fault) => Known::Failed(fault.title()),
            };
            known.set(found);
        });
    });
    move || {
        match known.get() {
        Known::Asking => view! { <p class="hint">"Asking Prometheus for the last 24 hours"</p> }.into_any(),
        Known::Failed(words) => view! { <p class="hint">{words}</p> }.into_any(),
        Known::Strips(strips, ..) if strips.is_empty() => {
            view! { <p class="hint">"Neither pending nor firing in the last 24 hours, as far as Prometheus remembers."</p> }.into_any()
        }
        Known::Strips(strips, from, to) => {
            let rows = strips.into_iter().map(|strip| row(portal, &strip, from, to));
            view! { <ul class="history">{rows.collect_view()}</ul> }.into_any()
        }
    }
    }
}

fn row(portal: Portal, strip: &Strip, from: Moment, to: Moment) -> AnyView {
    let length = to.since(from).max(1) as f64;
    let share = |at: Moment| at.since(from) as f64 / length;
    let (zone, now) = (
        portal.zone.get_untracked(),
        portal.clock.now.get_untracked(),
    );
    let labels: Vec<String> = strip
        .labels
        .iter()
        .filter(|(name, _)| !matches!(*name, "alertname" | "severity"))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let spans = strip.spans.iter().map(|span| {
        let (class, word) = match span.state {
            AlertState::Firing => ("firing", "firing"),
            AlertState::Pending => ("pending", "pending"),
            AlertState::Unknown => ("unknown", "state unknown"),
        };
        let words = format!("{word} {} – {}", zone.clock_near(span.from, now), zone.clock_near(span.to, now));
        let title = words.clone();
        let (left, width) = (share(span.from), share(span.to) - share(span.from));
        view! { <span class=class title=title style:left=float::percent(left) style:width=float::percent(width)><span class="visually-hidden">{words}</span></span> }
    });
    view! { <li><code>{labels.join(", ")}</code><div class="strip-day">{spans.collect_view()}</div></li> }.into_any()
}
