//! One document as a page: what it says, what is filled in and ticked. Knows no Markdown.

use super::{
    anchors,
    beside::{contents, helpers, miniatures, review_words},
    duty::OnCallNow,
    rules::alerts_of,
    sheet::Blanks,
    steps::{Here, Steps, address, step_count},
    trouble,
};
use crate::{
    handbook::{
        page::Page,
        render::{Part, Section},
        systems::linked,
    },
    incident::{id::Id, record::Record},
    ui::{
        browser,
        incidents::{Incidents, once_read},
        pages::missing::MissingPage,
        parts::{panel_menu::CopyButton, symbol::symbol},
        portal::Portal,
        reactive::Memo,
        worksheet::Kept,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The runbook that the URL names.
#[component]
pub fn RunbookPage() -> impl IntoView {
    let portal = Portal::use_here();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let incident = Memo::new(move |_| portal.view().with(|view| view.incident.clone()));
    // Another zone or range must not take the focus and what is open away.
    move || {
        // Read, not only tracked: a memo that nobody reads never runs.
        let (id, _) = (id.get(), incident.get());
        untrack(|| document(&id))
    }
}

/// A document by its name.
#[component]
pub fn DocumentPage(id: &'static str) -> impl IntoView {
    document(id)
}

fn document(id: &str) -> AnyView {
    let portal = Portal::use_here();
    let page = portal
        .handbook
        .with_value(|handbook| handbook.page(id).cloned());
    let for_incident = portal.view().with(|view| view.incident.is_some());
    match page {
        Some(page) if page.is_runbook() && for_incident => {
            once_read(move || show(portal, &page, incident(portal))).into_any()
        }
        Some(page) => show(portal, &page, None),
        None => MissingPage().into_any(),
    }
}

/// A page; a runbook may be worked through for an incident.
fn show(portal: Portal, page: &Page, work: Option<Id>) -> AnyView {
    let name = match page.is_runbook() {
        true => format!("{} {}", page.id, page.title),
        false => page.title.clone(),
    };
    portal.set_title(&name);
    let kept = match work {
        Some(id) => Kept::of_incident(id, page),
        None => Kept::of_page(&page.id),
    };
    provide_context(kept);
    // A tick belongs to work under way; a page of reference has none.
    let to_tick = page.is_runbook().then_some(kept);
    provide_context(Here::of(page, to_tick));
    anchors::follow();
    let on_call = (page.id == "on-call").then(|| view! { <OnCallNow/> });
    let blanks = page.blanks().into_iter().cloned().collect::<Vec<_>>();
    let trouble = page.is_runbook().then(|| {
        let incident = match work {
            Some(id) => trouble::worked_for(id),
            None => trouble::open_incidents(page),
        };
        view! { {trouble::alerts(portal, page)}{incident} }
    });
    let services = work.and_then(|id| Incidents::use_here().state(id));
    let services = services.map(|state| state.services).unwrap_or_default();
    let (before, after) = neighbours(portal, page);
    let owner = page.owner.clone();
    let reviewed = review_words(portal, page);
    view! {
        <div class="page with-aside">
            <header class="page-head">
                <h1>{name}</h1>
                {named_by(portal, page)}
                <div class="actions">
                    {to_tick.map(|kept| view! { <button on:click=move |_| kept.untick_all()>"Untick all"</button> })}
                    <CopyButton face="Copy link" text=Callback::new(move |()| portal.url.here())/>
                    <button on:click=|_| browser::print()>"Print"</button>
                </div>
            </header>
            <article class="document" on:click=move |event| anchors::open(portal, &event)>
                {trouble}
                {on_call}
                {(!blanks.is_empty()).then(|| view! { <Blanks blanks services/> })}
                {sections(page, to_tick)}
                <nav class="neighbours" aria-label="Other runbooks">{before}{after}</nav>
                <footer class="reviewed">{owner.map(|owner| format!("Owner: {owner}. "))}{reviewed}</footer>
            </article>
            <aside>
                {contents(page, to_tick)}
                {miniatures(portal, page)}
                {helpers(portal, page)}
            </aside>
        </div>
    }
    .into_any()
}

/// The incident that a runbook is worked through for, as the address says.
fn incident(portal: Portal) -> Option<Id> {
    let start = portal.view().with(|view| view.incident.clone())?;
    let find = |record: &Record| record.find(&start);
    Incidents::use_here().record.with_untracked(find)
}

/// The sections of a page; `kept` is there where steps can be ticked.
pub fn sections(page: &Page, kept: Option<Kept>) -> AnyView {
    let portal = Portal::use_here();
    let groups = page.sections.chunk_by(|left, right| {
        let shape = shape(page, left);
        shape != Shape::Alone && shape == self::shape(page, right)
    });
    let groups = groups.map(move |group| {
        let shown = group.iter().map(|section| one(portal, page, section, kept));
        let shown = shown.collect_view();
        match group
            .first()
            .map_or(Shape::Alone, |first| shape(page, first))
        {
            Shape::Alone => shown.into_any(),
            shape => view! { <div class=shape.class()>{shown}</div> }.into_any(),
        }
    });
    groups.collect_view().into_any()
}

/// How a section stands beside those that follow it.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// By itself.
    Alone,
    /// One of several of a kind: a severity.
    Card,
    /// A step that leads to the next.
    Flow,
    /// A level above the one before.
    Rung,
}

impl Shape {
    const fn class(self) -> &'static str {
        match self {
            Self::Alone => "",
            Self::Card => "cards",
            Self::Flow => "flow",
            Self::Rung => "ladder",
        }
    }
}

