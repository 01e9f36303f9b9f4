//! One alarm: what is wrong, since when, how bad, what to do now. Every word of it comes from elsewhere and is text.

use super::super::handbook::runbook_title;
use crate::{
    domain::{
        duration,
        sla::Clock,
        suggestion::{Seen, Suggestion},
        time::Moment,
    },
    handbook::html::escape,
    prometheus::query::percent_encoded,
    ui::{browser, parts::symbol::symbol, portal::Portal},
    watch::alarm::{Alarm, Standing},
};
use leptos::prelude::*;

/// So many labels are shown; all of them stand in the tooltip.
const LABELS: usize = 6;

/// So much of a text is shown in a row; the whole stands in the tooltip.
const SHOWN: usize = 300;

/// A row of the list.
pub fn row(portal: Portal, alarm: Alarm) -> AnyView {
    let (icon, tone) = face(&alarm);
    let standing = alarm.standing;
    let (name, hook) = (alarm.name.clone(), alarm.name.clone());
    let runbook = runbook(portal, &alarm);
    let panel = alarm.place.as_ref().map(|place| {
        let path = format!(
            "/dashboards/{}?panel={}",
            place.slug,
            percent_encoded(&place.panel)
        );
        view! { <a class="button" href=browser::at(&path)>{symbol("chart")}"Panel"</a> }
    });
    let declare = standing
        .fires()
        .then(|| view! { <a class="button" href=declare_link(portal, &alarm)>{symbol("flag")}"Declare…"</a> });
    let measure = measure(&alarm);
    let clocks = standing.fires().then(|| clocks(portal, &alarm));
    let times = times(portal, &alarm);
    let (summary, labels) = (short(&alarm.summary), labels(&alarm));
    let quiet = quiet(portal, &alarm);
    view! {
        <li class=format!("alarm alarm-{tone}") data-alert=hook data-standing=standing.word()>
            <div class="what">
                <p><span class="alarm-face">{symbol(icon)}</span><strong>{name}</strong><span class="summary" title=alarm.summary>{summary}</span></p>
                {labels}
            </div>
            <div class="since">{times}</div>
            <div class="measure">{measure}</div>
            <div class="sla">{clocks}{quiet}</div>
            <div class="do">{runbook}{panel}{declare}</div>
        </li>
    }
    .into_any()
}

/// The look of a row.
pub fn tone(alarm: &Alarm) -> &'static str {
    face(alarm).1
}

/// The same in few words and without clocks, as HTML that is safe to insert: for one among thousands.
pub fn plain(portal: Portal, alarm: &Alarm) -> String {
    let mut html = String::with_capacity(600);
    let mut put = |before: &str, text: &str, after: &str| {
        html.push_str(before);
        escape(&mut html, text);
        html.push_str(after);
    };
    let icon = format!(
        "<div class='what'><p><svg class='symbol symbol-{0}' aria-hidden='true'><use href='#symbol-{0}'/></svg>",
        face(alarm).0
    );
    put(&icon, "", "");
    put("<strong>", &alarm.name, "</strong>");
    put(
        "<span class='summary'>",
        &short(&alarm.summary),
        "</span></p><p class='labels'>",
    );
    let others = alarm
        .labels
        .iter()
        .filter(|(name, _)| !matches!(*name, "alertname" | "severity"));
    for (name, value) in others.take(LABELS) {
        put("<code>", &short(&format!("{name}={value}")), "</code>");
    }
    let since = alarm.fires_at.or(alarm.began);
    let zone = portal.zone.get_untracked();
    let since = since.map(|at| zone.clock_near(at, portal.clock.now.get_untracked()));
    put(
        "</p></div><div class='since'><p><strong>",
        &capital(alarm.standing.word()),
        "</strong></p>",
    );
    put(
        "<p>",
        &since.map(|at| format!("since {at}")).unwrap_or_default(),
        "</p></div>",
    );
    let measure = alarm.measure.as_ref();
    let value = measure
        .map(|measure| measure.value.clone())
        .unwrap_or_default();
    put(
        "<div class='measure'><p><strong>",
        &value,
        "</strong></p></div><div class='do'>",
    );
    if let Some(id) = &alarm.runbook.id
        && runbook_title(portal, id).is_some()
    {
        put(
            "<a class='button' href='",
            &browser::at(&format!("/runbooks/{id}")),
            "'>",
        );
        put("", id, "</a>");
    }
    put(
        "<a class='button' href='",
        &declare_link(portal, alarm),
        "'>Declare…</a></div>",
    );
    html
}

