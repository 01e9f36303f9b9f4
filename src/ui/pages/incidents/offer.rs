//! The ways into the page: a link or a file, and what it would add. Nothing is merged before somebody agrees.

use crate::{
    incident::{
        event::{Event, Kind},
        export, link,
        record::Record,
        state::State,
        timeline,
    },
    ui::{
        browser,
        incidents::{Incidents, Offer},
        output,
        parts::symbol::symbol,
        portal::Portal,
        reactive::effect,
    },
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

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
            incidents.offer.set(Some(offer));
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
    effect(move |_| {
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
    let rows = news.into_iter().map(|event: Event| {
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
                {(count > 0).then(|| view! { <button class="merge" on:click=merge>{match count { 1 => "Merge 1 event".to_owned(), _ => format!("Merge {count} events") }}</button> })}
                <button class="plain" on:click=move |_| leave()>"Put away"</button>
            </p>
        </section>
    }
    .into_any()
}
