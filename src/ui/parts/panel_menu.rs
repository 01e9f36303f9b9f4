//! What can be done with one panel: full screen, table, CSV, picture, its query.

use super::{
    menu::{Menu, Sheet},
    overlay::Chart,
    symbol::symbol,
};
use crate::{
    curves::colour,
    domain::panel::Panel,
    prometheus::query::{Scope, fill, percent_encoded},
    ui::{
        browser, output, picture,
        portal::Portal,
        reactive::{Memo, RwSignal, signal},
    },
    watch::{cast::Role, export},
};
use leptos::{prelude::*, task::spawn_local};

/// The button for full screen and the menu.
#[component]
pub fn PanelMenu(
    panel: StoredValue<Panel>,
    chart: Chart,
    solo: Memo<bool>,
    table: RwSignal<bool>,
    scope: Memo<Scope>,
) -> impl IntoView {
    let portal = Portal::use_here();
    let toggle = move || {
        let id = panel.with_value(|panel| panel.id.clone());
        portal.url.change(|view| {
            view.panel = if view.panel.as_ref() == Some(&id) {
                None
            } else {
                Some(id)
            }
        });
    };
    let contents = Callback::new(move |sheet: Sheet| {
        let csv = move |_| {
            let zone = portal.zone.get_untracked();
            let text = chart.lines.with_untracked(|lines| {
                lines
                    .answer()
                    .map(|lines| export::csv(lines, &chart.roles.get_untracked(), &zone))
            });
            let name = panel.with_value(|panel| format!("{}.csv", panel.id));
            output::offer(&name, "text/csv", &text.unwrap_or_default());
            sheet.close();
        };
        let keep_picture = move |_| {
            let name = panel.with_value(|panel| format!("{}.png", panel.id));
            if let Some(picture) = composed(portal, panel, chart) {
                spawn_local(async move {
                    if let Some(png) = output::png(&picture).await {
                        output::offer_blob(&name, &png);
                    }
                });
            }
            sheet.close();
        };
        let copy_picture = Callback::new(move |()| composed(portal, panel, chart));
        view! {
            <button on:click=csv>"Download as CSV"</button>
            <CopyPictureButton picture=copy_picture/>
            <button on:click=keep_picture>"Download as a picture"</button>
            <CopyButton face="Copy the link" text=Callback::new(move |()| portal.url.here())/>
            {move || queries(panel, chart, &scope.get())}
        }
        .into_any()
    });
    let (id, title) = panel.with_value(|panel| (panel.id.clone(), panel.title.clone()));
    if let Some(pictures) = use_context::<picture::Pictures>() {
        let picture = Callback::new(move |()| composed(portal, panel, chart));
        pictures.add(id, title.clone(), picture);
    }
    view! {
        <button class="icon small table-toggle" on:click=move |_| table.update(|table| *table = !*table) title="Table (T)"
            aria-label=format!("{title}: table") aria-pressed=move || if table.get() { "true" } else { "false" }>{symbol("table")}</button>
        <button class="icon small" on:click=move |_| toggle() title="Full screen (F)"
            aria-label=format!("{title}: full screen") aria-pressed=move || if solo.get() { "true" } else { "false" }>{symbol("full")}</button>
        <Menu label=format!("{title}: menu") class="icon small" face=ViewFn::from(|| symbol("more")) contents/>
    }
}

/// The chart as it is drawn now, with its title, range and legend.
fn composed(
    portal: Portal,
    panel: StoredValue<Panel>,
    chart: Chart,
) -> Option<web_sys::HtmlCanvasElement> {
    let theme = portal.themes.chart.get_untracked();
    let (zone, now) = (portal.zone.get_untracked(), portal.clock.read());
    let (from, to) = untrack(|| portal.span()).bounds(now);
    let legend = chart.roles.with_untracked(|roles| {
        let entry = |role: &Role| (colour(role, &theme), role.name.clone());
        roles.iter().map(entry).collect()
    });
    let (id, title) = panel.with_value(|panel| (panel.id.clone(), panel.title.clone()));
    let caption = picture::Caption {
        title,
        range: format!("{} – {}", zone.iso(from), zone.iso(to)),
        legend,
    };
    let canvas = browser::canvas(&format!("[data-panel=\"{id}\"] canvas"))?;
    picture::compose(&canvas, &caption, &theme)
}

/// The panel's questions as they are asked now, to read, copy and open.
fn queries(panel: StoredValue<Panel>, chart: Chart, scope: &Scope) -> impl IntoView + use<> {
    let portal = Portal::use_here();
    let step = chart.lines.with(|lines| {
        lines
            .answer()
            .and_then(|lines| lines.matrices.first())
            .map_or(0, |matrix| matrix.grid.step)
    });
    let base = portal.client().base;
    let span = portal.span();
    let range = crate::domain::duration::promql(span.length());
    let rows = panel.with_value(|panel| {
        panel
            .queries
            .iter()
            .map(|query| (query.name.clone(), fill(&query.promql, scope, step)))
            .collect::<Vec<_>>()
    });
    let rows = rows.into_iter().map(|(name, promql)| {
        let link = format!(
            "{base}/graph?g0.expr={}&g0.tab=0&g0.range_input={range}",
            percent_encoded(&promql)
        );
        let text = promql.clone();
        view! {
            <div class="query">
                {(!name.is_empty()).then(|| view! { <strong>{name}</strong> })}
                <pre tabindex="0">{promql}</pre>
                <CopyButton face="Copy the query" text=Callback::new(move |()| text.clone())/>
                <a href=link target="_blank" rel="noreferrer">"Open in Prometheus"</a>
            </div>
        }
    });
    rows.collect_view()
}

/// A button that copies a chart as a picture, and says whether that worked.
#[component]
fn CopyPictureButton(picture: Callback<(), Option<web_sys::HtmlCanvasElement>>) -> impl IntoView {
    const FACE: &str = "Copy as a picture";
    let (said, set_said) = signal(FACE);
    let copy = move |_| {
        let picture = picture.run(());
        spawn_local(async move {
            let worked = match picture {
                Some(picture) => output::copy_picture(&picture).await,
                None => false,
            };
            set_said.set(match worked {
                true => "Copied",
                false => "Could not copy: this needs https. Download it instead",
            });
        });
    };
    view! { <button on:click=copy on:blur=move |_| set_said.set(FACE)>{move || said.get()}</button> }
}

/// A button that copies a text and says whether that worked.
#[component]
pub fn CopyButton(face: &'static str, text: Callback<(), String>) -> impl IntoView {
    let (said, set_said) = signal(face);
    let copy = move |_| {
        let text = text.run(());
        spawn_local(async move {
            let worked = output::copy(text).await;
            set_said.set(if worked { "Copied" } else { "Could not copy" });
        });
    };
    view! { <button on:click=copy on:blur=move |_| set_said.set(face)>{move || said.get()}</button> }
}