fn face(alarm: &Alarm) -> (&'static str, &'static str) {
    match alarm.standing {
        Standing::Pending => ("pending", "pending"),
        Standing::Silenced | Standing::Inhibited | Standing::Muted => ("silenced", "quiet"),
        Standing::Unknown => ("cannot-say", "warning"),
        Standing::Firing if alarm.is_critical() => ("critical", "critical"),
        Standing::Firing => ("warning", "warning"),
    }
}

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let mut shown: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The labels that tell it from others; its name and severity stand elsewhere.
pub fn labels(alarm: &Alarm) -> AnyView {
    let others = alarm
        .labels
        .iter()
        .filter(|(name, _)| !matches!(*name, "alertname" | "severity"));
    let all: Vec<String> = others
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let more = all.len().saturating_sub(LABELS);
    let title = all.join("\n");
    let chips = all
        .into_iter()
        .take(LABELS)
        .map(|label| view! { <code>{short(&label)}</code> })
        .collect_view();
    view! { <p class="labels" title=title>{chips}{(more > 0).then(|| format!("and {more} more"))}</p> }.into_any()
}

/// When it fired, and when its condition began.
fn times(portal: Portal, alarm: &Alarm) -> AnyView {
    let (began, fires_at, standing) = (alarm.began, alarm.fires_at, alarm.standing);
    let clock = move |at: Moment| {
        portal
            .zone
            .get()
            .clock_near(at, portal.clock.now.get_untracked())
    };
    let age = move |since: Option<Moment>| {
        since
            .map(|since| duration::words(portal.clock.now.get().since(since)))
            .unwrap_or_default()
    };
    match standing {
        Standing::Pending => view! {
            <p><strong>{move || format!("Pending {}", age(began))}</strong></p>
            <p>{move || fires_at.map(|at| format!("fires at {} if it lasts", clock(at)))}</p>
        }
        .into_any(),
        _ => view! {
            <p><strong>{move || format!("{} {}", capital(standing.word()), age(fires_at.or(began)))}</strong></p>
            <p>{move || fires_at.map(|at| format!("since {}", clock(at)))}</p>
            <p>{move || began.map(|at| format!("true since {}", clock(at)))}</p>
        }
        .into_any(),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn measure(alarm: &Alarm) -> AnyView {
    match (&alarm.measure, alarm.value) {
        (Some(measure), _) => {
            let (value, limit) = (
                measure.value.clone(),
                format!("alert when {}", measure.limit),
            );
            view! { <p><strong>{value}</strong></p><p>{limit}</p> }.into_any()
        }
        (None, Some(value)) => {
            let value = crate::domain::unit::three_figures(value);
            view! { <p><strong>{format!("value {value}")}</strong></p> }.into_any()
        }
        (None, None) => ().into_any(),
    }
}

/// The runbook by its id, and the address that the rule gives.
fn runbook(portal: Portal, alarm: &Alarm) -> AnyView {
    let id = alarm.runbook.id.as_ref().and_then(|id| {
        let title = runbook_title(portal, id)?;
        let service = alarm.service.as_ref();
        let query = service.map_or_else(String::new, |service| {
            format!("?service={}", percent_encoded(service))
        });
        Some(view! { <a class="button primary" href=browser::at(&format!("/runbooks/{id}{query}"))><strong>{id.clone()}</strong>{title}</a> })
    });
    let url = alarm.runbook.url.clone().map(|url| {
        view! { <a class="button" href=url target="_blank" rel="noreferrer noopener">"Runbook elsewhere"</a> }
    });
    view! { {id}{url} }.into_any()
}

/// What the handbook suggests, from the value and from how many services are down.
pub fn suggestion(portal: Portal, alarm: &Alarm) -> Suggestion {
    portal.handbook.with_value(|handbook| {
        handbook.suggestions.suggest(Seen {
            alert: &alarm.name,
            value: alarm.value,
            down: portal.alarms.down.get_untracked(),
            labels: &alarm.labels,
        })
    })
}

/// The clocks that would run if an incident were declared as is suggested: a person always confirms.
fn clocks(portal: Portal, alarm: &Alarm) -> AnyView {
    let suggestion = suggestion(portal, alarm);
    let Some((severity, start)) = suggestion.severity.zip(alarm.fires_at.or(alarm.began)) else {
        let words = format!("Choose a severity when you declare. {}", suggestion.reason);
        return view! { <p class="why">{words}</p> }.into_any();
    };
    let zone = portal.zone.get_untracked();
    let dues: Vec<(Clock, Option<Moment>)> = portal.handbook.with_value(|handbook| {
        let terms = handbook.sla.terms(severity);
        portal.config.with_value(|config| {
            let due =
                |clock| terms.and_then(|terms| terms.of(clock).due(start, &config.calendar, &zone));
            Clock::ALL.map(|clock| (clock, due(clock))).into()
        })
    });
    let cells = dues.into_iter().map(|(clock, due)| {
        let late = move || due.is_some_and(|due| portal.clock.now.get() > due);
        let left = move || match due {
            Some(due) => {
                let left = due.since(portal.clock.now.get());
                match left >= 0 {
                    true => format!("{} left", duration::countdown(left)),
                    false => format!("{} over", duration::countdown(-left)),
                }
            }
            None => "cannot say".to_owned(),
        };
        view! { <div class:late=late><dt>{clock.title()}</dt><dd>{left}</dd></div> }
    });
    view! {
        <dl>{cells.collect_view()}</dl>
        <p class="why">{format!("No incident yet. If {severity}: {}", suggestion.reason)}</p>
    }
    .into_any()
}

/// Who silenced it, why and until when; and the command that would.
fn quiet(portal: Portal, alarm: &Alarm) -> AnyView {
    let Some(quiet) = &alarm.quiet else {
        return ().into_any();
    };
    let zone = portal.zone.get_untracked();
    let now = portal.clock.now.get_untracked();
    let silences = quiet.silenced.iter().map(|silence| {
        let until = silence
            .until
            .map(|until| format!(" until {}", zone.clock_near(until, now)));
        short(&format!(
            "Silenced by {}{}: {}",
            silence.who,
            until.unwrap_or_default(),
            silence.why
        ))
    });
    let inhibited = quiet
        .inhibited
        .iter()
        .map(|by| short(&format!("Inhibited by {by}")));
    let muted = quiet
        .muted
        .iter()
        .flatten()
        .map(|by| short(&format!("Muted by {by}")));
    let lines = silences.chain(inhibited).chain(muted);
    lines
        .map(|line| view! { <p class="why">{symbol("silenced")}{line}</p> })
        .collect_view()
        .into_any()
}

/// The address that fills the form for an incident. Nothing is declared before a person does.
pub fn declare_link(portal: Portal, alarm: &Alarm) -> String {
    let suggested = suggestion(portal, alarm).severity;
    let start = alarm.fires_at.or(alarm.began).map(|at| at.0 / 1000);
    let pairs = [
        ("title", Some(short(&alarm.summary))),
        (
            "severity",
            suggested.map(|severity| severity.name().to_owned()),
        ),
        ("start", start.map(|start| start.to_string())),
        ("services", alarm.service.clone()),
        ("runbook", alarm.runbook.id.clone()),
        ("alert", Some(alarm.name.clone())),
        ("source", Some("alert".to_owned())),
    ];
    let pairs = pairs
        .into_iter()
        .filter_map(|(name, value)| Some(format!("&{name}={}", percent_encoded(&value?))));
    browser::at(&format!(
        "/incidents?declare=1{}",
        pairs.collect::<String>()
    ))
}
