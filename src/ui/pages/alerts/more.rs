//! What a row has no room for: the last day of one alarm, all its words, the command that silences it, where to
//! acknowledge it. Changes nothing anywhere.

use super::history::History;
use crate::{
    alertmanager::silence::Silence,
    ui::{parts::panel_menu::CopyButton, portal::Portal, reactive::Memo},
    watch::alarm::Alarm,
};
use leptos::prelude::*;
use std::sync::Arc;

/// How long a silence lasts when nobody says otherwise, as amtool reads it.
const LASTS: &str = "1h";

/// The details of an alarm.
#[component]
pub fn More(alarm: Memo<Arc<Alarm>>) -> impl IntoView {
    let portal = Portal::use_here();
    let labels = alarm.with_untracked(|alarm| alarm.labels.clone());
    let words = Memo::new(move |_| {
        alarm.with(|alarm| {
            let all = alarm.labels.iter().chain(alarm.annotations.iter());
            all.map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let rows = words.get().into_iter();
        rows.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
            .collect_view()
    };
    let place = Memo::new(move |_| alarm.with(|alarm| alarm.place.clone()));
    let dashboard = move || {
        place.get().map(|place| {
            let href = portal.url.to(&format!("/dashboards/{}", place.slug));
            view! { <p>"Drawn on "<a href=href>{place.dashboard}</a>", panel "{place.title}"."</p> }
        })
    };
    view! {
        <section class="more" aria-label="Details">
            <div><h3>"The last 24 hours"</h3><History labels/></div>
            <div>{silence(alarm)}{pager(alarm)}{dashboard}</div>
            <dl class="all-words" tabindex="0">{rows}</dl>
        </section>
    }
}

/// The command that silences this one alert, filled in.
fn silence(alarm: Memo<Arc<Alarm>>) -> AnyView {
    let portal = Portal::use_here();
    let address = portal
        .config
        .with_value(|config| config.link("alertmanager").map(str::to_owned));
    let hint = match address {
        Some(_) => "",
        None => {
            " amtool takes the address of Alertmanager from its own configuration, or from --alertmanager.url."
        }
    };
    let command = Memo::new(move |_| {
        let incidents = portal.incidents.get();
        let author = incidents.map(|incidents| incidents.author.get());
        alarm.with(|alarm| {
            let incident = incidents
                .and_then(|incidents| incidents.about(&alarm.name, alarm.service.as_deref()));
            let comment = match (incident, &alarm.runbook.id) {
                (Some(state), _) => format!("{} incident {}", state.severity, state.id.short()),
                (None, Some(runbook)) => format!("working by {runbook}"),
                (None, None) => "being worked on".to_owned(),
            };
            let silence = Silence {
                labels: &alarm.labels,
                lasts: LASTS,
                author: author.as_deref().unwrap_or_default(),
                comment: &comment,
                address: address.as_deref(),
            };
            silence.command()
        })
    });
    let body = move || match command.get() {
        Ok(text) => {
            let copied = text.clone();
            view! { <pre class="silence-command" tabindex="0">{text}</pre><p class="actions"><CopyButton face="Copy the command" text=Callback::new(move |()| copied.clone())/></p> }
                .into_any()
        }
        Err(words) => view! { <p class="why">{words}</p> }.into_any(),
    };
    view! {
        <h3>"Silence this alert"</h3>
        {body}
        <p class="why">{format!("The portal silences nothing: run this where amtool is. A silenced alert still voids the all-clear.{hint}")}</p>
    }
    .into_any()
}

/// Where it is acknowledged: not here.
fn pager(alarm: Memo<Arc<Alarm>>) -> AnyView {
    let portal = Portal::use_here();
    let service = alarm.with_untracked(|alarm| alarm.service.clone());
    let address = portal.config.with_value(|config| {
        config.link_about("pagerduty", |name| {
            service.clone().filter(|_| name == "service")
        })
    });
    let link = address.map(|address| {
        view! { " "<a class="pager" href=address target="_blank" rel="noreferrer noopener">"Open PagerDuty"</a> }
    });
    view! { <p>"The portal pages nobody and acknowledges nothing in PagerDuty: do that there."{link}</p> }
        .into_any()
}
