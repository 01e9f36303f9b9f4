//! The ways out of the page: link, message, export. The ways in are `offer`.

use crate::{
    domain::{marks::alert_spans, order, rule::WATCHDOG, series::Grid, span::Span, time::Moment},
    incident::{
        export,
        id::Id,
        link, message,
        plain::Reader,
        postmortem::{self, Additions},
        state::State,
    },
    prometheus::{
        decode::matrix,
        gate::Urgency,
        query::{Request, alerts_query},
    },
    ui::{
        browser,
        incidents::Incidents,
        output,
        parts::{menu::Menu, panel_menu::CopyButton},
        picture::{Picture, Pictures},
        portal::Portal,
        reactive::signal,
    },
};
use leptos::{prelude::*, task::spawn_local};

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
            set_said.set(Some(match done {
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
    let path = browser::at(&format!("/incidents/{}", id.short()));
    Some(format!("{origin}{path}#{fragment}"))
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

/// The alerts that fired within the incident's span; `None` without an answer.
async fn alerts(portal: Portal, state: &State) -> Option<Vec<(Moment, String)>> {
    let span = super::panels::span(state, portal.clock.read());
    let grid = up_to_the_end(span, portal.clock.read());
    let names = portal.rules.with_value(|rules| {
        let names = rules.iter().map(|rule| rule.name.clone());
        names.collect::<Vec<_>>()
    });
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let request = Request::range(alerts_query(&names, &portal.scope(&[])), grid);
    let body = portal
        .client()
        .ask(&request, None, Urgency::Status)
        .await
        .ok()?;
    let answer = matrix(body, grid).ok()?;
    let zone = portal.zone.get_untracked();
    let spans = alert_spans(&answer.data).into_iter();
    let mut alerts: Vec<(Moment, String)> = spans
        .filter(|span| span.firing && span.name != WATCHDOG)
        .map(|span| {
            let about = span.service.map(|service| format!(" on {service}"));
            let until = zone.clock_near(span.to, span.from);
            let until = match span.to < grid.end() {
                true => format!("until {until}"),
                false => format!("still at {until}"),
            };
            let words = format!("{}{} fires, {until}", span.name, about.unwrap_or_default());
            (span.from, words)
        })
        .collect();
    order::plain(&mut alerts);
    Some(alerts)
}

/// The moments of a span, its last one among them: what began just now is not left out.
fn up_to_the_end(span: Span, now: Moment) -> Grid {
    let (from, to) = span.bounds(now);
    let step = span.step();
    let steps = to.since(from) / step;
    Grid {
        start: to.plus(-steps * step),
        step,
        len: usize::try_from(steps + 1).unwrap_or(1),
    }
}