fn shape(page: &Page, section: &Section) -> Shape {
    let numbered = section.title.starts_with(|c: char| c.is_ascii_digit());
    match (page.id.as_str(), section.level) {
        ("incident-response", 3) if numbered => Shape::Flow,
        ("incident-response", 3) => Shape::Card,
        ("escalation", 2) if section.title.starts_with("Level ") => Shape::Rung,
        _ => Shape::Alone,
    }
}

fn one(portal: Portal, page: &Page, section: &Section, kept: Option<Kept>) -> AnyView {
    let class = match (section.level, section.parts.is_empty()) {
        // The page's own heading stands above all.
        (1, true) => return ().into_any(),
        (_, true) => "section bare",
        _ if page.is_runbook() && section.anchor == "symptoms" => "section symptoms",
        _ => "section",
    };
    let anchor = section.anchor.clone();
    let heading = heading(section, kept);
    let parts = section.parts.iter().map(|part| match part {
        Part::Html(html) => prose(portal, html.clone()),
        Part::Commands(entries) => view! { <Steps entries=entries.clone() kept/> }.into_any(),
    });
    view! { <section class=class id=anchor tabindex="-1">{heading}{parts.collect_view()}</section> }
        .into_any()
}

/// Prose, with links to other systems where their addresses are known; they follow the blanks.
fn prose(portal: Portal, html: String) -> AnyView {
    let kept = use_context::<Kept>();
    let html = browser::with_links(&html);
    let html = move || {
        portal
            .config
            .with_value(|config| linked(&html, |system| address(config, system, kept)))
    };
    view! { <div class="prose" inner_html=html></div> }.into_any()
}

/// The first heading is the page's own, and shown above it.
fn heading(section: &Section, kept: Option<Kept>) -> AnyView {
    let title = section.title.clone();
    let steps = step_count(section);
    let progress = kept.filter(|_| !steps.is_empty()).map(|kept| {
        let words = move || {
            let (done, all) = kept.done(&steps);
            format!("{done} of {all} steps done")
        };
        view! {
            <span class="progress">{words}</span>
            <span class="hints" aria-hidden="true"><kbd>"J"</kbd><kbd>"K"</kbd>"step "<kbd>"X"</kbd>"tick "<kbd>"C"</kbd>"copy"</span>
        }
    });
    match section.level {
        0 | 1 => ().into_any(),
        2 => view! { <div class="section-head"><h2>{title}</h2>{progress}</div> }.into_any(),
        _ => view! { <div class="section-head"><h3>{title}</h3>{progress}</div> }.into_any(),
    }
}

/// The rules that send people here.
fn named_by(portal: Portal, page: &Page) -> Option<AnyView> {
    let names = alerts_of(portal, &page.id);
    if names.is_empty() {
        return None;
    }
    let word = if names.len() == 1 {
        "named by rule"
    } else {
        "named by rules"
    };
    let links = names.into_iter().map(|name| {
        let href = portal.url.link(format!("/rules#{name}"));
        view! { " "<a href=href>{name}</a> }
    });
    Some(view! { <p class="named-by">{word}{links.collect_view()}</p> }.into_any())
}

fn neighbours(portal: Portal, page: &Page) -> (Option<AnyView>, Option<AnyView>) {
    let pages: Vec<(String, String, String)> = portal.handbook.with_value(|handbook| {
        let all = handbook.runbooks();
        all.map(|page| (page.id.clone(), page.title.clone(), page.path.clone()))
            .collect()
    });
    let Some(place) = pages.iter().position(|(id, ..)| *id == page.id) else {
        return (None, None);
    };
    let link = |place: Option<usize>, icon: &'static str, label: &'static str| {
        let (id, title, path) = pages.get(place?)?.clone();
        let href = portal.url.link(path);
        Some(view! { <a href=href aria-label=format!("{label}: {id} {title}")>{symbol(icon)}{format!("{id} {title}")}</a> }.into_any())
    };
    (
        link(place.checked_sub(1), "earlier", "Previous"),
        link(place.checked_add(1), "later", "Next"),
    )
}
