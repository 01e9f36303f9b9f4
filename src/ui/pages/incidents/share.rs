//! The ways out of and into the page: link, message, export, import, and what a link or a file would add.

use crate::{
    domain::{marks::alert_spans, order, time::Moment},
    incident::{
        event::Kind,
        export,
        id::Id,
        link, message,
        plain::Reader,
        postmortem::{self, Additions},
        record::Record,
        state::State,
        timeline,
    },
    prometheus::{
        decode::matrix,
        gate::Urgency,
        query::{Request, alerts_query},
    },
    ui::{
        browser,
        incidents::{Incidents, Offer},
        output,
        parts::{menu::Menu, panel_menu::CopyButton, symbol::symbol},
        picture::{Picture, Pictures},
        portal::Portal,
    },
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// Link, message and export of an incident.
#[component]
pub fn ShareMenu(id: Id) -> impl IntoView {
    view! {
        <Menu label="Share".to_owned() class="face-button" face=ViewFn::from(|| "Share")
            contents=Callback::new(move |_| ways(id))/>
    }
}

fn ways(id: Id) -> AnyView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let address = move || incidents.record.with(|record| link::write(record, id));
    let link_row = move || {
        match address() {
        Ok(_) => view! {
            <CopyButton face="Copy the link that holds all of it" text=Callback::new(move |()| shared_link(incidents, id).unwrap_or_default())/>
        }
        .into_any(),
        Err(length) => view! { <p class="hint">{format!("The incident is too long for a link ({} kB). Export it and send the file.", length / 1024)}</p> }.into_any(),
    }
    };
    let message = Callback::new(move |()| {
        let link = shared_link(incidents, id);
        read(portal, incidents, |reader| {
            incidents
                .state(id)
                .map(|state| message::write(&state, link.as_deref(), reader))
        })
        .unwrap_or_default()
    });
    let (said, set_said) = signal(None::<&'static str>);
    let charts = use_context::<Pictures>();
    let export = move |_| {
        let charts = charts
            .map(|charts| charts.0.get_value())
            .unwrap_or_default();
        spawn_local(async move {
            let done = export_zip(portal, incidents, id, charts).await;
            let _ = set_said.try_set(Some(match done {
                Some(0) => "Exported, without pictures: no charts are on this page.",
                Some(_) => "Exported.",
                None => "It is too large for an archive.",
            }));
        });
    };
    view! {
        <h2>"Share"</h2>
        {link_row}
        <CopyButton face="Copy the message for #incidents" text=message/>
        <button class="export" on:click=export>"Export the post-mortem (.zip)"</button>
        <p class="hint" role="status">{move || said.get()}</p>
        <p class="hint">"Whoever opens the link sees what it would add before anything is merged. The file imports again on the page of all incidents."</p>
    }
    .into_any()
}

fn shared_link(incidents: Incidents, id: Id) -> Option<String> {
    let fragment = incidents
        .record
        .with_untracked(|record| link::write(record, id))
        .ok()?;
    let origin = browser::window()?.location().origin().ok()?;
    Some(format!("{origin}/incidents/{}#{fragment}", id.short()))
}

/// Writes a text for the page's present moment and zone.
pub fn read<T>(portal: Portal, incidents: Incidents, write: impl FnOnce(Reader<'_>) -> T) -> T {
    let (now, zone) = (portal.clock.read(), portal.zone.get_untracked());
    incidents.zones.with_untracked(|zones| {
        write(Reader {
            now,
            zone: &zone,
            zones,
        })
    })
}

/// Offers the archive; returns how many pictures are in it.
async fn export_zip(
    portal: Portal,
    incidents: Incidents,
    id: Id,
    charts: Vec<(String, String, Picture)>,
) -> Option<usize> {
    let mut pictures = Vec::new();
    let mut titles = Vec::new();
    for (name, title, picture) in charts {
        if let Some(canvas) = picture.run(())
            && let Some(blob) = output::png(&canvas).await
            && let Some(bytes) = output::bytes(&blob).await
        {
            let path = format!("pictures/{name}.png");
            titles.push((path.clone(), title));
            pictures.push((path, bytes));
        }
    }
    let state = incidents.state(id)?;
    let additions = Additions {
        alerts: alerts(portal, &state).await,
        pictures: titles,
    };
    let text = read(portal, incidents, |reader| {
        postmortem::write(&state, &additions, reader)
    });
    let count = pictures.len();
    let bytes = incidents
        .record
        .with_untracked(|record| export::write(record, id, &text, pictures))?;
    output::offer_bytes(
        &format!("incident-{}.zip", id.short()),
        "application/zip",
        &bytes,
    );
    Some(count)
}

/// The alerts that fired within the incident's span. Without an answer the post-mortem has none, and is still written.
async fn alerts(portal: Portal, state: &State) -> Vec<(Moment, String)> {
    let grid = super::panels::span(state, portal.clock.read()).grid(portal.clock.read());
    let rules = crate::embedded::rules();
    let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    let request = Request::range(alerts_query(&names, &portal.scope(&[])), grid);
    let Ok(body) = portal.client().ask(&request, None, Urgency::Status).await else {
        return Vec::new();
    };
    let Ok(answer) = matrix(&body, grid) else {
        return Vec::new();
    };
    let zone = portal.zone.get_untracked();
    let spans = alert_spans(&answer.data).into_iter();
    let mut alerts: Vec<(Moment, String)> = spans
        .filter(|span| span.firing)
        .map(|span| {
            let about = span.service.map(|service| format!(" on {service}"));
            let until = zone.clock_near(span.to, span.from);
            let words = format!(
                "{}{} fires, until {until}",
                span.name,
                about.unwrap_or_default()
            );
            (span.from, words)
        })
        .collect();
    order::plain(&mut alerts);
    alerts
}

/// A field that takes an exported file.
#[component]
pub fn Import() -> impl IntoView {
    let incidents = Incidents::use_here();
    let chosen = move |event: ev::Event| {
        let input: Option<web_sys::HtmlInputElement> =
            event.target().and_then(|target| target.dyn_into().ok());
        let Some(input) = input else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        let Some(file) = file else { return };
        spawn_local(async move {
            let offer = match file.size() {
                size if size > LARGEST => Offer::Refused("The file cannot be imported: it is larger than any export. Nothing was changed.".to_owned()),
                _ => match output::bytes(&file).await.map(|bytes| export::read(&bytes)) {
                    Some(Ok((record, aside))) => Offer::Events(record, aside.len()),
                    Some(Err(error)) => Offer::Refused(error),
                    None => Offer::Refused("The browser could not read the file. Nothing was changed.".to_owned()),
                },
            };
            let _ = incidents.offer.try_set(Some(offer));
        });
    };
    view! { <label class="filter import">"Import a file"<input type="file" accept=".zip,.json" class="visually-hidden" on:change=chosen/></label> }
}

/// No export is larger, in bytes.
const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// What a link or a file brought, to be agreed to.
#[component]
pub fn Offered() -> impl IntoView {
    let portal = Portal::use_here();
    let incidents = Incidents::use_here();
    let hash = use_location().hash;
    Effect::new(move |_| {
        let hash = hash.get();
        let fragment = hash.trim_start_matches('#');
        if link::is_one(fragment) {
            incidents.offer.set(Some(match link::read(fragment) {
                Ok(opened) => Offer::Events(opened.record, opened.aside.len()),
                Err(error) => Offer::Refused(error),
            }));
        }
    });
    let leave = move || {
        incidents.offer.set(None);
        browser::drop_fragment();
    };
    move || {
        incidents.offer.get().map(|offer| match offer {
            Offer::Refused(words) => view! {
                <section class="panel offer refused" role="alert" aria-label="What was opened">
                    <p>{symbol("error")}{words}</p>
                    <p class="buttons"><button on:click=move |_| leave()>"Put away"</button></p>
                </section>
            }
            .into_any(),
            Offer::Events(record, aside) => offered(portal, incidents, &record, aside, leave),
        })
    }
}

fn offered(
    portal: Portal,
    incidents: Incidents,
    offer: &Record,
    aside: usize,
    leave: impl Fn() + Copy + 'static,
) -> AnyView {
    let zone = portal.zone.get();
    let name = offer.incidents().first().and_then(|id| {
        let state = State::of(offer, *id)?;
        Some((*id, format!("{} {}", state.severity, state.title)))
    });
    let news: Vec<_> = incidents
        .record
        .with(|record| record.news(offer).into_iter().cloned().collect());
    let count = news.len();
    let rows = news
        .into_iter()
        .map(|event: crate::incident::event::Event| {
            let words = format!(
                "{} {} · {}, {}",
                zone.day_month(event.time),
                zone.clock(event.time),
                timeline::words(&event, &zone),
                event.author
            );
            let class = if event.kind.moves_clocks()
                || matches!(event.kind, Kind::Redacted(_) | Kind::Retracted(_))
            {
                "moved"
            } else {
                ""
            };
            view! { <li class=class>{words}</li> }
        });
    let rows = rows.collect_view();
    let open = name
        .as_ref()
        .map(|(id, _)| format!("/incidents/{}", id.short()));
    let head = name.map_or_else(
        || "events".to_owned(),
        |(_, name)| format!("the incident {name}"),
    );
    let merge = move |_| {
        incidents.agree();
        browser::drop_fragment();
        if let Some(path) = &open {
            portal.url.open(path);
        }
    };
    let words = match count {
        0 => format!("Nothing new: all of {head} is here already."),
        count => format!(
            "This would add {count} events to what is here, of {head}. Nothing was changed yet. What moves clocks is marked: merge only what comes from somebody you know."
        ),
    };
    let spoilt =
        (aside > 0).then(|| format!("{aside} things in it are no events and are left out."));
    view! {
        <section class="panel offer" role="alert" aria-label="What was opened">
            <p>{symbol("flag")}{words}</p>
            {spoilt.map(|words| view! { <p>{words}</p> })}
            <ol>{rows}</ol>
            <p class="buttons">
                {(count > 0).then(|| view! { <button class="merge" on:click=merge>{format!("Merge {count} events")}</button> })}
                <button class="plain" on:click=move |_| leave()>"Put away"</button>
            </p>
        </section>
    }
    .into_any()
}
